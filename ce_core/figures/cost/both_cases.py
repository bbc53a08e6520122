"""Draw C(p, y) for y = 1 and y = 0 on one pair of axes, linear or logarithmic."""

import math
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
from ce_core.figures.cost.cost_curves import shared_top
from ce_core.figures.evaluation import outcome
from ce_core.figures.live import LIVE, axis_range, live_chart, note, points, said, times
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.figures.words import Words, joined, number, spoken
from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_WIDEST_LOG = -300.0  # log₁₀ of the smallest probability on the log axis


def both_cases(
    scenario: Scenario, theme: Theme, *, unit: Unit = "nats", log_axis: bool = False
) -> Chart:
    """Draw C(p, y): −log p for y = 1 and −log(1 − p) for y = 0 on one pair of axes.

    Parameters
    ----------
    log_axis : bool
        Put p on a logarithmic axis, where −log p is a straight line that never arrives: each
        power of ten costs the same again, and p = 0 is infinitely far away.
    """
    o = outcome(scenario)
    cases = (true_case(scenario, o, unit), wrong_case(scenario, o, unit))
    lowest = -_decades(float(o.log_probabilities[o.true_class]))
    top = in_unit(-lowest * math.log(10), unit) if log_axis else shared_top(scenario, unit=unit)
    axis = times("decades", in_unit(math.log(10), unit)) if log_axis else "casesTop"
    colour = roles(theme)
    curves, marked, annotations = [], [], []
    for case, shade in zip(cases, ("labels", "cost"), strict=True):
        p, cost, hover = _points(case.falling, unit, log_axis)
        curves.append(marks.line(p, cost, colour[shade], hover="%{text}") | {"text": hover})
        marked.append(
            said(
                marks.current_point(case.probability, case.cost, colour[shade], theme, hover="")
                | {LIVE: points([f"{case.who}.p"], [f"{case.who}.cost"])},
                "text",
                current_hover(case),
            )
        )
        annotations.append(_case_name(case, colour[shade], log_axis, top, lowest))
    if log_axis and cases[0].probability < 10.0**_WIDEST_LOG:
        annotations.append(_further_out(cases[0], lowest, top, colour["text"]))
    bands, names = regions(scenario.n_classes, top, unit, theme, axis=axis)
    spec = {
        "data": [*curves, *marked],
        "layout": layout(
            theme,
            uirevision=f"both-cases-{log_axis}-{unit}",
            height=380,
            # Only where there is something to find: elsewhere a finger is to scroll the page.
            dragmode="zoom" if log_axis else False,
            xaxis=_probability_axis(log_axis, lowest),
            yaxis={
                "title": title("cost C(p, y)", unit),
                "range": [-0.03 * top, 1.03 * top],
                LIVE: axis_range(times(axis, -0.03), times(axis, 1.03)),
            },
            shapes=bands,
            annotations=annotations + names,
        ),
    }
    return live_chart(
        spec,
        _alt(cases),
        _caption(cases, log_axis),
        scenario,
        theme,
        per=PER_UNIT[unit],
    )


def _decades(log_probability: float) -> float:
    """How many powers of ten the log axis has, in steps that double; as the browser chooses."""
    decades = 6.0
    while decades < -log_probability / math.log(10) + 1 and decades < -_WIDEST_LOG:
        decades = min(2 * decades, -_WIDEST_LOG)
    return decades


def _probability_axis(log_axis: bool, lowest: float) -> Spec:
    name = title("probability p" + (", logarithmic axis" if log_axis else ""))
    if not log_axis:
        return {"range": [-0.02, 1.02], "title": name}
    follows = axis_range(times("decades", -1.0), 0.05)
    return {"type": "log", "range": [lowest, 0.05], "nticks": 7, "title": name, LIVE: follows}


def _caption(cases: tuple[Case, Case], log_axis: bool) -> str | Words:
    unit = cases[0].unit
    now = joined(
        [
            (
                "For ",
                case.named(),
                f", C(p, {int(case.falling)}) = ",
                number(f"{case.who}.cost", case.cost),
                f" {unit}.",
            )
            for case in cases
        ],
        " ",
    )
    if not log_axis:
        return (
            *now,
            " If y = 1, a small p costs much. If y = 0, a large p costs much. The cost goes "
            "to infinity at p = 0 for y = 1, and at p = 1 for y = 0.",
        )
    return (
        f"{spoken(now)} On the logarithmic axis −log p is a straight line: each power of ten costs "
        f"{format_number(in_unit(math.log(10), unit))} {unit} more, and p = 0 is never reached. "
        "Drag over the figure to zoom, double-click to go back."
    )


def _alt(cases: tuple[Case, Case]) -> Words:
    places = [
        (
            case.named(),
            " has p = ",
            number(f"{case.who}.p", case.probability),
            f" and C(p, {int(case.falling)}) = ",
            number(f"{case.who}.cost", case.cost),
            f" {case.unit}",
        )
        for case in cases
    ]
    return (
        "Two curves of the cost of one output. C(p, 1) = −log p falls from infinity at p = 0 to 0 "
        "at p = 1. C(p, 0) = −log(1 − p) is its mirror image. Now ",
        *joined(places, "; "),
        ".",
    )


@cache
def _points(
    falling: bool, unit: Unit, log_axis: bool
) -> tuple[list[float | None], list[float | None], list[str]]:
    """Points of a curve and their hover texts, the same for every scenario; don't change them."""
    p, cost = (_log_points if log_axis else linear_points)(falling)
    y = 1 if falling else 0
    costs = (cost / PER_UNIT[unit] + 0.0).tolist()
    short_p, short_cost = marks.rounded_rows(np.stack([p, costs]))
    hover = [
        f"p = {format_number(a)}<br>C(p, {y}) = {format_number(c)} {unit}"
        for a, c in zip(p.tolist(), costs, strict=True)
    ]
    return short_p, short_cost, hover


def _log_points(falling: bool) -> tuple[FloatArray, FloatArray]:
    """Evenly spread in log p, on to where doubles end so that one can zoom out; in nats."""
    if falling:
        p = np.unique(np.concatenate([np.logspace(_WIDEST_LOG, 0, 61), np.logspace(-8, 0, 40)]))
        return p, -np.log(p)
    small = np.concatenate([[10.0**_WIDEST_LOG], np.logspace(-12, -0.6, 30)])
    rest = np.logspace(math.log10(1 - small[-1]), -15.0, 45)[1:]
    return (
        np.concatenate([small, 1.0 - rest]),
        np.concatenate([-np.log1p(-small), -np.log(rest)]),
    )


def _case_name(case: Case, colour: str, log_axis: bool, top: float, lowest: float) -> Spec:
    """Write the case beside its curve, on the inner side."""
    text = f"<b>y = {int(case.falling)}</b>: {case.formula.replace('ŷ', 'p')}"
    anchor, away = ("left", 14) if case.falling else ("right", -14)
    share = 0.62 if log_axis and case.falling else 0.8
    if log_axis:
        x, follows = (share * lowest, times("decades", -share)) if case.falling else (0.0, None)
        high = times("decades", share * in_unit(math.log(10), case.unit))
    else:
        x, follows = (0.04 if case.falling else 0.96), None  # beside the steep part
        high = times("casesTop", share)
    name = marks.label(x, share * top, text, colour, anchor=anchor, xshift=away, yshift=10)
    return name | {LIVE: note(x=follows, y=high)}


def _further_out(case: Case, lowest: float, top: float, colour: str) -> Spec:
    """Say that the current point lies beyond the smallest probability a double can hold."""
    text = f"now: {format_number(case.cost)} {case.unit},<br>p is below the smallest double"
    return marks.label(lowest, min(case.cost, top), text, colour, align="left") | {
        "showarrow": True,
        "arrowcolor": colour,
        "ax": 24,
        "ay": 28,
    }
