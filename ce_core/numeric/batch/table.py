"""Tables of numbers in text (CSV, TSV), read fast; the first bad cell is found and named.

NumPy's C reader does the work a stretch of lines at a time. Only when it refuses, or when a
number is not finite, our own reader walks over that stretch to say where and why.
"""

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.limits import (
    MAX_CLASSES_IN_BATCH,
    MAX_FILE_MEGABYTES,
    MAX_LOGIT,
    check_count,
    check_size,
    quoted,
)
from ce_core.numeric.batch.progress import Progress, silent

LABEL_COLUMNS = frozenset({"label", "labels", "target", "targets", "class", "y", "y_true"})
"""Names of a column that holds labels: alone as indices, numbered (target_0, …) as soft labels."""

_STRETCH = 20_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_NUMBERED = re.compile(r"(.*?)[ _.\-\[(]?\d+[\])]?")


@dataclass(frozen=True)
class Table:
    """Columns of finite numbers (n, columns) and, where the first line names them, their names."""

    values: FloatArray
    names: tuple[str, ...] | None

    def label_columns(self) -> list[int]:
        """Give the columns that hold labels by their names."""
        return [i for i, name in enumerate(self.names or ()) if _is_label(name)]


def read_table(content: bytes, progress: Progress = silent) -> Table:
    """Read a table whose cells are separated by tabs, semicolons, commas or blanks.

    Parameters
    ----------
    content : bytes
        UTF-8 text, one row a line; the first line may name the columns.

    Raises
    ------
    ValueError
        With the line and column of the first bad cell, or the limit that is passed.
    """
    check_size(len(content), MAX_FILE_MEGABYTES)
    if b"\0" in content[:4096]:
        raise ValueError("This is not text; expected a table of numbers in UTF-8, a row a line.")
    try:
        return _read(content, progress)
    except UnicodeDecodeError:
        raise ValueError(
            "This is not UTF-8 text; expected a table of numbers, one row a line."
        ) from None


def _read(content: bytes, progress: Progress) -> Table:
    lines = _numbered_lines(content)
    first = next(lines, None)
    if first is None:
        raise ValueError("The file is empty; expected logits as numbers.")
    separator = _separator(first[1])
    cells = _cells(first[1], separator)
    if len(cells) > 2 * MAX_CLASSES_IN_BATCH:
        raise ValueError(
            f"Line {first[0]} has {len(cells):,} cells; "
            f"the limit is {MAX_CLASSES_IN_BATCH:,} classes."
        )
    names = tuple(cells) if _is_header(cells) else None
    at_most = content.count(b"\n") + content.count(b"\r") + 1
    check_count(min(at_most, len(content) // (2 * len(cells)) + 1) * len(cells))
    values = np.empty((at_most, len(cells)))
    filled, seen = 0, 0
    stretch = [] if names else [first]
    while stretch := stretch + list(islice(lines, _STRETCH)):
        rows = _numbers(stretch, separator, first[0], len(cells))
        values[filled : filled + len(rows)] = rows
        filled += len(rows)
        seen += sum(len(line) for _, line in stretch)
        progress(min(1.0, seen / len(content)))
        stretch = []
    if not filled:
        raise ValueError("The file names its columns but holds no row of numbers.")
    return Table(values[:filled], names)


def _numbered_lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers as an editor shows them."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=None)
    return ((number, line) for number, line in enumerate(text, 1) if not line.isspace())


def _separator(line: str) -> str | None:
    """Give the first of tab, semicolon and comma that the line holds; None means blanks."""
    return next((mark for mark in "\t;," if mark in line), None)


def _cells(line: str, separator: str | None) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.strip("\r\n").split(separator)]


def _is_label(name: str) -> bool:
    numbered = _NUMBERED.fullmatch(name)
    return (numbered[1] if numbered else name).strip().casefold() in LABEL_COLUMNS


def _is_header(cells: list[str]) -> bool:
    """A first line names columns if it says where the labels are, or holds no number at all."""
    if any(_is_label(cell) for cell in cells if not _NUMBER.fullmatch(cell)):
        return True
    numeric = any(_NUMBER.fullmatch(cell) or not math.isnan(_value(cell)) for cell in cells)
    return not numeric and not any(_is_no_name(cell) for cell in cells)


def _is_no_name(cell: str) -> bool:
    return cell.casefold() in {"", "nan", "+nan", "-nan", "na", "null", "none"}


def _value(cell: str) -> float:
    """Give what Python reads in a cell, infinities included, or nan."""
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _numbers(
    stretch: list[tuple[int, str]], separator: str | None, first_line: int, columns: int
) -> FloatArray:
    try:
        rows: FloatArray = np.loadtxt(
            [line for _, line in stretch],
            delimiter=separator,
            comments=None,
            quotechar='"',
            ndmin=2,
        )
    except (ValueError, OverflowError):
        raise ValueError(_first_fault(stretch, separator, first_line, columns)) from None
    with np.errstate(invalid="ignore"):
        usable = rows.shape[1] == columns and (np.abs(rows) <= MAX_LOGIT).all()
    if not usable or len(rows) != len(stretch):
        raise ValueError(_first_fault(stretch, separator, first_line, columns))
    return rows


def _first_fault(
    stretch: list[tuple[int, str]], separator: str | None, first_line: int, columns: int
) -> str:
    """Say what is wrong with the first cell that is no finite number."""
    for number, line in stretch:
        cells = _cells(line, separator)
        for column, cell in enumerate(cells[:columns], 1):
            where = f"Line {number}, column {column}"
            if not cell:
                return f"{where} is empty; expected a number."
            if not _NUMBER.fullmatch(cell) and not math.isinf(_value(cell)):
                return f"{where} holds {quoted(cell)}; expected a number."
            if not abs(float(cell)) <= MAX_LOGIT:
                return (
                    f"{where} holds {quoted(cell)}; expected a finite number of at most "
                    f"{MAX_LOGIT:g} in size. For a masked class write −1e9."
                )
        if len(cells) != columns:
            return (
                f"Line {number} has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}; "
                f"expected {columns}, as in line {first_line}."
            )
    return f"Lines {stretch[0][0]} to {stretch[-1][0]} are not a table of plain numbers."
