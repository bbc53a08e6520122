"""Define the one look of every Plotly figure: template, layout, and the words on it.

Nothing here imports Plotly: a figure is a plain dict ``{"data": [...], "layout": {...}}`` that
``ce_core.figures.plotly_figure`` turns into a real Plotly figure, with validation (tests,
notebooks) or without (the app).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ce_core.palette import Theme, roles

Spec = dict[str, Any]
"""A figure, a trace or a part of the layout, as plain data."""

FONT_FAMILY = '"Source Sans", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
"""The face that Streamlit ships as its default, then the system's own."""

TEXT_SIZE = 14
LABEL_SIZE = 13
HEIGHT = 340
"""Height in pixels of an ordinary figure, so that the page can reserve it."""

CONFIG: Mapping[str, Any] = {
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}
"""What Plotly takes as its configuration, in either way to the page."""

_NAME_LENGTH = 14


@dataclass(frozen=True)
class Chart:
    """A figure with its words.

    Parameters
    ----------
    spec : dict
        The figure as plain data.
    alt : str
        The figure in words for who cannot see it, computed from the numbers drawn.
    caption : str
        What is to be seen. Plain text: it may hold a class name, so escape it before Markdown.
    live : dict, optional
        The marks that follow the hand, from ``live.live_chart``.
    """

    spec: Spec
    alt: str
    caption: str = ""
    live: Spec | None = None

    @property
    def height(self) -> int:
        """The height in pixels that the page should reserve."""
        return int(self.spec["layout"]["height"])


# --- words -----------------------------------------------------------------------------------

# Plotly reads tags, entities, %{…} templates and, where MathJax is loaded, $…$ in any text.
_NEUTRAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "%": "&#37;"})


def literal(text: str) -> str:
    """Make ``text`` show as it stands wherever Plotly would read markup, templates or TeX."""
    return text.translate(_NEUTRAL)


def short_literal(name: str, length: int = _NAME_LENGTH) -> str:
    """Cut ``name`` in its middle, where it is longer than ``length``, and make it literal."""
    return literal(_cut(name, length))


def _cut(name: str, length: int) -> str:
    """Leave the start and the end of a long name: names that go on alike differ at their ends."""
    if len(name) <= length:
        return name
    end = (length - 1) // 3
    return f"{name[: length - 1 - end].rstrip()}…{name[-end:].lstrip()}"


def scene_literal(name: str, length: int = _NAME_LENGTH) -> str:
    """Cut ``name`` and make it show as it stands on an axis of a 3-D scene.

    There Plotly reads tags, but neither entities nor TeX: the brackets give way to their likes.
    """
    return _cut(name, length).translate({ord("<"): "‹", ord(">"): "›"})


def title(quantity: str, unit: str = "") -> Spec:
    """Give an axis title, with the unit in brackets: ``title("cost", "nats")``."""
    return {"text": f"{quantity} ({unit})" if unit else quantity}


# --- colour ----------------------------------------------------------------------------------


def faded(colour: str, opacity: float) -> str:
    """Give the hex ``colour`` as rgba with ``opacity`` from 0 to 1, for areas behind lines."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def blended(colour: str, ground: str, share: float) -> str:
    """Mix two hex colours: ``share`` 1 gives ``colour``, 0 gives ``ground``."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{int(share * a + (1 - share) * b + 0.5):02x}" for a, b in pairs)


# --- layout ----------------------------------------------------------------------------------


_LEGEND: Spec = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1.02,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}
NO_SCALE: Spec = {"showgrid": False, "zeroline": False, "showticklabels": False}
"""An axis of rows that have words of their own."""


@cache
def template(theme: Theme) -> Spec:
    """Give the Plotly template that every figure of ``theme`` carries; shared, so don't change it.

    Axes of subplots and scenes inherit from it too.
    """
    colour = roles(theme)
    text = {"family": FONT_FAMILY, "size": TEXT_SIZE, "color": colour["text"]}
    quiet = {"family": FONT_FAMILY, "size": LABEL_SIZE, "color": colour["muted"]}
    axis, scene_axis = _axis(colour["grid"], quiet), _scene_axis(colour["grid"], quiet)
    return {
        "layout": {
            "font": text,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 12, "t": 16, "b": 8, "pad": 4},
            "showlegend": False,
            "legend": _LEGEND | {"font": quiet},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colour["surface"],
                "bordercolor": colour["muted"],
                "font": text,
                "align": "left",
                "namelength": -1,
            },
            "title": {"font": {**text, "size": 16}, "x": 0, "xanchor": "left"},
            "annotationdefaults": {"font": {**text, "size": LABEL_SIZE}, "showarrow": False},
            "xaxis": axis,
            "yaxis": axis,
            "scene": {"xaxis": scene_axis, "yaxis": scene_axis, "zaxis": scene_axis},
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": colour["muted"],
                "activecolor": colour["text"],
            },
            # A finger that scrolls the page must not zoom a figure by accident; a figure that is
            # meant to be zoomed says so itself.
            "dragmode": False,
            # Plotly counts steps of 250 ms for a change of data unless told not to.
            "transition": {"duration": 0},
        }
    }


def _axis(grid: str, quiet: Spec) -> Spec:
    return {
        "gridcolor": grid,
        "linecolor": grid,
        "zerolinecolor": grid,
        "zerolinewidth": 1,
        "tickfont": quiet,
        "title": {"font": quiet, "standoff": 8},
        "automargin": True,
        "ticks": "",
        "minexponent": 4,
        "exponentformat": "e",
    }


def _scene_axis(grid: str, quiet: Spec) -> Spec:
    return {
        "gridcolor": grid,
        "zerolinecolor": grid,
        "showbackground": False,
        "tickfont": {**quiet, "size": 11},
        "title": {"font": quiet},
    }


def layout(theme: Theme, *, uirevision: str, height: int = HEIGHT, **parts: Any) -> Spec:
    """Give a figure's layout.

    Parameters
    ----------
    theme : {"light", "dark"}
        Which colours.
    uirevision : str
        A name for the view that stays the same while the data changes, so that a zoom is kept.
    height : int
        Pixels, fixed so that nothing jumps.
    **parts
        The rest, as Plotly names it: ``xaxis``, ``yaxis``, ``annotations``, ``shapes``, …
    """
    return {"template": template(theme), "height": height, "uirevision": uirevision, **parts}
