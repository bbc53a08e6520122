"""Read what was given to the computation: logits or probabilities, labels, weights and settings."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, SupportsIndex, get_args

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import as_rows, read_classes
from ce_core.numeric.cross_entropy import one_hot
from ce_core.numeric.shifted_exponentials import check_largest, read_temperature
from ce_core.numeric.targets import read_target

Given = Literal["logits", "probabilities"]
Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """n rows of K classes with their labels, in float64.

    Parameters
    ----------
    rows : ndarray, shape (n, K)
        Logits, or probabilities.
    given : {"logits", "probabilities"}
    indices : ndarray of int, shape (n,), or None
        The true classes (0 where ignored).
    soft : ndarray, shape (n, K), or None
        The labels as distributions, where they came so.
    counted : ndarray of bool, shape (n,)
        False where the label is `ignore_index`.
    weight : ndarray, shape (K,), or None
    label_smoothing, temperature : float
    ignore_index : int or None
    """

    rows: Matrix
    given: Given
    indices: npt.NDArray[np.intp] | None
    soft: Matrix | None
    counted: npt.NDArray[np.bool_]
    weight: Vector | None
    label_smoothing: float
    temperature: float
    ignore_index: int | None

    @property
    def shape(self) -> tuple[int, int]:
        """n and K."""
        return self.rows.shape[0], self.rows.shape[1]

    @property
    def is_soft(self) -> bool:
        """Whether the labels are distributions."""
        return self.soft is not None

    @cached_property
    def labels(self) -> Matrix:
        """The labels as rows (n, K), one-hot where they came as indices; 0 where ignored."""
        if self.soft is not None:
            return self.soft
        assert self.indices is not None
        hot = one_hot(self.indices, self.shape[1])
        return np.asarray(hot * self.counted[:, None], np.float64)

    def part(self, rows: slice) -> "Case":
        """Some of the rows, with all settings."""
        return replace(
            self,
            rows=self.rows[rows],
            indices=None if self.indices is None else self.indices[rows],
            soft=None if self.soft is None else self.soft[rows],
            counted=self.counted[rows],
        )

    def scaled(self, factor: float) -> "Case":
        """The same case with what was given multiplied by a number."""
        return replace(self, rows=self.rows * factor)

    @property
    def class_weights(self) -> Vector:
        """The weight of each class, shape (K,); ones where none were given."""
        return np.ones(self.shape[1]) if self.weight is None else self.weight


def read_case(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    weight: npt.ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    temperature: float = 1.0,
    given: Given = "logits",
) -> Case:
    """Read the arguments of `explain_number`; the classes stand on the last axis.

    Raises
    ------
    ValueError
        With a sentence, as `cross_entropy` raises it; if `given` is unknown; if probabilities lie
        outside 0 to 1; if there is one class only.
    """
    if given not in get_args(Given):
        raise ValueError(f"given must be 'logits' or 'probabilities', but came as {given!r}.")
    array, axis = read_classes(logits, given, -1)
    array = array.astype(np.float64)
    if array.shape[-1] == 1:
        raise ValueError(
            "There is only one class: softmax of one logit is always 1, and its cost is 0. "
            "Give two logits, or 0 and z for a binary logit z."
        )
    rows = as_rows(array, axis)
    if given == "logits":
        check_largest(rows.max(axis=-1, initial=-np.inf) if rows.size else np.zeros(0))
    elif rows.size and not (rows.min() >= 0 and rows.max() <= 1):
        raise ValueError("probabilities must lie between 0 and 1; are these logits?")
    read = read_target(target, array, axis, weight, ignore_index, label_smoothing, "mean")
    n = len(rows)
    return Case(
        rows=rows,
        given=given,
        indices=None if read.indices is None else np.asarray(read.indices, np.intp),
        soft=None if read.probabilities is None else np.asarray(read.probabilities, np.float64),
        counted=np.ones(n, bool) if read.counted is None else np.asarray(read.counted, bool),
        weight=None if read.weight is None else np.asarray(read.weight, np.float64),
        label_smoothing=float(label_smoothing),
        temperature=read_temperature(temperature),
        ignore_index=None if ignore_index is None else int(ignore_index),
    )
