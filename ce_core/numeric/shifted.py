"""The shared core of softmax and cross-entropy: exponentials of logits shifted by their maximum.

Everything else in this wing is a few operations on what `ShiftedExponentials` leaves in its
buffers. It works on blocks of rows small enough for the processor's cache, so that careful
arithmetic costs little time and next to no memory.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, IntArray, working_dtype

# Three buffers of this many float64 stay within a megabyte of second-level cache.
BLOCK_ENTRIES = 1 << 15


def read_temperature(temperature: float) -> float:
    """Return `temperature` as a float, refusing what is not positive and finite."""
    value = float(temperature)
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(
            f"temperature must be a positive finite number, but came as {temperature!r}."
        )
    return value


class ShiftedExponentials:
    """exp((z − max z)/T) for blocks of rows of logits, and what its accuracy needs.

    After each step of `blocks`, for the r rows of that block (in the working precision):

    - `largest` (r,), `top` (r,): the largest logit and the first class that has it;
    - `shifted` (r, K): (z − largest)/T ≤ 0, rounded;
    - `exponentials` (r, K): its exponential, accurate to a few units in the last place and
      exactly 0 at `top`, whose true exponential is exactly 1;
    - `rest` (r,): the sum of `exponentials`. Leaving `top` out of it is what keeps the cost of
      a confident right prediction: log1p(4e-18) is 4e-18 where log(1 + 4e-18) is 0.

    The buffers are reused from block to block; the caller may overwrite them.
    """

    largest: FloatArray
    top: IntArray
    shifted: FloatArray
    exponentials: FloatArray
    rest: FloatArray

    def __init__(self, rows: FloatArray, temperature: float = 1.0) -> None:
        self._rows = rows
        self._temperature = temperature
        self._dtype = working_dtype(rows.dtype)
        # A difference of float32 logits is exact enough in float64; that of float64 is not.
        self._compensates = rows.dtype.itemsize >= self._dtype.itemsize
        # Dividing both logits and temperature by a power of two is exact, and keeps
        # z − max from overflowing where (z − max)/T would not.
        self._exponent = max(0, math.frexp(temperature)[1])
        self._divisor = self._dtype.type(math.ldexp(temperature, -self._exponent))

    def blocks(self) -> Iterator[slice]:
        """Fill the buffers for one slice of rows after the other."""
        count, classes = self._rows.shape
        height = max(1, min(count, BLOCK_ENTRIES // classes))
        buffers = np.empty((3 if self._compensates else 2, height, classes), self._dtype)
        for start in range(0, count, height):
            block = slice(start, min(start + height, count))
            # inf − inf in a masked class and overflow to −inf are expected and dealt with.
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                self._fill(self._rows[block], buffers[:, : block.stop - start])
            yield block

    def _fill(self, logits: FloatArray, buffers: FloatArray) -> None:
        every = np.arange(len(logits))
        self.top = logits.argmax(axis=-1)
        largest = logits[every, self.top]
        check_largest(largest)
        self.largest = largest.astype(self._dtype)
        self.shifted, self.exponentials = buffers[0], buffers[1]
        if self._temperature != 1.0:
            logits = np.ldexp(logits.astype(self._dtype), -self._exponent)
            largest = np.ldexp(self.largest, -self._exponent)
        np.subtract(logits, largest[:, None], out=self.shifted, dtype=self._dtype)
        if self._compensates:
            lost = subtraction_error(logits, largest[:, None], self.shifted, buffers[1:])
        if self._temperature != 1.0:
            difference = self.shifted.copy() if self._compensates else self.shifted
            np.divide(difference, self._divisor, out=self.shifted)
            if self._compensates:
                lost += product_error(difference, self.shifted, self._divisor)
                lost /= self._divisor
        np.exp(self.shifted, out=self.exponentials)
        if self._compensates:
            # exp(d + lost) = exp(d)·(1 + lost). Where d is −inf, `lost` is nan and exp(d) is 0.
            np.fmax(lost, -1, out=lost)
            lost *= self.exponentials
            self.exponentials += lost
        self.exponentials[every, self.top] = 0
        self.rest = self.exponentials.sum(axis=-1)


def check_largest(largest: FloatArray) -> None:
    """Refuse rows by their largest logit: nan and +inf show there, and so does an empty choice."""
    if np.isnan(largest).any():
        raise ValueError("logits must not contain nan; expected finite numbers, or −inf to mask.")
    if (largest == np.inf).any():
        raise ValueError("logits must not contain +inf; expected finite numbers, or −inf to mask.")
    if (largest == -np.inf).any():
        raise ValueError(
            "logits must leave at least one class possible, but all logits of a row are −inf."
        )


def subtraction_error(
    minuend: FloatArray, subtrahend: FloatArray, difference: FloatArray, scratch: FloatArray
) -> FloatArray:
    """What rounding lost in `difference` = `minuend` − `subtrahend`, exactly (Knuth's TwoSum).

    Uses the two buffers of `scratch`, and returns the second.
    """
    virtual: FloatArray = scratch[0]
    lost: FloatArray = scratch[1]
    np.subtract(difference, minuend, out=virtual)
    np.subtract(difference, virtual, out=lost)
    np.subtract(minuend, lost, out=lost)
    virtual += subtrahend
    lost -= virtual
    return lost


def product_error(product: FloatArray, factor: FloatArray, divisor: Any) -> FloatArray:
    """`product` − `factor`·`divisor` to full precision, by Dekker's splitting into halves.

    The remainder of a division: exact as long as `factor` is the rounded quotient.
    """
    high, low = split(factor)
    divisor_high, divisor_low = split(divisor)
    remainder = product - high * divisor_high
    remainder -= low * divisor_high
    remainder -= high * divisor_low
    remainder -= low * divisor_low
    return np.asarray(remainder)


def split(value: npt.NDArray[Any]) -> tuple[Any, Any]:
    """Veltkamp's split of a float into two of half the digits, whose products are exact."""
    half_of_the_digits = (np.finfo(value.dtype).nmant + 2) // 2
    spread = value * (2.0**half_of_the_digits + 1)
    high = spread - (spread - value)
    return high, value - high
