"""Draw softmax of two classes as the sigmoid of a difference, and its slope."""

from functools import lru_cache

import numpy as np

from ce_core.figures.live import LIVE, axis_range, live_chart, points, tangent, times
from ce_core.figures.marks import current_point as point
from ce_core.figures.marks import line, rounded_rows, stepped_top, tangent_within
from ce_core.figures.theme import Chart, Spec, layout, short_literal, title
from ce_core.figures.two_classes.pair import Pair, shift_both
from ce_core.number_format import format_number, format_percent, format_signed
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
        | {"name": "sigmoid of the difference", **_said(words, "σ")},
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
    return live_chart(spec, _sigmoid_alt(pair), _sigmoid_caption(pair), pair.scenario, theme)


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


def _said(words: list[str], name: str) -> Spec:
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
    logits = ", ".join(format_number(z) for z in moved.logits)
    on_curve = points(["pair.difference"], ["pair.probability"])
    return [
        point(
            x,
            share,
            colour["labels"],
            theme,
            hover=f"{name}: softmax of ({logits}) gives {format_number(share)}",
            marker=ring,
        )
        | {LIVE: on_curve},
        point(
            x,
            pair.probability,
            colour["probabilities"],
            theme,
            hover=f"{name}: σ({format_number(x)}) = {format_number(pair.probability)}",
        )
        | {LIVE: on_curve},
    ]


def _sigmoid_caption(pair: Pair) -> str:
    difference = "z₁ − z₂" if pair.temperature == 1 else "(z₁ − z₂)/T"
    return (
        "The wide line is softmax of two logits, the thin one the sigmoid of their difference: "
        f"they are the same curve, so only {difference} counts. "
        f"Now the difference is {format_signed(pair.difference)}: of these two, {pair.names[0]} "
        f"gets {format_percent(pair.probability)}."
    )


def _sigmoid_alt(pair: Pair) -> str:
    return (
        f"Softmax and sigmoid drawn over the difference of two logits coincide. At the current "
        f"difference {format_signed(pair.difference)} both give {pair.names[0]} "
        f"{format_number(pair.probability)} and {pair.names[1]} "
        f"{format_number(float(sigmoid(-pair.difference)))}."
    )


# --- its slope -------------------------------------------------------------------------------


def slope_chart(pair: Pair, theme: Theme) -> Chart:
    """Draw σ with its tangent at the current difference, and σ′ = σ(1 − σ) below it."""
    colour = roles(theme)
    reach = _reach(pair)
    x, sigma, slope, words = _slope_points(reach)
    d, p = pair.difference, pair.probability
    slope_here = p * float(sigmoid(-d))
    data = [
        line(x, sigma, colour["probabilities"]) | _said(words, "σ"),
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
        point(d, p, colour["probabilities"], theme, hover=f"σ = {format_number(p)}")
        | {LIVE: points(["pair.difference"], ["pair.probability"])},
        line(x, slope, colour["gradient"]) | {"yaxis": "y2", **_said(words, "σ′")},
        point(
            d,
            slope_here,
            colour["gradient"],
            theme,
            hover=f"σ′ = {format_number(p)} · {format_number(1 - p)} = {format_number(slope_here)}",
            yaxis="y2",
        )
        | {LIVE: points(["pair.difference"], ["pair.slope"])},
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
        "the same logit, and close to 0 where one probability is close to 1. "
        f"Now σ(1 − σ) = {format_number(slope_here)}, the slope of the dashed tangent."
    )
    alt = (
        "The sigmoid and its derivative over the difference of the logits. At "
        f"{format_signed(d)} the value is {format_number(p)} and the derivative "
        f"{format_number(slope_here)}; at most it is 0.250."
    )
    return live_chart({"data": data, "layout": look}, alt, caption, pair.scenario, theme)
