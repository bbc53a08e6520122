"""Draw the losses of a batch as a histogram, with the cost of a uniform guess and the mean."""

import math

import numpy as np
import numpy.typing as npt

from ce_core.figures import marks
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.arguments import FloatArray
from ce_core.palette import Theme, roles

_MOST_BARS = 40
_ROUNDING = 1e-12  # a uniform guess is not said to cost more than itself
_HEIGHT = 280


def loss_histogram(losses: FloatArray, n_classes: int, theme: Theme, *, weighted: bool) -> Chart:
    """Draw how many rows have which loss.

    Parameters
    ----------
    losses : ndarray, shape (n,)
        Those that count, in nats; at least one, finite.
    weighted : bool
        With weights a loss can't be held against log K, so that line is left out.
    """
    even = math.log(n_classes)
    edges = bin_edges(float(losses.max()), even)
    counts, _ = np.histogram(losses, edges)
    mean = float(losses.mean())
    top = 1.32 * float(counts.max())
    lines = [(mean, f"<b>average {format_number(mean)}</b>", 1.16)]
    if not weighted:
        lines.append((even, f"uniform guess: log K = {format_number(even)}", 1.28))
    spec: Spec = {
        "data": [_bars(counts, edges, None if weighted else even, theme)],
        "layout": layout(
            theme,
            uirevision="loss-histogram",
            height=_HEIGHT,
            xaxis={
                "title": title("loss of a row", "nats"),
                "range": [0, float(max(edges[-1], even))],
                "showgrid": False,
            },
            yaxis={
                "title": title("rows"),
                "range": [0, top],
                # Half a row is no row.
                **({"dtick": 1} if counts.max() <= 5 else {"nticks": 5}),
            },
            bargap=0.08,
            shapes=[_upright(x, roles(theme)["muted"]) for x, _, _ in lines],
            annotations=[
                _line_name(x, y * float(counts.max()), text, x < 0.6 * float(edges[-1]), theme)
                for x, text, y in lines
            ],
        ),
    }
    return Chart(spec, _alt(counts, edges), _caption(losses, even, weighted))


def _line_name(x: float, y: float, text: str, to_the_right: bool, theme: Theme) -> Spec:
    colour = roles(theme)
    return marks.label(
        x,
        y,
        text,
        colour["text"],
        anchor="left" if to_the_right else "right",
        bgcolor=colour["background"],
        xshift=6 if to_the_right else -6,
    )


def bin_edges(largest: float, even: float) -> FloatArray:
    """Cut 0 … largest into at most 40 bars, log K on an edge as long as that is possible."""
    half = _MOST_BARS / 2
    # Compared before it is divided: the quotient of a tiny loss would be infinite.
    parts = 8 if 8 * largest <= half * even else math.floor(half * even / largest)
    width = even / parts if parts >= 1 else largest / half
    bars = max(1, math.ceil(largest / width * (1 - 1e-12)))
    return np.linspace(0.0, max(bars * width, largest), bars + 1)


def _bars(
    counts: npt.NDArray[np.intp], edges: FloatArray, even: float | None, theme: Theme
) -> Spec:
    colour = roles(theme)
    middles = edges[:-1] / 2 + edges[1:] / 2

    def of(middle: float) -> str:
        if even is None:
            return colour["cost"]
        return colour["cost_high"] if middle > even else colour["cost_low"]

    return {
        "type": "bar",
        "x": middles.tolist(),
        "y": counts.tolist(),
        "width": (0.92 * np.diff(edges)).tolist(),
        "marker": {"color": [of(middle) for middle in middles.tolist()]},
        "hovertext": [
            f"<b>{count:,} {'row' if count == 1 else 'rows'}</b><br>"
            f"loss {format_number(low)} to {format_number(high)}"
            for count, low, high in zip(
                counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _upright(x: float, colour: str) -> Spec:
    line = {"color": colour, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _caption(losses: FloatArray, even: float, weighted: bool) -> str:
    span = f"Losses from {format_number(losses.min())} to {format_number(losses.max())} nats"
    if weighted:
        return f"{span}, each multiplied by its weight."
    above = int(np.count_nonzero(losses > even * (1 + _ROUNDING)))
    return (
        f"{span}. {format_percent(above / len(losses))} of the rows ({above:,} of {len(losses):,}) "
        "cost more than a uniform guess over all classes."
    )


def _alt(counts: npt.NDArray[np.intp], edges: FloatArray) -> str:
    fullest = int(counts.argmax())
    return (
        f"Histogram of {int(counts.sum()):,} losses from 0 to {format_number(edges[-1])} nats; "
        f"most rows, {int(counts[fullest]):,}, lie between {format_number(edges[fullest])} and "
        f"{format_number(edges[fullest + 1])}."
    )
