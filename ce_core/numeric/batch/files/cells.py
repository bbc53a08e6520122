"""Read the cells of a table where NumPy's reader refuses: texts, decimal commas, thousands.

A column must agree with itself: what one of its cells shows holds for all of them.
"""

import csv
import math
import re
from collections.abc import Callable, Sequence

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.files.content import is_note, numbered
from ce_core.numeric.batch.files.names import is_label
from ce_core.numeric.batch.limits import MAX_CLASSES_IN_BATCH, MAX_LOGIT, is_allowed, quoted

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_CLEARLY_THOUSANDS = re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}(\.\d*)?|,\d{3}\.\d*)", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d+)?([eE][+-]?\d+)?", re.ASCII)
_SPACED = re.compile("[+-]?\\d{1,3}([ \u00a0\u2009\u202f'’]\\d{3})+([.,]\\d+)?", re.ASCII)
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'’")
_MISSING = frozenset({"", "nan", "+nan", "-nan", "na", "n/a", "null", "none", "?"})
_MASKED = frozenset({"-inf", "-infinity", "-∞"})
_TRUE_MINUS = "\N{MINUS SIGN}"


def cells_of(line: str, separator: str | None) -> list[str]:
    """Cut a line into its cells; None separates by blanks."""
    line = line.strip("\r\n")
    if '"' in line:
        blanks = separator is None
        row = next(csv.reader([line], delimiter=separator or " ", skipinitialspace=blanks), [])
        return [cell.strip() for cell in row if cell or not blanks] or [""]
    return [cell.strip() for cell in line.split(separator)] or [""]


def separator_of(lines: Sequence[str]) -> str | None:
    """Give the first of tab, semicolon, bar and comma that separates the cells, or None for blanks.

    A comma within every blank-separated word of numbers is a decimal comma.
    """
    line = lines[-1]
    mark = next((mark for mark in "\t;|," if mark in line), None)
    words = line.split()
    if mark == "," and len(words) > 1 and all(_COMMA.fullmatch(word) for word in words):
        return None
    return mark


def is_header(cells: Sequence[str]) -> bool:
    """A first line names columns if it says where the labels are, or holds no number at all."""
    if any(is_label(cell) for cell in cells if not _NUMBER.fullmatch(cell)):
        return True
    numeric = any(_is_numeric(cell) for cell in cells)
    texts = [cell for cell in cells if cell.casefold() not in _MISSING]
    empty = len(cells) - len(texts)
    return not numeric and bool(texts) and empty <= 1 and cells.count("") == empty


def _is_numeric(cell: str) -> bool:
    """Tell whether a cell is a number in any of the spellings that are read."""
    cell = cell.removesuffix("%").rstrip()
    if not any(c.isdigit() for c in cell):
        return _number(cell) is not None or _is_infinite(cell)
    written = (_NUMBER, _THOUSANDS, _COMMA, _SPACED)
    return _number(cell) is not None or any(form.fullmatch(cell) for form in written)


def _is_infinite(cell: str) -> bool:
    try:
        return math.isinf(float(cell))
    except ValueError:
        return False


def _number(cell: str) -> float | None:
    """Give what a plain cell holds, a true minus sign allowed; None if it is no number."""
    cell = cell.replace(_TRUE_MINUS, "-", 1) if cell.startswith(_TRUE_MINUS) else cell
    if cell.casefold() in _MASKED:
        return -math.inf
    return float(cell) if _NUMBER.fullmatch(cell) else None


def _without_commas(cell: str) -> float | None:
    return _number(cell.replace(",", "")) if _THOUSANDS.fullmatch(cell) else _number(cell)


def _decimal_comma(cell: str) -> float | None:
    if not cell or not _COMMA.fullmatch(cell):
        return _number(cell) if cell.casefold().replace(_TRUE_MINUS, "-") in _MASKED else None
    return _number(cell.replace(".", "").replace(",", "."))


def _spaced(cell: str) -> float | None:
    if _SPACED.fullmatch(cell):
        return _number(cell.translate(_SPACES).replace(",", "."))
    return _number(cell)


def _percent(cell: str) -> float | None:
    number = _number(cell[:-1].rstrip()) if cell.endswith("%") else None
    return None if number is None else number / 100


Convert = Callable[[str], float | None]


class Columns:
    """What the columns of a table hold, found in the first lines and kept for all others.

    Parameters
    ----------
    names : tuple of str, or None
    width : int
        The number of columns.
    """

    def __init__(self, names: tuple[str, ...] | None, width: int) -> None:
        self.names = names if names is not None and len(names) == width else ("",) * width
        self.named = names is not None
        self.width = width
        self.unread: frozenset[int] = frozenset()
        self.ambiguous: dict[int, str] = {}
        self._known: dict[int, dict[str, int]] = {}
        self._convert: list[Convert] = []

    @property
    def are_special(self) -> bool:
        """Whether a column holds other than plain numbers."""
        return bool(self._convert)

    def texts(self) -> dict[int, tuple[str, ...]]:
        """Give the texts of each column of texts, in the order of their numbers."""
        return {column: tuple(known) for column, known in self._known.items()}

    @property
    def percent(self) -> frozenset[int]:
        """Columns whose numbers are written with %."""
        return frozenset(i for i, each in enumerate(self._convert) if each is _percent)

    def holds_texts(self, column: int) -> bool:
        """Tell whether any text may stand in a column."""
        return column in self._known or column in self.unread

    def read(self, rows: list[list[str]]) -> FloatArray | None:
        """Read rows of cells; None where one does not fit its column."""
        if not self._convert:
            self._look(rows)
        if self.ambiguous:
            return None
        values = np.empty((len(rows), self.width))
        for i, column in enumerate(zip(*rows, strict=True)):
            if i in self.unread:
                values[:, i] = 0
            elif i in self._known:
                if any(cell.casefold() in _MISSING for cell in column):
                    return None
                values[:, i] = numbered(column, self._known[i])
                if len(self._known[i]) > MAX_CLASSES_IN_BATCH:
                    return None
            else:
                read = [self._convert[i](cell) for cell in column]
                if any(number is None or not is_allowed(number) for number in read):
                    return None
                values[:, i] = read
        return values

    def convert(self, column: int, cell: str) -> float | None:
        """Read one cell as its column is read."""
        return self._convert[column](cell) if self._convert else _number(cell)

    def _look(self, rows: list[list[str]]) -> None:
        columns = list(zip(*rows, strict=True))
        self._convert = [_number] * self.width
        unread = {
            i
            for i, name in enumerate(self.names)
            if is_note(name) and any(_number(cell) is None for cell in columns[i])
        }
        self.unread = frozenset(unread)
        doubtful = {}
        for i, column in enumerate(columns):
            if i in unread:
                continue
            if self._is_text(column):
                self._known[i] = {}
                continue
            self._convert[i], clear = _kind(column)
            if not clear:
                doubtful[i] = next(cell for cell in column if _THOUSANDS.fullmatch(cell))
        clear_kinds = {each for each in self._convert if each is not _number}
        if len(self._known) + len(unread) == self.width:
            self._known = {}  # nothing but texts is no table of numbers
        for i, cell in doubtful.items():
            if len(clear_kinds) == 1:
                self._convert[i] = next(iter(clear_kinds))
            else:
                self.ambiguous[i] = cell

    def _is_text(self, column: Sequence[str]) -> bool:
        if not self.named and (len(column) < 2 or not all(c[:1].isalpha() for c in column)):
            return False
        present = [cell for cell in column if cell.casefold() not in _MISSING]
        return bool(present) and not any(_is_numeric(cell) for cell in present)


def _kind(column: Sequence[str]) -> tuple[Convert, bool]:
    """Find how a whole column writes its numbers; False where 1,234 could be either."""
    if all(_number(cell) is not None for cell in column):
        return _number, True
    thousands = all(_without_commas(cell) is not None for cell in column)
    if thousands and any(_CLEARLY_THOUSANDS.fullmatch(cell) for cell in column):
        return _without_commas, True
    comma = all(_decimal_comma(cell) is not None for cell in column)
    if comma and not thousands:
        return _decimal_comma, True
    if comma and thousands:
        return _number, False
    for convert in (_spaced, _percent):
        if all(convert(cell) is not None for cell in column):
            return convert, True
    return _number, True


def first_fault(
    numbers: Sequence[int], rows: list[list[str]], columns: Columns, first_line: int
) -> str:
    """Say what is wrong with the first cell that does not fit, and where it stands."""
    for number, cells in zip(numbers, rows, strict=True):
        for i, cell in enumerate(cells[: columns.width]):
            where = f"Line {number}, column {i + 1}"
            if i in columns.ambiguous and cell == columns.ambiguous[i]:
                return (
                    f"{where} holds {quoted(cell)}, which may be a thousands separator or a "
                    "decimal comma; write it without the comma."
                )
            if not cell:
                return f"{where} is empty; expected a number."
            if columns.holds_texts(i) and cell.casefold() not in _MISSING:
                continue
            value = columns.convert(i, cell)
            if value is None and not _is_infinite(cell):
                return f"{where} holds {quoted(cell)}; expected a number."
            if value is None or not is_allowed(value):
                return (
                    f"{where} holds {quoted(cell)}; expected a finite number of at most "
                    f"{MAX_LOGIT:g} in size."
                )
        if len(cells) != columns.width:
            return (
                f"Line {number} has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}; "
                f"expected {columns.width}, as in line {first_line}."
            )
    return f"Lines {numbers[0]} to {numbers[-1]} are not a table of plain numbers."
