"""Draw a ruler of log-odds: equal steps in the logits, the probabilities marked above them."""

import numpy as np

from ce_core.figures.live import LIVE, live_chart, note, points
from ce_core.figures.marks import current_point as point
from ce_core.figures.marks import label
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.figures.two_classes.pair import Pair
from ce_core.number_format import format_given, format_number, format_signed
from ce_core.palette import Theme, roles

_TICKS = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999)
_RULER = 10.0  # log-odds to either side


def log_odds_ruler(pair: Pair, theme: Theme) -> Chart:
    """Draw a number line of log-odds with the probabilities above it, and p − y as a step.

    What lies beyond the ruler's ends, a hard label too, is an arrow at the end.
    """
    colour = roles(theme)
    d, p = pair.difference, pair.probability
    place = float(np.clip(d, -_RULER, _RULER))
    words = f"p = {format_number(p)}<br>log-odds {format_signed(d)}"
    beyond = {} if place == d else {"marker": _beyond(d, colour["probabilities"])}
    look = layout(
        theme,
        uirevision="log-odds",
        height=190,
        xaxis={
            "range": [-1.2 * _RULER, 1.2 * _RULER],
            "title": title(f"log-odds, log p/(1 − p) = {_difference(pair)}", "nats"),
            "dtick": 2,
            "showgrid": False,
            "fixedrange": True,
            "zeroline": False,
        },
        yaxis={"visible": False, "range": [-1, 1.3], "fixedrange": True},
        shapes=[_ruler_line(colour["muted"])],
        annotations=_ruler_words(place, p, theme),
    )
    data = [
        _ticks(theme),
        _label_on_ruler(pair, theme),
        point(place, 0, colour["probabilities"], theme, hover=words, **beyond)
        | {LIVE: points(["pair.place"], [0])},
    ]
    spec = {"data": data, "layout": look}
    return live_chart(spec, _ruler_alt(pair), _ruler_caption(pair), pair.scenario, theme)


def _ticks(theme: Theme) -> Spec:
    """Marks on the ruler, with the probability above each."""
    colour = roles(theme)
    marks = [float(np.log(t) - np.log1p(-t)) for t in _TICKS]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": marks,
        "y": [0.0] * len(marks),
        "marker": {"symbol": "line-ns-open", "size": 14, "color": colour["muted"]},
        "text": [f"{t:g}" for t in _TICKS],
        "textposition": "top center",
        "textfont": {"color": colour["probabilities"], "size": 12},
        "hovertext": [
            f"p = {t:g}: log-odds {format_signed(m)}" for t, m in zip(_TICKS, marks, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _ruler_line(colour: str) -> Spec:
    return {
        "type": "line",
        "x0": -_RULER,
        "x1": _RULER,
        "y0": 0,
        "y1": 0,
        "line": {"color": colour, "width": 2},
        "layer": "below",
    }


def _ruler_words(place: float, p: float, theme: Theme) -> list[Spec]:
    colour = roles(theme)
    centred = {"anchor": "center", "yanchor": "top"}
    now = label(place, -0.3, f"p = {format_number(p)}", colour["text"], **centred)
    follows = note(x="pair.place", text=["p = ", ("number", "pair.probability")])
    return [
        label(0, 1.25, "probability p", colour["probabilities"], **centred),
        now | {LIVE: follows},
    ]


def _difference(pair: Pair) -> str:
    return "z₁ − z₂" if pair.temperature == 1 else "(z₁ − z₂)/T"


def _beyond(place: float, colour: str) -> Spec:
    symbol = "triangle-right" if place > 0 else "triangle-left"
    return {"symbol": symbol, "size": 16, "color": colour}


def _label_log_odds(pair: Pair) -> float:
    with np.errstate(divide="ignore"):
        return float(np.log(pair.label) - np.log1p(-pair.label))


def _label_on_ruler(pair: Pair, theme: Theme) -> Spec:
    ink = roles(theme)["labels"]
    goal = _label_log_odds(pair)
    place = float(np.clip(goal, -_RULER, _RULER))
    hover = f"label y = {format_given(pair.label)}<br>log-odds {format_signed(goal)}"
    marker = {"symbol": "star", "size": 14, "color": ink} if place == goal else _beyond(goal, ink)
    star = point(place, 0, ink, theme, hover=hover, marker=marker)
    return star | {LIVE: points(["pair.labelPlace"], [0])}


def _ruler_caption(pair: Pair) -> str:
    goal = _label_log_odds(pair)
    where = (
        f"lies at log-odds {format_signed(goal)}"
        if np.isfinite(goal)
        else f"lies at {format_signed(goal)}, which no logit reaches: a cost of 0 is never attained"
    )
    return (
        "Equal steps in the logits are equal steps on this ruler; near its ends the probability "
        "hardly moves, and each factor of ten in the odds is 2.30 nats. "
        f"Now p = {format_number(pair.probability)} at {format_signed(pair.difference)}; the "
        f"label y = {format_given(pair.label)} {where}."
    )


def _ruler_alt(pair: Pair) -> str:
    return (
        f"Ruler of log-odds from −10 to 10 with probabilities from 0.0001 to 0.9999. Now p = "
        f"{format_number(pair.probability)} at log-odds {format_signed(pair.difference)}; the "
        f"label is {format_given(pair.label)}."
    )
