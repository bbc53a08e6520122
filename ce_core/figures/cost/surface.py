"""The cost as a landscape over any two logits, in three dimensions and as contours."""

from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.cost.landscape_patch import REACH, STEPS, Patch, patch_around
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
    x, y, height = patch.today
    hover = f"<b>today</b><br>{cost} {format_number(height)}"
    contour: Spec = {
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
    spec = {
        "data": [
            contour,
            _path_line(patch, colour["text"]),
            marks.current_point(x, y, colour["cost"], theme, hover=hover),
        ],
        "layout": layout(
            theme,
            uirevision=f"contour-{pair}",
            height=_HEIGHT,
            xaxis=_logit_axis(scenario, pair[0], patch.first),
            yaxis=_logit_axis(scenario, pair[1], patch.second),
            annotations=_arrow(patch, scenario, colour["gradient"], colour["surface"]),
        ),
    }
    return Chart(spec, _alt("Contours", scenario, pair, cost, patch), _caption(cost, patch))


def cost_surface(
    scenario: Scenario, theme: Theme, *, pair: tuple[int, int] = (0, 1), cost: Cost
) -> Chart:
    """Draw the same landscape in three dimensions; parameters as for ``cost_contour``."""
    patch, colour = patch_around(scenario, pair, cost), roles(theme)
    x, y, height = patch.today
    low, high = float(patch.heights.min()), float(patch.heights.max())
    first, second = (scene_literal(scenario.names[i], 9) for i in pair)
    lift = 0.025 * (high - low)  # so that what lies on the surface does not sink into it
    surface: Spec = {
        "type": "surface",
        "x": marks.rounded(patch.first),
        "y": marks.rounded(patch.second),
        "z": marks.rounded_rows(patch.heights, 4),
        "colorscale": _scale(theme, 0.9),
        "showscale": False,
        "contours": {"z": {"show": True, "color": colour["muted"], "width": 1}},
        "lighting": {"ambient": 0.85, "diffuse": 0.35, "specular": 0.05},
        **_grid_hover(scenario, pair, cost),
    }
    point: Spec = {
        "type": "scatter3d",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "z": [height + lift],
        "marker": {"size": 8, "color": colour["cost"]},
        "hovertemplate": f"<b>today</b><br>{cost} {format_number(height)}<extra></extra>",
    }
    path: Spec = {
        "type": "scatter3d",
        "mode": "lines+markers",
        "x": marks.rounded(patch.path[:, 0]),
        "y": marks.rounded(patch.path[:, 1]),
        "z": marks.rounded(patch.path[:, 2] + lift),
        "line": {"color": colour["text"], "width": 4},
        "marker": {"size": 2.5, "color": colour["text"]},
        "hoverinfo": "skip",
    }
    spec = {
        "data": [surface, path, point, *_arrow_in_space(patch, lift, scenario, theme)],
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
        "x": marks.rounded(patch.path[:, 0]),
        "y": marks.rounded(patch.path[:, 1]),
        "line": {"color": colour, "width": 1.5},
        "marker": {"color": colour, "size": 4},
        "text": [
            f"step {n}: cost {format_number(height)}" for n, height in enumerate(patch.path[:, 2])
        ],
        "hovertemplate": "descent, %{text}<extra></extra>",
    }


def _uphill(patch: Patch, unit: float) -> tuple[float, float] | None:
    """The gradient's direction as an arrow of fixed length on the axes, if it has one."""
    length = float(np.hypot(*patch.slope))
    if length == 0:
        return None
    reach = _ARROW * unit
    return reach * (patch.slope[0] / length), reach * (patch.slope[1] / length)


def _arrow(patch: Patch, scenario: Scenario, colour: str, ground: str) -> list[Spec]:
    ahead = _uphill(patch, scenario.temperature)
    if ahead is None:
        return []
    x, y, _ = patch.today
    tip = {"x": x + ahead[0], "y": y + ahead[1]}
    arrow = {
        **tip,
        "text": "",
        "ax": x,
        "ay": y,
        "axref": "x",
        "ayref": "y",
        "xref": "x",
        "yref": "y",
        "showarrow": True,
        "arrowcolor": colour,
        "arrowwidth": 3,
        "arrowhead": 2,
    }
    words = f"<b>gradient {format_number(float(np.hypot(*patch.slope)))}</b>"
    name = marks.label(
        tip["x"],
        tip["y"],
        words,
        colour,
        anchor="center",
        yshift=14 if ahead[1] >= 0 else -14,
        bgcolor=faded(ground, 0.7),
    )
    return [arrow, name]


def _arrow_in_space(patch: Patch, lift: float, scenario: Scenario, theme: Theme) -> list[Spec]:
    """The arrow on the surface's tangent plane: a line that ends in a marker."""
    ahead = _uphill(patch, scenario.temperature)
    if ahead is None:
        return []
    x, y, height = patch.today
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
            f"A plain: the {cost} is {format_number(patch.today[2])}, its gradient is 0 to the "
            "last digit, and gradient descent stands still."
        )
    return (
        f"The arrow points where the {cost} grows fastest; the dots go the other way, "
        f"{STEPS} steps of gradient descent, from {format_number(patch.today[2])} to "
        f"{format_number(patch.arrived)}."
    )


def _alt(kind: str, scenario: Scenario, pair: tuple[int, int], cost: Cost, patch: Patch) -> str:
    first, second = (scenario.names[i] for i in pair)
    return (
        f"{kind} of the {cost} over the logits of {first} and {second}, from "
        f"{format_number(float(patch.heights.min()))} to "
        f"{format_number(float(patch.heights.max()))}. Today {format_number(patch.today[2])}, with "
        f"gradient {format_signed(patch.slope[0])} and {format_signed(patch.slope[1])}; after "
        f"{STEPS} steps of descent {format_number(patch.arrived)}."
    )
