"""Cross-entropy of many rows at once, in chunks of rows so that memory stays bounded.

A `Batch` is what was asked, `Settings` how, an `Evaluation` what came out; what is wanted of
single rows (probabilities, terms, gradient) is computed for those rows only.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.softmax import log_softmax
from ce_core.numeric.targets import Reduction, mean_divisor, read_target, read_weight
from ce_core.scenario import TEMPERATURE_RANGE

CHUNK_VALUES = 500_000
"""Logits that are worked on at once: 4 MB, so that a chunk and what is made of it stay small."""

Control = Literal["reduction", "weight", "ignore_index", "label_smoothing", "temperature"]
CONTROLS: tuple[Control, ...] = get_args(Control)

Progress = Callable[[float], None]
"""Told the share that is done, from 0 to 1."""


def silent(_share: float) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Settings:
    """The arguments of `cross_entropy`, and the temperature that divides the logits.

    Raises
    ------
    ValueError
        With a sentence, when one of them is not what `cross_entropy` takes.
    """

    reduction: Reduction = "mean"
    weight: tuple[float, ...] | None = None
    ignore_index: int | None = None
    label_smoothing: float = 0.0
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if self.reduction not in get_args(Reduction):
            raise ValueError(f"reduction must be mean, sum or none, but it is {self.reduction!r}.")
        low, high = TEMPERATURE_RANGE
        if not low <= self.temperature <= high:
            raise ValueError(
                f"temperature must lie between {low} and {high}, but it is {self.temperature}."
            )
        if not 0 <= self.label_smoothing <= 1:
            raise ValueError(
                f"label_smoothing must lie between 0 and 1, but it is {self.label_smoothing}."
            )

    def without(self, control: Control) -> "Settings":
        """Put one control back to where it changes nothing."""
        return replace(self, **{control: getattr(NEUTRAL, control)})

    def uses(self, control: Control) -> bool:
        """Tell whether a control stands elsewhere than where it changes nothing."""
        return bool(getattr(self, control) != getattr(NEUTRAL, control))


NEUTRAL = Settings()


@dataclass(frozen=True)
class Batch:
    """Logits with their labels.

    Parameters
    ----------
    logits : ndarray, shape (K,), (N, K) or (batch, seq, K)
        Finite numbers, the classes last.
    target : ndarray
        Class indices (the shape of `logits` without its last axis) or distributions over the
        classes (the shape of `logits`).

    Raises
    ------
    ValueError
        When the shapes are not these.
    """

    logits: FloatArray
    target: npt.NDArray[Any]

    def __post_init__(self) -> None:
        shape = self.logits.shape
        if not 1 <= len(shape) <= 3 or shape[-1] < 2 or not self.logits.size:
            raise ValueError(
                "logits must have shape (K), (N, K) or (batch, seq, K) with at least two classes "
                f"and one row, but they came with shape {shape}."
            )
        if self.target.shape not in (shape, shape[:-1]):
            raise ValueError(
                f"labels for logits of shape {shape} must have shape {shape[:-1]} as indices or "
                f"{shape} as probabilities, but they came with shape {self.target.shape}."
            )

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

    def position(self, row: int) -> tuple[int, ...]:
        """Where a row stands on the axes before the classes: (batch, seq), (N,) or ()."""
        return tuple(int(i) for i in np.unravel_index(row, self.logits.shape[:-1] or (1,)))

    def chunks(self) -> Iterator[slice]:
        """Cut the rows into slices of at most `CHUNK_VALUES` logits."""
        height = max(1, CHUNK_VALUES // self.n_classes)
        for start in range(0, self.n_rows, height):
            yield slice(start, min(start + height, self.n_rows))


@dataclass(frozen=True)
class Evaluation:
    """The losses of a batch, in nats.

    Parameters
    ----------
    losses : ndarray, shape (n,)
        Weighted and smoothed as set; 0 where ignored.
    counted : ndarray of bool, shape (n,)
        False where the label is `ignore_index`.
    divisor : float
        What a mean divides by: the weights of the true classes that count, or for soft labels
        the number of rows.
    reduced : float or None
        The reduced loss; None for reduction "none". A mean over nothing is nan.
    """

    losses: FloatArray
    counted: npt.NDArray[np.bool_]
    divisor: float
    reduced: float | None

    def mean(self) -> float:
        """What reduction "mean" gives; nan when nothing counts."""
        return self.sum() / self.divisor if self.divisor else math.nan

    def sum(self) -> float:
        """What reduction "sum" gives."""
        return float(self.losses.sum())

    def order(self) -> IntArray:
        """The rows from the largest loss to the smallest; those that do not count come last."""
        return np.argsort(-np.where(self.counted, self.losses, -1.0), kind="stable")


def evaluate(batch: Batch, settings: Settings, progress: Progress = silent) -> Evaluation:
    """Compute the loss of every row and reduce them, a chunk of rows at a time.

    Beside the batch itself this takes nine bytes a row and a few chunks.

    Raises
    ------
    ValueError
        When a label names no class, or a setting does not fit the batch.
    """
    check_labels(batch, settings)
    losses = np.empty(batch.n_rows)
    targets = batch.row_targets
    for rows in batch.chunks():
        losses[rows] = cross_entropy(
            _scaled(batch, settings, rows), targets[rows], reduction="none", **_options(settings)
        )
        progress(rows.stop / batch.n_rows)
    counted = np.ones(batch.n_rows, bool)
    if settings.ignore_index is not None:
        counted = targets != settings.ignore_index
    found = Evaluation(losses, counted, _divisor(batch, settings, counted), None)
    if settings.reduction == "none":
        return found
    return replace(found, reduced=found.mean() if settings.reduction == "mean" else found.sum())


def check_labels(batch: Batch, settings: Settings) -> None:
    """Refuse the first label that names no class, by its row.

    Raises
    ------
    ValueError
        Also when `ignore_index` is set for labels that are no indices.
    """
    ignored = settings.ignore_index
    if batch.is_soft:
        if ignored is not None:
            raise ValueError(
                "ignore_index works with class indices only; these labels are distributions."
            )
        return
    targets = batch.row_targets
    outside = (targets < 0) | (targets >= batch.n_classes)
    if ignored is not None:
        outside &= targets != ignored
    if outside.any():
        row = int(outside.argmax())
        raise ValueError(
            f"The label of row {row} is {targets[row]}, which is no class from 0 to "
            f"{batch.n_classes - 1}. Set ignore_index to {targets[row]} to leave such rows out."
        )


@dataclass(frozen=True)
class RowDetails:
    """Everything about some rows: each array has shape (r, K), `losses` (r,)."""

    logits: FloatArray
    probabilities: FloatArray
    target: FloatArray
    """The smoothed and weighted target that the terms multiply; 0 where ignored."""
    terms: FloatArray
    losses: FloatArray
    gradient: FloatArray
    """Of the reduced loss with respect to the logits; for reduction "none", of the sum."""


def details(batch: Batch, settings: Settings, rows: IntArray | slice, divisor: float) -> RowDetails:
    """Compute probabilities, terms −y'·log ŷ, loss and gradient of some rows.

    Parameters
    ----------
    rows : ndarray of int, or slice
        Which rows of `batch.rows`.
    divisor : float
        That of the whole batch's `Evaluation`; only reduction "mean" divides by it.
    """
    scaled = _scaled(batch, settings, rows)
    targets = batch.row_targets[rows]
    options = _options(settings)
    read = read_target(targets, scaled, 1, **options, reduction="none")
    mass = read.mass(slice(None), batch.n_classes, np.dtype(np.float64))
    logs = log_softmax(scaled)
    gradient = cross_entropy_grad(scaled, targets, reduction="none", **options)
    gradient /= settings.temperature
    if settings.reduction == "mean" and divisor:
        gradient /= divisor
    return RowDetails(
        logits=batch.rows[rows].astype(np.float64),
        probabilities=np.exp(logs),
        target=mass,
        terms=mass * -logs,
        losses=cross_entropy(scaled, targets, reduction="none", **options),
        gradient=gradient,
    )


def reduced_without(batch: Batch, settings: Settings, control: Control) -> float | None:
    """Give the reduced loss as it would be with one control back at its neutral value.

    For reduction "none" it is the mean that is compared. None where that loss is not defined:
    without ignore_index the ignored labels may name no class.
    """
    try:
        found = evaluate(batch, settings.without(control))
    except ValueError:
        return None
    return found.sum() if settings.reduction == "sum" else found.mean()


def read_weights(text: str, n_classes: int) -> tuple[float, ...] | None:
    """Read one weight per class from text such as ``1, 2, 0.5``; nothing means no weights.

    Raises
    ------
    ValueError
        With a sentence, when there are not K of them or one is no number that is not negative.
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    if not parts:
        return None
    weights = []
    for part in parts[: n_classes + 1]:
        try:
            weights.append(float(part))
        except ValueError:
            raise ValueError(f"weight {part[:20]!r} is not a number.") from None
    if len(parts) != n_classes:
        raise ValueError(
            f"weight needs one number for each of the {n_classes} classes, "
            f"but there are {len(parts)}."
        )
    largest = max(weights)
    if 1e6 < largest < math.inf:
        raise ValueError(
            f"weight must not be larger than 1000000, but one is {format_number(largest)}."
        )
    return tuple(read_weight(weights, n_classes).tolist())


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "weight": settings.weight,
        "ignore_index": settings.ignore_index,
        "label_smoothing": settings.label_smoothing,
    }


def _scaled(batch: Batch, settings: Settings, rows: IntArray | slice) -> FloatArray:
    """z/T of some rows, in float64 so that no float16 or float32 overflows."""
    scaled: FloatArray = batch.rows[rows].astype(np.float64)
    if settings.temperature != 1:
        scaled /= settings.temperature
    return scaled


def _divisor(batch: Batch, settings: Settings, counted: npt.NDArray[np.bool_]) -> float:
    if batch.is_soft:
        return float(batch.n_rows)
    weight = None if settings.weight is None else np.asarray(settings.weight, np.float64)
    if weight is None:
        return float(np.count_nonzero(counted))
    return mean_divisor(np.where(counted, batch.row_targets, 0), counted, weight)
