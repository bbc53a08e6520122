"""Draw softmax of two classes as the sigmoid of a difference, and its slope."""

from functools import lru_cache

import numpy as np

from ce_core.figures.live import (
    LIVE,
    axis_range,
    live_chart,
    plus,
    points,
    said,
    tangent,
    times,
)
from ce_core.figures.marks import current_point as point
from ce_core.figures.marks import line, rounded_rows, stepped_top, tangent_within
from ce_core.figures.theme import Chart, Spec, layout, short_literal, title
from ce_core.figures.two_classes.pair import Pair, shift_both
from ce_core.figures.words import Words, joined, number, percent, signed
from ce_core.number_format import format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.binary import sigmoid
from ce_core.numeric.softmax import softmax
from ce_core.palette import Theme, roles

Numbers = list[float | None]
_SAMPLES = 121
_FAR = 1e6  # how far the curves are drawn, whatever the axis


def _reach(pair: Pair) -> float:
    """Half of an axis that holds still while the difference moves in it."""
    return 2 * stepped_top(abs(pair.difference) / 2)


def _differences(reach: float) -> FloatArray:
    """Differences of two logits along any such axis: beyond ±20 both curves are level."""
    far = max(_FAR, reach)
    return np.concatenate([[-far], np.linspace(-20.0, 20.0, _SAMPLES), [far]])


def _axis(pair: Pair, reach: float) -> Spec:
    first, second = (short_literal(name, 12) for name in pair.names)
    difference = f"z {first} − z {second}"
    return {
        "range": [-reach, reach],
        LIVE: axis_range(times("pair.reach", -1.0), "pair.reach"),
        "title": title(difference if pair.temperature == 1 else f"({difference})/T", "logits"),
        "fixedrange": True,
        "zeroline": True,
    }


# --- softmax is a sigmoid --------------------------------------------------------------------


def sigmoid_chart(pair: Pair, theme: Theme, *, constant: float = 0.0) -> Chart:
    """Draw softmax of two logits over their difference, and the sigmoid on top of it.

    Parameters
    ----------
    pair : Pair
        The two classes.
    theme : {"light", "dark"}
        Which colours.
    constant : float
        Added to both logits before softmax is computed: the point stays where it is.
    """
    colour = roles(theme)
    reach = _reach(pair)
    x, shares, sigma, other, words = _sigmoid_points(reach, constant)
    data = [
        line(x, shares, colour["labels"])
        | {
            "name": "softmax, first of two",
            "line": {"color": colour["labels"], "width": 8},
            "opacity": 0.4,
        },
        line(x, sigma, colour["probabilities"])
        | {"name": "sigmoid of the difference", **_pointed(words, "σ")},
        line(x, other, colour["muted"])
        | {
            "name": "the other class, 1 − σ",
            "line": {"color": colour["muted"], "width": 2, "dash": "dot"},
        },
        *_points_on_both(pair, constant, theme),
    ]
    look = layout(
        theme,
        uirevision="sigmoid",
        height=360,
        showlegend=True,
        xaxis=_axis(pair, reach),
        yaxis={"range": [-0.04, 1.04], "title": title("probability"), "fixedrange": True},
        margin={"t": 64},
    )
    spec = {"data": data, "layout": look}
    alt, caption = _sigmoid_alt(pair), _sigmoid_caption(pair)
    holds = [("pair.classes", pair.classes)]
    return live_chart(spec, alt, caption, pair.scenario, theme, holds=holds)


@lru_cache(maxsize=256)
def _sigmoid_points(
    reach: float, constant: float
) -> tuple[Numbers, Numbers, Numbers, Numbers, list[str]]:
    """Differences, softmax, σ, 1 − σ, and the differences in words; shared, so don't change."""
    x = _differences(reach)
    shares = softmax(np.stack([x + constant, np.full_like(x, constant)], axis=-1))[:, 0]
    sigma = sigmoid(x)
    short, softmax_of_two, of_first, of_other = rounded_rows(
        np.stack([x, shares, sigma, 1 - sigma])
    )
    return short, softmax_of_two, of_first, of_other, _in_words(x)


@lru_cache(maxsize=64)
def _slope_points(reach: float) -> tuple[Numbers, Numbers, Numbers, list[str]]:
    """Differences, σ, σ′, and the differences in words; shared, so don't change."""
    x = _differences(reach)
    sigma = sigmoid(x)
    short, value, slope = rounded_rows(np.stack([x, sigma, sigma * sigmoid(-x)]))
    return short, value, slope, _in_words(x)


def _in_words(differences: FloatArray) -> list[str]:
    return [format_signed(x) for x in differences.tolist()]


def _pointed(words: list[str], name: str) -> Spec:
    """What a curve says under the pointer; Plotly's own minus signs are hyphens."""
    return {
        "text": words,
        "hovertemplate": f"difference %{{text}}: {name} = %{{y:.3~g}}<extra></extra>",
        "hoverinfo": "all",
    }


def _points_on_both(pair: Pair, constant: float, theme: Theme) -> list[Spec]:
    """A ring for softmax of the (shifted) logits around a disc for the sigmoid."""
    colour = roles(theme)
    moved = shift_both(pair, constant)
    x = pair.difference
    name = short_literal(pair.names[0], 24)
    share = moved.after[0]
    ring = {"symbol": "circle-open", "size": 20, "color": colour["labels"], "line": {"width": 3}}
    logits = [[number(plus(f"pair.logits.{i}", constant), z)] for i, z in enumerate(moved.logits)]
    follows = {LIVE: points(["pair.difference"], ["pair.probability"])}
    p = number("pair.probability", pair.probability)
    softmax_here = (f"{name}: softmax of (", *joined(logits, ", "), ") gives ", p)
    sigmoid_here = (f"{name}: σ(", number("pair.difference", x), ") = ", p)
    around = point(x, share, colour["labels"], theme, hover="", marker=ring)
    within = point(x, pair.probability, colour["probabilities"], theme, hover="")
    return [
        said(around | follows, "text", softmax_here),
        said(within | follows, "text", sigmoid_here),
    ]


def _sigmoid_caption(pair: Pair) -> Words:
    difference = "z₁ − z₂" if pair.temperature == 1 else "(z₁ − z₂)/T"
    return (
        "The wide line is softmax of two logits, the thin one the sigmoid of their difference: "
        f"they are the same curve, so only {difference} counts. Now the difference is ",
        signed("pair.difference", pair.difference),
        f": of these two, {pair.names[0]} gets ",
        percent("pair.probability", pair.probability),
        ".",
    )


def _sigmoid_alt(pair: Pair) -> Words:
    return (
        "Softmax and sigmoid drawn over the difference of two logits coincide. At the current "
        "difference ",
        signed("pair.difference", pair.difference),
        f" both give {pair.names[0]} ",
        number("pair.probability", pair.probability),
        f" and {pair.names[1]} ",
        number("pair.other", float(sigmoid(-pair.difference))),
        ".",
    )


# --- its slope -------------------------------------------------------------------------------


def slope_chart(pair: Pair, theme: Theme) -> Chart:
    """Draw σ with its tangent at the current difference, and σ′ = σ(1 − σ) below it."""
    colour = roles(theme)
    reach = _reach(pair)
    x, sigma, slope, words = _slope_points(reach)
    d, p = pair.difference, pair.probability
    other = float(sigmoid(-d))
    slope_here = p * other
    value, slope_in_words = number("pair.probability", p), number("pair.slope", slope_here)
    data = [
        line(x, sigma, colour["probabilities"]) | _pointed(words, "σ"),
        tangent_within(d, p, slope_here, colour["gradient"], width=2 * reach, height=1.08)
        | {
            LIVE: tangent(
                "pair.difference",
                "pair.probability",
                "pair.slope",
                width=times("pair.reach", 2.0),
                height=1.08,
            )
        },
        said(
            point(d, p, colour["probabilities"], theme, hover="")
            | {LIVE: points(["pair.difference"], ["pair.probability"])},
            "text",
            ("σ = ", value),
        ),
        line(x, slope, colour["gradient"]) | {"yaxis": "y2", **_pointed(words, "σ′")},
        said(
            point(d, slope_here, colour["gradient"], theme, hover="", yaxis="y2")
            | {LIVE: points(["pair.difference"], ["pair.slope"])},
            "text",
            ("σ′ = ", value, " · ", number("pair.other", other), " = ", slope_in_words),
        ),
    ]
    look = layout(
        theme,
        uirevision="sigmoid-slope",
        height=400,
        xaxis=_axis(pair, reach) | {"anchor": "y2"},
        yaxis={
            "domain": [0.46, 1],
            "range": [-0.04, 1.04],
            "title": title("σ"),
            "fixedrange": True,
        },
        yaxis2={
            "domain": [0, 0.38],
            "range": [-0.012, 0.27],
            "title": title("σ′", "per logit"),
            "nticks": 4,
            "fixedrange": True,
        },
    )
    caption = (
        "The derivative of the sigmoid is σ(1 − σ). It is largest, 1/4, where both classes have "
        "the same logit, and close to 0 where one probability is close to 1. Now σ(1 − σ) = ",
        slope_in_words,
        ", the slope of the dashed tangent.",
    )
    alt = (
        "The sigmoid and its derivative over the difference of the logits. At ",
        signed("pair.difference", d),
        " the value is ",
        value,
        " and the derivative ",
        slope_in_words,
        "; at most it is 0.250.",
    )
    spec = {"data": data, "layout": look}
    holds = [("pair.classes", pair.classes)]
    return live_chart(spec, alt, caption, pair.scenario, theme, holds=holds)
