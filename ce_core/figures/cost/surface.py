"""Draw the cost as a landscape over any two logits, in three dimensions and as contours."""

from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.cost.landscape_patch import REACH, STEPS, Patch, patch_around
from ce_core.figures.live import LIVE, live_chart, note, points
from ce_core.figures.theme import (
    LABEL_SIZE,
    Chart,
    Spec,
    blended,
    faded,
    layout,
    scene_literal,
    short_literal,
    title,
)
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.landscape import Cost
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_HEIGHT = 420
_DIGITS = 10  # of the path: its steps can be small against vast logits
_ARROW = 0.3 * REACH


def cost_contour(
    scenario: Scenario, theme: Theme, *, pair: tuple[int, int] = (0, 1), cost: Cost
) -> Chart:
    """Draw contours of the cost over two logits with gradient arrow and descent path.

    Parameters
    ----------
    pair : tuple of int
        The two 0-based classes whose logits move; the others hold still.
    cost : {"cross-entropy", "squared error"}
        Which cost of the same softmax.
    """
    patch, colour = patch_around(scenario, pair, cost), roles(theme)
    unit = marks.temperature_step(scenario.temperature)
    x, y, height = patch.current
    hover = f"<b>now</b><br>{cost} {format_number(height)}"
    spec = {
        "data": [
            _contours(patch, scenario, pair, cost, theme),
            _path_line(patch, colour["text"])
            | {LIVE: points("landscape.path.0", "landscape.path.1")},
            _arrow(patch, unit, colour["gradient"])
            | {LIVE: points("landscape.arrow.0", "landscape.arrow.1")},
            marks.current_point(x, y, colour["cost"], theme, hover=hover)
            | {LIVE: points(["landscape.now.0"], ["landscape.now.1"])},
        ],
        "layout": layout(
            theme,
            uirevision=f"contour-{pair}",
            height=_HEIGHT,
            xaxis=_logit_axis(scenario, pair[0], patch.first),
            yaxis=_logit_axis(scenario, pair[1], patch.second),
            annotations=[_arrow_name(patch, unit, colour["gradient"], colour["surface"])],
        ),
    }
    over = {"pair": pair, "squared": cost == "squared error", "centre": patch.centre}
    alt = _alt("Contours", scenario, pair, cost, patch)
    return live_chart(spec, alt, _caption(cost, patch), scenario, theme, over=over)


def cost_surface(
    scenario: Scenario, theme: Theme, *, pair: tuple[int, int] = (0, 1), cost: Cost
) -> Chart:
    """Draw the same landscape in three dimensions; parameters as for ``cost_contour``."""
    patch, colour = patch_around(scenario, pair, cost), roles(theme)
    low, high = float(patch.heights.min()), float(patch.heights.max())
    first, second = (scene_literal(scenario.names[i], 9) for i in pair)
    lift = 0.025 * (high - low)  # so that what lies on the surface does not sink into it
    spec = {
        "data": [
            _surface(patch, scenario, pair, cost, theme),
            _path_in_space(patch, lift, colour["text"]),
            _point_in_space(patch, lift, cost, colour["cost"]),
            *_arrow_in_space(patch, lift, scenario, theme),
        ],
        "layout": layout(
            theme,
            uirevision=f"surface-{pair}",
            height=_HEIGHT,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            dragmode="turntable",
            scene={
                "xaxis": {"title": title(f"logit of {first}"), "nticks": 5},
                "yaxis": {"title": title(f"logit of {second}"), "nticks": 5},
                "zaxis": {"title": title("cost", _unit(cost)), "nticks": 5},
                "aspectmode": "cube",
                "camera": {"eye": {"x": 1.68, "y": -2.13, "z": 1.79}, "center": {"z": -0.14}},
            },
        ),
    }
    return Chart(spec, _alt("Surface", scenario, pair, cost, patch), _caption(cost, patch))


def _contours(
    patch: Patch, scenario: Scenario, pair: tuple[int, int], cost: Cost, theme: Theme
) -> Spec:
    colour = roles(theme)
    return {
        "type": "contour",
        "x": marks.rounded(patch.first),
        "y": marks.rounded(patch.second),
        "z": marks.rounded_rows(patch.heights, 4),
        "colorscale": _scale(theme, 0.45),
        "showscale": False,
        "line": {"color": colour["muted"], "width": 0.7},
        "ncontours": 12,
        "contours": {
            "showlabels": True,
            "labelfont": {"size": 11, "color": colour["text"]},
        },
        **_grid_hover(scenario, pair, cost),
    }


def _surface(
    patch: Patch, scenario: Scenario, pair: tuple[int, int], cost: Cost, theme: Theme
) -> Spec:
    return {
        "type": "surface",
        "x": marks.rounded(patch.first),
        "y": marks.rounded(patch.second),
        "z": marks.rounded_rows(patch.heights, 4),
        "colorscale": _scale(theme, 0.9),
        "showscale": False,
        "contours": {"z": {"show": True, "color": roles(theme)["muted"], "width": 1}},
        "lighting": {"ambient": 0.85, "diffuse": 0.35, "specular": 0.05},
        **_grid_hover(scenario, pair, cost),
    }


def _point_in_space(patch: Patch, lift: float, cost: Cost, colour: str) -> Spec:
    x, y, height = patch.current
    return {
        "type": "scatter3d",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "z": [height + lift],
        "marker": {"size": 8, "color": colour},
        "hovertemplate": f"<b>now</b><br>{cost} {format_number(height)}<extra></extra>",
    }


def _path_in_space(patch: Patch, lift: float, colour: str) -> Spec:
    return {
        "type": "scatter3d",
        "mode": "lines+markers",
        "x": marks.rounded(patch.path[:, 0]),
        "y": marks.rounded(patch.path[:, 1]),
        "z": marks.rounded(patch.path[:, 2] + lift),
        "line": {"color": colour, "width": 4},
        "marker": {"size": 2.5, "color": colour},
        "hoverinfo": "skip",
    }


def _name(scenario: Scenario, index: int) -> str:
    return short_literal(scenario.names[index])


@lru_cache(maxsize=64)
def _written_heights(scenario: Scenario, pair: tuple[int, int], cost: Cost) -> list[list[str]]:
    """The grid's heights in words, for both figures of it; shared, so don't change them."""
    heights = patch_around(scenario, pair, cost).heights.tolist()
    return [[format_number(v) for v in row] for row in heights]


def _grid_hover(scenario: Scenario, pair: tuple[int, int], cost: Cost) -> Spec:
    """Say where a point of the grid lies, and how high, in the app's own way of writing numbers."""
    names = f"{_name(scenario, pair[0])}, {_name(scenario, pair[1])}"
    return {
        "text": _written_heights(scenario, pair, cost),
        "hovertemplate": f"({names}) = (%{{x:.3r}}, %{{y:.3r}})<br>{cost} %{{text}}<extra></extra>",
    }


def _logit_axis(scenario: Scenario, index: int, logits: FloatArray) -> Spec:
    return {
        "title": title(f"logit of {_name(scenario, index)}"),
        "range": marks.rounded((logits[0], logits[-1])),
        "showgrid": False,
        "nticks": 6,
    }


def _unit(cost: Cost) -> str:
    return "nats" if cost == "cross-entropy" else ""


def _scale(theme: Theme, strength: float) -> list[list[object]]:
    """Low to high, calm to alarming; weaker than the full colours where words stand on it."""
    colour = roles(theme)
    low, high = (
        blended(colour[role], colour["surface"], strength) for role in ("cost_low", "cost_high")
    )
    return [[0.0, low], [0.35, colour["surface"]], [1.0, high]]


def _path_line(patch: Patch, colour: str) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": marks.rounded(patch.path[:, 0], _DIGITS),
        "y": marks.rounded(patch.path[:, 1], _DIGITS),
        "line": {"color": colour, "width": 1.5},
        "marker": {"color": colour, "size": 4},
        "text": [
            f"step {n}: cost {format_number(height)}" for n, height in enumerate(patch.path[:, 2])
        ],
        "hovertemplate": "descent, %{text}<extra></extra>",
    }


def _uphill(patch: Patch, unit: float) -> tuple[float, float]:
    """The gradient's direction as an arrow of fixed length on the axes, of none where it is 0."""
    length = float(np.hypot(*patch.slope))
    if length == 0:
        return 0.0, 0.0
    reach = _ARROW * unit
    return reach * (patch.slope[0] / length), reach * (patch.slope[1] / length)


def _arrow(patch: Patch, unit: float, colour: str) -> Spec:
    x, y, _ = patch.current
    ahead = _uphill(patch, unit)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x, x + ahead[0]],
        "y": [y, y + ahead[1]],
        "line": {"color": colour, "width": 3, "backoff": 0},
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0, 14],
            "color": colour,
            "opacity": 1,
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
    }


def _arrow_name(patch: Patch, unit: float, colour: str, ground: str) -> Spec:
    """Write the gradient's length at the arrow's tip."""
    x, y, _ = patch.current
    ahead = _uphill(patch, unit)
    words = f"<b>gradient {format_number(float(np.hypot(*patch.slope)))}</b>"
    place: Spec = {"anchor": "center", "yshift": 16, "bgcolor": faded(ground, 0.7)}
    follows = note(
        x="landscape.tip.0",
        y="landscape.tip.1",
        text=["<b>gradient ", ("number", "landscape.size"), "</b>"],
    )
    return marks.label(x + ahead[0], y + ahead[1], words, colour, **place) | {LIVE: follows}


def _arrow_in_space(patch: Patch, lift: float, scenario: Scenario, theme: Theme) -> list[Spec]:
    """The arrow on the surface's tangent plane: a line that ends in a marker."""
    ahead = _uphill(patch, marks.temperature_step(scenario.temperature))
    if ahead == (0.0, 0.0):
        return []
    x, y, height = patch.current
    rise = patch.slope[0] * ahead[0] + patch.slope[1] * ahead[1]
    colour = roles(theme)["gradient"]
    return [
        {
            "type": "scatter3d",
            "mode": "lines+markers+text",
            "x": [x, x + ahead[0]],
            "y": [y, y + ahead[1]],
            "z": [height + lift, height + lift + rise],
            "line": {"color": colour, "width": 7},
            "marker": {"size": [0, 5], "symbol": "diamond", "color": colour},
            "text": ["", "gradient"],
            "textfont": {"color": colour, "size": LABEL_SIZE},
            "hoverinfo": "skip",
        }
    ]


def _caption(cost: Cost, patch: Patch) -> str:
    if patch.slope == (0.0, 0.0):
        return (
            f"The {cost} is {format_number(patch.current[2])}; its gradient is 0 to the last "
            "digit, so gradient descent does not move."
        )
    return (
        f"The arrow is the gradient: it points where the {cost} grows fastest. The dots are "
        f"{STEPS} steps of gradient descent the other way, from "
        f"{format_number(patch.current[2])} to {format_number(patch.arrived)}."
    )


def _alt(kind: str, scenario: Scenario, pair: tuple[int, int], cost: Cost, patch: Patch) -> str:
    first, second = (scenario.names[i] for i in pair)
    return (
        f"{kind} of the {cost} over the logits of {first} and {second}, from "
        f"{format_number(float(patch.heights.min()))} to "
        f"{format_number(float(patch.heights.max()))}. Now {format_number(patch.current[2])}, with "
        f"gradient {format_signed(patch.slope[0])} and {format_signed(patch.slope[1])}; after "
        f"{STEPS} steps of descent {format_number(patch.arrived)}."
    )
