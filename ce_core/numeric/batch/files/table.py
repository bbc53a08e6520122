"""Read tables in text (CSV, TSV and the like) fast, and name the first bad cell.

NumPy's C reader does the work a stretch of lines at a time. Only where it refuses, `cells` looks at
every cell: for texts, decimal commas and thousands separators, or to say what is wrong.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.files.cells import (
    Columns,
    cells_of,
    first_fault,
    is_header,
    separator_of,
)
from ce_core.numeric.batch.files.content import Table
from ce_core.numeric.batch.limits import (
    MAX_CLASSES_IN_BATCH,
    MAX_FILE_MEGABYTES,
    MAX_LOGIT,
    MAX_VALUES,
    check_count,
    check_size,
)
from ce_core.numeric.batch.progress import Progress, silent

Line = tuple[int, str]
"""A line with its number, as an editor shows it."""

_STRETCH = 20_000
_RULE = re.compile(r"\|[|\s:-]*-[|\s:-]*\|?")
_SIZE = re.compile(r"\[\d+ rows x \d+ columns\]")
_R_PLACE = re.compile(r"\[(,?)(\d+),?\]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read_table(content: bytes, progress: Progress = silent) -> Table:
    """Read a table whose cells are separated by tabs, semicolons, commas, bars or blanks.

    Parameters
    ----------
    content : bytes
        UTF-8 or UTF-16 text, one row per line. The first line may name the columns; a line before
        it may say ``sep=;``. Blank lines and those that begin with # are passed over.

    Raises
    ------
    ValueError
        With the line and column of the first bad cell, or the limit that is passed.
    """
    check_size(len(content), MAX_FILE_MEGABYTES)
    try:
        return _read(content, progress)
    except UnicodeDecodeError:
        raise ValueError(
            "This is not UTF-8 text. Save the table as UTF-8, one row per line."
        ) from None


@dataclass(frozen=True)
class _Layout:
    """How the lines of a table are cut: what separates, and whether they end with a separator."""

    separator: str | None
    ends_with_it: bool

    def cut(self, line: str) -> str:
        """Take off what follows the last cell."""
        line = line.rstrip("\r\n")
        return line.rstrip()[:-1] if self.ends_with_it else line


def _read(content: bytes, progress: Progress) -> Table:
    lines, said, comment = _start(_numbered_lines(content))
    stretch = list(islice(lines, _STRETCH))
    if not stretch:
        raise ValueError("The file is empty; expected logits as numbers.")
    separator = said or separator_of([line for _, line in stretch[:50]])
    first_line = stretch[0][0]
    names, stretch = _header(stretch, separator, comment)
    if not stretch:
        raise ValueError("The file names its columns but holds no row of numbers.")
    layout = _Layout(separator, _end_with(separator, [line for _, line in stretch[:50]]))
    width = len(cells_of(layout.cut(stretch[0][1]), separator))
    if width > 2 * MAX_CLASSES_IN_BATCH:
        raise ValueError(
            f"Line {stretch[0][0]} has {width:,} cells; "
            f"the limit is {MAX_CLASSES_IN_BATCH:,} classes."
        )
    names = _fitting(names, width)
    if names is not None and len(names) != width:
        raise ValueError(
            f"Line {stretch[0][0]} has {width} {'cell' if width == 1 else 'cells'}; "
            f"expected {len(names)}, as in line {first_line}."
        )
    reader = _Reader(layout, stretch[0][0], width, names)
    values = _rows(reader, chain([stretch], _stretches(lines)), content, progress)
    columns = reader.columns
    return Table(values, names, columns.texts(), columns.unread, columns.percent)


def _rows(
    reader: "_Reader", stretches: Iterator[list[Line]], content: bytes, progress: Progress
) -> FloatArray:
    width = reader.width
    at_most = content.count(b"\n") + content.count(b"\r") + 1
    at_most = min(at_most, len(content) // (2 * width) + 1, MAX_VALUES // width + 1)
    values = np.empty((at_most, width))
    filled, seen = 0, 0
    for stretch in stretches:
        check_count((filled + len(stretch)) * width)
        rows = reader.read(stretch)
        values[filled : filled + len(rows)] = rows
        filled += len(rows)
        seen += sum(len(line) for _, line in stretch)
        progress(min(1.0, seen / len(content)))
    return values[:filled]


def _stretches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while stretch := list(islice(lines, _STRETCH)):
        yield stretch


class _Reader:
    """Reads stretch after stretch: by NumPy as long as that works, else cell by cell."""

    def __init__(
        self, layout: _Layout, first_line: int, width: int, names: tuple[str, ...] | None
    ) -> None:
        self.layout, self.first_line, self.width = layout, first_line, width
        self.columns = Columns(names, width)

    def read(self, stretch: list[Line]) -> FloatArray:
        lines = [self.layout.cut(line) for _, line in stretch]
        if not self.columns.are_special:
            rows = self._fast(lines)
            if rows is not None:
                return rows
        cells = [cells_of(line, self.layout.separator) for line in lines]
        if any(len(row) != self.width for row in cells):
            raise ValueError(self._fault(stretch, cells))
        read = self.columns.read(cells)
        if read is None:
            raise ValueError(self._fault(stretch, cells))
        return read

    def _fast(self, lines: list[str]) -> FloatArray | None:
        try:
            rows: FloatArray = np.loadtxt(
                lines, delimiter=self.layout.separator, comments=None, quotechar='"', ndmin=2
            )
        except (ValueError, OverflowError):
            return None
        with np.errstate(invalid="ignore"):
            allowed = (np.abs(rows) <= MAX_LOGIT) | np.isneginf(rows)
            usable = rows.shape[1] == self.width and allowed.all()
        return rows if usable and len(rows) == len(lines) else None

    def _fault(self, stretch: list[Line], cells: list[list[str]]) -> str:
        numbers = [number for number, _ in stretch]
        return first_fault(numbers, cells, self.columns, self.first_line)


def _numbered_lines(content: bytes) -> Iterator[Line]:
    """Yield the lines that hold something, with their numbers as an editor shows them."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=_encoding(content), newline=None)
    lines = ((number, _plain_line(line)) for number, line in enumerate(text, 1))
    return ((number, line) for number, line in lines if line.strip().strip(" \t,;|"))


def _plain_line(line: str) -> str:
    """Take off what Markdown, R and pandas write around the cells of a line."""
    start = line.lstrip()[:1]
    if start == "|":
        line = line.strip()
        return "" if _RULE.fullmatch(line) else line.removesuffix("|")[1:]
    if start == "[":
        if _SIZE.fullmatch(line.strip()):
            return ""
        return _R_PLACE.sub(lambda place: f" {'V' if place[1] else ''}{place[2]} ", line)
    return line


def _encoding(content: bytes) -> str:
    """Tell UTF-16 by its mark, or by the zeros that it has beside every plain letter."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:400]
    if b"\0" not in start:
        return "utf-8-sig"
    half = len(start) // 2
    if start[1::2].count(0) > 0.8 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.8 * half:
        return "utf-16-be"
    raise ValueError("This is not text; expected a table of numbers, one row per line.")


def _start(lines: Iterator[Line]) -> tuple[Iterator[Line], str | None, str]:
    """Pass over comments; give what ``sep=`` names, and the last comment before the first row."""
    said, comment = None, ""
    for number, line in lines:
        named = _SEPARATOR_LINE.fullmatch(line)
        if named:
            said = named[1]
        elif line.lstrip().startswith("#"):
            comment = line.lstrip().lstrip("#")
        else:
            kept = (each for each in lines if not each[1].lstrip().startswith("#"))
            return chain([(number, line)], kept), said, comment
    return iter(()), said, comment


def _header(
    stretch: list[Line], separator: str | None, comment: str
) -> tuple[tuple[str, ...] | None, list[Line]]:
    """Take the names off the first line, or from the comment above it, as numpy.savetxt writes."""
    first = cells_of(stretch[0][1], separator)
    if is_header(first):
        return tuple(first), stretch[1:]
    above = cells_of(comment, separator)
    if comment and len(above) == len(first) and is_header(above):
        return tuple(above), stretch
    return None, stretch


def _end_with(separator: str | None, lines: list[str]) -> bool:
    mark = (separator or "").strip()
    return bool(mark) and all(line.rstrip().endswith(mark) for line in lines)


def _fitting(names: tuple[str, ...] | None, width: int) -> tuple[str, ...] | None:
    """Fit names to the columns: without the empty one at the end, or with one for row names."""
    if names is None:
        return None
    if len(names) == width + 1 and not names[-1]:
        return names[:-1]
    # R writes a column of row names that has no name of its own.
    return ("", *names) if len(names) == width - 1 else names
