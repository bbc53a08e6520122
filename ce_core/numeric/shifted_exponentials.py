"""Compute what softmax and cross-entropy share: exponentials of logits less their maximum.

`ShiftedExponentials` works on blocks of rows small enough for the processor's cache, so that
careful arithmetic costs little time and next to no memory.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, IntArray, working_dtype

# Large enough that the time goes into arithmetic, small enough for a second-level cache. With half
# of it float32 rows of 50,000 classes take a fifth more time.
BLOCK_BYTES = 1 << 20

# Without a shift, logits up to this size keep all digits of their exponentials and of the sums:
# exp(300) is 1e130, and exp(40) is 2e17 where float32 ends at 3e38.
LARGEST_WITHOUT_SHIFT = 300.0
LARGEST_WITHOUT_SHIFT_IN_FLOAT32 = 40.0

# How often float32 exponentials are added in pairs before the rest is summed in float64, which
# takes four times as long an entry. Each time costs at most half a unit in the last place.
HALVINGS = 3

# Entries in NumPy's buffer while a column is repeated along rows; see `divide_rows`.
SHORT_BUFFER = 512


def read_temperature(temperature: float) -> float:
    """Return `temperature` as a float, refusing what is not positive and finite."""
    value = float(temperature)
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(
            f"temperature must be a positive finite number, but came as {temperature!r}."
        )
    return value


class ShiftedExponentials:
    """exp((z − pivot)/T) for rows of logits (n, K), with the accuracy of the last digits.

    The pivot is the largest logit of the row, or 0 where no exponential can overflow or lose
    digits without a shift: then there is no subtraction to round. What is a ratio of
    exponentials does not depend on it.

    - `largest` (n,), `top` (n,): the largest logit and the first class that has it.
    - `of_top` (n,): the exponential of `top`.
    - `rest` (n,): the sum of the other exponentials, known for the rows that `blocks` has
      passed. Leaving `top` out of it is what keeps the cost of a confident right prediction:
      log1p(4e-18) is 4e-18 where log(1 + 4e-18) is 0.

    With `narrow`, ordinary float32 logits get float32 exponentials, which are within 2.5 units
    in the last place, at half the time. All else is in the working precision.
    """

    def __init__(self, rows: FloatArray, temperature: float = 1.0, *, narrow: bool = False) -> None:
        self._rows = rows
        self._temperature = temperature
        self._dtype = working_dtype(rows.dtype)
        # A difference of float32 logits is exact enough in float64; that of float64 is not.
        self._compensates = rows.dtype.itemsize >= self._dtype.itemsize
        # Dividing both logits and temperature by a power of two is exact, and keeps
        # z − max from overflowing where (z − max)/T would not.
        self._exponent = max(0, math.frexp(temperature)[1] - 1)
        self._divisor = self._dtype.type(math.ldexp(temperature, -self._exponent))
        self.top: IntArray = rows.argmax(axis=-1)
        largest = rows[np.arange(len(rows)), self.top]
        check_largest(largest)
        self.largest: FloatArray = largest.astype(self._dtype)
        self.rest: FloatArray = np.empty(len(rows), self._dtype)
        self._shifts = not self._is_within(LARGEST_WITHOUT_SHIFT)
        narrow = narrow and not self._compensates
        narrow = narrow and self._is_within(LARGEST_WITHOUT_SHIFT_IN_FLOAT32)
        self._block_dtype = np.dtype(np.float32) if narrow else self._dtype
        self.of_top: FloatArray = (
            np.ones(len(rows), self._dtype) if self._shifts else np.exp(self.largest)
        )

    def _is_within(self, limit: float) -> bool:
        """Whether exp(z) can be summed as it is: nothing overflows, nothing that counts fades."""
        if self._temperature != 1.0 or len(self._rows) == 0:
            return False
        low, high = self.largest.min(), self.largest.max()
        if high > limit or low < -limit:
            return False
        # What fades below the smallest float beside exp(0) or more would fade anyway.
        return bool(low >= 0 or self._rows.min() >= -2 * limit)

    def blocks(self, into: FloatArray | None = None) -> Iterator[tuple[slice, FloatArray]]:
        """Yield one slice of rows after the other with its exponentials (r, K).

        The exponentials are 0 at `top`; `complete` puts the true ones there. They live in `into`
        (n, K) where its dtype allows, else in a buffer that the next block reuses; the caller may
        overwrite them.
        """
        count, classes = self._rows.shape
        height = max(1, min(count, BLOCK_BYTES // (classes * self._block_dtype.itemsize)))
        inside = into is not None and into.dtype == self._block_dtype
        buffer = into if inside else np.empty((height, classes), self._block_dtype)
        assert buffer is not None
        folded = np.empty((height, classes - classes // 2), self._block_dtype)
        for start in range(0, count, height):
            block = slice(start, min(start + height, count))
            exponentials = buffer[block] if inside else buffer[: block.stop - start]
            # inf − inf in a masked class and overflow to −inf are expected and dealt with.
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                if self._shifts:
                    self._exponentiate_shifted(block, exponentials)
                else:
                    np.exp(self._rows[block], out=exponentials, dtype=self._block_dtype)
                exponentials[np.arange(len(exponentials)), self.top[block]] = 0
                self.rest[block] = self._sum(exponentials, folded[: len(exponentials)])
            yield block, exponentials

    def _sum(self, exponentials: FloatArray, folded: FloatArray) -> FloatArray:
        """Σ of each row in the working precision; `folded` has room for half of `exponentials`."""
        if self._block_dtype == self._dtype:
            return np.asarray(exponentials.sum(axis=-1))
        terms = exponentials
        for _ in range(HALVINGS):
            left = folded[:, : terms.shape[-1] - terms.shape[-1] // 2]
            half = terms.shape[-1] // 2
            np.add(terms[:, :half], terms[:, left.shape[-1] :], out=left[:, :half])
            # What has no partner in a row of odd length.
            left[:, half:] = terms[:, half : left.shape[-1]]
            terms = left
        return np.asarray(terms.sum(axis=-1, dtype=self._dtype))

    def complete(self, block: slice, exponentials: FloatArray) -> None:
        """Put the exponentials of `top` in their place."""
        exponentials[np.arange(len(exponentials)), self.top[block]] = self.of_top[block]

    def total(self, block: slice) -> FloatArray:
        """Σ exp((z − pivot)/T), shape (r,)."""
        return self.of_top[block] + self.rest[block]

    def log_total(self, block: slice = slice(None)) -> FloatArray:
        """log Σ exp((z − largest)/T) ≥ 0, shape (r,), to full relative accuracy."""
        with np.errstate(under="ignore"):
            log_total: FloatArray = np.log1p(self.rest[block] / self.of_top[block])
        return log_total

    def log_probabilities(self, block: slice, out: FloatArray) -> None:
        """(z − largest)/T − log Σ exp((z − largest)/T) into `out` (r, K), in its dtype.

        Where the exponentials are float32, two float32 subtractions add less than one unit in the
        last place, since both results have the same sign.
        """
        log_total = self.log_total(block)[:, None]
        with np.errstate(over="ignore", under="ignore"):
            if out.dtype == self._block_dtype != self._dtype:
                largest = self.largest[block, None].astype(out.dtype)
                np.subtract(self._rows[block], largest, out=out)
                np.subtract(out, log_total.astype(out.dtype), out=out)
            else:
                np.subtract(self.shifted(block), log_total, out=out, casting="same_kind")

    def shifted(self, block: slice) -> FloatArray:
        """(z − largest)/T ≤ 0, rounded; shape (r, K)."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            difference = np.subtract(self._scaled(block), self._pivot(block), dtype=self._dtype)
            return difference if self._temperature == 1.0 else difference / self._divisor

    def _exponentiate_shifted(self, block: slice, out: FloatArray) -> None:
        """Exponentials of (z − largest)/T = d + lost, where d is rounded: exp(d)·(1 + lost)."""
        minuend, subtrahend = self._scaled(block), self._pivot(block)
        difference = np.subtract(minuend, subtrahend, dtype=self._dtype)
        shifted = difference if self._temperature == 1.0 else difference / self._divisor
        np.exp(shifted, out=out)
        if not self._compensates:
            return
        lost = subtraction_error(minuend, subtrahend, difference)
        if self._temperature != 1.0:
            lost += product_error(difference, shifted, self._divisor)
            lost /= self._divisor
        lost *= out
        # Where the exponential is 0 nothing was lost; there d may be −inf and `lost` nan.
        lost[out == 0] = 0
        out += lost

    def _scaled(self, block: slice) -> FloatArray:
        logits = self._rows[block]
        if self._exponent == 0:
            return logits
        scaled: FloatArray = np.ldexp(logits.astype(self._dtype), -self._exponent)
        return scaled

    def _pivot(self, block: slice) -> FloatArray:
        pivot: FloatArray = np.ldexp(self.largest[block], -self._exponent)
        return pivot[:, None]


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


def divide_rows(matrix: FloatArray, divisors: FloatArray, out: FloatArray) -> None:
    """Each row of `matrix` (r, K) over its divisor (r,) into `out`, in the dtype of `out`.

    A division, because x·(1/x) need not be 1. NumPy copies a repeated divisor into its buffer
    wherever the row is shorter than the buffer, which doubles the time; a short buffer does not.
    """
    limits = np.finfo(matrix.dtype)
    size = np.abs(divisors)
    # Divisors that a narrow dtype would round coarsely stay wide, at the price of time.
    if (np.isinf(size) | ((size >= limits.tiny) & (size <= limits.max))).all():
        divisors = divisors.astype(matrix.dtype)
    previous = np.setbufsize(SHORT_BUFFER)
    try:
        with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
            np.divide(matrix, divisors[:, None], out=out, casting="same_kind")
    finally:
        np.setbufsize(previous)


def subtraction_error(
    minuend: FloatArray, subtrahend: FloatArray, difference: FloatArray
) -> FloatArray:
    """What rounding lost in `difference` = `minuend` − `subtrahend`, exactly (Knuth's TwoSum)."""
    virtual = difference - minuend
    lost = minuend - (difference - virtual)
    lost -= virtual + subtrahend
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
