"""Compute cross-entropy of logits against a target, its gradient ŷ − y and its Hessian.

The arguments mean what they mean in `torch.nn.functional.cross_entropy`.
"""

from typing import SupportsIndex

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import (
    FloatArray,
    as_rows,
    from_rows,
    read_array,
    read_classes,
    without_axis,
)
from ce_core.numeric.shifted_exponentials import ShiftedExponentials, divide_rows
from ce_core.numeric.softmax import softmax_jacobian
from ce_core.numeric.targets import Reduction, Target, check_indices, read_target


def cross_entropy(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    axis: SupportsIndex = -1,
    weight: npt.ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
) -> FloatArray:
    """The cost −Σ_c y_c·log ŷ_c of the prediction ŷ = softmax(logits), in nats.

    Parameters
    ----------
    logits : array_like, shape (…, K, …)
        Finite numbers, or −inf to make a class impossible. Any leading batch shape.
    target : array_like
        Class indices (the shape of `logits` without `axis`) or probabilities (the shape of
        `logits`, not negative, summing to 1 over the classes). The shape decides.
    axis : int
        Where the K classes are.
    weight : array_like, shape (K,), optional
        Multiplies the term of each class.
    ignore_index : int, optional
        Rows whose class index is this one cost nothing and do not count in the mean.
        For class indices only.
    label_smoothing : float
        ε in [0, 1]: the target becomes (1 − ε)·y + ε/K.
    reduction : {"mean", "sum", "none"}
        With class indices the mean is weighted: the sum of the losses divided by the sum of the
        true classes' weights. With probabilities it divides by the number of rows. A mean that
        divides by 0 (an empty batch, all rows ignored, all true classes of weight 0) is nan
        whatever the losses are, as in PyTorch.

    Returns
    -------
    scalar for "mean" and "sum"; for "none" the shape of `logits` without `axis` (0 where ignored).
        In the dtype of `logits` (float64 for integers). A target on an impossible class costs ∞;
        a class with no target mass, or of weight 0, costs nothing however impossible it is.

    Raises
    ------
    ValueError
        If logits contain nan or +inf or a row is all −inf; if target, weight, axis, ignore_index,
        label_smoothing or reduction are not as described.
    """
    array, position = read_classes(logits, "logits", axis)
    read = read_target(target, array, position, weight, ignore_index, label_smoothing, reduction)
    losses = _evaluate(as_rows(array, position), read, gradient=None)
    return _reduce(losses, array, position, read, reduction)


def cross_entropy_grad(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    axis: SupportsIndex = -1,
    weight: npt.ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
) -> FloatArray:
    """The gradient of `cross_entropy` with respect to the logits: ŷ − y for one plain row.

    Takes the arguments of `cross_entropy`; for reduction "none" it is the gradient of the sum of
    the losses. In general ŷ_j·Σ_c m_c − m_j for the smoothed and weighted target m, divided by
    what the mean divides by. Where the mean divides by 0, the gradient is nan in every row that
    counts. In ignored rows it is 0, even if no row counts. Both are as in PyTorch.

    Returns
    -------
    ndarray, the shape and dtype of `logits`
        Accurate in relative terms also where the prediction is confident and right: the true
        class gets −Σ of the other probabilities, not 1 subtracted from nearly 1.
    """
    return cross_entropy_and_grad(
        logits,
        target,
        axis=axis,
        weight=weight,
        ignore_index=ignore_index,
        label_smoothing=label_smoothing,
        reduction=reduction,
    )[1]


def cross_entropy_and_grad(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    axis: SupportsIndex = -1,
    weight: npt.ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
) -> tuple[FloatArray, FloatArray]:
    """`cross_entropy` and `cross_entropy_grad` from one pass over the logits."""
    array, position = read_classes(logits, "logits", axis)
    read = read_target(target, array, position, weight, ignore_index, label_smoothing, reduction)
    rows = as_rows(array, position)
    gradient = np.empty(rows.shape, array.dtype)
    losses = _evaluate(rows, read, gradient)
    return (
        _reduce(losses, array, position, read, reduction),
        from_rows(gradient, array.shape, position),
    )


def cross_entropy_hessian(logits: npt.ArrayLike) -> FloatArray:
    """∂²E/∂z_i∂z_j = ŷ_i·δ_ij − ŷ_i·ŷ_j, shape (…, K) → (…, K, K).

    The target drops out, because the gradient ŷ − y holds it as a constant: what remains is the
    Jacobian of softmax, which is positive semi-definite, so the cost is convex in the logits.
    """
    return softmax_jacobian(logits)


def one_hot(
    target: npt.ArrayLike, classes: int, *, axis: SupportsIndex = -1, dtype: npt.DTypeLike = float
) -> FloatArray:
    """Class indices of any shape → probabilities with a new axis of length `classes`.

    Raises
    ------
    ValueError
        If the indices are not integers from 0 to classes − 1.
    """
    indices = read_array(target, "target")
    if indices.dtype.kind not in "iu":
        raise ValueError(
            f"target must hold class indices as integers, but came with dtype {indices.dtype}."
        )
    check_indices(indices.reshape(-1), classes)
    hot: FloatArray = (indices[..., None] == np.arange(classes)).astype(dtype)
    return np.moveaxis(hot, -1, axis)


def _evaluate(rows: FloatArray, target: Target, gradient: FloatArray | None) -> FloatArray:
    """Losses (n,) before reduction; `gradient` (n, K) is filled with that of the reduced loss."""
    core = ShiftedExponentials(rows, narrow=target.is_one_class)
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        evaluate = _one_class if target.is_one_class else _spread
        losses = evaluate(core, rows, target, gradient)
    if gradient is not None and target.divisor == 0:
        # Smoothing leaves losses where the weights of the true classes are 0: x/0, not only 0/0.
        gradient[...] = np.nan
    if gradient is not None and target.counted is not None:
        gradient[~target.counted] = 0
    return losses


def _one_class(
    core: ShiftedExponentials, logits: FloatArray, target: Target, gradient: FloatArray | None
) -> FloatArray:
    """Rows whose whole mass w lies on one class y: the loss w·(max z − z_y + log Σ exp(…))."""
    assert target.indices is not None
    entries = np.arange(len(logits)), target.indices
    weight = target.class_weight()
    scale = weight / np.float64(target.divisor)
    for block, exponentials in core.blocks(into=gradient):
        if gradient is not None:
            core.complete(block, exponentials)
            divide_rows(exponentials, core.total(block) / scale[block], out=gradient[block])
    loss = core.largest - logits[entries] + core.log_total()
    if gradient is not None:
        # ŷ_y − 1 without subtracting from nearly 1: the loss knows the small difference.
        gradient[entries] = scale * np.expm1(-loss)
    return _times(weight, loss)


def _spread(
    core: ShiftedExponentials, logits: FloatArray, target: Target, gradient: FloatArray | None
) -> FloatArray:
    """Rows whose mass m is spread: the loss Σ_c m_c·(max z − z_c) + Σ_c m_c·log Σ exp(…).

    Both sums have terms of one sign only, so nothing cancels.
    """
    losses = np.empty(len(logits), core.rest.dtype)
    for block, exponentials in core.blocks():
        mass = target.mass(block, logits.shape[-1], core.rest.dtype)
        whole = mass.sum(axis=-1)
        # Halves, because max z − z_c may be too large for a float when m_c times it is not.
        halves = core.largest[block, None] / 2 - logits[block] / 2
        distances = 2 * _times(mass, halves).sum(axis=-1)
        losses[block] = whole * core.log_total(block) + distances
        if gradient is None:
            continue
        share = core.total(block) / whole
        top, rest = core.of_top[block], core.rest[block]
        leading = np.arange(len(mass)), core.top[block]
        direct = top / share - mass[leading]
        divide_rows(exponentials, share, out=exponentials)
        exponentials -= mass
        # For a class with ŷ near 1, ŷ·Σm − m = (Σ of the other m) − (1 − ŷ)·Σm: two small
        # numbers where the prediction is right, instead of two that are nearly equal.
        mass[leading] = 0
        indirect = mass.sum(axis=-1) - rest / share
        exponentials[leading] = np.where(rest < top, indirect, direct)
        np.divide(
            exponentials, np.float64(target.divisor), out=gradient[block], casting="same_kind"
        )
    return losses


def _times(mass: FloatArray, cost: FloatArray) -> FloatArray:
    """mass·cost with 0·∞ = 0: what has no mass costs nothing, however impossible."""
    product = mass * cost
    product[mass == 0] = 0
    return product


def _reduce(
    losses: FloatArray, logits: FloatArray, axis: int, target: Target, reduction: Reduction
) -> FloatArray:
    """Losses (n,) in the working precision → the reduced loss in the dtype of the logits."""
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        if reduction == "none":
            result = losses.reshape(without_axis(logits.shape, axis))
        elif target.divisor:
            result = losses.sum() / np.float64(target.divisor)
        else:
            result = np.full((), np.nan)
        scalar_or_array: FloatArray = np.asarray(result).astype(logits.dtype)[()]
    return scalar_or_array
