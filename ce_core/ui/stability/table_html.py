"""A road of the stability lab as a table: a row a step, a column a class, what was lost marked."""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

import numpy as np

from ce_core.figures.theme import faded
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.ieee754 import Mishap
from ce_core.numeric.floating_point.step_by_step import Birth, Precision, Road
from ce_core.palette import Theme, roles

WORDS: dict[Mishap, str] = {
    "overflow": "overflow",
    "underflow": "underflow",
    "subnormal": "losing digits",
    "log of 0": "log of 0",
    "division by 0": "division by 0",
    "0 · ∞": "0 · ∞",
    "0 / 0": "0 / 0",
    "∞ / ∞": "∞ / ∞",
    "∞ − ∞": "∞ − ∞",
    "x / ∞": "divided by ∞",
    "rounded to 1": "rounded to 1",
    "absorbed": "rounded off",
    "carried": "carried on",
}
_MEANS: dict[Mishap, str] = {
    "overflow": "is beyond the largest {precision}, {largest}, and becomes infinite",
    "underflow": "is below the smallest {precision}, {least}, and becomes 0",
    "log of 0": "takes the logarithm of a 0 that should be a small number",
    "division by 0": "divides by a 0 that should be a small number",
    "0 · ∞": "multiplies 0 by ∞, which is nan",
    "0 / 0": "divides 0 by 0, which is nan",
    "∞ / ∞": "divides ∞ by ∞, which is nan",
    "∞ − ∞": "subtracts ∞ from ∞, which is nan",
    "x / ∞": "divides a number by ∞ and gets 0",
    "rounded to 1": "is nearly 1 and is rounded to exactly 1",
    "absorbed": "has terms too small to change the sum in {precision}",
}
_QUIET = ("subnormal", "absorbed", "underflow", "rounded to 1", "carried")


def shown(value: float) -> str:
    """Write a computed number; what a program prints as nan is called so here."""
    return "nan" if math.isnan(value) else format_number(value)


def in_full(value: float, precision: Precision) -> str:
    """Write a result with all digits that tell it from its neighbours."""
    number = np.dtype(precision).type(value)
    if not np.isfinite(number):
        return shown(float(number))
    return ("−" if number < 0 else "") + str(abs(number))


def birth_sentence(birth: Birth, precision: Precision, names: Sequence[str]) -> str:
    """Say where a road first lost something: plain text, with class names as they are."""
    limits = np.finfo(precision)
    numbers = {
        "precision": precision,
        "largest": format_number(float(limits.max)),
        "least": format_number(float(limits.smallest_subnormal)),
    }
    where = birth.step.symbol
    if birth.step.values.shape[-1] == len(names):
        where += f" of {names[birth.entry[-1]]}"
    return f"{where} {_MEANS[birth.mishap].format(**numbers)}"


def table(road: Road, names: Sequence[str]) -> str:
    """Write the road as HTML, to go with ``style``; names are escaped."""
    first = road.first_mishap
    rows = "".join(_rows(road, first))
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    return (
        "<div class='road' tabindex='0' role='region' "
        f"aria-label='{escape(road.title)} in {road.precision}, step by step'>"
        f"<table><thead><tr><th scope='col'>{road.precision}</th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _rows(road: Road, first: Birth | None) -> Iterator[str]:
    classes = road.steps[0].values.shape[-1]
    for step in road.steps:
        born = first.entry if first is not None and first.step is step else ()
        if step.values.ndim == 1:
            yield _row(step.symbol, step.values.tolist(), step.mishaps, classes, born)
            continue
        for i, row in enumerate(step.values.tolist()):
            mishaps = step.mishaps[i * classes : (i + 1) * classes]
            here = born[1:] if born[:1] == (i,) else ()
            yield _row(f"{step.symbol}, i = {i + 1}", row, mishaps, classes, here)


def _row(
    symbol: str,
    values: Sequence[float],
    mishaps: Sequence[str],
    classes: int,
    born: tuple[int, ...],
) -> str:
    wide = f" colspan='{classes}'" if len(values) == 1 else ""
    cells = [
        _lost(value, mishap, wide, first=born == (i,))
        if mishap
        else f"<td{wide}>{shown(value)}</td>"
        for i, (value, mishap) in enumerate(zip(values, mishaps, strict=True))
    ]
    return f"<tr><th scope='row'>{escape(symbol)}</th>{''.join(cells)}</tr>"


def _kept(value: float, wide: str) -> str:
    return f"<td{wide}>{shown(value)}</td>"


def _lost(value: float, mishap: str, wide: str, *, first: bool) -> str:
    loud = "quiet" if mishap in _QUIET and math.isfinite(value) else "loud"
    kind = "carried" if mishap == "carried" else loud
    note = WORDS[mishap]  # type: ignore[index]
    begun = "<b>first: </b>" if first else ""
    marked = " first" if first else ""
    return f"<td{wide} class='{kind}{marked}'>{shown(value)}<small>{begun}{note}</small></td>"


@cache
def style(theme: Theme) -> str:
    """Give the style sheet of ``table``."""
    colour = roles(theme)
    return f"""<style>
.road {{ overflow-x: auto; }}
.road table {{ border-collapse: collapse; width: 100%; font-size: 0.875rem;
  font-variant-numeric: tabular-nums lining-nums; }}
.road th, .road td {{ padding: 0.3rem 0.5rem; border: 0;
  border-bottom: 1px solid {colour["grid"]}; vertical-align: top; text-align: right;
  white-space: nowrap; }}
.road th {{ font-weight: 500; color: {colour["muted"]}; max-width: 8rem; overflow: hidden;
  text-overflow: ellipsis; }}
.road th[scope=row] {{ text-align: left; color: {colour["text"]};
  max-width: none; position: sticky; left: 0; background: {colour["background"]}; }}
.road td[colspan] {{ text-align: center; }}
.road small {{ display: block; font-size: 0.75rem; color: {colour["muted"]}; }}
.road td.carried {{ color: {colour["muted"]}; }}
.road td.loud {{ color: {colour["cost_high"]}; background: {faded(colour["cost_high"], 0.09)}; }}
.road td.loud small {{ color: {colour["cost_high"]}; }}
.road td.first {{ box-shadow: inset 0 0 0 2px currentColor; border-radius: 0.25rem; }}
</style>"""
