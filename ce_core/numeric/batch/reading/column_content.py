"""Tell by its numbers what a column may be: an index, a count, or no logit for another reason."""

from collections.abc import Sequence

import numpy as np

from ce_core.numeric.arguments import FloatArray

# Why a column may be no logit, as the reading says it and as the question does.
ODD = {
    "by its name": "is named like a measurement or a setting",
    "it counts": "counts the rows",
    "whole numbers": "holds whole numbers, the others do not",
    "the same in every row": "is the same in every row",
    "far larger than the others": "is far larger than the others",
}


def is_index(column: FloatArray) -> bool:
    """Tell whether a column counts: 0, 1, 2, … or 1, 2, 3, …"""
    counted = np.arange(len(column)) + column[0]
    return column[0] in (0, 1) and np.array_equal(column, counted)


def counts(column: FloatArray, *, from_anywhere: bool) -> bool:
    """Tell whether a column rises by 1 from row to row."""
    if not from_anywhere or not np.isfinite(column[0]):
        return is_index(column)
    return np.array_equal(column, np.arange(len(column)) + column[0])


def unlike(column: FloatArray, others: Sequence[FloatArray]) -> str:
    """Say how a column of whole numbers differs from all others; "" if it does not."""
    if len(column) > 2 and column[0] and _is_constant(column):
        return "" if any(map(_is_constant, others)) else "the same in every row"
    largest = max(float(np.abs(other[np.isfinite(other)]).max(initial=0)) for other in others)
    return "far larger than the others" if np.abs(column).min() > 50 * (1 + largest) else ""


def _is_constant(column: FloatArray) -> bool:
    return bool((column == column[0]).all())


def is_whole(column: FloatArray) -> bool:
    return bool((column == np.floor(column)).all())
