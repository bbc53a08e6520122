"""Draw the same constant added to both logits: both move, their distance and softmax do not."""

from collections.abc import Sequence

from ce_core.figures.live import (
    LIVE,
    Quantity,
    axis_range,
    live_chart,
    note,
    plus,
    points,
    times,
    top_of,
)
from ce_core.figures.marks import label, stepped_top
from ce_core.figures.theme import Chart, Spec, layout, short_literal, title
from ce_core.figures.two_classes.pair import Pair, shift_both
from ce_core.number_format import format_given, format_number
from ce_core.palette import Theme, roles


def shift_chart(pair: Pair, constant: float, theme: Theme) -> Chart:
    """Draw both logits on a line before and after ``constant`` is added, their distance kept."""
    moved = shift_both(pair, constant)
    reach = stepped_top(max(map(abs, (*pair.logits, *moved.logits))))
    before: list[Quantity] = ["pair.logits.0", "pair.logits.1"]
    after = [plus(logit, constant) for logit in before]
    held = top_of(*before, *after)
    data = [
        _logit_row(pair, pair.logits, 1.0, moved.before, theme) | {LIVE: points(before, [1, 1])},
        _logit_row(pair, moved.logits, 0.0, moved.after, theme) | {LIVE: points(after, [0, 0])},
    ]
    look = layout(
        theme,
        uirevision="shift",
        height=210,
        xaxis={
            "range": [-1.15 * reach, 1.15 * reach],
            LIVE: axis_range(times(held, -1.15), times(held, 1.15)),
            "title": title("logit" if pair.temperature == 1 else "logit/T", "no unit"),
            "fixedrange": True,
        },
        yaxis={
            "range": [-0.6, 1.8],
            "tickvals": [0, 1],
            "ticktext": [f"c = {_given(constant)}", "now"],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        annotations=[
            _distance(pair, sum(pair.logits) / 2, 1, 0.0, roles(theme)["muted"]),
            _distance(pair, sum(moved.logits) / 2, 0, constant, roles(theme)["muted"]),
        ],
    )
    shares = " and ".join(format_number(v) for v in moved.after)
    alt = (
        f"Two logits at {_listed(pair.logits)} move to {_listed(moved.logits)}; their distance "
        f"stays {format_number(abs(pair.difference))} and the probabilities {shares}."
    )
    caption = _caption(constant, shares, moved.largest_change)
    return live_chart({"data": data, "layout": look}, alt, caption, pair.scenario, theme)


def _distance(pair: Pair, middle: float, row: int, added: float, colour: str) -> Spec:
    """How far apart both logits are, between them."""
    words = format_number(abs(pair.difference))
    place = plus("pair.middle", added) if added else "pair.middle"
    return label(middle, row, words, colour, anchor="center", yshift=13) | {
        LIVE: note(x=place, text=[("number", "pair.distance")])
    }


def _caption(constant: float, shares: str, largest_change: float) -> str:
    verdict = "no digit of them changed"
    if largest_change:
        verdict = f"the largest change is {format_number(largest_change)}, from rounding"
    return (
        f"Adding c = {_given(constant)} to both logits moves both and keeps their distance. "
        f"Softmax of the moved logits, computed anew, gives {shares}: {verdict}."
    )


def _given(constant: float) -> str:
    return ("+" if constant > 0 else "") + format_given(constant)


def _listed(values: Sequence[float]) -> str:
    return " and ".join(format_number(v) for v in values)


def _logit_row(
    pair: Pair, logits: tuple[float, float], y: float, shares: Sequence[float], theme: Theme
) -> Spec:
    colour = roles(theme)
    # Each name stands on the outer side of its mark.
    sides = ("left", "right") if logits[0] <= logits[1] else ("right", "left")
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": list(logits),
        "y": [y, y],
        "line": {"color": colour["muted"], "width": 2},
        "marker": {
            "size": 13,
            "symbol": ["circle", "diamond"],
            "color": colour["logits"],
            "line": {"color": colour["background"], "width": 1.5},
        },
        "text": [short_literal(name, 12) for name in pair.names],
        "textposition": [f"middle {side}" for side in sides],
        "hovertext": [
            f"{short_literal(name, 24)}: logit {format_number(z)}<br>ŷ = {format_number(p)}"
            for name, z, p in zip(pair.names, logits, shares, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
