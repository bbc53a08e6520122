"""Show why the log matters: cross-entropy is convex in the logits, squared error is not."""

from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.cost.landscape_patch import check_pair
from ce_core.figures.evaluation import outcome
from ce_core.figures.theme import LABEL_SIZE, NO_SCALE, Chart, Spec, layout, title
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.landscape import COSTS, Chord, Cost, Landscape, chord_at, worst_chord
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_POINTS = 61


def hessian_eigenvalues(scenario: Scenario, cost: Cost) -> FloatArray:
    """Give the curvatures at the current logits, rising, shape (K,); ≥ 0 for cross-entropy."""
    o = outcome(scenario)
    landscape = Landscape(tuple(o.target.tolist()), cost)
    return landscape.eigenvalues(o.scaled) / scenario.temperature**2


def curvature(scenario: Scenario, theme: Theme) -> Chart:
    """Draw the Hessian's eigenvalues at the current logits, one row for each cost."""
    colour = roles(theme)
    values = {cost: hessian_eigenvalues(scenario, cost) for cost in COSTS}
    largest = max(float(np.abs(v).max()) for v in values.values()) or 1.0
    rows = dict(zip(COSTS, (0, 1), strict=True))
    data: list[Spec] = []
    annotations: list[Spec] = []
    for cost, row in rows.items():
        data.append(_eigenvalues(cost, values[cost], row, theme))
        lowest, highest = float(values[cost][0]), float(values[cost][-1])
        words = f"<b>{cost}</b>: from {format_signed(lowest)} to {format_signed(highest)}"
        label = marks.label(0.0, row, words, colour["text"], xref="paper", yshift=24)
        annotations.append(label | {"bgcolor": colour["background"], "borderpad": 0})
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision="curvature",
            height=200,
            xaxis={
                "title": title("eigenvalue of the Hessian"),
                "range": [-1.15 * largest, 1.15 * largest],
                "zerolinecolor": colour["muted"],
                "nticks": 5,
            },
            yaxis={"range": [1.5, -0.8], **NO_SCALE, "tickfont": {"size": LABEL_SIZE}},
            annotations=annotations,
        ),
    }
    return Chart(spec, _curvature_alt(values), _curvature_caption(values))


def _eigenvalues(cost: Cost, values: FloatArray, row: int, theme: Theme) -> Spec:
    """Marks in one row: circles, or triangles where the cost curves downwards."""
    colour, down = roles(theme), values < 0
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values.tolist(),
        "y": [row] * len(down),
        "marker": {
            "color": [colour["cost_high" if d else "cost_low"] for d in down],
            "symbol": ["triangle-down" if d else "circle" for d in down],
            "size": 13,
            "opacity": 0.8,
        },
        "text": [
            f"<b>{cost}</b><br>eigenvalue {format_signed(v)}<br>curved "
            + ("downwards" if v < 0 else "upwards" if v > 0 else "neither way")
            for v in values.tolist()
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


@lru_cache(maxsize=256)
def witness(scenario: Scenario, pair: tuple[int, int]) -> Chord:
    """Find the chord over two logits that squared error rises above the most; see ``worst_chord``.

    Its ends are relative to the largest logit and in units of the temperature, as softmax sees
    them.
    """
    check_pair(scenario, pair)
    o = outcome(scenario)
    return worst_chord(Landscape(tuple(o.target.tolist()), "squared error"), o.scaled, pair)


def along_chord(
    scenario: Scenario, theme: Theme, *, pair: tuple[int, int] = (0, 1), cost: Cost
) -> Chart:
    """Draw a cost along the line of that chord, and the straight chord between its two ends.

    Both costs are shown along the same line: squared error rises above its chord there,
    cross-entropy stays below.
    """
    found = witness(scenario, pair)
    landscape = Landscape(tuple(outcome(scenario).target.tolist()), cost)
    here = chord_at(landscape, found.start, found.end, found.share)
    shares = np.linspace(0.0, 1.0, _POINTS)
    start, end = np.array(found.start), np.array(found.end)
    heights = landscape.value(start + shares[:, None] * (end - start))
    colour = roles(theme)
    breaks = here.excess > 0 and cost == "squared error"
    shade = colour["cost_high" if breaks else "cost_low"]
    hover = [f"{cost} {format_number(h)}" for h in heights.tolist()]
    low, high = float(heights.min()), float(heights.max())
    spec = {
        "data": [
            marks.curve(shares, heights, colour["cost"], hover=hover),
            _chord_line(float(heights[0]), float(heights[-1]), colour["muted"]),
            _gap_line(cost, here, shade),
        ],
        "layout": layout(
            theme,
            uirevision=f"chord-{cost}",
            height=300,
            xaxis={
                "title": title("position along the chord"),
                "range": [-0.03, 1.03],
                "tickformat": ".0%",
                "nticks": 5,
            },
            yaxis={
                "title": title(cost, "nats" if cost == "cross-entropy" else ""),
                "range": [min(0.0, low) - 0.05 * high, 1.1 * high],
                "nticks": 6,
            },
            annotations=[_gap_words(here, breaks, shade)],
        ),
    }
    return Chart(spec, _chord_alt(scenario, pair, cost, here), _chord_caption(cost, here))


def _chord_line(first: float, last: float, colour: str) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [0, 1],
        "y": [first, last],
        "line": {"color": colour, "width": 2, "dash": "dash"},
        "marker": {"color": colour, "size": 9},
        "hoverinfo": "skip",
    }


def _gap_line(cost: Cost, here: Chord, shade: str) -> Spec:
    """From the chord to the curve, where they are farthest apart."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [here.share, here.share],
        "y": [here.chord, here.value],
        "line": {"color": shade, "width": 3},
        "marker": {"color": shade, "size": 9, "symbol": ["circle-open", "circle"]},
        "text": [f"chord {format_number(here.chord)}", f"{cost} {format_number(here.value)}"],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _gap_words(here: Chord, breaks: bool, shade: str) -> Spec:
    side = "left" if here.share < 0.6 else "right"
    said = "above" if breaks else "below"
    return marks.label(
        here.share,
        (here.value + here.chord) / 2 if breaks else here.value,
        f"<b>{format_number(abs(here.excess))} {said}<br>the chord</b>",
        shade,
        anchor=side,
        align=side,
        xshift=12 if side == "left" else -12,
        yshift=0 if breaks else -20,
    )


def _curvature_caption(values: dict[Cost, FloatArray]) -> str:
    lowest = float(values["squared error"][0])
    return (
        "Cross-entropy never curves downwards: its smallest eigenvalue is "
        f"{format_number(float(values['cross-entropy'][0]))}. "
        + (
            f"Squared error does here, with {format_signed(lowest)}: it is not convex."
            if lowest < 0
            else "Squared error does not curve downwards at these logits either, but at others it "
            "does: it is not convex."
        )
    )


def _curvature_alt(values: dict[Cost, FloatArray]) -> str:
    parts = "; ".join(
        f"{cost}: {', '.join(format_signed(v) for v in found.tolist())}"
        for cost, found in values.items()
    )
    return f"Eigenvalues of the Hessian at the current logits. {parts}."


def _chord_caption(cost: Cost, here: Chord) -> str:
    if cost == "squared error" and here.excess <= 0:
        return (
            "At these logits squared error is too flat for three digits to show where it rises "
            "above a chord. It does so elsewhere: it is not convex."
        )
    if cost == "squared error":
        return (
            f"At {here.share:.0%} of the chord squared error is "
            f"{format_number(here.value)}, but the straight chord is at "
            f"{format_number(here.chord)}. A convex cost never rises above its chord."
        )
    return (
        f"Here cross-entropy is {format_number(here.value)}, its chord "
        f"{format_number(here.chord)}. The curve lies below every chord: it is convex, so there "
        "are no local minima other than the lowest cost."
    )


def _chord_alt(scenario: Scenario, pair: tuple[int, int], cost: Cost, here: Chord) -> str:
    first, second = (scenario.names[i] for i in pair)
    side = "above" if here.excess > 0 else "below"
    return (
        f"{cost} along a straight line in the logits of {first} and {second}, with the chord "
        f"between its ends. At {here.share:.0%} of it the cost is "
        f"{format_number(here.value)}, {format_number(abs(here.excess))} {side} the chord."
    )
