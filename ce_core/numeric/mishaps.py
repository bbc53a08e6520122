"""What can be lost in one floating-point operation, entry by entry, after IEEE 754."""

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

_Mask = npt.NDArray[np.bool_]


def carried_on(mishaps: npt.NDArray[np.str_]) -> _Mask:
    """Where an entry is lost because an earlier one was, or is only losing digits."""
    return np.asarray((mishaps == "carried") | (mishaps == "subnormal"))


def find_mishaps(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    earlier: Sequence[npt.NDArray[np.str_]],
) -> npt.NDArray[np.str_]:
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
    none = np.full(result.shape, "", dtype="<U16")
    if operation == "given":
        return none
    if operation == "view":
        return earlier[0].reshape(result.shape)
    if operation != "pick" and _all_are_numbers(result):
        return _found_among_numbers(operation, result, inputs, none)
    operands, hurt = _aligned(operation, result, inputs, earlier)
    finite = np.logical_and.reduce([np.isfinite(a) for a in operands])
    tainted = np.logical_or.reduce(hurt)
    if operation in ("multiply", "divide"):
        # A label of 0 makes a 0 that is right, whatever the other factor has been through.
        tainted = tainted & ~((result == 0) & (operands[0] == 0) & ~hurt[0])
    if operation in ("sum", "sum over i", "pick"):
        axis = -2 if operation == "sum over i" else -1
        keep = operation != "sum over i"
        finite = finite.all(axis=axis, keepdims=keep)
        tainted = tainted.any(axis=axis, keepdims=keep)
    extreme = ~np.isfinite(result) | (result == 0)
    born = _born(operation, result, operands, finite)
    tiny = (result != 0) & (np.abs(result) < np.finfo(result.dtype).tiny)
    small = np.where(tiny & (operation != "pick"), "subnormal", none)
    found: npt.NDArray[np.str_] = np.where(
        born != "", born, np.where(extreme & tainted, "carried", small)
    )
    return found


def _all_are_numbers(result: FloatArray) -> bool:
    """Whether no entry is 0, infinite, nan, or too small to have all its digits."""
    size = np.abs(result)
    return bool((size >= np.finfo(result.dtype).tiny).all() and (size < np.inf).all())


def _found_among_numbers(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    none: npt.NDArray[np.str_],
) -> npt.NDArray[np.str_]:
    """The same where every entry is a number with all its digits: little can have happened."""
    if operation in ("sum", "sum over i"):
        axis, keep = (-2, False) if operation == "sum over i" else (-1, True)
        return np.where(_absorbed(result, inputs[0], axis, keep), "absorbed", none)
    if operation == "divide" and result.shape[-1] > 1:
        return np.where((result == 1) & np.isfinite(inputs[0]), "rounded to 1", none)
    return none


def _aligned(
    operation: Operation,
    result: FloatArray,
    inputs: Sequence[FloatArray],
    earlier: Sequence[npt.NDArray[np.str_]],
) -> tuple[list[npt.NDArray[Any]], list[_Mask]]:
    """Operands and whether they were hurt, in the shape of the result (of the terms of a sum)."""
    shape = inputs[0].shape if operation in ("sum", "sum over i", "pick") else result.shape
    operands = [a if a.shape == shape else np.broadcast_to(a, shape) for a in inputs]
    lost = [(m != "") & (m != "subnormal") for m in earlier]
    hurt = [m if m.shape == shape else np.broadcast_to(m, shape) for m in lost]
    return operands, hurt


def _born(
    operation: Operation, result: FloatArray, operands: list[npt.NDArray[Any]], finite: _Mask
) -> npt.NDArray[np.str_]:
    """The mishaps that happen here, to operands that were still numbers."""
    infinite = np.isinf(result) & finite
    if operation in ("sum", "sum over i"):
        cases = _born_of_sum(operation, result, operands[0], finite)
    elif operation == "divide":
        cases = _born_of_division(result, *operands)
    elif operation in ("store", "exp"):
        lost = (result == 0) & finite & ((operands[0] != 0) | (operation == "exp"))
        cases = [(infinite, "overflow"), (lost, "underflow")]
    elif operation == "log":
        cases = [(infinite, "log of 0")]
    elif operation in ("multiply", "subtract"):
        none = ~np.logical_or.reduce([np.isnan(a) for a in operands])
        invalid = "0 · ∞" if operation == "multiply" else "∞ − ∞"
        cases = [(np.isnan(result) & none, invalid), (infinite, "overflow")]
        if operation == "multiply":
            both = np.logical_and.reduce([a != 0 for a in operands])
            cases.append(((result == 0) & finite & both, "underflow"))
    else:
        return np.full(result.shape, "", dtype="<U16")
    found = np.full(result.shape, "", dtype="<U16")
    for mask, name in reversed(cases):  # of several, the first has the last word
        found[mask] = name
    return found


def _born_of_sum(
    operation: Operation, result: FloatArray, terms: npt.NDArray[Any], finite: _Mask
) -> list[tuple[_Mask, str]]:
    axis, keep = (-2, False) if operation == "sum over i" else (-1, True)
    had_nan = np.isnan(terms).any(axis=axis, keepdims=keep)
    absorbed = _absorbed(result, terms, axis, keep) & finite & np.isfinite(result)
    return [
        (np.isnan(result) & ~had_nan, "∞ − ∞"),
        (np.isinf(result) & finite, "overflow"),
        (absorbed, "absorbed"),
    ]


def _born_of_division(
    result: FloatArray, above: npt.NDArray[Any], below: npt.NDArray[Any]
) -> list[tuple[_Mask, str]]:
    numbers = np.isfinite(above) & np.isfinite(below)
    return [
        ((above == 0) & (below == 0), "0 / 0"),
        (np.isinf(above) & np.isinf(below), "∞ / ∞"),
        (np.isinf(below) & np.isfinite(above) & (above != 0), "x / ∞"),
        (np.isinf(result) & (below == 0) & np.isfinite(above), "division by 0"),
        (np.isinf(result) & numbers, "overflow"),
        ((result == 0) & numbers & (above != 0), "underflow"),
        ((result == 1) & numbers & (result.shape[-1] > 1), "rounded to 1"),
    ]


def _absorbed(result: FloatArray, terms: npt.NDArray[Any], axis: int, keep: bool) -> _Mask:
    """Where a term that is not 0 is below half a unit in the last place of the sum."""
    with np.errstate(all="ignore"):
        unit = np.spacing(np.abs(result))
    if not keep:
        unit = np.expand_dims(unit, axis)
    below = (terms != 0) & (np.abs(terms) < unit / 2)
    return np.asarray(below.any(axis=axis, keepdims=keep))
