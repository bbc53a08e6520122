"""Turn probabilities into logits whose softmax they are: their logarithms."""

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.reading.content import Array

MASKED = -1e9
"""The logit of a class whose probability is 0: its softmax is 0 in every precision."""
_EXACT = 1e-6


def two_probabilities(values: FloatArray) -> FloatArray:
    """Give (1 − p, p) for probabilities of class 1."""
    return np.stack([1 - values, values], axis=-1)


def as_logits(values: FloatArray, target: Array, notes: list[str]) -> FloatArray:
    """Give the logarithms of probabilities, the classes last.

    Parameters
    ----------
    values : ndarray, shape (…, K)
    target : ndarray
        Class indices or distributions, for the refusal of a true class of probability 0.
    notes : list of str
        What is to be known is added to it.

    Raises
    ------
    ValueError
        When a number is no probability, or a true class has the probability 0.
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
    _check_true_classes(rows, target)
    notes.append("The logits are the logarithms of the probabilities.")
    worst = int(np.abs(sums - 1).argmax())
    if abs(sums[worst] - 1) > _EXACT:
        notes.append(
            f"The probabilities of row {worst} sum to {sums[worst]:.6g}; softmax divides each row "
            "by its sum."
        )
    if (rows == 0).any():
        notes.append(f"A probability of 0 is written as the logit {MASKED:.0e}.")
    with np.errstate(divide="ignore"):
        logs = np.where(rows > 0, np.log(rows), MASKED)
    return logs.reshape(values.shape)


def _check_true_classes(rows: FloatArray, target: Array) -> None:
    empty = np.zeros(len(rows), bool)
    if target.size == rows.size and target.ndim and target.shape[-1] == rows.shape[-1]:
        empty = ((rows == 0) & (target.reshape(rows.shape) > 0)).any(axis=1)
    else:
        indices = target.reshape(-1)
        valid = (indices >= 0) & (indices < rows.shape[-1])
        picked = rows[np.arange(len(rows)), np.where(valid, indices, 0).astype(np.intp)]
        empty = valid & (picked == 0)
    if empty.any():
        row = int(empty.argmax())
        raise ValueError(
            f"Row {row} gives its true class the probability 0, so its cost is infinite. Leave the "
            "row out, or give that class the smallest probability that your model can mean."
        )
