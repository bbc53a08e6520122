"""Draw the marks that figures share: a curve, its tangent, the current point, a label."""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from ce_core.figures.theme import LABEL_SIZE, Spec, faded
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles

_DIGITS = 6
_TINY, _VAST = 1e-12, 1e12  # between these, powers of ten are exact enough to round with
_NOTHING = 1e-7  # of an axis: what is smaller than this is drawn as nothing
_REACH = 0.16  # half a tangent, as a share of the plot


def rounded(values: Iterable[float], digits: int = _DIGITS) -> list[float | None]:
    """Write numbers short for the wire; what is not finite becomes ``None``, a gap in a line.

    JSON knows no infinity, so a figure says "∞" in words and never in coordinates.
    """
    return rounded_rows(np.fromiter(values, np.float64)[None], digits)[0]


def rounded_rows(rows: FloatArray, digits: int = _DIGITS) -> list[list[float | None]]:
    """Write many rows of numbers short, as ``rounded`` does one: at little more than its price."""
    size = np.abs(rows)
    plain = (size > _TINY) & (size < _VAST) | (size == 0)
    places = digits - 1 - np.floor(np.log10(np.where(plain & (size > 0), size, 1.0)))
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
    with np.errstate(over="ignore"):
        short: list[list[float | None]] = (np.rint(rows * up / down) / up * down).tolist()
    for i, j in np.argwhere(~plain).tolist():
        value = float(rows[i, j])
        short[i][j] = float(f"{value:.{digits}g}") if math.isfinite(value) else None
    return short


def curve(
    x: Iterable[float],
    y: Iterable[float],
    colour: str,
    *,
    hover: Sequence[str] = (),
    **parts: object,
) -> Spec:
    """Give a line through the points; ``hover`` holds one ready (literal) text a point."""
    trace = line(rounded(x), rounded(y), colour, hover="%{text}" if hover else "")
    return trace | ({"text": list(hover)} if hover else {}) | parts


def line(
    x: Sequence[float | None], y: Sequence[float | None], colour: str, *, hover: str = ""
) -> Spec:
    """Give a line through points that are rounded already.

    ``hover`` is what Plotly writes at each point: with %{x} and %{y}, for a text a point would be
    half of what the figure weighs. Nothing where it is empty.
    """
    trace: Spec = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 2.5},
        "cliponaxis": True,
    }
    trace |= {"hovertemplate": f"{hover}<extra></extra>"} if hover else {"hoverinfo": "skip"}
    return trace


def current_point(
    x: float, y: float, colour: str, theme: Theme, *, hover: str, **parts: object
) -> Spec:
    """Give the marker of the current scenario: the same disc with a halo in every figure."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": {
            "color": colour,
            "size": 13,
            "line": {"color": roles(theme)["background"], "width": 2},
        },
        "text": [hover],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
        **parts,
    }


def tangent(
    x: float, y: float, slope: float, half_width: float, colour: str, **parts: object
) -> Spec:
    """Give the segment of ``slope`` through (x, y) that reaches ``half_width`` to either side."""
    ends = (x - half_width, x + half_width)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(ends),
        "y": [y - slope * half_width, y + slope * half_width],
        "line": {"color": colour, "width": 2, "dash": "dash"},
        "hoverinfo": "skip",
        **parts,
    }


def tangent_within(
    x: float, y: float, slope: float, colour: str, *, width: float, height: float, **parts: object
) -> Spec:
    """Give a tangent that looks equally long whatever its slope, vertical included.

    Parameters
    ----------
    x, y, slope : float
        The point and the slope there, in data units; the slope may be infinite.
    colour : str
        Of the line.
    width, height : float
        Extent of the x and the y axis in data units.
    """
    steepness = slope * (width / height)  # as seen on the plot
    length = math.hypot(1.0, steepness)
    across = _REACH * width / length
    up = _REACH * height * (steepness / length if length < math.inf else math.copysign(1.0, slope))
    return tangent(x, y, 0.0, across, colour) | {"y": [y - up, y + up]} | parts


def push_colour(slope: float, theme: Theme) -> str:
    """Give the colour of a gradient's sign: gradient descent pushes against it."""
    if slope == 0:
        return roles(theme)["muted"]
    return roles(theme)["push_down" if slope > 0 else "push_up"]


def push_words(slope: float) -> str:
    """Say what a gradient's sign means for the logit, as the stage does."""
    if slope > 0:
        return "raising this logit raises the cost"
    if slope < 0:
        return "raising this logit lowers the cost"
    return "moving this logit a little leaves the cost as it is"


_SMALLEST_TOP = 4.0
_TOP_MARGIN = 1.08
_LARGEST = 8e307  # twice as much is still a number
_ROUND_TOPS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)


def stepped_top(value: float) -> float:
    """Give an axis a round top that moves in steps: it holds still while the value moves.

    ``assets/shared/axis.js`` has the same rule, and a browser test compares the two.
    """
    wanted = min(max(_SMALLEST_TOP, value * _TOP_MARGIN), _LARGEST)
    power = float(f"1e{math.floor(math.log10(wanted))}")
    return next((top * power for top in _ROUND_TOPS if top * power >= wanted), 10 * power)


def temperature_step(temperature: float) -> float:
    """Give the power of two at or above ``temperature``: axes measured in it move in steps, too."""
    return float(2.0 ** math.ceil(math.log2(temperature) - 1e-12))


def gradient_full(temperature: float) -> float:
    """Give an axis that holds any gradient: at least 1/T, in steps of powers of two."""
    return float(2.0 ** -math.floor(math.log2(temperature) + 1e-12))


def stepped_reach(value: float, full: float) -> float:
    """Give the smallest of ``full``, ``full``/4, … that holds ``value``: for what can be tiny.

    What could not be seen at any scale is shown on the full one.
    """
    if value < _NOTHING * full:
        return full
    reach = full
    while 1.02 * value < reach / 4:
        reach /= 4
    return reach


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart: the nearest places in the same order that are at least ``gap`` apart."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[tuple[float, int]] = []  # middle and number of the labels that stand together
    for i in order:
        middle, count = places[i], 1
        while groups and middle - groups[-1][0] < gap * (count + groups[-1][1]) / 2:
            other, others = groups.pop()
            middle = (middle * count + other * others) / (count + others)
            count += others
        groups.append((middle, count))
    moved = [m + gap * (n - (count - 1) / 2) for m, count in groups for n in range(count)]
    return [moved[order.index(i)] for i in range(len(places))]


def label(
    x: float, y: float, text: str, colour: str, *, anchor: str = "left", **parts: object
) -> Spec:
    """Give an annotation at a place in the data, without an arrow; ``text`` must be literal."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "font": {"color": colour, "size": LABEL_SIZE},
        "xanchor": anchor,
        "showarrow": False,
        **parts,
    }


def region(
    name: str, low: float, high: float, colour: str, *, along: str = "y", axis: str = ""
) -> tuple[Spec, Spec]:
    """Give a tinted band from ``low`` to ``high`` across the plot and the annotation naming it.

    Parameters
    ----------
    name : str
        Literal text, such as "low cost".
    low, high : float
        Where the band begins and ends, in data units of the axis ``along``.
    colour : str
        Hex colour of band and name.
    along : {"x", "y"}
        The axis that ``low`` and ``high`` are measured on.
    axis : str
        Number of the subplot's axes, such as "2"; empty for the first.
    """
    across = "x" if along == "y" else "y"
    band = {
        "type": "rect",
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": faded(colour, 0.09),
        f"{along}ref": f"{along}{axis}",
        f"{across}ref": f"{across}{axis} domain",
        f"{along}0": low,
        f"{along}1": high,
        f"{across}0": 0,
        f"{across}1": 1,
    }
    return band, {
        "text": name,
        "font": {"color": colour, "size": LABEL_SIZE},
        "showarrow": False,
        f"{along}ref": f"{along}{axis}",
        f"{across}ref": f"{across}{axis} domain",
        along: (low + high) / 2,
        across: 0.98,
        ("xanchor" if across == "x" else "yanchor"): "right" if across == "x" else "top",
    }
