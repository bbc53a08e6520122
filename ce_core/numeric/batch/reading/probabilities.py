"""Turn probabilities into logits whose softmax they are: their logarithms."""

import numpy as np

from ce_core.numeric.arguments import FloatArray

_EXACT = 1e-6


def two_probabilities(values: FloatArray) -> FloatArray:
    """Give (1 − p, p) for probabilities of class 1."""
    return np.stack([1 - values, values], axis=-1)


def as_logits(values: FloatArray, notes: list[str]) -> FloatArray:
    """Give the logarithms of probabilities, the classes last.

    Parameters
    ----------
    values : ndarray, shape (…, K)
        A probability of 0 becomes the logit −∞.
    notes : list of str
        What is to be known is added to it.

    Raises
    ------
    ValueError
        When a number is no probability.
    """
    rows = values.reshape(-1, values.shape[-1]).astype(np.float64)
    bad = (rows < 0) | (rows > 1)
    if bad.any():
        row, column = (int(i) for i in np.unravel_index(int(bad.argmax()), rows.shape))
        raise ValueError(
            f"Row {row}, class {column}, holds {float(rows[row, column])!r}, which is no "
            "probability. Read the numbers as logits instead."
        )
    sums = rows.sum(axis=1)
    notes.append("The logits are the logarithms of the probabilities.")
    worst = int(np.abs(sums - 1).argmax())
    if abs(sums[worst] - 1) > _EXACT:
        notes.append(
            f"The probabilities of row {worst} sum to {sums[worst]:.6g}; softmax divides each row "
            "by its sum."
        )
    with np.errstate(divide="ignore"):
        logs: FloatArray = np.log(rows)
    return logs.reshape(values.shape)
