"""Take two classes of a scenario apart from the others: what figures of two classes share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ce_core.figures.marks import push_words
from ce_core.number_format import format_given, format_number, format_signed
from ce_core.numeric.binary import sigmoid
from ce_core.numeric.one_row import softmax_row
from ce_core.scenario import Scenario

_LARGEST = 1e300  # where differences of logits stop being drawn truly


@dataclass(frozen=True)
class Pair:
    """Two classes of a scenario, apart from all others.

    Parameters
    ----------
    classes : tuple of two int
        0-based: the class with the largest label and its strongest rival, or both of two.
    names : tuple of two str
        Their names.
    logits : tuple of two float
        z/T of each.
    label : float
        y of the first among the two.
    scenario : Scenario
        Where they come from.
    """

    classes: tuple[int, int]
    names: tuple[str, str]
    logits: tuple[float, float]
    label: float
    scenario: Scenario

    @property
    def temperature(self) -> float:
        """T of the scenario."""
        return self.scenario.temperature

    @cached_property
    def difference(self) -> float:
        """z₁ − z₂, the log-odds of the first class."""
        first, second = self.logits
        return min(max(first - second, -_LARGEST), _LARGEST)

    @cached_property
    def probability(self) -> float:
        """σ(z₁ − z₂): the share of the first class among the two."""
        return float(sigmoid(self.difference))

    @property
    def gradient(self) -> float:
        """p − y: the slope of the two-class cost along z₁/T; along z₂/T it is the opposite."""
        if self.difference > 0:  # 1 − p keeps its digits where p is nearly 1
            return (1 - self.label) - float(sigmoid(-self.difference))
        return self.probability - self.label


def pair_of(scenario: Scenario) -> Pair:
    """Choose the two classes of ``scenario`` that the page speaks of."""
    target, k = scenario.smoothed_target, scenario.n_classes
    true = max(range(k), key=lambda i: target[i])
    rival = max((i for i in range(k) if i != true), key=lambda i: scenario.logits[i])
    first, second = (0, 1) if k == 2 else (true, rival)
    scaled = [
        float(np.clip(scenario.logits[i] / scenario.temperature, -_LARGEST, _LARGEST))
        for i in (first, second)
    ]
    return Pair(
        (first, second),
        (scenario.names[first], scenario.names[second]),
        (scaled[0], scaled[1]),
        target[first] / (target[first] + target[second]),
        scenario,
    )


@dataclass(frozen=True)
class Shift:
    """What adding a constant to both logits does to the probabilities.

    Parameters
    ----------
    logits : tuple of two float
        After the shift.
    before, after : tuple of two float
        softmax of the two logits.
    """

    logits: tuple[float, float]
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def largest_change(self) -> float:
        """The largest |after − before|: rounding alone."""
        return max(abs(b - a) for a, b in zip(self.before, self.after, strict=True))


def shift_both(pair: Pair, constant: float) -> Shift:
    """Add ``constant`` to both logits (over T), and compute softmax anew from the sums alone."""
    moved = (pair.logits[0] + constant, pair.logits[1] + constant)
    (a, b), (c, d) = (softmax_row(z).probabilities for z in (pair.logits, moved))
    return Shift(moved, (a, b), (c, d))


def gradient_words(pair: Pair) -> str:
    """Say p − y of the first class with the current numbers, as plain text."""
    return (
        f"p − y = {format_number(pair.probability)} − {format_given(pair.label)} = "
        f"{format_signed(pair.gradient)}: {push_words(pair.gradient)}."
    )
