"""The two faces of the cost, C(p, 1) = −log p and C(p, 0) = −log(1 − p), with today's points."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ce_core.figures import marks
from ce_core.figures.outcome import FloatArray, Outcome, outcome
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number, format_percent, format_signed
from ce_core.numeric.assessment import cost_level
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

Unit = Literal["nats", "bits"]

_POINTS = 90
_PER_UNIT = {"nats": 1.0, "bits": math.log(2.0)}
_WIDEST_LOG = -300.0  # log₁₀ of the smallest probability on the log axis


def in_unit(cost: float, unit: Unit) -> float:
    """Convert a cost in nats: one bit is log 2 of them."""
    return cost / _PER_UNIT[unit]


@dataclass(frozen=True)
class _Case:
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
        return short_literal(self.name)


def _true_case(scenario: Scenario, o: Outcome, unit: Unit) -> _Case:
    i = o.true_class
    nats = -float(o.log_probabilities[i]) + 0.0
    with np.errstate(over="ignore"):
        slope = -float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return _Case(scenario.names[i], "−log ŷ", p, cost, slope, True, unit)


def _wrong_case(scenario: Scenario, o: Outcome, unit: Unit) -> _Case:
    i = o.strongest_wrong
    nats = o.cost_if_absent(i) + 0.0
    with np.errstate(over="ignore"):
        slope = float(np.exp(nats))
    cost, slope = in_unit(nats, unit), in_unit(slope, unit)
    p = float(o.probabilities[i])
    return _Case(scenario.names[i], "−log(1 − ŷ)", p, cost, slope, False, unit)


def shared_top(*scenarios: Scenario, unit: Unit = "nats") -> float:
    """Give the top of a cost axis that holds both curves' points of all ``scenarios``."""
    costs = [0.0]
    for scenario in scenarios:
        o = outcome(scenario)
        costs += [_true_case(scenario, o, unit).cost, _wrong_case(scenario, o, unit).cost]
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
    case = _true_case(scenario, o, unit)
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
    case = _wrong_case(scenario, o, unit)
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
    cases = (_true_case(scenario, o, unit), _wrong_case(scenario, o, unit))
    colour = roles(theme)
    log_p = float(o.log_probabilities[o.true_class]) / math.log(10)
    lowest = max(_WIDEST_LOG, min(-6.0, math.floor(log_p) - 2.0)) if log_axis else 0.0
    top = in_unit(-lowest * math.log(10), unit) if log_axis else shared_top(scenario, unit=unit)
    data: list[Spec] = []
    annotations: list[Spec] = []
    for case, shade in zip(cases, ("labels", "cost"), strict=True):
        p, cost = _log_points(case, top) if log_axis else _points(case, top)
        y = 1 if case.falling else 0
        hover = [
            f"p = {format_number(a)}<br>C(p, {y}) = {format_number(b)} {unit}"
            for a, b in zip(p, cost, strict=True)
        ]
        data.append(marks.curve(p, cost, colour[shade], hover=hover))
        annotations.append(_case_name(case, y, colour[shade], log_axis, top, lowest))
    for case, shade in zip(cases, ("labels", "cost"), strict=True):
        if log_axis and case.probability < 10.0**lowest:
            annotations.append(_further_out(case, lowest, top, colour["text"]))
            continue
        data.append(
            marks.todays_point(
                case.probability, case.cost, colour[shade], theme, hover=_hover(case)
            )
        )
    bands, names = _regions(scenario.n_classes, top, unit, theme, "middle")
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
            dragmode="zoom",
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


def _points(case: _Case, top: float) -> tuple[FloatArray, FloatArray]:
    """Points of a curve on a linear axis: evenly spread where it is flat and where it is steep."""
    nats = _PER_UNIT[case.unit]
    fine = np.linspace(0.0, 1.0, _POINTS // 2)
    by_cost = np.exp(-fine * min(top * nats, 700.0))
    distance = np.unique(np.concatenate([by_cost, 1.0 - 0.98 * fine]))  # from where it is infinite
    cost = -np.log(distance) / nats + 0.0
    return (distance, cost) if case.falling else (1.0 - distance[::-1], cost[::-1])


def _log_points(case: _Case, top: float) -> tuple[FloatArray, FloatArray]:
    """Points of a curve on a logarithmic axis, on to where doubles end so that one can zoom out."""
    nats = _PER_UNIT[case.unit]
    if case.falling:
        p = np.unique(np.concatenate([np.logspace(_WIDEST_LOG, 0, 61), np.logspace(-8, 0, 40)]))
        return p, -np.log(p) / nats + 0.0
    small = np.concatenate([[10.0**_WIDEST_LOG], np.logspace(-12, -0.6, 30)])
    rest = np.logspace(math.log10(1 - small[-1]), -min(top * nats / math.log(10), 15.0), 45)[1:]
    p = np.concatenate([small, 1.0 - rest])
    return p, np.concatenate([-np.log1p(-small), -np.log(rest)]) / nats + 0.0


def _one_case(case: _Case, n_classes: int, top: float, theme: Theme, revision: str) -> Spec:
    colour = roles(theme)
    p, cost = _points(case, top)
    hover = [
        f"ŷ = {format_number(a)}<br>{case.formula} = {format_number(b)} {case.unit}"
        for a, b in zip(p, cost, strict=True)
    ]
    bands, names = _regions(n_classes, top, case.unit, theme, "right" if case.falling else "left")
    level_colour = colour["labels"] if case.falling else colour["cost"]
    return {
        "data": [
            marks.curve(p, cost, level_colour, hover=hover),
            marks.tangent_within(
                case.probability, case.cost, case.slope, colour["gradient"], width=1.04, height=top
            ),
            marks.todays_point(
                case.probability, case.cost, level_colour, theme, hover=_hover(case)
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


def _hover(case: _Case) -> str:
    return (
        f"<b>{literal(case.name)}</b><br>ŷ = {format_number(case.probability)}"
        f"<br>{case.formula} = {format_number(case.cost)} {case.unit}"
        f"<br>slope {format_signed(case.slope)}"
    )


def _today(case: _Case, top: float, colour: str) -> Spec:
    """Name today's point on the side where there is room, and above a point near the floor."""
    leftward = case.probability > 0.5
    return marks.label(
        case.probability,
        case.cost,
        f"<b>{format_number(case.cost)}</b>",
        colour,
        anchor="right" if leftward else "left",
        xshift=-12 if leftward else 12,
        yshift=16 if case.cost < 0.9 * top else -14,
    )


def _regions(
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


def _case_name(case: _Case, y: int, colour: str, log_axis: bool, top: float, lowest: float) -> Spec:
    """Write the case beside its curve, on the inner side."""
    text = f"<b>y = {y}</b>: {'−log p' if y else '−log(1 − p)'}"
    anchor, away = ("left", 14) if y else ("right", -14)
    if log_axis:
        x = 0.62 * lowest if y else 0.0
        height = 0.62 * top if y else 0.35 * top
    else:
        height = 0.8 * top
        p = math.exp(-height * _PER_UNIT[case.unit])
        x = p if y else 1.0 - p
    return marks.label(x, height, text, colour, anchor=anchor, xshift=away, yshift=6)


def _further_out(case: _Case, lowest: float, top: float, colour: str) -> Spec:
    """Say that today's point lies beyond the smallest probability a double can hold."""
    text = f"today: {format_number(case.cost)} {case.unit},<br>further out than doubles reach"
    return marks.label(lowest, min(case.cost, top), text, colour, align="left") | {
        "showarrow": True,
        "arrowcolor": colour,
        "ax": 24,
        "ay": 28,
    }
