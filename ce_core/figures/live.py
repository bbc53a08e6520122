"""Name the marks of a figure that follow the hand, and what of the scenario each of them shows.

A figure is drawn by Python for one scenario. While a hand moves a logit, ``assets/charts/live``
computes the marks that are named here anew, in the frame of the move. A mark is named in the
trace, annotation, shape or axis that it is, under the key ``LIVE``; ``live_chart`` takes the names
out again, since Plotly knows nothing of them. A browser test holds both sides together.

Quantities are named as in ``assets/charts/live/numbers.js``: ``"cost"``, ``"gradient"``,
``"labelled.p"`` (the class with the largest label), ``"rival.cost"`` (the strongest other class).
"""

from collections.abc import Sequence
from typing import Any

from ce_core.figures.theme import Chart, Spec
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

Quantity = float | str | dict[str, Any]
"""A number, the name of a number, or a multiple of one (see ``times``)."""

Mark = dict[str, Any]
"""What a mark shows, as plain data."""

LIVE = "live"
"""The key under which a part of a figure says what it shows."""


def times(quantity: Quantity, factor: float, *, least: float | None = None) -> Quantity:
    """Name ``factor`` times a quantity, or times ``least`` where that is larger."""
    return {"of": quantity, "times": factor} | ({} if least is None else {"least": least})


def plus(quantity: Quantity, constant: float) -> Quantity:
    """Name the sum of a quantity and a constant."""
    return {"of": quantity, "plus": constant}


def top_of(*quantities: Quantity) -> Quantity:
    """Name the top of an axis that holds all ``quantities``, as ``marks.stepped_top`` chooses."""
    return {"top": list(quantities)}


# --- the kinds -------------------------------------------------------------------------------


def points(
    x: str | Sequence[Quantity | None] | None = None,
    y: str | Sequence[Quantity | None] | None = None,
    **more: Any,
) -> Mark:
    """Name the places of a trace's points, or the ends of its bars: quantities, or a vector.

    ``a``, ``b``, ``c`` are places in a triangle, ``base`` is where bars begin. With ``push``
    (quantities, or a vector) each has the colour of that gradient's sign.
    """
    given = {"x": x, "y": y, **more}
    return {"kind": "points"} | {name: v for name, v in given.items() if v is not None}


def cells(of: str, full: Quantity, scale: Sequence[str]) -> Mark:
    """Name a matrix drawn as bars, row by row: its numbers, and their strength of colour.

    ``full`` is what has the full colour; ``scale`` holds those of below 0, of 0 and of above.
    """
    return {"kind": "cells", "of": of, "full": full, "scale": list(scale)}


def tangent(
    x: Quantity, y: Quantity, slope: Quantity, *, width: Quantity, height: Quantity
) -> Mark:
    """Name a tangent drawn with ``marks.tangent_within``; parameters as there."""
    return {"kind": "tangent", "x": x, "y": y, "slope": slope, "width": width, "height": height}


def note(
    *,
    x: Quantity | None = None,
    y: Quantity | None = None,
    text: Sequence[str | tuple[str, Quantity]] = (),
    side: Mark | None = None,
    push: Sequence[Quantity] | None = None,
) -> Mark:
    """Name what changes of an annotation: its place, and numbers among its words.

    Parameters
    ----------
    x, y : quantity, optional
        The place, where it moves.
    text : sequence
        Literal words, and pairs of "number", "signed", "percent" or "raises" (the verb for a
        gradient) with a quantity.
    push : sequence of quantity, optional
        The gradient whose sign gives the colour.
    side : mark, optional
        See ``place_beside``.
    """
    given = {"x": x, "y": y, "text": text or None, "side": side, "push": push}
    return {"kind": "note"} | {
        name: value for name, value in given.items() if value not in (None, ())
    }


def place_beside(of: Quantity, over: float, gap: int) -> Mark:
    """Stand left of a place where ``of`` is above ``over``, else right, ``gap`` pixels away."""
    return {"of": of, "over": over, "gap": gap}


def axis_range(low: Quantity, high: Quantity) -> Mark:
    """Name the range of an axis; what it depends on must move in few, large steps."""
    return {"kind": "range", "low": low, "high": high}


def shape(**ends: Quantity) -> Mark:
    """Name the ends of a shape that move: ``x0``, ``x1``, ``y0``, ``y1``."""
    return {"kind": "shape", "ends": ends}


# --- taking the names out --------------------------------------------------------------------


def live_chart(
    spec: Spec,
    alt: str,
    caption: str,
    scenario: Scenario,
    theme: Theme,
    *,
    per: float = 1.0,
    over: Mark | None = None,
) -> Chart:
    """Give a chart whose marks named under ``"live"`` follow the hand.

    Parameters
    ----------
    spec : dict
        The figure, with the names in it.
    alt, caption : str
        As for ``Chart``.
    scenario : Scenario
        What it is drawn for: a scenario with another number of classes waits for Python.
    theme : {"light", "dark"}
        For the colours of a gradient's sign.
    per : float
        Nats in the unit of cost.
    over : dict, optional
        Of a landscape: ``pair``, ``squared`` (which cost) and ``centre`` (of its window).
    """
    named: list[Mark] = []

    def without(part: Spec, on: str, at: int = 0) -> Spec:
        if LIVE not in part:
            return part
        named.append({"on": on, "at": at, **part[LIVE]})
        return {name: value for name, value in part.items() if name != LIVE}

    data = [without(trace, "data", at) for at, trace in enumerate(spec["data"])]
    look = dict(spec["layout"])
    for on in ("annotations", "shapes"):
        if on in look:
            look[on] = [without(part, on, at) for at, part in enumerate(look[on])]
    for axis in [name for name in look if name.startswith(("xaxis", "yaxis"))]:
        look[axis] = without(look[axis], axis)
    colour = roles(theme)
    live = {
        "of": {
            "logits": scenario.logits,
            "target": scenario.target,
            "temperature": scenario.temperature,
            "labelSmoothing": scenario.label_smoothing,
        },
        "per": per,
        "over": over,
        "push": [colour["push_up"], colour["muted"], colour["push_down"]],
        "marks": named,
    }
    return Chart({"data": data, "layout": look}, alt, caption, live)
