"""Enclose real numbers in intervals, in a chosen number of bits: arithmetic and functions.

An interval's ends are mpmath's raw numbers. The functions are pure and take their precision, so
that sessions, which share a process, cannot disturb each other (``mpmath.iv`` keeps one precision
for all). An end that is infinite says only that the number is too large to be written.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mpmath import libmp
from mpmath.libmp import libmpi

Interval = tuple[Any, Any]
"""The lowest and the highest of what a number can be."""

# Beyond e^(2⁴⁰) a number is called infinite, and its inverse 0: towers of powers must end.
_LARGEST, _LEAST = libmp.from_int(2**40), libmp.from_int(-(2**40))
_HUGE = libmp.mpf_shift(libmp.fone, 2**40)
_TINY = libmp.mpf_shift(libmp.fone, -(2**40))
_FLOATS_END = libmp.mpf_shift(libmp.fone, 1025)
_BELOW_FLOATS = libmp.mpf_neg(_FLOATS_END)
_GUARD = 10
"""So many bits more are asked of mpmath's functions than are kept."""
_ANGLES_END = 2000
"""An angle of more bits than this is not reduced: its sine is only known to lie within ±1."""
_SHORT, _LONG = 30, 256
"""Bits enough for the width of an interval, and for its middle."""

RELATIVE = 64
"""A value that a float shows is known to 64 bits,"""
ABSOLUTE = 1080
"""or to 1080 behind the binary point, where the smallest floats end."""

ZERO: Interval = (libmp.fzero, libmp.fzero)
ONE: Interval = (libmp.fone, libmp.fone)
_WITHIN_ONE: Interval = (libmp.fnone, libmp.fone)
_MINUS_ONE: Interval = (libmp.fnone, libmp.fnone)
_TWO: Interval = (libmp.ftwo, libmp.ftwo)
_OVERFLOWN: Interval = (_HUGE, libmp.finf)
_VANISHED: Interval = (libmp.fzero, _TINY)


class Undefined(ArithmeticError):
    """A line divides by zero, or has no real value, where it was evaluated."""


class Unsettled(Undefined):
    """So many bits were lost that even a sign is unknown; ``missing`` more bits may settle it."""

    def __init__(self, missing: int) -> None:
        super().__init__("more digits are needed than were carried.")
        self.missing = missing


# --- How well a number is known -------------------------------------------------------------


def missing_bits(known: Interval) -> int:
    """How many bits more are needed to know a number as well as a float can show it; 0 if none.

    Raises
    ------
    Undefined
        If no number of bits settles it, as for infinity minus infinity.
    """
    low, high = known
    if low == high:
        return 0
    if not low[1] or not high[1]:
        return _missing_beside_a_special_number(known)
    off = _size(libmp.mpf_sub(high, low, _SHORT, libmp.round_ceiling))
    size = min(low[2] + low[3], high[2] + high[3]) if low[0] == high[0] else off
    if off <= max(size - RELATIVE, -ABSOLUTE):
        return 0
    return off - size + RELATIVE if off < size - 1 else off + ABSOLUTE


def _missing_beside_a_special_number(known: Interval) -> int:
    """The same where one end is 0 or infinite."""
    low, high = known
    if libmp.mpf_gt(low, _FLOATS_END) or libmp.mpf_lt(high, _BELOW_FLOATS):
        return 0
    if _infinite(low) or _infinite(high):
        raise Undefined("an expression such as 0 times infinity.")
    off = max(_size(low), _size(high))
    return off + ABSOLUTE if off > -ABSOLUTE else 0


def middle(known: Interval) -> Any:
    """The number in the middle, as mpmath's raw number; infinite where one end is.

    Raises
    ------
    Undefined
        If both ends are infinite, with opposite signs.
    """
    low, high = known
    total = libmp.mpf_add(low, high, _LONG)
    if total == libmp.fnan:
        raise Undefined("an expression such as 0 times infinity.")
    return libmp.mpf_shift(total, -1)


def require_sign(known: Interval) -> None:
    """Refuse a number that may as well be 0, or of the other sign."""
    if _sign_is_known(known):
        return
    if known == ZERO:
        raise Undefined("a division by zero.")
    off = max(map(_size, known))
    if off < -(2**39):
        raise Undefined("something that is too small to be told from 0.")
    raise Unsettled(off + ABSOLUTE)


def _sign_is_known(known: Interval) -> bool:
    low, high = map(libmp.mpf_sign, known)
    return bool(low == high != 0)


def _size(number: Any) -> int:
    """The s for which |number| is below 2^s and not below 2^(s−1)."""
    return int(number[2] + number[3]) if number[1] else -(2**60)


def _infinite(number: Any) -> bool:
    return not number[1] and number[2] != 0


# --- Numbers and arithmetic -----------------------------------------------------------------


def from_float(number: float, bits: int) -> Interval:
    """A float as it is written in decimals: 0.3 and 0.7 sum to one exactly."""
    binary = libmp.from_float(number)
    decimal = libmp.from_str(repr(number), bits, libmp.round_floor)
    return (binary, binary) if decimal == binary else _one_unit_above(decimal, bits)


def from_fraction(numerator: int, denominator: int, bits: int) -> Interval:
    """A whole number over another, which is not 0."""
    if denominator == 1:
        whole = libmp.from_int(numerator)
        return whole, whole
    low = libmp.from_rational(numerator, denominator, bits, libmp.round_floor)
    exact = denominator & (denominator - 1) == 0 and numerator.bit_length() <= bits
    return (low, low) if exact else _one_unit_above(low, bits)


def _one_unit_above(low: Any, bits: int) -> Interval:
    """What was rounded down, and the next number of so many bits."""
    unit = libmp.mpf_shift(libmp.fone, _size(low) - bits)
    return low, libmp.mpf_add(low, unit, bits, libmp.round_ceiling)


def plus(left: Interval, right: Interval, bits: int) -> Interval:
    """left + right."""
    low = libmp.mpf_add(left[0], right[0], bits, libmp.round_floor)
    high = libmp.mpf_add(left[1], right[1], bits, libmp.round_ceiling)
    return libmp.fninf if low == libmp.fnan else low, libmp.finf if high == libmp.fnan else high


def negative(number: Interval) -> Interval:
    """−number."""
    low, high = number
    return libmp.mpf_neg(high), libmp.mpf_neg(low)


def times(left: Interval, right: Interval, bits: int) -> Interval:
    """left · right."""
    if left == _MINUS_ONE:
        return negative(right)
    (low, high), (least, most) = left, right
    # Two positive numbers are what there is to multiply nearly always.
    if low[1] and high[1] and least[1] and most[1] and not (low[0] or least[0]):
        return (
            libmp.mpf_mul(low, least, bits, libmp.round_floor),
            libmp.mpf_mul(high, most, bits, libmp.round_ceiling),
        )
    product: Interval = libmpi.mpi_mul(left, right, bits)
    return product


def over(top: Interval, bottom: Interval, bits: int) -> Interval:
    """top / bottom.

    Raises
    ------
    Undefined
        If the bottom is 0; :class:`Unsettled` where it may be.
    """
    require_sign(bottom)
    if bottom[0][0]:
        return over(negative(top), negative(bottom), bits)
    (low, high), (least, most) = top, bottom
    if low[1] and high[1] and least[1] and most[1] and not low[0]:
        return (
            libmp.mpf_div(low, most, bits, libmp.round_floor),
            libmp.mpf_div(high, least, bits, libmp.round_ceiling),
        )
    quotient: Interval = libmpi.mpi_div(top, bottom, bits)
    return quotient


def whole_power(base: Interval, exponent: int, bits: int) -> Interval:
    """base to a whole exponent.

    Raises
    ------
    Undefined
        If that divides by 0; :class:`Unsettled` where it may.
    """
    if exponent < 0:
        return over(ONE, whole_power(base, -exponent, bits), bits)
    raised: Interval = libmpi.mpi_pow_int(base, exponent, bits)
    return raised


def power(base: Interval, exponent: Interval, bits: int) -> Interval:
    """base to any exponent, for a base that is not negative."""
    return exp(times(log(base, bits), exponent, bits), bits)


def root(number: Interval, bits: int) -> Interval:
    """The square root."""
    if libmp.mpf_sign(number[0]) < 0:
        _refuse_negative(number)
    result: Interval = libmpi.mpi_sqrt(number, bits)
    return result


# --- Functions ------------------------------------------------------------------------------


def exp(number: Interval, bits: int) -> Interval:
    """e to the number."""
    low, high = number
    if libmp.mpf_gt(low, _LARGEST):
        return _OVERFLOWN
    if libmp.mpf_lt(high, _LEAST):
        return ZERO if low == high == libmp.fninf else _VANISHED
    if _infinite(low) or _infinite(high):
        raise Undefined("an expression such as 0 times infinity.")
    if number == ZERO:
        return ONE
    width = libmp.mpf_sub(high, low, _SHORT, libmp.round_ceiling)
    if _size(width) > 0:
        raise Unsettled(_size(width) + RELATIVE)
    value = libmp.mpf_exp(low, bits + _GUARD)
    # One exponential is enough: e to a width up to 1 is at most 1 + twice the width.
    more = libmp.mpf_mul(value, libmp.mpf_shift(width, 1))
    return _outwards(value, libmp.mpf_add(value, more, bits + _GUARD, libmp.round_ceiling), bits)


def log(number: Interval, bits: int) -> Interval:
    """The natural logarithm; −∞ at 0."""
    if number == ZERO:
        return libmp.fninf, libmp.fninf
    if libmp.mpf_sign(number[0]) <= 0:
        _refuse_negative(number)
        require_sign(number)
    return _rising(libmp.mpf_log, number, bits)


def tanh(number: Interval, bits: int) -> Interval:
    """The hyperbolic tangent; far from 0 as 1 − 2/(e^(2u) + 1), since mpmath rounds it to 1."""
    low, high = number
    if libmp.mpf_ge(low, libmp.fone):
        square = exp((libmp.mpf_shift(low, 1), libmp.mpf_shift(high, 1)), bits)
        return plus(ONE, negative(over(_TWO, plus(square, ONE, bits), bits)), bits)
    if libmp.mpf_le(high, libmp.fnone):
        return negative(tanh(negative(number), bits))
    if libmp.mpf_gt(high, libmp.ftwo) or libmp.mpf_lt(low, libmp.mpf_neg(libmp.ftwo)):
        return libmp.fnone, libmp.fone
    return _rising(libmp.mpf_tanh, number, bits)


def sigmoid(number: Interval, bits: int) -> Interval:
    """1 / (1 + e^(−u))."""
    return over(ONE, plus(ONE, exp(negative(number), bits), bits), bits)


def softplus(number: Interval, bits: int) -> Interval:
    """log(1 + e^u); above 0 as u + log(1 + e^(−u)), which cannot overflow."""
    if libmp.mpf_sign(number[0]) <= 0:
        return log(plus(ONE, exp(number, bits), bits), bits)
    rest = log(plus(ONE, exp(negative(number), bits), bits), bits)
    return plus(number, rest, bits)


def log_to_base(base: int, number: Interval, bits: int) -> Interval:
    """log u / log base."""
    return over(log(number, bits), log(from_fraction(base, 1, bits), bits), bits)


def sin(number: Interval, bits: int) -> Interval:
    """The sine."""
    result: Interval = libmpi.mpi_sin(number, bits) if _turns(number) else _WITHIN_ONE
    return result


def cos(number: Interval, bits: int) -> Interval:
    """The cosine."""
    result: Interval = libmpi.mpi_cos(number, bits) if _turns(number) else _WITHIN_ONE
    return result


def _turns(number: Interval) -> bool:
    """Whether an angle is small enough for its whole turns to be taken off."""
    return not any(_infinite(end) or _size(end) > _ANGLES_END for end in number)


def arctan(number: Interval, bits: int) -> Interval:
    """The arctangent, which rises everywhere."""
    return _rising(libmp.mpf_atan, number, bits)


def pi(bits: int) -> Interval:
    """The half of a turn."""
    result: Interval = libmpi.mpi_pi(bits)
    return result


def absolute(number: Interval, bits: int) -> Interval:  # noqa: ARG001  # exact at any precision
    """|u|."""
    result: Interval = libmpi.mpi_abs(number, 0)
    return result


def sign(number: Interval, bits: int) -> Interval:  # noqa: ARG001
    """1 above 0, −1 below, 0 at 0."""
    if number == ZERO:
        return ZERO
    require_sign(number)
    return _MINUS_ONE if number[0][0] else ONE


def relu(number: Interval, bits: int) -> Interval:  # noqa: ARG001
    """max(0, u)."""
    low, high = (libmp.fzero if libmp.mpf_sign(end) < 0 else end for end in number)
    return low, high


def step(number: Interval, bits: int) -> Interval:
    """1 above 0, else 0."""
    return relu(sign(number, bits), bits)


def _rising(function: Callable[..., Any], number: Interval, bits: int) -> Interval:
    """A function that rises everywhere, at both ends."""
    low = function(number[0], bits + _GUARD)
    high = low if number[0] == number[1] else function(number[1], bits + _GUARD)
    return _outwards(low, high, bits)


def _outwards(low: Any, high: Any, bits: int) -> Interval:
    """An interval wider by one unit of what mpmath computes, which rounds to either side; 0 stays.

    Parameters
    ----------
    low, high
        Right to one unit of ``bits`` and the guard.
    """
    less, more = _shares(bits)
    return (
        libmp.mpf_mul(low, more if low[0] else less, bits, libmp.round_floor),
        libmp.mpf_mul(high, less if high[0] else more, bits, libmp.round_ceiling),
    )


@lru_cache
def _shares(bits: int) -> Interval:
    """1 − 2^(1−bits−guard) and 1 + 2^(1−bits−guard)."""
    step = libmp.mpf_shift(libmp.fone, 1 - bits - _GUARD)
    return libmp.mpf_sub(libmp.fone, step), libmp.mpf_add(libmp.fone, step)


def _refuse_negative(number: Interval) -> None:
    """Refuse what is below 0, or may be."""
    if libmp.mpf_sign(number[1]) < 0:
        raise Undefined("no real value.")
    require_sign(number)
