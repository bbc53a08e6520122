"""Cross-entropy of logits against a target, its gradient ŷ − y and its Hessian.

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
    working_dtype,
)
from ce_core.numeric.shifted import ShiftedExponentials
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
        true classes' weights. With probabilities it divides by the number of rows. The mean
        over no rows (an empty batch, or all ignored) is nan, as 0/0 is in PyTorch.

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
    losses, _ = _evaluate(array, position, read, with_gradient=False)
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
    what the mean divides by; 0 in ignored rows, even where all are ignored and the mean is nan.

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
    losses, gradient = _evaluate(array, position, read, with_gradient=True)
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


def _evaluate(
    logits: FloatArray, axis: int, target: Target, *, with_gradient: bool
) -> tuple[FloatArray, FloatArray]:
    """Losses (n,) before reduction, and the gradient (n, K) of the reduced loss if asked for."""
    rows = as_rows(logits, axis)
    losses = np.empty(len(rows), working_dtype(logits.dtype))
    gradient = np.empty(rows.shape if with_gradient else (0, 0), logits.dtype)
    core = ShiftedExponentials(rows)
    for block in core.blocks():
        out = gradient[block] if with_gradient else None
        with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
            if target.is_one_class:
                losses[block] = _one_class_block(core, rows[block], target, block, out)
            else:
                losses[block] = _mass_block(core, target, block, out)
    return losses, gradient


def _one_class_block(
    core: ShiftedExponentials,
    logits: FloatArray,
    target: Target,
    block: slice,
    gradient: FloatArray | None,
) -> FloatArray:
    """Rows whose whole mass w lies on one class y: the loss w·(max z − z_y + log Σ exp(…))."""
    assert target.indices is not None
    every = np.arange(len(core.rest))
    true = target.indices[block]
    weight = np.broadcast_to(target.class_weight(block), core.rest.shape)
    loss = core.largest - logits[every, true] + np.log1p(core.rest)
    if gradient is not None:
        scale = _scale(weight, target, block)
        total = 1 + core.rest
        core.exponentials[every, core.top] = 1
        of_true = core.exponentials[every, true]
        share = scale / total
        np.multiply(core.exponentials, share[:, None], out=gradient, casting="same_kind")
        # ŷ − 1 where y leads is minus the other probabilities: nothing to cancel.
        gradient[every, true] = np.where(
            true == core.top, -core.rest * share, (of_true / total - 1) * scale
        )
    return _times(weight, loss)


def _mass_block(
    core: ShiftedExponentials, target: Target, block: slice, gradient: FloatArray | None
) -> FloatArray:
    """Rows whose mass m is spread: the loss Σ_c m_c·(max z − z_c) + Σ_c m_c·log Σ exp(…).

    Both sums have terms of one sign only, so nothing cancels.
    """
    every = np.arange(len(core.rest))
    mass = target.mass(block, core.shifted.shape[-1], core.shifted.dtype)
    distances = _times(mass, core.shifted)
    whole = mass.sum(axis=-1)
    loss = _times(whole, np.log1p(core.rest)) - distances.sum(axis=-1)
    if gradient is not None:
        scale = _scale(1.0, target, block)
        total = 1 + core.rest
        share = whole / total
        np.multiply(core.exponentials, share[:, None], out=core.exponentials)
        core.exponentials -= mass
        # For the leading class ŷ·Σm − m = (Σ of the other m) − (1 − ŷ)·Σm: two small numbers
        # where the prediction is confident and right, instead of two that are nearly equal.
        mass[every, core.top] = 0
        core.exponentials[every, core.top] = mass.sum(axis=-1) - core.rest * share
        np.multiply(core.exponentials, scale[:, None], out=gradient, casting="same_kind")
    return np.asarray(loss)


def _scale(weight: FloatArray | float, target: Target, block: slice) -> FloatArray:
    """`weight` over what the mean divides by; 0 in ignored rows, even for a mean over nothing."""
    height = block.stop - block.start
    scale = np.broadcast_to(np.asarray(weight) / target.divisor, (height,))
    return scale if target.counted is None else np.where(target.counted[block], scale, 0)


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
        else:
            result = losses.sum() / np.float64(target.divisor)
        scalar_or_array: FloatArray = np.asarray(result).astype(logits.dtype)[()]
    return scalar_or_array
