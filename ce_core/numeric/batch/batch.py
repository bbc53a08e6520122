"""Hold logits with their labels, the classes on the last axis, and give them row by row."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray

MAX_AXES = 4
MAX_ROW_WEIGHT = 1e12
CHUNK_VALUES = 500_000
"""Logits that are worked on at once: 4 MB, so that a chunk and what is made of it stay small."""


@dataclass(frozen=True)
class Batch:
    """Logits with their labels.

    Parameters
    ----------
    logits : ndarray, shape (K,), (N, K), (batch, seq, K) or (batch, height, width, K)
        Finite numbers, or −inf for a masked class; the classes last.
    target : ndarray
        Class indices (the shape of `logits` without its last axis) or distributions over the
        classes (the shape of `logits`).
    row_weight : ndarray, the shape of `logits` without its last axis, or None
        Multiplies the loss of each row, as scikit-learn's sample_weight; finite, ≥ 0.

    Raises
    ------
    ValueError
        When the shapes are not these, or a weight of a row is negative or not finite.
    """

    logits: FloatArray
    target: npt.NDArray[Any]
    row_weight: FloatArray | None = None

    def __post_init__(self) -> None:
        shape = self.logits.shape
        if not 1 <= len(shape) <= MAX_AXES or shape[-1] < 2 or not self.logits.size:
            raise ValueError(
                f"logits must have 1 to {MAX_AXES} axes, the last with at least two classes, and "
                f"at least one row, but they came with shape {shape}."
            )
        if self.target.shape not in (shape, shape[:-1]):
            raise ValueError(
                f"labels for logits of shape {shape} must have shape {shape[:-1]} as indices or "
                f"{shape} as probabilities, but they came with shape {self.target.shape}."
            )
        if self.row_weight is not None:
            _check_row_weight(self.row_weight, shape[:-1])

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return int(self.logits.shape[-1])

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever axes they stand on."""
        return math.prod(self.logits.shape[:-1])

    @property
    def is_soft(self) -> bool:
        """Whether the labels are distributions rather than class indices."""
        return self.target.shape == self.logits.shape

    @property
    def rows(self) -> FloatArray:
        """The logits as (n, K)."""
        return self.logits.reshape(-1, self.n_classes)

    @property
    def row_targets(self) -> npt.NDArray[Any]:
        """The labels as (n,) indices or (n, K) distributions."""
        return self.target.reshape(self.rows.shape if self.is_soft else (-1,))

    @property
    def row_weights(self) -> FloatArray | None:
        """The weights of the rows as (n,), in float64."""
        return None if self.row_weight is None else self.row_weight.reshape(-1).astype(np.float64)

    @property
    def is_masked(self) -> bool:
        """Whether a logit is −∞, which makes its class impossible."""
        return bool(self.logits.min() == -np.inf)

    def position(self, row: int) -> tuple[int, ...]:
        """Where a row stands on the axes before the classes: (batch, seq), (N,) or ()."""
        return tuple(int(i) for i in np.unravel_index(row, self.logits.shape[:-1] or (1,)))

    def chunks(self) -> Iterator[slice]:
        """Cut the rows into slices of at most `CHUNK_VALUES` logits."""
        height = max(1, CHUNK_VALUES // self.n_classes)
        for start in range(0, self.n_rows, height):
            yield slice(start, min(start + height, self.n_rows))


def _check_row_weight(weight: FloatArray, leading: tuple[int, ...]) -> None:
    if weight.shape != leading:
        raise ValueError(
            f"weights of rows must have shape {leading}, one for each row, but they came with "
            f"shape {weight.shape}."
        )
    flat = weight.reshape(-1)
    bad = ~((flat >= 0) & (flat <= MAX_ROW_WEIGHT))
    if bad.any():
        row = int(bad.argmax())
        raise ValueError(
            f"The weight of row {row} is {float(flat[row])!r}; expected a number from 0 to "
            f"{MAX_ROW_WEIGHT:g}."
        )
