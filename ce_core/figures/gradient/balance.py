"""The pushes ŷ − y on a beam: what falls on one side of 0 always weighs what falls on the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.figures.evaluation import chain_rule_of
from ce_core.figures.marks import label, push_colour, push_words
from ce_core.figures.theme import LABEL_SIZE, Chart, Spec, layout, short_literal, title
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_ROW = 34  # pixels a class
_FRAME = 150  # pixels for the beam, the axis and the margins
_WIDE_ENOUGH = 0.45  # share of half the axis that a name on the beam needs on a phone


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
    reach = 1.0 / temperature
    data = [_pushes(weighed, names, theme), *_beam(weighed, names, reach, theme)]
    k = len(names)
    look = layout(
        theme,
        uirevision=f"balance-{k}",
        height=_FRAME + _ROW * k,
        barmode="relative",
        bargap=0.3,
        xaxis={
            "range": [-1.3 * reach, 1.3 * reach],
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
    return Chart({"data": data, "layout": look}, _alt(weighed, names), _caption(weighed, scenario))


def _words(name: str, push: float) -> str:
    return f"{name}: {format_signed(push)}<br>{push_words(push)}"


def _pushes(weighed: Balance, names: Sequence[str], theme: Theme) -> Spec:
    pushes = weighed.gradient.tolist()
    return {
        "type": "bar",
        "orientation": "h",
        "x": pushes,
        "y": list(range(len(names))),
        "marker": {"color": [push_colour(v, theme) for v in pushes], "line": {"width": 0}},
        "hovertext": [
            _words(short_literal(name, 24), v) for name, v in zip(names, pushes, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _beam(weighed: Balance, names: Sequence[str], reach: float, theme: Theme) -> list[Spec]:
    """One piece a class, laid end to end from the fulcrum outwards, the largest innermost."""
    colour = roles(theme)
    pieces = []
    for j in np.argsort(-np.abs(weighed.gradient), kind="stable").tolist():
        push = float(weighed.gradient[j])
        if push == 0:
            continue
        wide = abs(push) >= _WIDE_ENOUGH * reach
        pieces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [push],
                "y": [len(names) + 0.35],
                "width": 0.7,
                "marker": {
                    "color": push_colour(push, theme),
                    "line": {"color": colour["background"], "width": 1.5},
                },
                "text": [short_literal(names[j], 8) if wide else ""],
                "textposition": "inside",
                "textangle": 0,
                "insidetextanchor": "middle",
                "constraintext": "none",
                "textfont": {"color": colour["background"], "size": LABEL_SIZE},
                "hovertext": [_words(short_literal(names[j], 24), push)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    return pieces


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
    numbers = [
        label(
            v,
            j,
            format_signed(v),
            colour["text"],
            anchor="right" if v < 0 else "left",
            xshift=-6 if v < 0 else 6,
        )
        for j, v in enumerate(weighed.gradient.tolist())
    ]
    side: Spec = {"yref": "paper", "yanchor": "bottom", "yshift": 6}
    under: Spec = {"yshift": -16}
    k = len(numbers)
    return [
        *numbers,
        label(0, 1, "◀ pushed up  ", colour["push_up"], anchor="right", **side),
        label(0, 1, "  pushed down ▶", colour["push_down"], anchor="left", **side),
        label(-reach, k + 0.9, format_signed(-weighed.up), colour["push_up"], **under),
        label(
            reach,
            k + 0.9,
            format_signed(weighed.down),
            colour["push_down"],
            anchor="right",
            **under,
        ),
    ]


def _caption(weighed: Balance, scenario: Scenario) -> str:
    total = format_number(weighed.total)
    if 1.0 in scenario.smoothed_target:
        size = f"The total push to either side is 1 − ŷ of the true class, {total}"
    else:
        size = f"The total push to either side is half the sum of all |ŷ − y|, {total}"
    over = "" if scenario.temperature == 1 else f", divided by T = {scenario.temperature:g} already"
    return (
        "Descent pushes a logit up where ŷ − y is negative and down where it is positive. "
        "ŷ and y both sum to 1, so the pushes cancel and the beam stays level whatever you drag. "
        f"{size}{over}."
    )


def _alt(weighed: Balance, names: Sequence[str]) -> str:
    pushes = ", ".join(
        f"{name} {format_signed(v)}"
        for name, v in zip(names, weighed.gradient.tolist(), strict=True)
    )
    return (
        f"Bars of the gradient by class: {pushes}. On the beam {format_number(weighed.up)} pushed "
        f"up and {format_number(weighed.down)} pushed down balance."
    )
