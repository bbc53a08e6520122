"""Find what is lost in one floating-point operation, entry by entry, after IEEE 754.

In plain numbers: a step has a dozen entries, for which NumPy would take ten times as long.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import numpy as np

from ce_core.numeric.arguments import FloatArray

Failure = Literal[
    "overflow",
    "underflow",
    "subnormal",
    "log of 0",
    "division by 0",
    "0 · ∞",
    "0 / 0",
    "∞ / ∞",
    "∞ − ∞",
    "x / ∞",
    "rounded to 1",
    "absorbed",
    "carried",
]

Operation = Literal[
    "given",
    "store",
    "view",
    "pick",
    "exp",
    "log",
    "subtract",
    "multiply",
    "divide",
    "sum",
    "sum over i",
]

_SUMS = ("sum", "sum over i")
_NAMED_SO_FAR = ("", "carried", "subnormal")


def is_born(failure: str) -> bool:
    """Whether something is lost here: not because it was before, and not only digits."""
    return failure not in _NAMED_SO_FAR


def find_failures(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    earlier: Sequence[Sequence[str]],
) -> list[str]:
    """Name what `operation` lost in each entry of its `result`.

    Parameters
    ----------
    operation : str
    result : ndarray
        In the precision at work.
    inputs : sequence of ndarray
        The operands; a sum has one, with one axis more or longer.
    earlier : sequence of sequence of str
        The failures of the operands.

    Returns
    -------
    list of str, one for each entry of `result`, in the order of ``result.ravel()``
        A `Failure`, or "". "carried" where the entry is 0, ∞ or nan because an operand was.
    """
    if operation == "given":
        return [""] * result.size
    if operation == "view":
        return list(earlier[0])
    if operation in (*_SUMS, "pick"):
        return _of_terms(operation, result, inputs[0], earlier[0])
    return _of_operands(operation, result, inputs, earlier)


def _hurt(failure: str) -> bool:
    return failure not in ("", "subnormal")


def _named(born: str, value: float, tainted: bool, tiny: float) -> str:
    """What happened to an entry: here, or before, or only the loss of digits."""
    if born:
        return born
    if value == 0 or not math.isfinite(value):
        return "carried" if tainted else ""
    return "subnormal" if abs(value) < tiny else ""


def _of_operands(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    earlier: Sequence[Sequence[str]],
) -> list[str]:
    """The failures of an operation that makes each entry of one entry from each operand."""
    tiny, several = _smallest_normal(result.dtype), result.shape[-1] > 1
    divides = operation == "divide"
    places = [_places(operand, result) for operand in inputs]
    operands = [operand.ravel().tolist() for operand in inputs]
    found = []
    for n, value in enumerate(result.ravel().tolist()):
        if tiny <= abs(value) < math.inf and not (divides and value == 1):
            found.append("")  # a number with all its digits
            continue
        at = [n if place is None else place[n] for place in places]
        given = [operand[i] for operand, i in zip(operands, at, strict=True)]
        failures = [before[i] for before, i in zip(earlier, at, strict=True)]
        tainted = any(map(_hurt, failures))
        if operation in ("multiply", "divide"):
            # A label of 0 makes a 0 that is right, whatever the other factor has been through.
            tainted = tainted and not (value == 0 and given[0] == 0 and not _hurt(failures[0]))
        born = _born(operation, value, given, several)
        found.append(_named(born, value, tainted, tiny))
    return found


@cache
def _smallest_normal(dtype: np.dtype[Any]) -> float:
    return float(np.finfo(dtype).tiny)


def _places(operand: FloatArray, result: FloatArray) -> list[int] | None:
    """The entry of an operand for each entry of the result; None where it is the same one."""
    if operand.shape == result.shape:
        return None
    own = np.arange(operand.size).reshape(operand.shape)
    places: list[int] = np.broadcast_to(own, result.shape).ravel().tolist()
    return places


def _born(operation: Operation, value: float, given: Sequence[float], several: bool) -> str:
    """The failure that happens here, to operands that were still numbers; or ""."""
    numbers = all(map(math.isfinite, given))
    if operation == "divide":
        return _born_of_division(value, given[0], given[1], numbers, several)
    if math.isnan(value):
        if any(map(math.isnan, given)):
            return ""
        return {"multiply": "0 · ∞", "subtract": "∞ − ∞"}.get(operation, "")
    if math.isinf(value) and numbers:
        return "log of 0" if operation == "log" else "overflow"
    if value == 0 and numbers and operation in ("store", "exp", "multiply"):
        return "underflow" if operation == "exp" or all(given) else ""
    return ""


def _born_of_division(
    value: float, above: float, below: float, numbers: bool, several: bool
) -> str:
    if above == 0 and below == 0:
        return "0 / 0"
    if math.isinf(below):
        if math.isinf(above):
            return "∞ / ∞"
        return "x / ∞" if math.isfinite(above) and above != 0 else ""
    if math.isinf(value) and math.isfinite(above):
        return "division by 0" if below == 0 else "overflow" if numbers else ""
    if not numbers:
        return ""
    if value == 0 and above != 0:
        return "underflow"
    return "rounded to 1" if value == 1 and several else ""


def _of_terms(
    operation: Operation, result: FloatArray, terms: FloatArray, earlier: Sequence[str]
) -> list[str]:
    """The failures of an operation that makes each entry of a whole row of terms."""
    values = result.ravel().tolist()
    columns = terms.shape[-1] if operation == "sum over i" else 0
    rows, before = _rows(terms.ravel().tolist(), result, columns), _rows(earlier, result, columns)
    found = []
    if operation == "pick":
        for value, failures in zip(values, before, strict=True):
            found.append(_named("", value, any(map(_hurt, failures)), 0.0))
        return found
    tiny = _smallest_normal(result.dtype)
    with np.errstate(all="ignore"):
        units = np.spacing(np.abs(result)).ravel().tolist()
    for value, unit, row, failures in zip(values, units, rows, before, strict=True):
        born = _born_of_sum(value, unit, row)
        found.append(_named(born, value, any(map(_hurt, failures)), tiny))
    return found


def _rows(flat: Sequence[Any], result: FloatArray, columns: int) -> list[Sequence[Any]]:
    """Cut terms into the rows that each entry of the result was made of."""
    size = len(flat) // result.size
    if not columns:
        return [flat[i * size : (i + 1) * size] for i in range(result.size)]
    # A sum down the columns: of each square of terms, one entry a column.
    square = size * columns
    return [
        flat[i + j : i + square : columns]
        for i in range(0, len(flat), square)
        for j in range(columns)
    ]


def _born_of_sum(value: float, unit: float, terms: Sequence[float]) -> str:
    if math.isnan(value):
        return "" if any(map(math.isnan, terms)) else "∞ − ∞"
    if not all(map(math.isfinite, terms)):
        return ""
    if math.isinf(value):
        return "overflow"
    # Below half a unit in the last place of the sum, a term that is not 0 is lost in it.
    return "absorbed" if any(t and abs(t) < unit / 2 for t in terms) else ""
