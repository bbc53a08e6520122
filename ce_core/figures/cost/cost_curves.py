"""Low and high cost side by side: −log ŷ for the true class, −log(1 − ŷ) for a wrong one."""

from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.cost.cases import (
    PER_UNIT,
    Case,
    Unit,
    in_unit,
    linear_points,
    regions,
    today_hover,
    true_case,
    wrong_case,
)
from ce_core.figures.evaluation import outcome
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.cost_level import cost_level
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario


def shared_top(*scenarios: Scenario, unit: Unit = "nats") -> float:
    """Give the top of a cost axis that holds both curves' points of all ``scenarios``."""
    costs = [0.0]
    for scenario in scenarios:
        o = outcome(scenario)
        costs += [true_case(scenario, o, unit).cost, wrong_case(scenario, o, unit).cost]
    return marks.stepped_top(max(costs))


def low_cost_curve(
    scenario: Scenario, theme: Theme, *, unit: Unit = "nats", top: float | None = None
) -> Chart:
    """Draw −log ŷ against ŷ for the true class, with today's point and its tangent.

    Parameters
    ----------
    scenario : Scenario
        With a soft label the class with the largest share counts as the true one.
    theme : {"light", "dark"}
        Which colours.
    unit : {"nats", "bits"}
        Of the cost.
    top : float, optional
        Top of the cost axis, so that figures side by side can share it.
    """
    o = outcome(scenario)
    case = true_case(scenario, o, unit)
    level = cost_level(o.cost, o.floor, scenario.n_classes)
    caption = (
        f"The true class, {case.name}, gets {format_percent(case.probability)}, which costs "
        f"−log ŷ = {format_number(case.cost)} {unit}. "
        + (
            "Near 1 the curve is low and flat; towards 0 it climbs without end."
            if scenario.label is not None and not scenario.label_smoothing
            else f"It counts with its share {format_number(o.target[o.true_class])} of the label."
        )
    )
    alt = (
        f"Curve of −log ŷ against ŷ, falling from infinity at 0 to 0 at 1. Today's point: "
        f"{case.name} has ŷ = {format_number(case.probability)} and −log ŷ = "
        f"{format_number(case.cost)} {unit}; the tangent there has slope "
        f"{format_number(case.slope)}. The whole cost is "
        f"{format_number(in_unit(o.cost, unit))} {unit}, {level}."
    )
    top = shared_top(scenario, unit=unit) if top is None else top
    spec = _one_case(case, scenario.n_classes, top, theme, "low-cost-curve")
    return Chart(spec, alt, caption)


def high_cost_curve(
    scenario: Scenario, theme: Theme, *, unit: Unit = "nats", top: float | None = None
) -> Chart:
    """Draw −log(1 − ŷ) against ŷ for the strongest wrong class; parameters as for the true one."""
    o = outcome(scenario)
    case = wrong_case(scenario, o, unit)
    caption = (
        f"The strongest wrong class, {case.name}, gets {format_percent(case.probability)}. What it "
        "takes, the true class cannot have: the cost is at least −log(1 − ŷ) = "
        f"{format_number(case.cost)} {unit}."
        if scenario.label is not None and not scenario.label_smoothing
        else f"{case.name} has most above its share of the label: "
        f"{format_percent(case.probability)}, and −log(1 − ŷ) = {format_number(case.cost)} {unit}."
    )
    alt = (
        f"Curve of −log(1 − ŷ) against ŷ, rising from 0 at 0 to infinity at 1. Today's point: "
        f"{case.name} has ŷ = {format_number(case.probability)} and −log(1 − ŷ) = "
        f"{format_number(case.cost)} {unit}; the tangent there has slope "
        f"{format_number(case.slope)}."
    )
    top = shared_top(scenario, unit=unit) if top is None else top
    spec = _one_case(case, scenario.n_classes, top, theme, "high-cost-curve")
    return Chart(spec, alt, caption)


@lru_cache(maxsize=128)
def _points(falling: bool, unit: Unit, top: float) -> list[list[float | None]]:
    """Points of a curve; they change with the top of the axis alone. Shared, so don't change."""
    p, cost = linear_points(falling, top * PER_UNIT[unit])
    return marks.rounded_rows(np.stack([p, cost / PER_UNIT[unit] + 0.0]))


def _one_case(case: Case, n_classes: int, top: float, theme: Theme, revision: str) -> Spec:
    colour = roles(theme)
    p, cost = _points(case.falling, case.unit, top)
    hover = f"ŷ = %{{x:.3~g}}<br>{case.formula} = %{{y:.3~g}} {case.unit}"
    bands, names = regions(n_classes, top, case.unit, theme, "right" if case.falling else "left")
    level_colour = colour["labels"] if case.falling else colour["cost"]
    return {
        "data": [
            marks.line(p, cost, level_colour, hover=hover),
            marks.tangent_within(
                case.probability, case.cost, case.slope, colour["gradient"], width=1.04, height=top
            ),
            marks.todays_point(
                case.probability, case.cost, level_colour, theme, hover=today_hover(case)
            ),
        ],
        "layout": layout(
            theme,
            uirevision=revision,
            xaxis={
                "title": title(f"ŷ of {case.short}"),
                "range": [-0.02, 1.02],
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
            },
            yaxis={
                "title": title(case.formula, case.unit),
                "range": [-0.03 * top, 1.03 * top],
                "nticks": 6,
            },
            shapes=bands,
            annotations=[*names, _today(case, top, colour["text"])],
        ),
    }


def _today(case: Case, top: float, colour: str) -> Spec:
    """Name today's point on the curve's inner side: beside its steep part, above its flat one."""
    leftward = case.probability > 0.5
    if leftward == case.falling:
        words = f"<b>{format_number(case.cost)}</b>"
        return marks.label(case.probability, case.cost, words, colour, anchor="center", yshift=20)
    return marks.label(
        case.probability,
        case.cost,
        f"<b>{format_number(case.cost)}</b>",
        colour,
        anchor="right" if leftward else "left",
        xshift=-12 if leftward else 12,
        yshift=16 if case.cost < 0.9 * top else -14,
    )
