"""Name the marks of a figure that follow the hand, and what of the scenario each of them shows.

A figure is drawn by Python for one scenario. While a hand moves a logit, ``assets/charts/live``
computes the marks that are named here anew, in the frame of the move. A mark is named in the
trace, annotation, shape or axis that it is, under the key ``LIVE``; ``live_chart`` takes the names
out again, since Plotly knows nothing of them. A browser test holds both sides together.

Quantities are named as in ``assets/charts/live/numbers.js``: ``"cost"``, ``"gradient"``,
``"labelled.p"`` (the class with the largest label), ``"rival.cost"`` (the strongest other class).

Where alternative text, caption and what the pointer reads are ``Words``, too, the browser needs
Python for nothing while only logits move: it draws the chart at rest by itself.
"""

from collections.abc import Sequence
from typing import Any

from ce_core.figures.theme import Chart, Spec
from ce_core.figures.words import Quantity as Quantity
from ce_core.figures.words import Words, named, spoken
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

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


def above(quantity: Quantity, limit: float) -> Quantity:
    """Name whether a quantity is above a limit."""
    return {"of": quantity, "above": limit}


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


# --- what changes at rest --------------------------------------------------------------------


def said(part: Spec, field: str, *texts: Words) -> Spec:
    """Give a trace one text a point, under ``field``, whose numbers are written anew at rest."""
    return _at_rest(part, field, [*map(spoken, texts)], {"texts": [*map(named, texts)]})


def titled(axis: Spec, text: Words) -> Spec:
    """Give an axis a title that is written anew at rest."""
    title = {**axis.get("title", {}), "text": spoken(text)}
    return _at_rest(axis, "title", title, {"text": named(text)}, "title.text")


def shown_unless(part: Spec, of: Quantity, now: bool) -> Spec:
    """Show an annotation only where ``of``, which is ``now``, does not hold; it changes at rest."""
    return _at_rest(part, "visible", not now, {"unless": of})


def _at_rest(part: Spec, field: str, value: Any, follows: Mark, path: str = "") -> Spec:
    mark = part.get(LIVE, {"kind": "still"})
    rest = {**mark.get("rest", {}), path or field: follows}
    return {**part, field: value, LIVE: {**mark, "rest": rest}}


# --- taking the names out --------------------------------------------------------------------


def live_chart(
    spec: Spec,
    alt: str | Words,
    caption: str | Words,
    scenario: Scenario,
    theme: Theme,
    *,
    per: float = 1.0,
    over: Mark | None = None,
    holds: Sequence[tuple[Quantity, object]] = (),
) -> Chart:
    """Give a chart whose marks named under ``"live"`` follow the hand.

    Parameters
    ----------
    spec : dict
        The figure, with the names in it.
    alt, caption : str or words
        As for ``Chart``. With words for both, and for whatever else the figure says of its
        numbers, the browser draws the chart at rest by itself.
    scenario : Scenario
        What it is drawn for: a scenario with another number of classes waits for Python.
    theme : {"light", "dark"}
        For the colours of a gradient's sign.
    per : float
        Nats in the unit of cost.
    over : dict, optional
        Of a landscape: ``pair``, ``squared`` (which cost) and ``centre`` (of its window).
    holds : sequence of pairs, optional
        Quantities, and what they are: where one is another, the chart waits for Python.
    """
    found: list[Mark] = []
    look = dict(spec["layout"])
    data = [_without(trace, "data", at, found) for at, trace in enumerate(spec["data"])]
    for on in ("annotations", "shapes"):
        if on in look:
            look[on] = [_without(part, on, at, found) for at, part in enumerate(look[on])]
    for axis in [name for name in look if name.startswith(("xaxis", "yaxis"))]:
        look[axis] = _without(look[axis], axis, 0, found)
    colour = roles(theme)
    live = {
        "of": {
            "logits": scenario.logits,
            "target": scenario.target,
            "names": scenario.names,
            "temperature": scenario.temperature,
            "labelSmoothing": scenario.label_smoothing,
        },
        "per": per,
        "over": over,
        "push": [colour["push_up"], colour["muted"], colour["push_down"]],
        "marks": found,
    }
    words = {"alt": alt, "caption": caption}
    if not any(isinstance(each, str) for each in words.values()):
        live["say"] = {name: named(each) for name, each in words.items()}
        live["holds"] = holds
    return Chart({"data": data, "layout": look}, _plain(alt), _plain(caption), live)


def _without(part: Spec, on: str, at: int, found: list[Mark]) -> Spec:
    """Take the name out of a part of a figure, and add it to those that were found."""
    if LIVE not in part:
        return part
    found.append({"on": on, "at": at, **part[LIVE]})
    return {name: value for name, value in part.items() if name != LIVE}


def _plain(text: str | Words) -> str:
    return text if isinstance(text, str) else spoken(text)
