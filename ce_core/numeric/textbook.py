"""Compute the formulas as a textbook prints them, literally, at a chosen precision.

For showing what goes wrong: they overflow to inf, cancel, and turn inf/inf and 0·log 0 into nan,
without a warning and without a rescue. For results to rely on, use the rest of this wing.
"""

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, read_classes


def exponentials(logits: npt.ArrayLike, dtype: npt.DTypeLike = np.float64) -> FloatArray:
    """exp(z_i), shape (…, K): inf above 709 in float64, 88 in float32, 11 in float16."""
    with np.errstate(all="ignore"):
        return np.exp(_at(logits, dtype))


def softmax(logits: npt.ArrayLike, dtype: npt.DTypeLike = np.float64) -> FloatArray:
    """exp(z_i) / Σ_j exp(z_j), shape (…, K)."""
    powers = exponentials(logits, dtype)
    with np.errstate(all="ignore"):
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def softmax_jacobian(logits: npt.ArrayLike, dtype: npt.DTypeLike = np.float64) -> FloatArray:
    """ŷ_i·(1 − ŷ_i) for i = j and −ŷ_i·ŷ_j otherwise, shape (…, K) → (…, K, K)."""
    predicted = softmax(logits, dtype)
    with np.errstate(all="ignore"):
        same = np.eye(predicted.shape[-1], dtype=predicted.dtype)
        return predicted[..., :, None] * (same - predicted[..., None, :])


def cross_entropy(
    logits: npt.ArrayLike, target: npt.ArrayLike, dtype: npt.DTypeLike = np.float64
) -> FloatArray:
    """−Σ_c y_c·log ŷ_c for probabilities `target` of the shape (…, K) of `logits`; shape (…)."""
    predicted = softmax(logits, dtype)
    with np.errstate(all="ignore"):
        cost: FloatArray = (-_at(target, dtype) * np.log(predicted)).sum(axis=-1)
    return cost


def cross_entropy_grad(
    logits: npt.ArrayLike, target: npt.ArrayLike, dtype: npt.DTypeLike = np.float64
) -> FloatArray:
    """The chain rule written out, Σ_i (−y_i/ŷ_i)·∂ŷ_i/∂z_j, before it is simplified to ŷ − y.

    `target` as for `cross_entropy`; shape (…, K).
    """
    predicted = softmax(logits, dtype)
    jacobian = softmax_jacobian(logits, dtype)
    with np.errstate(all="ignore"):
        cost_by_prediction = -_at(target, dtype) / predicted
        gradient: FloatArray = (cost_by_prediction[..., :, None] * jacobian).sum(axis=-2)
    return gradient


def _at(values: npt.ArrayLike, dtype: npt.DTypeLike) -> FloatArray:
    array, _ = read_classes(values, "values", -1)
    with np.errstate(all="ignore"):
        return array.astype(dtype)
