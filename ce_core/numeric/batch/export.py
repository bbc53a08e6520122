"""Write a batch's results as CSV and .npz, a chunk of rows at a time."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, RowDetails, details
from ce_core.numeric.batch.settings import Settings

MAX_DETAILED_VALUES = 2_000_000
"""Above so many logits a download holds the losses alone, beside what was given.

Probabilities, terms and gradient are three times the logits; one visitor's download must not take
the memory of all others.
"""


_WRITTEN_AT_ONCE = 10_000


def is_detailed(batch: Batch) -> bool:
    """Tell whether downloads hold probabilities, terms and gradient beside the losses."""
    return batch.logits.size <= MAX_DETAILED_VALUES


def to_csv(batch: Batch, settings: Settings, found: Evaluation) -> bytes:
    """Write a line per row: its number from 0, its label, its loss and what led to it.

    Numbers are written so that they read back exactly; the text is ASCII.
    """
    out = io.BytesIO()
    out.write((",".join(_header(batch)) + "\n").encode())
    targets = batch.row_targets
    for rows in _few_rows(batch):
        columns: list[npt.NDArray[Any]] = [targets[rows].reshape(rows.stop - rows.start, -1)]
        if batch.row_weights is not None:
            columns.append(batch.row_weights[rows, None])
        columns.append(found.losses[rows, None])
        if is_detailed(batch):
            seen = details(batch, settings, rows, found.divisor)
            columns += [seen.probabilities, seen.terms, seen.gradient]
        parts = [column.tolist() for column in columns]
        for row, cells in enumerate(zip(*parts, strict=True), rows.start):
            flat = (repr(value) for cell in cells for value in cell)
            out.write(f"{row},{','.join(flat)}\n".encode())
    return out.getvalue()


def _few_rows(batch: Batch) -> Iterator[slice]:
    """Cut the rows finer than chunks where classes are few: as Python objects cells take more."""
    for rows in batch.chunks():
        for start in range(rows.start, rows.stop, _WRITTEN_AT_ONCE):
            yield slice(start, min(start + _WRITTEN_AT_ONCE, rows.stop))


def _header(batch: Batch) -> list[str]:
    def numbered(name: str) -> list[str]:
        return [f"{name}_{c}" for c in range(batch.n_classes)]

    labels = numbered("label") if batch.is_soft else ["label"]
    detailed = [*numbered("probability"), *numbered("term"), *numbered("gradient")]
    weight = [] if batch.row_weight is None else ["weight"]
    return ["row", *labels, *weight, "loss", *(detailed if is_detailed(batch) else [])]


def to_npz(batch: Batch, settings: Settings, found: Evaluation) -> bytes:
    """Write logits, labels, losses and the reduced loss; of ``is_detailed`` batches everything.

    That is probabilities, terms and gradient as well. Arrays have the shape of the logits (or of
    what is left without the classes), and `numpy.load` reads them. Beside the archive only a chunk
    at a time is in memory.
    """
    leading, shape = batch.logits.shape[:-1], batch.logits.shape
    arrays: dict[str, npt.NDArray[Any]] = {
        "logits": batch.logits,
        "labels": batch.target,
        "losses": found.losses.reshape(leading),
    }
    if batch.row_weight is not None:
        arrays["sample_weight"] = batch.row_weight
    if found.reduced is not None:
        arrays["reduced"] = np.array(found.reduced)
    parts: dict[str, Callable[[RowDetails], npt.NDArray[Any]]] = {
        "probabilities": lambda seen: seen.probabilities,
        "terms": lambda seen: seen.terms,
        "gradient": lambda seen: seen.gradient,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
        for name, part in parts.items() if is_detailed(batch) else ():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                _write_header(member, shape)
                for seen in _in_chunks(batch, settings, found):
                    member.write(np.ascontiguousarray(part(seen), np.float64).tobytes())
    return out.getvalue()


def _in_chunks(batch: Batch, settings: Settings, found: Evaluation) -> Iterator[RowDetails]:
    return (details(batch, settings, rows, found.divisor) for rows in batch.chunks())


def _write_header(member: IO[bytes], shape: tuple[int, ...]) -> None:
    np.lib.format.write_array_header_1_0(
        member,
        {
            "descr": np.lib.format.dtype_to_descr(np.dtype(np.float64)),
            "fortran_order": False,
            "shape": shape,
        },
    )
