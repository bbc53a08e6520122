"""From what was pasted, typed or uploaded to a `Batch`: by kind, then logits with their labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.arrays import read_json, read_npy, read_npz
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.limits import MAX_CLASSES_IN_BATCH, check_finite, quoted
from ce_core.numeric.batch.progress import Progress, silent
from ce_core.numeric.batch.table import LABEL_COLUMNS, Table, read_table

Array = npt.NDArray[Any]

FILE_KINDS = ("csv", "tsv", "txt", "json", "npy", "npz")


@dataclass(frozen=True)
class Source:
    """What one file or field holds: an array, and the labels if they came along."""

    values: Array
    labels: Array | None = None


def read_file(name: str, content: bytes, progress: Progress = silent) -> Source:
    """Read a file by the ending of its name.

    Raises
    ------
    ValueError
        With one sentence: what is wrong and where, and what was expected.
    """
    kind = name.rpartition(".")[2].casefold()
    if kind == "npy":
        return Source(read_npy(content))
    if kind == "npz":
        return _of_names(read_npz(content), "The .npz file")
    if kind == "json":
        read = read_json(content)
        return _of_names(read, "The JSON") if isinstance(read, dict) else Source(read)
    if kind in FILE_KINDS:
        return _of_table(read_table(content, progress))
    raise ValueError(
        f"{quoted(name)} is of a kind that is not read here; expected one of "
        f"{', '.join('.' + known for known in FILE_KINDS)}."
    )


def read_text(text: str) -> Source:
    """Read what was pasted: JSON if it opens with a bracket, else a table."""
    kind = "json" if text.lstrip("\ufeff \t\r\n").startswith(("[", "{")) else "csv"
    return read_file(f"pasted.{kind}", text.encode("utf-8", errors="replace"))


def as_batch(logits: Source, labels: Source | None = None) -> Batch:
    """Join logits with their labels; a source of labels of their own wins.

    Raises
    ------
    ValueError
        With one sentence, when one of them is missing or they do not fit together.
    """
    values = _as_logits(logits.values)
    given = logits.labels
    if labels is not None:
        given = labels.values if labels.labels is None else labels.labels
    if given is None:
        raise ValueError(
            "There are no labels. Give them beside the logits, or name them: a column label in a "
            "table, an array labels in .npz or JSON."
        )
    return Batch(values, as_target(given, values))


def as_target(labels: Array, logits: FloatArray) -> Array:
    """Give labels as indices or distributions in the shape that the logits ask for.

    Raises
    ------
    ValueError
        When the shape fits neither, an index is not whole, or a distribution does not sum to 1.
    """
    leading = logits.shape[:-1]
    n_rows, n_classes = logits.size // logits.shape[-1], logits.shape[-1]
    if labels.shape == logits.shape or labels.shape == (n_rows, n_classes):
        return _distributions(labels.reshape(-1, n_classes)).reshape(logits.shape)
    if labels.shape == leading or (labels.size == n_rows and labels.shape != logits.shape):
        return _indices(labels.reshape(-1)).reshape(leading)
    raise ValueError(
        f"The labels have shape {labels.shape}; logits of shape {logits.shape} need {leading} as "
        f"class indices or {logits.shape} as one-hot or soft labels."
    )


def _as_logits(values: Array) -> FloatArray:
    if not 1 <= values.ndim <= 3 or values.shape[-1] < 2 or not values.size:
        raise ValueError(
            f"The logits have shape {values.shape}; expected (K), (N, K) or (batch, seq, K) with "
            "at least two classes and one row."
        )
    if values.shape[-1] > MAX_CLASSES_IN_BATCH:
        raise ValueError(
            f"The logits have {values.shape[-1]:,} classes; the limit is {MAX_CLASSES_IN_BATCH:,}."
        )
    logits = values if values.dtype.kind == "f" else values.astype(np.float64)
    check_finite(logits)
    return logits


def _indices(labels: Array) -> Array:
    if labels.dtype.kind in "iu":
        if labels.dtype == np.uint64:
            # What int64 cannot hold is no class anyway, and must not wrap around to one.
            labels = np.minimum(labels, np.iinfo(np.int64).max)
        return labels.astype(np.int64)
    with np.errstate(invalid="ignore"):
        bad = ~((labels == np.floor(labels)) & (np.abs(labels) < 2**53))
    if bad.any():
        row = int(bad.argmax())
        raise ValueError(
            f"The label of row {row} is {float(labels[row])!r}; expected a whole number, the index "
            "of a class counted from 0."
        )
    return labels.astype(np.int64)


def _distributions(labels: Array) -> FloatArray:
    spread = labels if labels.dtype.kind == "f" else labels.astype(np.float64)
    check_finite(spread)
    sums = spread.sum(axis=1, dtype=np.float64)
    bad = (spread < 0).any(axis=1) | ~(np.abs(sums - 1) <= 1e-5)
    if not bad.any():
        return spread
    row = int(bad.argmax())
    if (spread[row] < 0).any():
        column = int((spread[row] < 0).argmax())
        raise ValueError(
            f"The label of row {row}, class {column}, is {float(spread[row, column])!r}; "
            "expected probabilities, which are not negative."
        )
    raise ValueError(
        f"The label of row {row} sums to {sums[row]:.6g}; expected probabilities that sum to 1."
    )


def _of_names(arrays: dict[str, Array], what: str) -> Source:
    names = {name.casefold(): name for name in arrays}
    labels = next((arrays[names[key]] for key in names if key in LABEL_COLUMNS), None)
    if "logits" in names:
        return Source(arrays[names["logits"]], labels)
    if len(arrays) == 1:
        only = next(iter(arrays.values()))
        return Source(only, only if labels is not None else None)
    shown = ", ".join(quoted(name) for name in list(arrays)[:4])
    raise ValueError(f"{what} names {shown}; expected the names logits and labels.")


def _of_table(table: Table) -> Source:
    """Take the label columns out; one line is one vector of logits."""
    columns = table.label_columns()
    values, labels = table.values, None
    if columns and len(columns) < values.shape[1]:
        others = [i for i in range(values.shape[1]) if i not in columns]
        labels = values[:, columns[0]] if len(columns) == 1 else values[:, columns]
        values = _columns(values, others)
    if len(values) == 1:
        values = values[0]
        labels = None if labels is None else labels[0]
    return Source(values, labels)


def _columns(values: FloatArray, chosen: list[int]) -> FloatArray:
    """Take columns as a view if they stand side by side, so that a large table is not copied."""
    if chosen == list(range(chosen[0], chosen[-1] + 1)):
        return values[:, chosen[0] : chosen[-1] + 1]
    return values[:, chosen]
