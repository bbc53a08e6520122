"""Read what cross-entropy is to compare with: the target, its weights and how rows are reduced.

A `Target` reads PyTorch's arguments once, so that the loss and its gradient agree on them.
"""

import math
import operator
from dataclasses import dataclass
from typing import Any, Literal, SupportsIndex, get_args

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import (
    FloatArray,
    IntArray,
    as_rows,
    check_distributions,
    read_array,
    read_floats,
    without_axis,
    working_dtype,
)

Reduction = Literal["mean", "sum", "none"]


@dataclass(frozen=True)
class Target:
    """What n rows of logits are compared with, in the working precision.

    Row i's loss is −Σ_c mass[i, c]·log ŷ[i, c], and enters the reduced loss divided by `divisor`.
    """

    indices: IntArray | None
    """(n,) the true classes (0 where ignored), or None for probabilities."""
    probabilities: FloatArray | None
    """(n, K), or None for class indices."""
    counted: npt.NDArray[np.bool_] | None
    """(n,) False where the target is `ignore_index`; None if every row counts."""
    weight: FloatArray | None
    """(K,), or None for ones."""
    label_smoothing: float
    divisor: float
    """What a mean divides by; 1 for sums and single losses."""

    @property
    def is_one_class(self) -> bool:
        """Whether each row's whole mass lies on its true class."""
        return self.indices is not None and self.label_smoothing == 0

    def class_weight(self) -> FloatArray:
        """The weight (n,) of the true class of each row; 0 where the row is ignored."""
        assert self.indices is not None
        weight = np.ones(len(self.indices)) if self.weight is None else self.weight[self.indices]
        return weight if self.counted is None else weight * self.counted

    def mass(self, block: slice, classes: int, dtype: np.dtype[np.floating]) -> FloatArray:
        """The smoothed and weighted target (r, K): w_c·((1 − ε)·y_c + ε/K); 0 where ignored."""
        if self.probabilities is not None:
            mass = self.probabilities[block].astype(dtype)
            mass *= 1 - self.label_smoothing
        else:
            assert self.indices is not None
            indices = self.indices[block]
            mass = np.zeros((len(indices), classes), dtype)
            mass[np.arange(len(indices)), indices] = 1 - self.label_smoothing
        mass += self.label_smoothing / classes
        if self.weight is not None:
            mass *= self.weight
        if self.counted is not None:
            mass *= self.counted[block, None]
        return mass


def read_target(
    target: npt.ArrayLike,
    logits: FloatArray,
    axis: int,
    weight: npt.ArrayLike | None,
    ignore_index: SupportsIndex | None,
    label_smoothing: float,
    reduction: Reduction,
) -> Target:
    """Read and check the arguments of `cross_entropy` that say what to compare with."""
    if reduction not in get_args(Reduction):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', but came as {reduction!r}.")
    smoothing = float(label_smoothing)
    if not 0 <= smoothing <= 1:
        raise ValueError(
            f"label_smoothing must lie between 0 and 1, but came as {label_smoothing!r}."
        )
    classes = logits.shape[axis]
    dtype = working_dtype(logits.dtype)
    weights = None if weight is None else read_weight(weight, classes).astype(dtype)
    array = read_array(target, "target")
    if array.shape == logits.shape:
        if ignore_index is not None:
            raise ValueError(
                "ignore_index works with class indices only, but target came as probabilities "
                f"of shape {array.shape}; expected ignore_index=None."
            )
        probabilities = as_rows(read_floats(array, "target"), axis)
        check_distributions(probabilities, "target")
        divisor = float(len(probabilities)) if reduction == "mean" else 1.0
        return Target(None, probabilities, None, weights, smoothing, divisor)
    indices, counted = read_indices(array, logits.shape, axis, ignore_index)
    divisor = mean_divisor(indices, counted, weights) if reduction == "mean" else 1.0
    return Target(indices, None, counted, weights, smoothing, divisor)


def read_weight(weight: npt.ArrayLike, classes: int) -> FloatArray:
    """Read one finite weight ≥ 0 per class."""
    array = read_floats(weight, "weight")
    if array.shape != (classes,):
        raise ValueError(
            f"weight must have one entry for each of the {classes} classes, shape ({classes},), "
            f"but came with shape {array.shape}."
        )
    # `not all(…)` rather than `any(not …)`: nan fails every comparison.
    if not ((array >= 0) & (array < np.inf)).all():
        raise ValueError(f"weight must be finite and not negative, but came as {array.tolist()}.")
    return array


def read_indices(
    target: npt.NDArray[np.generic],
    shape: tuple[int, ...],
    axis: int,
    ignore_index: SupportsIndex | None,
) -> tuple[IntArray, npt.NDArray[np.bool_] | None]:
    """Read class indices as (n,), with a mask of those that count if some are ignored."""
    leading = without_axis(shape, axis)
    if target.shape != leading:
        raise ValueError(
            f"target must hold class indices of shape {leading} or probabilities of shape "
            f"{shape} for logits of shape {shape}, but came with shape {target.shape}."
        )
    if target.dtype.kind not in "iu" and target.size:
        raise ValueError(
            f"target of shape {target.shape} must hold class indices as integers, "
            f"but came with dtype {target.dtype}; probabilities need the shape {shape}."
        )
    check_index_range(target)
    indices = target.reshape(-1).astype(np.intp)
    counted = None
    if ignore_index is not None:
        counted = indices != operator.index(ignore_index)
        indices[~counted] = 0
    check_indices(indices, shape[axis])
    return indices, counted


def check_index_range(target: npt.NDArray[Any]) -> None:
    """Refuse an unsigned index that the cast to a signed type would wrap around to another."""
    limit = np.iinfo(np.intp).max
    if target.dtype.kind == "u" and target.size and target.max() > limit:
        raise ValueError(f"target must hold class indices, but contains {target.max()}.")


def check_indices(indices: IntArray, classes: int) -> None:
    """Refuse the first index that names no class."""
    outside = (indices < 0) | (indices >= classes)
    if outside.any():
        raise ValueError(
            f"target must hold class indices from 0 to {classes - 1}, "
            f"but contains {indices[outside.argmax()]}."
        )


def mean_divisor(
    indices: IntArray, counted: npt.NDArray[np.bool_] | None, weight: FloatArray | None
) -> float:
    """The total weight of the true classes that count: what PyTorch's mean divides by."""
    weights = np.ones(len(indices)) if weight is None else weight[indices]
    return math.fsum(weights if counted is None else weights[counted])
