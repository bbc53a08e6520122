"""Read what a caller passed: arrays, axes and distributions, refused in plain sentences.

Nothing is computed here; what comes out is ready to be computed with, and no input is modified.
"""

import operator
from typing import Any, SupportsIndex

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.integer[Any]]


def read_array(values: npt.ArrayLike, name: str) -> npt.NDArray[Any]:
    """Turn nested lists or an array into an array of numbers; `name` is used in the refusal."""
    if np.ma.is_masked(values):
        raise ValueError(
            f"{name} is a masked array, and a mask would be lost here; fill it first, "
            f"for example with {name}.filled(value)."
        )
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(
            f"{name} must be a rectangular array of numbers, but its rows differ in length."
        ) from error
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} must hold real numbers, but came with dtype {array.dtype}; "
            "expected integers or floats."
        )
    return array


def read_floats(values: npt.ArrayLike, name: str) -> FloatArray:
    """Like `read_array`; floats keep their dtype, integers and booleans become float64."""
    array = read_array(values, name)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def read_classes(values: npt.ArrayLike, name: str, axis: SupportsIndex) -> tuple[FloatArray, int]:
    """Read an array with one entry per class along `axis`; return it and `axis` counted from 0."""
    array = read_floats(values, name)
    if array.ndim == 0:
        raise ValueError(
            f"{name} must have at least one dimension, one entry per class, "
            f"but came as the single number {array}."
        )
    position = operator.index(axis)
    if not -array.ndim <= position < array.ndim:
        raise ValueError(
            f"axis must lie between {-array.ndim} and {array.ndim - 1} for {name} of shape "
            f"{array.shape}, but came as {position}."
        )
    position %= array.ndim
    if array.shape[position] == 0:
        raise ValueError(
            f"{name} must have at least one class along axis {position}, "
            f"but came with shape {array.shape}."
        )
    return array, position


def working_dtype(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The precision to compute in: at least float64, so that a float32 result is exact to a bit."""
    return np.result_type(dtype, np.float64)


def as_rows(array: npt.NDArray[Any], axis: int) -> npt.NDArray[Any]:
    """Shape (…, K, …) with the classes on `axis` → (n, K); a view where the layout allows."""
    moved = np.moveaxis(array, axis, -1)
    return moved.reshape(-1, moved.shape[-1]) if array.size else moved.reshape(0, moved.shape[-1])


def from_rows(rows: npt.NDArray[Any], shape: tuple[int, ...], axis: int) -> FloatArray:
    """Undo `as_rows`: (n, K) → the array of `shape` with its classes back on `axis`."""
    leading = shape[:axis] + shape[axis + 1 :]
    return np.moveaxis(rows.reshape(*leading, shape[axis]), -1, axis)


def without_axis(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    """The shape of what is left when the classes on `axis` are reduced away."""
    return shape[:axis] + shape[axis + 1 :]


def check_distributions(rows: FloatArray, name: str) -> None:
    """Refuse rows (n, K) that are not probability distributions.

    A sum may miss 1 by 1e-5, or by the square root of the dtype's precision where that is
    coarser: what entries rounded to six digits can leave behind.
    """
    if rows.size == 0:
        return
    lowest = rows.min()
    if np.isnan(lowest):
        raise ValueError(f"{name} must hold probabilities, but contains nan.")
    if lowest < 0:
        raise ValueError(
            f"{name} must hold probabilities between 0 and 1, but contains {float(lowest)!r}."
        )
    with np.errstate(over="ignore"):
        sums = rows.sum(axis=-1, dtype=working_dtype(rows.dtype))
    allowed = max(1e-5, float(np.sqrt(np.finfo(rows.dtype).eps)))
    worst = sums[np.abs(sums - 1).argmax()]
    if not abs(worst - 1) <= allowed:
        raise ValueError(
            f"{name} must hold probabilities that sum to 1 over the classes, "
            f"but one sums to {float(worst):.9g}."
        )
