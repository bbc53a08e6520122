"""Write a computation as a table: a row a step, a column a class, what was lost marked."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ce_core.number_format import format_number
from ce_core.numeric.floating_point.ieee754 import Failure
from ce_core.numeric.floating_point.step_by_step import Birth, Computation, Precision
from ce_core.ui.shell.html_table import Cell, Markup, Row, element, html_table, joined

WORDS: dict[Failure, str] = {
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
    "carried": "from above",
}
_MEANS: dict[Failure, str] = {
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
    """Say where a computation first lost something: plain text, with class names as they are."""
    limits = np.finfo(precision)
    numbers = {
        "precision": precision,
        "largest": format_number(float(limits.max)),
        "least": format_number(float(limits.smallest_subnormal)),
    }
    where = birth.step.symbol
    if birth.step.values.shape[-1] == len(names):
        where += f" of {names[birth.entry[-1]]}"
    return f"{where} {_MEANS[birth.failure].format(**numbers)}"


def table(computation: Computation, names: Sequence[str]) -> Markup:
    """Write a computation as HTML for ``stability/computations.css``; names are escaped."""
    heads = Row(tuple(Cell(text, heads="col") for text in (computation.precision, *names)))
    label = f"{computation.title} in {computation.precision}, step by step"
    return html_table([heads], _rows(computation, computation.first_failure), label, "computation")


def _rows(computation: Computation, first: Birth | None) -> Iterator[Row]:
    classes = computation.steps[0].values.shape[-1]
    for step in computation.steps:
        born = first.entry if first is not None and first.step is step else ()
        if step.values.ndim == 1:
            yield _row(step.symbol, step.values.tolist(), step.failures, classes, born)
            continue
        for i, row in enumerate(step.values.tolist()):
            failures = step.failures[i * classes : (i + 1) * classes]
            here = born[1:] if born[:1] == (i,) else ()
            yield _row(f"{step.symbol}, i = {i + 1}", row, failures, classes, here)


def _row(
    symbol: str,
    values: Sequence[float],
    failures: Sequence[str],
    classes: int,
    born: tuple[int, ...],
) -> Row:
    span = classes if len(values) == 1 else 1
    cells = (
        _lost(value, failure, span, first=born == (i,))
        if failure
        else Cell(shown(value), span=span)
        for i, (value, failure) in enumerate(zip(values, failures, strict=True))
    )
    return Row((Cell(symbol, heads="row"), *cells))


def _lost(value: float, failure: str, span: int, *, first: bool) -> Cell:
    loud = "quiet" if failure in _QUIET and math.isfinite(value) else "loud"
    kind = "carried" if failure == "carried" else loud
    begun = [element("b", {}, "first: ")] if first else []
    note = element("small", {}, *begun, WORDS[failure])  # type: ignore[index]
    return Cell(joined((shown(value), note)), f"{kind} first" if first else kind, span=span)
