"""Define how much may be read, and how what cannot be read is said. Nothing is read here."""

import math

import numpy as np

from ce_core.numeric.arguments import FloatArray

MAX_FILE_MEGABYTES = 256
MAX_JSON_MEGABYTES = 32
"""JSON becomes Python objects on the way, some ten times its size."""
MAX_VALUES = 20_000_000
MAX_CLASSES_IN_BATCH = 100_000
MAX_LOGIT = 1e300
"""Room enough to divide by the smallest temperature."""
_BLOCK = 500_000


def check_size(n_bytes: int, megabytes: int, what: str = "The file") -> None:
    """Refuse what is larger than so many megabytes, or empty."""
    if not n_bytes:
        raise ValueError(f"{what} is empty; expected logits as numbers.")
    if n_bytes > megabytes * 2**20:
        raise ValueError(f"{what} holds {n_bytes / 2**20:.0f} MB; the limit is {megabytes} MB.")


def check_count(values: int) -> None:
    """Refuse more values than are worked on."""
    if values > MAX_VALUES:
        raise ValueError(f"There are {values:,} numbers; the limit is {MAX_VALUES:,}.")


def quoted(text: str, length: int = 24) -> str:
    """Show a cell's text in a sentence: one line, cut where it is long."""
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text.strip())
    return "“" + (visible if len(visible) <= length else visible[:length] + "…") + "”"


def place(index: tuple[int, ...]) -> str:
    """Say where a number of an array stands, its last two axes as row and column, from 1."""
    *leading, row, column = (0, 0, *index) if len(index) < 2 else index
    before = "" if len(index) < 3 else f"Block {leading[-1] + 1}, row "
    return f"{before or 'Row '}{row + 1}, column {column + 1}"


def is_allowed(number: float) -> bool:
    """Tell whether a logit is finite and not too large, or −∞ for a masked class."""
    return abs(number) <= MAX_LOGIT or number == -math.inf


def check_finite(array: FloatArray, *, masked: bool = False) -> None:
    """Refuse the first number that is nan, infinite or too large, by its row and column.

    With `masked`, −∞ may stand: the logit of a class that is left out.
    """
    limit = array.dtype.type(min(MAX_LOGIT, float(np.finfo(array.dtype).max)))
    height = max(1, _BLOCK * len(array) // max(1, array.size))
    for start in range(0, len(array), height):
        # A block at a time: |z| of all at once would be the array once more.
        block = array[start : start + height]
        bad = ~(np.abs(block) <= limit)
        if masked and bad.any():
            bad &= ~np.isneginf(block)
        if not bad.any():
            continue
        first, *others = np.unravel_index(int(bad.argmax()), bad.shape)
        index = (start + first, *others)
        value = float(array[index])
        raise ValueError(
            f"{place(tuple(map(int, index)))} holds {value!r}; expected a finite "
            f"number of at most {MAX_LOGIT:g} in size."
        )
