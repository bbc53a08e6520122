"""Draw the pushes ŷ − y on a beam: what falls on one side of 0 weighs what falls on the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.figures.evaluation import chain_rule_of
from ce_core.figures.live import (
    LIVE,
    axis_range,
    live_chart,
    note,
    place_beside,
    points,
    said,
    shape,
    times,
)
from ce_core.figures.marks import gradient_full, label, push_colour
from ce_core.figures.theme import Chart, Spec, layout, short_literal, title
from ce_core.figures.words import Told, Words, joined, number, signed
from ce_core.number_format import format_given, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_ROW = 34  # pixels a class
_GAP = 6  # pixels between a bar and its number
_FRAME = 150  # pixels for the beam, the axis and the margins


@dataclass(frozen=True)
class Balance:
    """The gradient (ŷ − y)/T and its weight to either side of 0, in nats per unit of logit.

    Parameters
    ----------
    gradient : ndarray, shape (K,)
        Positive where raising the logit raises the cost.
    up, down : float
        The sum of what descent pushes up (negative entries, as a positive weight) and down.
    """

    gradient: FloatArray
    up: float
    down: float

    @property
    def total(self) -> float:
        """The total push to one side: half of Σ|ŷ − y|/T, which is (1 − ŷ_true)/T for a class."""
        return (self.up + self.down) / 2


def balance(scenario: Scenario) -> Balance:
    """Weigh the pushes on the logits against each other."""
    gradient = chain_rule_of(scenario).gradient
    return Balance(
        gradient,
        float(-gradient[gradient < 0].sum()),
        float(gradient[gradient > 0].sum()),
    )


def balance_chart(scenario: Scenario, theme: Theme) -> Chart:
    """Draw each class's push, and under them all of them on one beam."""
    weighed = balance(scenario)
    names, temperature = scenario.names, scenario.temperature
    reach = gradient_full(temperature)
    data = [_pushes(weighed, names, theme), _beam(weighed, names, theme)]
    k = len(names)
    look = layout(
        theme,
        uirevision=f"balance-{k}",
        height=_FRAME + _ROW * k,
        barmode="overlay",
        bargap=0.3,
        xaxis={
            # As on the panel: what descent moves down stands to the left.
            "range": [1.3 * reach, -1.3 * reach],
            LIVE: axis_range(times("gradientFull", 1.3), times("gradientFull", -1.3)),
            "title": title("ŷ − y" if temperature == 1 else "(ŷ − y)/T", "nats per unit of logit"),
            "zeroline": True,
            "zerolinewidth": 2,
            "zerolinecolor": roles(theme)["muted"],
            "fixedrange": True,
            "nticks": 6,
        },
        yaxis={
            "tickvals": [*range(k), k + 0.35],
            "ticktext": [*(short_literal(name, 10) for name in names), "all"],
            "range": [k + 1.4, -0.6],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        annotations=_numbers(weighed, reach, theme),
        shapes=_beam_and_fulcrum(k, reach, theme),
        margin={"t": 34},
    )
    spec = {"data": data, "layout": look}
    return live_chart(spec, _alt(weighed, names), _caption(weighed, scenario), scenario, theme)


def _hovers(weighed: Balance, names: Sequence[str]) -> list[Words]:
    return [
        (
            f"{short_literal(name, 24)}: ",
            signed(f"gradient.{j}", push),
            "<br>",
            Told("pushes", f"gradient.{j}", push),
        )
        for j, (name, push) in enumerate(zip(names, weighed.gradient.tolist(), strict=True))
    ]


def _pushes(weighed: Balance, names: Sequence[str], theme: Theme) -> Spec:
    pushes = weighed.gradient.tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": pushes,
        "y": list(range(len(names))),
        "marker": {"color": [push_colour(v, theme) for v in pushes], "line": {"width": 0}},
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        LIVE: points("gradient", list(range(len(names))), push="gradient"),
    }
    return said(bars, "hovertext", *_hovers(weighed, names))


def _beam(weighed: Balance, names: Sequence[str], theme: Theme) -> Spec:
    """One piece a class, laid end to end from the fulcrum outwards, the largest innermost."""
    pushes = weighed.gradient.tolist()
    bases, ends = [0.0] * len(pushes), {True: 0.0, False: 0.0}
    for j in _by_size(weighed.gradient):
        bases[j] = ends[pushes[j] < 0]
        ends[pushes[j] < 0] += pushes[j]
    row = [len(names) + 0.35] * len(names)
    pieces = {
        "type": "bar",
        "orientation": "h",
        "x": pushes,
        "y": row,
        "base": bases,
        "width": 0.7,
        "marker": {
            "color": [push_colour(push, theme) for push in pushes],
            "line": {"color": roles(theme)["background"], "width": 1.5},
        },
        "hovertemplate": "%{hovertext}<extra></extra>",
        LIVE: points("gradient", row, base="beam.bases", push="gradient"),
    }
    return said(pieces, "hovertext", *_hovers(weighed, names))


def _by_size(gradient: FloatArray) -> list[int]:
    """Order the classes, the largest first; what differs by rounding alone keeps its order."""
    size = np.floor(np.abs(gradient) / np.abs(gradient).max(initial=1e-300) * 1e9 + 0.5)
    order: list[int] = np.argsort(-size, kind="stable").tolist()
    return order


def _beam_and_fulcrum(k: int, reach: float, theme: Theme) -> list[Spec]:
    """A level beam on a triangle: level because the two sides weigh the same."""
    ink = roles(theme)["text"]
    top, foot, half = k + 0.78, k + 1.25, 0.06 * reach
    return [
        {
            "type": "line",
            "x0": -reach,
            "x1": reach,
            "y0": top,
            "y1": top,
            "line": {"color": ink, "width": 3},
            LIVE: shape(x0=times("gradientFull", -1.0), x1="gradientFull"),
        },
        {
            "type": "path",
            "path": f"M 0 {top:g} L {half:g} {foot:g} L {-half:g} {foot:g} Z",
            "fillcolor": ink,
            "line": {"width": 0},
        },
    ]


def _numbers(weighed: Balance, reach: float, theme: Theme) -> list[Spec]:
    colour = roles(theme)
    numbers = []
    for j, v in enumerate(weighed.gradient.tolist()):
        leftward, gradient = v > 0, f"gradient.{j}"
        number = label(
            v,
            j,
            format_signed(v),
            colour["text"],
            anchor="right" if leftward else "left",
            xshift=-_GAP if leftward else _GAP,
        )
        side = place_beside(gradient, 0.0, _GAP)
        numbers.append(number | {LIVE: note(x=gradient, text=[("signed", gradient)], side=side)})
    above: Spec = {"yref": "paper", "yanchor": "bottom", "yshift": 6}
    k = len(numbers)
    return [
        *numbers,
        label(0, 1, "◀ logit down, ŷ − y > 0  ", colour["push_down"], anchor="right", **above),
        label(0, 1, "  logit up, ŷ − y < 0 ▶", colour["push_up"], anchor="left", **above),
        _sum(reach, k, weighed.down, colour["push_down"], "beam.down", "left"),
        _sum(-reach, k, -weighed.up, colour["push_up"], "beam.up", "right"),
    ]


def _sum(x: float, row: int, value: float, colour: str, name: str, anchor: str) -> Spec:
    """Write what one side of the beam weighs, at that end of it."""
    words = label(x, row + 0.9, format_signed(value), colour, anchor=anchor, yshift=-16)
    place = times("gradientFull", 1.0 if x > 0 else -1.0)
    return words | {LIVE: note(x=place, text=[("signed", name)])}


def _caption(weighed: Balance, scenario: Scenario) -> Words:
    size = (
        "1 − ŷ of the labelled class"
        if 1.0 in scenario.smoothed_target
        else "half the sum of all |ŷ − y|"
    )
    over = (
        ""
        if scenario.temperature == 1
        else f" (divided by T = {format_given(scenario.temperature)})"
    )
    return (
        "A bar points where gradient descent moves its logit: left is down, right is up. "
        "ŷ and y both sum to 1, so ŷ − y sums to 0 and the two sides always balance. "
        f"Each side has {size}, ",
        number("beam.total", weighed.total),
        f"{over}.",
    )


def _alt(weighed: Balance, names: Sequence[str]) -> Words:
    pushes = [
        (f"{name} ", signed(f"gradient.{j}", push))
        for j, (name, push) in enumerate(zip(names, weighed.gradient.tolist(), strict=True))
    ]
    return (
        "Bars of the gradient by class: ",
        *joined(pushes, ", "),
        ". The entries below 0 sum to ",
        signed("beam.up", -weighed.up),
        ", those above to ",
        signed("beam.down", weighed.down),
        ".",
    )
