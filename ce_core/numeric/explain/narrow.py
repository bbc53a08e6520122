"""Add, subtract and divide in few digits, with the results of the dtype itself.

NumPy takes float16 apart number by number, forty times as long as float32. Of two float16 numbers
float32 gives sum, difference and quotient so exactly that rounding them again to float16 changes
nothing (24 bits are at least 2 · 11 + 2).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Narrow = npt.NDArray[Any]


def minus(left: Narrow, right: Narrow) -> Narrow:
    """left − right, in their dtype."""
    return _rounded(wide(left) - wide(right), left)


def over(top: Narrow, bottom: Narrow) -> Narrow:
    """top / bottom, in their dtype."""
    return _rounded(wide(top) / wide(bottom), top)


def row_sums(values: Narrow) -> Narrow:
    """The sum of each row as NumPy computes it, shape (n, 1): float16 is summed in float32."""
    return _rounded(wide(values).sum(axis=-1, keepdims=True), values)


def wide(values: Narrow) -> Narrow:
    """The same numbers where arithmetic is fast."""
    return values.astype(np.float32) if values.dtype == np.float16 else values


def _rounded(values: Narrow, like: Narrow) -> Narrow:
    return values.astype(like.dtype, copy=False)
