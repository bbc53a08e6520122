"""C(p, y) for y = 1 and y = 0 on one pair of axes, linear or logarithmic."""

import math
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
from ce_core.figures.cost.cost_curves import shared_top
from ce_core.figures.evaluation import outcome
from ce_core.figures.theme import Chart, Spec, layout, title
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
    colour = roles(theme)
    log_p = float(o.log_probabilities[o.true_class]) / math.log(10)
    lowest = max(_WIDEST_LOG, min(-6.0, math.floor(log_p) - 2.0)) if log_axis else 0.0
    top = in_unit(-lowest * math.log(10), unit) if log_axis else shared_top(scenario, unit=unit)
    data: list[Spec] = []
    annotations: list[Spec] = []
    for case, shade in zip(cases, ("labels", "cost"), strict=True):
        y = 1 if case.falling else 0
        p, cost, hover = _points(case.falling, unit, top, log_axis)
        data.append(marks.line(p, cost, colour[shade], hover="%{text}") | {"text": hover})
        annotations.append(_case_name(case, y, colour[shade], log_axis, top, lowest))
    for case, shade in zip(cases, ("labels", "cost"), strict=True):
        if log_axis and case.probability < 10.0**_WIDEST_LOG:
            if case.falling:  # the other case costs nothing there, and has nothing to say
                annotations.append(_further_out(case, lowest, top, colour["text"]))
            continue
        data.append(
            marks.todays_point(
                case.probability, case.cost, colour[shade], theme, hover=today_hover(case)
            )
        )
    bands, names = regions(scenario.n_classes, top, unit, theme, "middle")
    x_axis: Spec = (
        {"type": "log", "range": [lowest, 0.05], "dtick": max(1, round(-lowest / 6))}
        if log_axis
        else {"range": [-0.02, 1.02]}
    )
    x_axis["title"] = title("probability p" + (", logarithmic axis" if log_axis else ""))
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"both-cases-{log_axis}-{unit}",
            height=380,
            # Only where there is something to find: elsewhere a finger is to scroll the page.
            dragmode="zoom" if log_axis else False,
            xaxis=x_axis,
            yaxis={"title": title("cost C(p, y)", unit), "range": [-0.03 * top, 1.03 * top]},
            shapes=bands,
            annotations=annotations + names,
        ),
    }
    true, wrong = cases
    alt = (
        "Two curves of the cost of one output: C(p, 1) = −log p falls from infinity at p = 0 to 0 "
        "at p = 1; C(p, 0) = −log(1 − p) is its mirror image. Today "
        f"{true.name} (y = 1) has p = {format_number(true.probability)} and costs "
        f"{format_number(true.cost)} {unit}; {wrong.name} (y = 0) has p = "
        f"{format_number(wrong.probability)} and would cost {format_number(wrong.cost)} {unit}."
    )
    caption = (
        f"Today {true.name} (y = 1) costs {format_number(true.cost)} {unit}; {wrong.name} (y = 0) "
        f"would cost {format_number(wrong.cost)}. "
    ) + (
        "On the logarithmic axis −log p is a straight line: each power of ten costs "
        f"{format_number(in_unit(math.log(10), unit))} {unit} more, and p = 0 is never reached. "
        "Drag over the figure to zoom, double-click to go back."
        if log_axis
        else "Where the label says 1, a small p is dear; where it says 0, a large p is. At the "
        "far end both costs are infinite."
    )
    return Chart(spec, alt, caption)


@lru_cache(maxsize=128)
def _points(
    falling: bool, unit: Unit, top: float, log_axis: bool
) -> tuple[list[float | None], list[float | None], list[str]]:
    """Points of a curve and their hover texts; they change with the top of the axis alone."""
    spread = _log_points if log_axis else linear_points
    p, cost = spread(falling, top * PER_UNIT[unit])
    y = 1 if falling else 0
    costs = (cost / PER_UNIT[unit] + 0.0).tolist()
    short_p, short_cost = marks.rounded_rows(np.stack([p, costs]))
    hover = [
        f"p = {format_number(a)}<br>C(p, {y}) = {format_number(c)} {unit}"
        for a, c in zip(p.tolist(), costs, strict=True)
    ]
    return short_p, short_cost, hover


def _log_points(falling: bool, top: float) -> tuple[FloatArray, FloatArray]:
    """Evenly spread in log p, on to where doubles end so that one can zoom out; in nats."""
    if falling:
        p = np.unique(np.concatenate([np.logspace(_WIDEST_LOG, 0, 61), np.logspace(-8, 0, 40)]))
        return p, -np.log(p)
    small = np.concatenate([[10.0**_WIDEST_LOG], np.logspace(-12, -0.6, 30)])
    rest = np.logspace(math.log10(1 - small[-1]), -min(top / math.log(10), 15.0), 45)[1:]
    return (
        np.concatenate([small, 1.0 - rest]),
        np.concatenate([-np.log1p(-small), -np.log(rest)]),
    )


def _case_name(case: Case, y: int, colour: str, log_axis: bool, top: float, lowest: float) -> Spec:
    """Write the case beside its curve, on the inner side."""
    text = f"<b>y = {y}</b>: {'−log p' if y else '−log(1 − p)'}"
    anchor, away = ("left", 14) if y else ("right", -14)
    if log_axis:
        x = 0.62 * lowest if y else 0.0
        height = 0.62 * top if y else 0.8 * top
    else:
        height = 0.8 * top
        p = math.exp(-height * PER_UNIT[case.unit])
        x = p if y else 1.0 - p
    return marks.label(x, height, text, colour, anchor=anchor, xshift=away, yshift=10)


def _further_out(case: Case, lowest: float, top: float, colour: str) -> Spec:
    """Say that today's point lies beyond the smallest probability a double can hold."""
    text = f"today: {format_number(case.cost)} {case.unit},<br>further out than doubles reach"
    return marks.label(lowest, min(case.cost, top), text, colour, align="left") | {
        "showarrow": True,
        "arrowcolor": colour,
        "ax": 24,
        "ay": 28,
    }
