"""Compute softmax, its logarithm, its normalising constant and its Jacobian for any logits."""

from collections import deque
from typing import SupportsIndex

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, as_rows, from_rows, read_classes, without_axis
from ce_core.numeric.shifted_exponentials import ShiftedExponentials, divide_rows, read_temperature


def softmax(
    logits: npt.ArrayLike, *, axis: SupportsIndex = -1, temperature: float = 1.0
) -> FloatArray:
    """Probabilities ŷ_i = exp(z_i/T) / Σ_j exp(z_j/T).

    Parameters
    ----------
    logits : array_like, shape (…, K, …)
        Any finite numbers; −inf masks a class, whose probability is then exactly 0.
    axis : int
        Where the K classes are.
    temperature : float
        T > 0 divides the logits: below 1 sharpens, above 1 flattens.

    Returns
    -------
    ndarray, the shape and dtype of `logits` (float64 for integers)

    Raises
    ------
    ValueError
        If logits contain nan or +inf, or a row is all −inf; if axis or temperature is out of range.
    """
    array, position = read_classes(logits, "logits", axis)
    rows = as_rows(array, position)
    result = np.empty(rows.shape, array.dtype)
    core = ShiftedExponentials(rows, read_temperature(temperature), narrow=True)
    for block, exponentials in core.blocks(into=result):
        core.complete(block, exponentials)
        divide_rows(exponentials, core.total(block), out=result[block])
    return from_rows(result, array.shape, position)


def log_softmax(
    logits: npt.ArrayLike, *, axis: SupportsIndex = -1, temperature: float = 1.0
) -> FloatArray:
    """log ŷ_i = z_i/T − log Σ_j exp(z_j/T), in nats.

    Accurate in relative terms down to the smallest values: `log_softmax([0, 40])[1]` is −4.2e-18,
    not 0. A masked class (logit −inf) gets −inf. Parameters and errors as for `softmax`.
    """
    array, position = read_classes(logits, "logits", axis)
    rows = as_rows(array, position)
    result = np.empty(rows.shape, array.dtype)
    core = ShiftedExponentials(rows, read_temperature(temperature), narrow=True)
    for block, _ in core.blocks(into=result):
        core.log_probabilities(block, out=result[block])
    return from_rows(result, array.shape, position)


def logsumexp(
    logits: npt.ArrayLike, *, axis: SupportsIndex = -1, temperature: float = 1.0
) -> FloatArray:
    """log Σ_j exp(z_j/T), in nats: what has to be subtracted from z_i/T to get log ŷ_i.

    Returns the shape of `logits` without `axis` (a scalar for one vector). Computed as
    max z/T + log1p(…): accurate relative to the larger of these two, so where they cancel
    (a result near 0 from negative logits) the error is that of the larger one.
    Parameters and errors as for `softmax`.
    """
    array, position = read_classes(logits, "logits", axis)
    divisor = read_temperature(temperature)
    rows = as_rows(array, position)
    core = ShiftedExponentials(rows, divisor, narrow=True)
    deque(core.blocks(), maxlen=0)
    with np.errstate(over="ignore", under="ignore"):
        result = (core.largest / divisor + core.log_total()).astype(array.dtype)
    scalar_or_array: FloatArray = result.reshape(without_axis(array.shape, position))[()]
    return scalar_or_array


def softmax_jacobian(logits: npt.ArrayLike) -> FloatArray:
    """∂ŷ_i/∂z_j = ŷ_i·(1 − ŷ_i) for i = j and −ŷ_i·ŷ_j otherwise.

    Parameters
    ----------
    logits : array_like, shape (…, K)
        As for `softmax`, the classes last.

    Returns
    -------
    ndarray, shape (…, K, K)
        Symmetric; each row sums to 0. The diagonal is accurate even where ŷ_i is nearly 1.
    """
    array, position = read_classes(logits, "logits", -1)
    rows = as_rows(array, position)
    count, classes = rows.shape
    result = np.empty((count, classes, classes), array.dtype)
    core = ShiftedExponentials(rows)
    diagonal = np.arange(classes)
    for block, exponentials in core.blocks():
        core.complete(block, exponentials)
        total = core.total(block)
        with np.errstate(under="ignore"):
            probabilities = exponentials / total[:, None]
            complements = 1 - probabilities
            complements[np.arange(len(total)), core.top[block]] = core.rest[block] / total
            np.multiply(
                -probabilities[:, :, None],
                probabilities[:, None, :],
                out=result[block],
                casting="same_kind",
            )
            result[block, diagonal, diagonal] = probabilities * complements
    return result.reshape(*array.shape, classes)
