"""Draw low and high cost: −log ŷ for the true class, −log(1 − ŷ) for a wrong one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.cost.cases import (
    PER_UNIT,
    Case,
    Unit,
    current_hover,
    in_unit,
    linear_points,
    regions,
    true_case,
    wrong_case,
)
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.live import (
    LIVE,
    axis_range,
    live_chart,
    note,
    place_beside,
    points,
    said,
    tangent,
    times,
    titled,
)
from ce_core.figures.theme import Chart, Spec, layout, short_literal, title
from ce_core.figures.words import Chosen, Words, number, percent
from ce_core.number_format import format_given, format_number, format_percent
from ce_core.numeric.cost_level import LEVELS, cost_level, label_leads
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_WIDTH = 1.04  # of the axis of ŷ
_GAP = 12  # pixels between a point and its number


def shared_top(*scenarios: Scenario, unit: Unit = "nats") -> float:
    """Give the top of a cost axis that holds both curves' points of all ``scenarios``."""
    costs = [0.0]
    for scenario in scenarios:
        o = outcome(scenario)
        costs += [true_case(scenario, o, unit).cost, wrong_case(scenario, o, unit).cost]
    return marks.stepped_top(max(costs))


def low_cost_curve(
    scenario: Scenario,
    theme: Theme,
    *,
    unit: Unit = "nats",
    beside: Sequence[Scenario] = (),
    live: bool = True,
) -> Chart:
    """Draw −log ŷ against ŷ for the true class, with the current point and its tangent.

    Parameters
    ----------
    scenario : Scenario
        With a soft label the class with the largest share counts as the true one.
    theme : {"light", "dark"}
        Which colours.
    unit : {"nats", "bits"}
        Of the cost.
    beside : sequence of Scenario
        What figures beside this one show: the cost axis holds their points, too.
    live : bool
        Whether it follows the hand; a pinned scenario stands.
    """
    o = outcome(scenario)
    case = true_case(scenario, o, unit)
    leads = label_leads(o.probabilities.tolist(), o.target.tolist())
    level = cost_level(o.cost, o.floor, scenario.n_classes, leads=leads)
    y = float(o.target[o.true_class])
    cost = number("labelled.cost", case.cost)
    gets = percent("labelled.p", case.probability)
    caption: Words = (
        (
            f"The true class, {case.name}, gets ",
            gets,
            ", which costs −log ŷ = ",
            cost,
            f" {unit}. Near 1 the curve is low and flat; towards 0 it rises without limit.",
        )
        if y == 1
        else (
            f"No class has a larger label than {case.name}. It gets ",
            gets,
            ": −log ŷ = ",
            cost,
            f" {unit}. Its weight in the cost is its label, {format_given(y)}.",
        )
    )
    alt = (
        "Curve of −log ŷ against ŷ, falling from infinity at 0 to 0 at 1. ",
        *_current(case),
        ". The whole cost is ",
        number("cost", in_unit(o.cost, unit)),
        f" {unit}, ",
        Chosen("level", level, {word: [word] for word in LEVELS}),
        ".",
    )
    spec = _one_case(case, theme, scenario, beside, "low-cost-curve")
    chart = live_chart(spec, alt, caption, scenario, theme, per=PER_UNIT[unit])
    return chart if live else replace(chart, live=None)


def high_cost_curve(scenario: Scenario, theme: Theme, *, unit: Unit = "nats") -> Chart:
    """Draw −log(1 − ŷ) against ŷ for the strongest wrong class; parameters as for the true one."""
    o = outcome(scenario)
    case = wrong_case(scenario, o, unit)
    alt = (
        "Curve of −log(1 − ŷ) against ŷ, rising from 0 at 0 to infinity at 1. ",
        *_current(case),
        ".",
    )
    spec = _one_case(case, theme, scenario, (), "high-cost-curve")
    caption = _high_caption(case) if o.target.max() == 1 else _soft_caption(case, o)
    return live_chart(spec, alt, caption, scenario, theme, per=PER_UNIT[unit])


def _current(case: Case) -> Words:
    """Say where the current point stands."""
    who = case.who
    return (
        "The current point: ",
        case.named(),
        " has ŷ = ",
        number(f"{who}.p", case.probability),
        f" and {case.formula} = ",
        number(f"{who}.cost", case.cost),
        f" {case.unit}; the tangent there has slope ",
        number(f"{who}.slope", case.slope),
    )


def _high_caption(case: Case) -> Words:
    """Say what the strongest wrong class costs."""
    return (
        "No wrong class gets more than ",
        case.named(),
        ": ",
        percent("rival.p", case.probability),
        ". Its probability is missing from the true class, so the cost is at least −log(1 − ŷ) = ",
        number("rival.cost", case.cost),
        f" {case.unit}.",
    )


def _soft_caption(case: Case, o: Outcome) -> str:
    """Say what the other class costs: with a soft label it may well be below its label."""
    p, y = format_percent(case.probability), float(o.target[o.strongest_wrong])
    cost = f"−log(1 − ŷ) = {format_number(case.cost)} {case.unit}"
    if format_percent(case.probability) == format_percent(y):
        return f"{case.name} gets about as much as its label, {p}: {cost}."
    if case.probability > y:
        return (
            f"Of the other classes none is further above its label than {case.name}: {p} for a "
            f"label of {format_given(y)}. {cost}."
        )
    return (
        f"None of the other classes gets more than its label. {case.name} comes closest, with {p} "
        f"for a label of {format_given(y)}: {cost}."
    )


@cache
def _points(falling: bool, unit: Unit) -> list[list[float | None]]:
    """Points of a curve, the same for every scenario; shared, so don't change them."""
    p, cost = linear_points(falling)
    return marks.rounded_rows(np.stack([p, cost / PER_UNIT[unit] + 0.0]))


def _one_case(
    case: Case, theme: Theme, scenario: Scenario, beside: Sequence[Scenario], revision: str
) -> Spec:
    colour = roles(theme)
    p, cost = _points(case.falling, case.unit)
    top = shared_top(scenario, *beside, unit=case.unit)
    least = shared_top(*beside, unit=case.unit)
    shade = "labels" if case.falling else "cost"
    bands, names = regions(scenario.n_classes, top, case.unit, theme, least=least)
    hover = f"ŷ = %{{x:.3~g}}<br>{case.formula} = %{{y:.3~g}} {case.unit}"
    who = case.who
    point = marks.current_point(case.probability, case.cost, colour[shade], theme, hover="")
    return {
        "data": [
            marks.line(p, cost, colour[shade], hover=hover),
            _tangent(case, who, top, least, colour["gradient"]),
            said(
                point | {LIVE: points([f"{who}.p"], [f"{who}.cost"])}, "text", current_hover(case)
            ),
        ],
        "layout": layout(
            theme,
            uirevision=revision,
            xaxis=titled(
                {"range": [-0.02, 1.02], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
                ("ŷ of ", case.named(short_literal)),
            ),
            yaxis={
                "title": title(case.formula, case.unit),
                "range": [-0.03 * top, 1.03 * top],
                "nticks": 6,
                LIVE: axis_range(
                    times("casesTop", -0.03, least=least), times("casesTop", 1.03, least=least)
                ),
            },
            shapes=bands,
            annotations=[_number(case, who, colour["text"]), *names],
        ),
    }


def _tangent(case: Case, who: str, top: float, least: float, colour: str) -> Spec:
    drawn = marks.tangent_within(
        case.probability, case.cost, case.slope, colour, width=_WIDTH, height=top
    )
    height = times("casesTop", 1.0, least=least)
    return drawn | {
        LIVE: tangent(f"{who}.p", f"{who}.cost", f"{who}.slope", width=_WIDTH, height=height)
    }


def _number(case: Case, who: str, colour: str) -> Spec:
    """Write the cost beside its point, on the side where there is room."""
    leftward = case.probability > 0.5
    number = marks.label(
        case.probability,
        case.cost,
        f"<b>{format_number(case.cost)}</b>",
        colour,
        anchor="right" if leftward else "left",
        xshift=-_GAP if leftward else _GAP,
        yshift=14,
    )
    return number | {
        LIVE: note(
            x=f"{who}.p",
            y=f"{who}.cost",
            text=["<b>", ("number", f"{who}.cost"), "</b>"],
            side=place_beside(f"{who}.p", 0.5, _GAP),
        )
    }
