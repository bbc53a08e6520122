"""Place one class on the two faces of the cost, and hold what figures of them share."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome
from ce_core.figures.live import LIVE, Quantity, above, shape, shown_unless, times
from ce_core.figures.theme import Spec, literal
from ce_core.figures.words import Chosen, Words, number, signed
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

Unit = Literal["nats", "bits"]

PER_UNIT = {"nats": 1.0, "bits": math.log(2.0)}

_THIN = 0.12  # share of the axis below which the band of low costs has no room for its name
_HIGHEST = 1e6  # nats: how far up a curve is drawn, whatever the axis


def in_unit(cost: float, unit: Unit) -> float:
    """Convert a cost in nats: one bit is log 2 of them."""
    return cost / PER_UNIT[unit]


@dataclass(frozen=True)
class Case:
    """One class's place on one of the two curves: its probability, cost and slope, in ``unit``.

    ``index`` is its place among ``names``, those of all classes.
    """

    index: int
    names: tuple[str, ...]
    formula: str
    probability: float
    cost: float
    slope: float
    falling: bool
    unit: Unit

    @property
    def name(self) -> str:
        """The class's name."""
        return self.names[self.index]

    @property
    def who(self) -> str:
        """What the browser calls the class: the labelled one, or its strongest rival."""
        return "labelled" if self.falling else "rival"

    def named(self, write: Callable[[str], str] = str) -> Chosen:
        """Give the name as words: which class it is may change with the logits."""
        among = {i: [write(name)] for i, name in enumerate(self.names)}
        return Chosen(f"{self.who}.index", self.index, among)


def true_case(scenario: Scenario, o: Outcome, unit: Unit) -> Case:
    """Place the true class on the curve −log ŷ."""
    i = o.true_class
    nats = -float(o.log_probabilities[i]) + 0.0
    with np.errstate(over="ignore"):
        slope = -float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return Case(i, scenario.names, "−log ŷ", p, cost, slope, True, unit)


def wrong_case(scenario: Scenario, o: Outcome, unit: Unit) -> Case:
    """Place the strongest wrong class on the curve −log(1 − ŷ)."""
    i = o.strongest_wrong
    nats = o.cost_if_absent(i) + 0.0
    with np.errstate(over="ignore"):
        slope = float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return Case(i, scenario.names, "−log(1 − ŷ)", p, cost, slope, False, unit)


@cache
def linear_points(falling: bool) -> tuple[FloatArray, FloatArray]:
    """Points of a curve for a linear axis of any height: probabilities and costs in nats.

    Evenly spread in the probability where the curve is flat, and in the cost's logarithm where it
    is steep. Beyond the smallest double the curve goes straight up. Shared, so don't change them.
    """
    flat = np.linspace(1.0, 0.1, 37)
    steep = np.exp(-np.concatenate([np.linspace(2.4, 8.0, 29), np.geomspace(8.5, 740.0, 24)]))
    distance = np.concatenate([[0.0], steep[::-1], flat[::-1]])  # from where the cost is infinite
    cost = np.concatenate([[_HIGHEST], -np.log(distance[1:])])
    return (distance, cost) if falling else (1.0 - distance[::-1], cost[::-1])


def current_hover(case: Case) -> Words:
    """Give the hover text of the current point."""
    who = case.who
    return (
        "<b>",
        case.named(literal),
        "</b><br>ŷ = ",
        number(f"{who}.p", case.probability),
        f"<br>{case.formula} = ",
        number(f"{who}.cost", case.cost),
        f" {case.unit}<br>slope of the tangent ",
        signed(f"{who}.slope", case.slope),
    )


def regions(
    n_classes: int,
    top: float,
    unit: Unit,
    theme: Theme,
    *,
    axis: Quantity = "casesTop",
    least: float = 0.0,
) -> tuple[list[Spec], list[Spec]]:
    """Tint and name what counts as a low and a high cost among this many classes.

    The top of the axis follows the quantity ``axis``, or is ``least`` if that is higher.
    """
    colour = roles(theme)
    even = in_unit(math.log(n_classes), unit)
    low, low_name = marks.region("low cost", -0.03 * top, even / 2, colour["cost_low"])
    high, high_name = marks.region("high cost", even, 1.03 * top, colour["cost_high"])
    low[LIVE] = shape(y0=times(axis, -0.03, least=least))
    high[LIVE] = shape(y1=times(axis, 1.03, least=least))
    for name in (low_name, high_name):
        name |= {"x": 0.5, "xanchor": "center"}
    # Under the curves, which are at log 2 in the middle.
    low_name |= {"y": 0.0, "yanchor": "bottom"}
    high_name |= {"y": 1, "yref": "y domain", "yanchor": "top"}
    # Where there is no room for it, the low one's name is left out.
    low_name = _unless_thin(low_name, even, top, axis, least)
    return [low, high], [low_name, high_name]


def _unless_thin(name: Spec, even: float, top: float, axis: Quantity, least: float) -> Spec:
    thin = above(times(axis, 1.0, least=least), even / _THIN)
    return shown_unless(name, thin, top > even / _THIN)
