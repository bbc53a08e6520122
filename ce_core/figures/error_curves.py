"""Draw how the error of a formula grows with the size of the logits, at three precisions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ce_core.figures import marks
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.step_by_step import PRECISIONS, Precision
from ce_core.palette import Theme, roles

_HEIGHT = 400
_FLOOR = 1e-19  # where an exact result is drawn
_TOP = 1e2
_DASHES: Mapping[Precision, str] = {"float16": "dot", "float32": "dash", "float64": "solid"}
Way = Literal["textbook", "stable"]
WAYS: tuple[Way, ...] = ("textbook", "stable")
_ROLES: Mapping[Way, str] = {"textbook": "cost_high", "stable": "cost_low"}


@dataclass(frozen=True)
class ErrorCurves:
    """Relative errors of two formulas against the factor on the logits.

    Parameters
    ----------
    quantity : str
        What is computed: "cost" or "gradient".
    scales : tuple of float
        The factors, rising.
    errors : mapping from (way, precision) to a tuple of float
        One a scale; ∞ or nan where the result is not a number.
    titles : mapping from way to str
        What each formula is called.
    loses_tiny : bool
        Whether the stable formula loses most of a value too small to be seen beside 1.
    """

    quantity: str
    scales: tuple[float, ...]
    errors: Mapping[tuple[Way, Precision], tuple[float, ...]]
    titles: Mapping[Way, str]
    loses_tiny: bool = False

    def breaks_at(self, way: Way, precision: Precision) -> float | None:
        """The first factor at which the result is not a finite number, or None."""
        values = np.isfinite(self.errors[way, precision])
        return None if values.all() else self.scales[int(values.argmin())]


def error_curves(curves: ErrorCurves, scale: float, precision: Precision, theme: Theme) -> Chart:
    """Draw the relative error of both formulas in all precisions, on logarithmic axes.

    Parameters
    ----------
    curves : ErrorCurves
    scale, precision
        What the page shows now: marked by a line, and by the thicker pair of curves.
    theme : {"light", "dark"}
        Which colours.
    """
    colour = roles(theme)
    data: list[Spec] = []
    for way in WAYS:
        for each in PRECISIONS:
            data += _line(curves, way, each, theme, thick=each == precision)
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"errors-{curves.quantity}",
            height=_HEIGHT,
            showlegend=True,
            margin={"l": 8, "r": 12, "t": 16, "b": 8, "pad": 4},
            xaxis={
                "title": title("factor on the logits"),
                "type": "log",
                "range": [-0.03, 3.06],
                "tickvals": [1, 10, 100, 1000],
                "ticktext": ["×1", "×10", "×100", "×1000"],
            },
            yaxis={
                "title": title(f"relative error of the {curves.quantity}"),
                "type": "log",
                "range": [float(np.log10(_FLOOR)) - 0.5, float(np.log10(_TOP))],
                "tickvals": [_FLOOR, 1e-16, 1e-12, 1e-8, 1e-4, 1],
                "ticktext": ["exact", "1e-16", "1e-12", "1e-8", "1e-4", "1"],
            },
            shapes=[_current_scale(scale, colour["muted"])],
            annotations=[_name_of_scale(scale, colour["muted"])],
        ),
    }
    return Chart(spec, _alt(curves), _caption(curves))


def _line(
    curves: ErrorCurves, way: Way, precision: Precision, theme: Theme, *, thick: bool
) -> list[Spec]:
    colour = roles(theme)[_ROLES[way]]
    errors = curves.errors[way, precision]
    name = f"{curves.titles[way]}, {precision}"
    shown = [max(e, _FLOOR) if np.isfinite(e) else np.nan for e in errors]
    line = marks.curve(
        curves.scales,
        shown,
        colour,
        # Where the result is not a number the line has a gap, and nothing to point at.
        hover=[_said(e) if np.isfinite(e) else "" for e in errors],
        hovertemplate=f"<b>{name}</b><br>logits ×%{{x:.3~r}}<br>%{{text}}<extra></extra>",
        name=f"{way}, {precision}",  # short, so that a phone has two beside one another
        showlegend=True,
    )
    line["line"] = {"color": colour, "width": 3.5 if thick else 1.75, "dash": _DASHES[precision]}
    line["connectgaps"] = False
    at = curves.breaks_at(way, precision)
    if at is None:
        return [line]
    place = curves.scales.index(at)
    before = curves.scales[max(place - 1, 0) : place]
    height = next((v for v in reversed(shown[:place]) if np.isfinite(v)), 1.0)
    broken: Spec = {
        "type": "scatter",
        "mode": "lines+markers",  # a line leads from the last number to the cross
        "x": [*before, at],
        "y": [max(height, 1e-17)] * (len(before) + 1),
        "line": line["line"],
        "marker": {
            "symbol": "x",
            "size": [*(0 for _ in before), 12],
            "color": colour,
            "opacity": 1,
        },
        "text": [
            *("" for _ in before),
            f"<b>{name}</b><br>from ×{format_number(at)}: {_said(errors[place])}",
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }
    return [line, broken]


def _said(error: float) -> str:
    if np.isnan(error):
        return "the result is nan"
    if np.isinf(error):
        return "the result is infinite"
    return "no error at all" if error == 0 else f"relative error {format_number(error)}"


def _current_scale(scale: float, colour: str) -> Spec:
    return {
        "type": "line",
        "x0": scale,
        "x1": scale,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"color": colour, "width": 1, "dash": "dot"},
    }


def _name_of_scale(scale: float, colour: str) -> Spec:
    leftward = scale > 100
    return marks.label(
        math.log10(scale),
        0.0,
        f"your factor, ×{scale:g}",
        colour,
        anchor="right" if leftward else "left",
        yref="y domain",
        yanchor="bottom",
    )


def _breaks(curves: ErrorCurves, way: Way) -> str:
    found = [(p, curves.breaks_at(way, p)) for p in PRECISIONS]
    parts = [f"{p} at ×{format_number(at)}" for p, at in found if at is not None]
    return ", ".join(parts)


def _caption(curves: ErrorCurves) -> str:
    textbook, stable = (_breaks(curves, way) for way in WAYS)
    broken = (
        f"A cross marks where a result stops being a finite number. Textbook: {textbook}."
        if textbook
        else "The textbook formula gives a number at every factor here, up to 1000."
    )
    kept = (
        f" {curves.titles['stable']}: {stable}."
        if stable
        else f" {curves.titles['stable']}: never, up to a factor of 1000."
    )
    tiny = (
        f" Where the {curves.quantity} is tiny, the stable formula may lose all of it (100 %): "
        "it gives 0 for a number too small to be seen beside 1."
        if curves.loses_tiny
        else ""
    )
    return broken + kept + tiny


def _alt(curves: ErrorCurves) -> str:
    parts: Sequence[str] = [
        f"{curves.titles[way]} in {p}: {_said(curves.errors[way, p][0])} at ×1, "
        f"{_said(curves.errors[way, p][-1])} at ×1000"
        for way in WAYS
        for p in PRECISIONS
    ]
    return (
        f"Relative error of the {curves.quantity} against a factor on the logits. "
        + "; ".join(parts)
        + "."
    )
