"""Compute what follows from a scenario once, for all its figures."""

import sys
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.chain_rule import ChainRule, chain_rule
from ce_core.numeric.one_row import entropy_row, logsumexp_row, softmax_row
from ce_core.scenario import Scenario

# A quarter of the largest number: room for a step or a shift without leaving the finite.
_LOWEST = -sys.float_info.max / 4


@dataclass(frozen=True)
class Outcome:
    """The numbers of one scenario; costs in nats, arrays of shape (K,).

    ``scaled`` holds the logits relative to the largest, divided by the temperature: softmax sees
    nothing else. ``gradient`` is with respect to the logits: (ŷ − y) / temperature. ``terms`` are
    −y·log ŷ for the smoothed target, and ``floor`` is that target's entropy.
    """

    scaled: FloatArray
    target: FloatArray
    probabilities: FloatArray
    log_probabilities: FloatArray
    terms: FloatArray
    cost: float
    floor: float
    gradient: FloatArray

    @property
    def true_class(self) -> int:
        """The class with the largest share of the target (the first of several)."""
        return int(self.target.argmax())

    @property
    def strongest_wrong(self) -> int:
        """The class other than ``true_class`` whose probability exceeds its target most."""
        excess = self.probabilities - self.target
        excess[self.true_class] = -np.inf
        return int(excess.argmax())

    def cost_if_absent(self, index: int) -> float:
        """−log(1 − ŷ) of one class, in nats, accurate also where ŷ is nearly 0 or nearly 1."""
        others = self.log_probabilities.tolist()
        del others[index]
        return -logsumexp_row(others)


@lru_cache(maxsize=512)
def outcome(scenario: Scenario) -> Outcome:
    """Compute what follows from ``scenario``; shared between sessions, so don't change it."""
    largest = max(scenario.logits)
    scaled = [max((z - largest) / scenario.temperature, _LOWEST) for z in scenario.logits]
    row, target = softmax_row(scaled), scenario.smoothed_target
    terms = [-y * q if y else 0.0 for y, q in zip(target, row.log_probabilities, strict=True)]
    return Outcome(
        scaled=np.array(scaled),
        target=np.array(target),
        probabilities=np.array(row.probabilities),
        log_probabilities=np.array(row.log_probabilities),
        terms=np.array(terms) + 0.0,
        cost=row.cost(target),
        floor=entropy_row(target),
        gradient=np.array(row.gradient(target)) / scenario.temperature,
    )


@lru_cache(maxsize=512)
def chain_rule_of(scenario: Scenario) -> ChainRule:
    """Compute every factor of the chain rule at ``scenario``; shared, so don't change it."""
    return chain_rule(scenario.logits, scenario.smoothed_target, temperature=scenario.temperature)
