"""Compute entropy and Kullback–Leibler divergence of probability distributions, in nats.

Cross-entropy is their sum: H(y, ŷ) = H(y) + KL(y ‖ ŷ).
"""

from typing import SupportsIndex

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import (
    FloatArray,
    as_rows,
    check_distributions,
    read_classes,
    without_axis,
    working_dtype,
)


def entropy(probabilities: npt.ArrayLike, *, axis: SupportsIndex = -1) -> FloatArray:
    """−Σ_c p_c·log p_c with 0·log 0 = 0: the least cost any prediction of `probabilities` can have.

    Parameters
    ----------
    probabilities : array_like, shape (…, K, …)
        Not negative, summing to 1 along `axis`.

    Returns
    -------
    ndarray, the shape without `axis` (a scalar for one distribution)

    Raises
    ------
    ValueError
        If `probabilities` holds anything but distributions, or axis is out of range.
    """
    array, position = read_classes(probabilities, "probabilities", axis)
    rows = as_rows(array, position)
    check_distributions(rows, "probabilities")
    p = rows.astype(working_dtype(array.dtype))
    surprise = -np.log(p, out=np.zeros_like(p), where=p > 0)
    return _finish((p * surprise).sum(axis=-1), array, position)


def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike, *, axis: SupportsIndex = -1) -> FloatArray:
    """KL(p ‖ q) = Σ_c p_c·log(p_c/q_c): what predicting q costs beyond the entropy of p.

    0·log 0 = 0; ∞ where q calls impossible what p does not. Never negative (Gibbs): what
    rounding leaves below 0 becomes 0.

    Parameters
    ----------
    p, q : array_like, the same shape (…, K, …)
        Not negative, summing to 1 along `axis`.

    Returns
    -------
    ndarray, the shape without `axis` (a scalar for one pair), in the wider dtype of the two

    Raises
    ------
    ValueError
        If p or q holds anything but distributions, or their shapes differ.
    """
    first, position = read_classes(p, "p", axis)
    second, _ = read_classes(q, "q", axis)
    if first.shape != second.shape:
        raise ValueError(
            f"p and q must have the same shape, but came with {first.shape} and {second.shape}."
        )
    common = np.result_type(first, second)
    rows = [as_rows(array, position) for array in (first, second)]
    check_distributions(rows[0], "p")
    check_distributions(rows[1], "q")
    terms = _divergence_terms(*(row.astype(working_dtype(common)) for row in rows))
    return _finish(np.maximum(terms.sum(axis=-1), 0), first.astype(common), position)


def _divergence_terms(p: FloatArray, q: FloatArray) -> FloatArray:
    """p·log(p/q) term by term, without rounding p/q where it is close to 1."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        close = (p <= 2 * q) & (q <= 2 * p) & (q > 0)
        log_ratio = np.where(close, np.log1p((p - q) / q), np.log(p) - np.log(q))
        return np.where(p > 0, p * log_ratio, 0)


def _finish(values: FloatArray, original: FloatArray, axis: int) -> FloatArray:
    shaped = values.reshape(without_axis(original.shape, axis)).astype(original.dtype)
    scalar_or_array: FloatArray = shaped[()]
    return scalar_or_array
