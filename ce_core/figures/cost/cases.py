"""One class's place on the two faces of the cost, and what figures of them share."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome
from ce_core.figures.theme import Spec, literal, short_literal
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

Unit = Literal["nats", "bits"]

PER_UNIT = {"nats": 1.0, "bits": math.log(2.0)}


def in_unit(cost: float, unit: Unit) -> float:
    """Convert a cost in nats: one bit is log 2 of them."""
    return cost / PER_UNIT[unit]


@dataclass(frozen=True)
class Case:
    """One class's place on one of the two curves: its probability, cost and slope, in ``unit``."""

    name: str
    formula: str
    probability: float
    cost: float
    slope: float
    falling: bool
    unit: Unit

    @property
    def short(self) -> str:
        """The class's name, literal and short enough for an axis."""
        return short_literal(self.name)


def true_case(scenario: Scenario, o: Outcome, unit: Unit) -> Case:
    """Place the true class on the curve −log ŷ."""
    i = o.true_class
    nats = -float(o.log_probabilities[i]) + 0.0
    with np.errstate(over="ignore"):
        slope = -float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return Case(scenario.names[i], "−log ŷ", p, cost, slope, True, unit)


def wrong_case(scenario: Scenario, o: Outcome, unit: Unit) -> Case:
    """Place the strongest wrong class on the curve −log(1 − ŷ)."""
    i = o.strongest_wrong
    nats = o.cost_if_absent(i) + 0.0
    with np.errstate(over="ignore"):
        slope = float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return Case(scenario.names[i], "−log(1 − ŷ)", p, cost, slope, False, unit)


def linear_points(falling: bool, top: float) -> tuple[FloatArray, FloatArray]:
    """Points of a curve up to ``top`` nats for a linear axis: probabilities and costs.

    Evenly spread in the probability where the curve is flat, and in the cost where it is steep.
    """
    fine = np.linspace(0.0, 1.0, 45)
    distance = np.unique(np.concatenate([np.exp(-fine * min(top, 700.0)), 1.0 - 0.98 * fine]))
    cost = -np.log(distance)  # the distance is from where the cost is infinite
    return (distance, cost) if falling else (1.0 - distance[::-1], cost[::-1])


def today_hover(case: Case) -> str:
    """Give the hover text of today's point."""
    return (
        f"<b>{literal(case.name)}</b><br>ŷ = {format_number(case.probability)}"
        f"<br>{case.formula} = {format_number(case.cost)} {case.unit}"
        f"<br>slope {format_signed(case.slope)}"
    )


def regions(
    n_classes: int, top: float, unit: Unit, theme: Theme, side: str
) -> tuple[list[Spec], list[Spec]]:
    """Tint and name what counts as a low and a high cost among this many classes."""
    colour = roles(theme)
    even = in_unit(math.log(n_classes), unit)
    low, low_name = marks.region("low cost", -0.03 * top, even / 2, colour["cost_low"])
    high, high_name = marks.region("high cost", even, 1.03 * top, colour["cost_high"])
    x, anchor = {"right": (0.98, "right"), "left": (0.02, "left"), "middle": (0.5, "center")}[side]
    for name in (low_name, high_name):
        name |= {"x": x, "xanchor": anchor}
    if side == "middle" and even / 2 > 0.12 * top:  # under the crossing of the two curves
        low_name |= {"y": 0.0, "yanchor": "bottom"}
    else:  # above its band, which is thin when the axis is long
        low_name |= {"y": even / (1 if side == "middle" else 2), "yanchor": "bottom"}
    high_name |= {"y": top, "yanchor": "top"}
    return [low, high], [low_name, high_name]
