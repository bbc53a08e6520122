"""Compute the cross-entropy of many rows at once, in chunks of rows so that memory stays bounded.

A `Batch` is what was asked, `Settings` how, an `Evaluation` what came out; what is wanted of
single rows (probabilities, terms, gradient) is computed for those rows only.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.progress import Progress, silent
from ce_core.numeric.batch.settings import MAX_IGNORE_INDEX, Control, Settings
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.softmax import log_softmax
from ce_core.numeric.targets import mean_divisor, read_target


@dataclass(frozen=True)
class Evaluation:
    """The losses of a batch, in nats.

    Parameters
    ----------
    losses : ndarray, shape (n,)
        Smoothed and weighted as set, by class and by row; 0 where ignored.
    counted : ndarray of bool, shape (n,)
        False where the label is `ignore_index`.
    divisor : float
        What a mean divides by. For class numbers the sum of weights of the rows that count, each
        that of the true class times that of the row; for distributions that of the rows alone.
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
        keys = np.where(self.counted, self.losses, -1.0)
        return np.argsort(np.negative(keys, out=keys), kind="stable")


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
        _weigh(losses[rows], batch, rows)
        progress(rows.stop / batch.n_rows)
    counted = np.ones(batch.n_rows, bool)
    if settings.ignore_index is not None:
        counted = targets != settings.ignore_index
    found = Evaluation(losses, counted, divisor_of(batch, settings, counted), None)
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
        label = int(targets[row])
        advice = "Correct the label."
        if abs(label) <= MAX_IGNORE_INDEX:
            advice = f"Correct it, or set ignore_index to {label} to leave such rows out."
        raise ValueError(
            f"The label of row {row} is {label}, which is no class from 0 to "
            f"{batch.n_classes - 1}. {advice}"
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
    _weigh(mass, batch, rows)
    logs = log_softmax(scaled)
    gradient = cross_entropy_grad(scaled, targets, reduction="none", **options)
    gradient /= settings.temperature
    _weigh(gradient, batch, rows)
    if settings.reduction == "mean":
        gradient = _of_the_mean(gradient, targets, settings.ignore_index, divisor)
    losses = cross_entropy(scaled, targets, reduction="none", **options)
    with np.errstate(invalid="ignore"):  # 0·∞: a class without a label costs nothing
        terms = np.where(mass == 0, 0.0, mass * -logs)
    return RowDetails(
        logits=batch.rows[rows].astype(np.float64),
        probabilities=np.exp(logs),
        target=mass,
        terms=terms,
        losses=_weigh(np.atleast_1d(losses), batch, rows),
        gradient=gradient,
    )


def _weigh(values: FloatArray, batch: Batch, rows: IntArray | slice) -> FloatArray:
    """Multiply what belongs to some rows by their weights, in place; 0·∞ is 0."""
    weights = batch.row_weights
    if weights is not None:
        of_rows = weights[rows]
        with np.errstate(invalid="ignore"):
            values *= of_rows.reshape(-1, *[1] * (values.ndim - 1))
        values[of_rows == 0] = 0
    return values


def _of_the_mean(
    gradient: FloatArray, targets: npt.NDArray[Any], ignored: int | None, divisor: float
) -> FloatArray:
    """Divide by what the mean divides by; where that is 0, nan in every row that counts."""
    if divisor:
        return gradient / divisor
    nothing = np.full_like(gradient, np.nan)
    if ignored is not None:
        nothing[targets == ignored] = 0
    return nothing


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


def divisor_of(batch: Batch, settings: Settings, counted: npt.NDArray[np.bool_]) -> float:
    """Give what a mean divides by, where the rows of `counted` count."""
    of_rows = batch.row_weights
    if batch.is_soft:
        return float(batch.n_rows) if of_rows is None else math.fsum(of_rows)
    weight = None if settings.weight is None else np.asarray(settings.weight, np.float64)
    if weight is None:
        return float(np.count_nonzero(counted)) if of_rows is None else math.fsum(of_rows[counted])
    indices = np.where(counted, batch.row_targets, 0)
    if of_rows is None:
        return mean_divisor(indices, counted, weight)
    return math.fsum((of_rows * weight[indices])[counted])
