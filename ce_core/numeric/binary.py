"""Compute two classes from one number: sigmoid, binary cross-entropy, and p ↔ [p, 1 − p]."""

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import (
    FloatArray,
    check_distributions,
    read_floats,
    working_dtype,
)


def sigmoid(logits: npt.ArrayLike) -> FloatArray:
    """1 / (1 + exp(−z)), entry by entry: the softmax of [z, 0] in its first class.

    Accurate in relative terms for any z, ±∞ included; the shape and dtype of `logits`
    (float64 for integers).

    Raises
    ------
    ValueError
        If logits contain nan.
    """
    z = _read_binary_logits(logits)
    work = z.astype(working_dtype(z.dtype))
    with np.errstate(under="ignore"):
        # Of exp(z) and exp(−z), the one that cannot overflow.
        decay = np.exp(-np.abs(work))
        return _like(np.where(work >= 0, 1, decay) / (1 + decay), z.dtype)


def binary_cross_entropy(p: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
    """−y·log p − (1 − y)·log(1 − p) in nats, entry by entry, with 0·log 0 = 0.

    Parameters
    ----------
    p : array_like
        Predicted probabilities in [0, 1].
    y : array_like
        True probabilities in [0, 1], a shape that broadcasts with p's.

    Returns
    -------
    ndarray, the broadcast shape, in the dtype of p (float64 for integers)
        ∞ where p rules out what y does not.

    Raises
    ------
    ValueError
        If p or y leave [0, 1] or contain nan, or their shapes do not broadcast.
    """
    predicted, true = _read_pair(p, y, "p")
    _check_unit_interval(predicted, "p")
    q = predicted.astype(working_dtype(predicted.dtype))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        if_true = np.where(true > 0, -true * np.log(q), 0)
        if_false = np.where(true < 1, (true - 1) * np.log1p(-q), 0)
        return _like(if_true + if_false, predicted.dtype)


def binary_cross_entropy_with_logits(logits: npt.ArrayLike, y: npt.ArrayLike) -> FloatArray:
    """`binary_cross_entropy(sigmoid(logits), y)` without rounding the sigmoid to 0 or 1.

    Computed as y·max(−z, 0) + (1 − y)·max(z, 0) + log(1 + exp(−|z|)), whose terms are all
    positive. Logits may be ±∞; parameters and errors otherwise as for `binary_cross_entropy`.
    """
    z, true = _read_pair(logits, y, "logits")
    _read_binary_logits(z)
    work = z.astype(working_dtype(z.dtype))
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        if_true = np.where(true > 0, true * np.maximum(-work, 0), 0)
        if_false = np.where(true < 1, (1 - true) * np.maximum(work, 0), 0)
        return _like(if_true + if_false + np.log1p(np.exp(-np.abs(work))), z.dtype)


def logistic_normalize(p: npt.ArrayLike) -> FloatArray:
    """p → [p, 1 − p] along a new last axis: (…) → (…, 2).

    Raises
    ------
    ValueError
        If p leaves [0, 1] or contains nan.
    """
    array = read_floats(p, "p")
    _check_unit_interval(array, "p")
    return np.stack([array, 1 - array], axis=-1)


def logistic_denormalize(probabilities: npt.ArrayLike) -> FloatArray:
    """[p, 1 − p] → p: (…, 2) → (…), the opposite of `logistic_normalize`.

    Raises
    ------
    ValueError
        If the last axis does not hold two probabilities that sum to 1.
    """
    array = read_floats(probabilities, "probabilities")
    if array.ndim == 0 or array.shape[-1] != 2:
        raise ValueError(
            "probabilities must have two entries, p and 1 − p, along the last axis, "
            f"but came with shape {array.shape}."
        )
    check_distributions(array.reshape(-1, 2), "probabilities")
    return _like(array[..., 0], array.dtype)


def _read_binary_logits(logits: npt.ArrayLike) -> FloatArray:
    array = read_floats(logits, "logits")
    if np.isnan(array).any():
        raise ValueError("logits must not contain nan; expected numbers, ±infinity included.")
    return array


def _read_pair(first: npt.ArrayLike, y: npt.ArrayLike, name: str) -> tuple[FloatArray, FloatArray]:
    """Read the prediction and its target, in the precision to compute with for the target."""
    prediction, true = read_floats(first, name), read_floats(y, "y")
    _check_unit_interval(true, "y")
    try:
        np.broadcast_shapes(prediction.shape, true.shape)
    except ValueError as error:
        raise ValueError(
            f"y must have a shape that broadcasts with that of {name}, {prediction.shape}, "
            f"but came with {true.shape}."
        ) from error
    return prediction, true.astype(working_dtype(prediction.dtype))


def _check_unit_interval(array: FloatArray, name: str) -> None:
    outside = ~((array >= 0) & (array <= 1))
    if outside.any():
        raise ValueError(
            f"{name} must hold probabilities between 0 and 1, "
            f"but contains {float(array[outside][0])!r}."
        )


def _like(values: FloatArray, dtype: np.dtype[np.floating]) -> FloatArray:
    """`values` in the dtype that came in; a scalar instead of an array without dimensions."""
    scalar_or_array: FloatArray = np.array(values, dtype=dtype)[()]
    return scalar_or_array
