"""What can be lost in one floating-point operation, entry by entry, after IEEE 754.

In plain numbers: a step has a dozen entries, for which NumPy would take ten times as long.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray

Mishap = Literal[
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

_Mishaps = npt.NDArray[np.str_]
_SUMS = ("sum", "sum over i")


def carried_on(mishaps: _Mishaps) -> npt.NDArray[np.bool_]:
    """Where an entry is lost because an earlier one was, or is only losing digits."""
    return np.asarray((mishaps == "carried") | (mishaps == "subnormal"))


def find_mishaps(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    earlier: Sequence[_Mishaps],
) -> _Mishaps:
    """Name what `operation` lost in each entry of its `result`.

    Parameters
    ----------
    operation : str
    result : ndarray
        In the precision at work.
    inputs : sequence of ndarray
        The operands; a sum has one, with one axis more or longer.
    earlier : sequence of ndarray of str
        The mishaps of the operands.

    Returns
    -------
    ndarray of str, the shape of `result`
        A `Mishap`, or "". "carried" where the entry is 0, ∞ or nan because an operand was.
    """
    if operation == "given":
        return np.full(result.shape, "", dtype="<U16")
    if operation == "view":
        return earlier[0].reshape(result.shape)
    if operation in (*_SUMS, "pick"):
        found = _of_terms(operation, result, inputs[0], earlier[0])
    else:
        found = _of_operands(operation, result, inputs, earlier)
    return np.array(found, dtype="<U16").reshape(result.shape)


def _hurt(mishap: str) -> bool:
    return mishap not in ("", "subnormal")


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
    earlier: Sequence[_Mishaps],
) -> list[str]:
    """The mishaps of an operation that makes each entry of one entry from each operand."""
    tiny, several = float(np.finfo(result.dtype).tiny), result.shape[-1] > 1
    operands = zip(*(_flat(a, result) for a in inputs), strict=True)
    before = zip(*(_flat(m, result) for m in earlier), strict=True)
    found = []
    for value, given, mishaps in zip(result.ravel().tolist(), operands, before, strict=True):
        tainted = any(map(_hurt, mishaps))
        if operation in ("multiply", "divide"):
            # A label of 0 makes a 0 that is right, whatever the other factor has been through.
            tainted = tainted and not (value == 0 and given[0] == 0 and not _hurt(mishaps[0]))
        born = _born(operation, value, given, several)
        found.append(_named(born, value, tainted, tiny))
    return found


def _flat(values: npt.NDArray[Any], like: FloatArray) -> list[Any]:
    flat: list[Any] = np.broadcast_to(values, like.shape).ravel().tolist()
    return flat


def _born(operation: Operation, value: float, given: Sequence[float], several: bool) -> str:
    """The mishap that happens here, to operands that were still numbers; or ""."""
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
    operation: Operation, result: FloatArray, terms: FloatArray, earlier: _Mishaps
) -> list[str]:
    """The mishaps of an operation that makes each entry of a whole row of terms."""
    axis = -2 if operation == "sum over i" else -1
    tiny = float(np.finfo(result.dtype).tiny) if operation != "pick" else 0.0
    with np.errstate(all="ignore"):
        units = np.spacing(np.abs(result)).ravel().tolist()
    rows, before = (_rows(array, axis) for array in (terms, earlier))
    found = []
    for value, unit, row, mishaps in zip(result.ravel().tolist(), units, rows, before, strict=True):
        born = _born_of_sum(value, unit, row) if operation in _SUMS else ""
        found.append(_named(born, value, any(map(_hurt, mishaps)), tiny))
    return found


def _rows(array: npt.NDArray[Any], axis: int) -> list[list[Any]]:
    rows: list[list[Any]] = np.moveaxis(array, axis, -1).reshape(-1, array.shape[axis]).tolist()
    return rows


def _born_of_sum(value: float, unit: float, terms: Sequence[float]) -> str:
    if math.isnan(value):
        return "" if any(map(math.isnan, terms)) else "∞ − ∞"
    if not all(map(math.isfinite, terms)):
        return ""
    if math.isinf(value):
        return "overflow"
    # Below half a unit in the last place of the sum, a term that is not 0 is lost in it.
    return "absorbed" if any(t and abs(t) < unit / 2 for t in terms) else ""
