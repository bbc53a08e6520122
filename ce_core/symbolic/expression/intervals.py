"""Real arithmetic on lowered trees in a chosen number of bits, with a bound on how far it is off.

The bound (a running error analysis: Higham, *Accuracy and Stability of Numerical Algorithms*,
section 3.3) tells a value that can be believed from what cancellation has left over, and how many
bits more would settle it.
"""

import math
from collections.abc import Mapping
from typing import Any

import sympy
from mpmath import libmp
from sympy import Add, Expr, Integer, Mul, Pow, Rational

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Grid
from ce_core.symbolic.expression.lowering import Undefined

Bounded = tuple[Any, int]
"""One of mpmath's raw numbers and an exponent: the true value is nearer than 2^exponent."""

EXACT = -(2**60)
"""The exponent that says that nothing was rounded."""
NOTHING = EXACT // 2
"""Below this an exponent says the same: sizes have been added to it since."""

# Beyond e^(2⁴⁰) a number is called infinite and its inverse 0, not further off than 2^(−2⁴⁰).
LARGEST = 40
VANISHED = (libmp.fzero, -(2**LARGEST))

RELATIVE = 64
"""A value that a float shows is known to 64 bits,"""
ABSOLUTE = 1080
"""or to 1080 behind the binary point, where the smallest floats end."""


class Unsettled(Undefined):
    """So many bits were lost that even a sign is unknown; ``missing`` more bits may settle it."""

    def __init__(self, missing: int) -> None:
        super().__init__("more digits are needed than were carried.")
        self.missing = missing


def missing_bits(known: Bounded) -> int:
    """How many bits more are needed to know a number as well as a float can show it; 0 if none."""
    number, off = known
    size = _size(number)
    if _special(number) or off <= max(size - RELATIVE, -ABSOLUTE):
        return 0
    return off - size + RELATIVE if off < size - 1 else off + ABSOLUTE


class Precise:
    """Real numbers for the letters, and arithmetic in a chosen number of bits.

    Remembers what it has evaluated, so that lines of one derivation, which share most of their
    parts, cost little more than one.

    Parameters
    ----------
    letters
        A number for each letter; a letter without one raises KeyError.
    bits
        The precision.
    """

    def __init__(self, letters: Mapping[Expr, float], bits: int) -> None:
        self._letters = letters
        self._bits = bits
        self._known: dict[Expr, Bounded] = {}

    def evaluate(self, expression: Expr) -> tuple[Any, ...]:
        """The values of a lowered tree's entries, as mpmath's raw numbers.

        Raises
        ------
        Undefined
            If a value is no real number, or is lost in rounding.
        KeyError
            If a letter has no number.
        """
        entries = expression.args[1:] if isinstance(expression, Grid) else (expression,)
        return tuple(self.bounded(item)[0] for item in entries)

    def bounded(self, node: Expr) -> Bounded:
        """The value of a lowered tree that is no vector, and how far it can be off.

        Raises
        ------
        Undefined, KeyError
            As in :meth:`evaluate`; :class:`Unsettled` where more bits may help.
        """
        known = self._known.get(node)
        if known is None:
            try:
                known = self._evaluate(node)
            except (ZeroDivisionError, libmp.ComplexResult) as error:
                raise Undefined("a division by zero, or no real value.") from error
            self._known[node] = known
        return known

    def _evaluate(self, node: Expr) -> Bounded:
        if isinstance(node, Add):
            return self._sum(node.args)
        if isinstance(node, Mul):
            first, *others = node.args
            product = self.bounded(first)
            for factor in others:
                product = self._times(product, self.bounded(factor))
            return product
        if isinstance(node, Pow):
            return self._power(*node.args)
        if isinstance(node, Rational):
            return self._quotient(int(node.p), int(node.q))
        if isinstance(node, Call) or not isinstance(node, sympy.Function):
            return self._number(node)
        return self._function(node)

    def _function(self, node: Expr) -> Bounded:
        argument = self.bounded(node.args[0])
        if isinstance(node, sympy.exp):
            return self._exp(argument)
        if isinstance(node, sympy.log):
            return self._log(argument)
        if isinstance(node, sympy.tanh):
            number, off = argument
            value = libmp.mpf_tanh(number, self._bits)
            return value, max(off, _size(value) - self._bits) + 1
        # The branches that cannot overflow: e is never raised to a large number.
        opposite = libmp.mpf_neg(argument[0]), argument[1]
        positive = not argument[0][0]
        if isinstance(node, board.softplus):
            small = self._log(self._one_and(self._exp(opposite if positive else argument)))
            return self._plus(argument, small) if positive else small
        if isinstance(node, board.sigmoid):
            small = self._exp(opposite if positive else argument)
            share = self._whole_power(self._one_and(small), -1)
            return share if positive else self._times(small, share)
        raise ValueError(f"there is no way here to evaluate {node.func.__name__}.")

    def _number(self, letter: Expr) -> Bounded:
        """A letter's number as it is written in decimals: 0.3 and 0.7 sum to one exactly."""
        number = float(self._letters[letter])
        if not math.isfinite(number):
            return _defined(libmp.from_float(number)), EXACT
        if number.is_integer() and abs(number) < 2**53:
            return libmp.from_int(int(number)), EXACT
        binary = libmp.from_float(number)
        decimal = libmp.from_str(repr(number), self._bits)
        return decimal, EXACT if decimal == binary else _size(decimal) - self._bits

    def _quotient(self, numerator: int, denominator: int) -> Bounded:
        number = libmp.from_rational(numerator, denominator, self._bits)
        # Powers of two divide without a rest.
        whole = denominator & (denominator - 1) == 0 and numerator.bit_length() <= self._bits
        return number, EXACT if whole else _size(number) - self._bits

    def _one_and(self, other: Bounded) -> Bounded:
        return self._plus((libmp.fone, EXACT), other)

    def _sum(self, terms: tuple[Expr, ...]) -> Bounded:
        total = self.bounded(terms[0])
        for term in terms[1:]:
            total = self._plus(total, self.bounded(term))
        return total

    def _plus(self, left: Bounded, right: Bounded) -> Bounded:
        (first, off), (second, other) = left, right
        total = libmp.mpf_add(first, second, self._bits)
        _, mantissa, exponent, length = total
        off = max(off, other)
        if not mantissa:
            return (_defined(total), EXACT) if exponent else (total, off + 1)
        if off < NOTHING:
            highest = max(first[2] + first[3], second[2] + second[3]) + 1
            if highest - min(first[2], second[2]) <= self._bits:
                return total, EXACT
        return total, max(off, exponent + length - self._bits) + 2

    def _times(self, left: Bounded, right: Bounded) -> Bounded:
        (first, off), (second, other) = left, right
        if first == libmp.fnone and off < NOTHING:
            return libmp.mpf_neg(second), other
        product = libmp.mpf_mul(first, second, self._bits)
        _, mantissa, exponent, length = product
        if mantissa:
            left_off, right_off = off + second[2] + second[3], other + first[2] + first[3]
            error = max(left_off, right_off, off + other)
            if error < NOTHING and first[3] + second[3] <= self._bits:
                return product, EXACT
            return product, max(error, exponent + length - self._bits) + 2
        if exponent:
            _require_sign(left)
            _require_sign(right)
            return _defined(product), EXACT
        return product, max(off + _size(second), other + _size(first), off + other) + 2

    def _power(self, base: Expr, exponent: Expr) -> Bounded:
        below = self.bounded(base)
        if isinstance(exponent, Integer) and abs(int(exponent)) < 10_000:
            return self._whole_power(below, int(exponent))
        # Beyond that the general power is both faster and bounded by _exp.
        return self._exp(self._times(self._log(below), self.bounded(exponent)))

    def _whole_power(self, base: Bounded, exponent: int) -> Bounded:
        number, off = base
        if exponent < 0:
            _require_sign(base)
        value = libmp.mpf_pow_int(number, exponent, self._bits)
        if _special(number):
            return VANISHED if value == libmp.fzero else (_defined(value), EXACT)
        inverse_is_exact = exponent > 0 or number[1] == 1
        if off < NOTHING and inverse_is_exact and number[3] * abs(exponent) <= self._bits:
            return value, EXACT
        size, length = _size(number), abs(exponent).bit_length()
        relative = off - size + length + 2
        if relative < 0:
            return value, _size(value) + max(relative, -self._bits) + 2
        if exponent < 0:
            raise Unsettled(relative + RELATIVE)
        return value, length + off + (exponent - 1) * (max(size, off) + 1) + 2

    def _exp(self, argument: Bounded) -> Bounded:
        """e to the argument; beyond 2⁴⁰ it is called infinite, or zero: towers must end."""
        number, off = argument
        size = _size(number)
        if _special(number):
            return libmp.mpf_exp(number, self._bits), EXACT
        if size > LARGEST and off < size - 1:
            return VANISHED if number[0] else (libmp.finf, EXACT)
        if off > -2:
            raise Unsettled(off + RELATIVE)
        value = libmp.mpf_exp(number, self._bits)
        if number == libmp.fzero and off < NOTHING:
            return value, EXACT
        return value, _size(value) + max(off + 1, -self._bits) + 1

    def _log(self, argument: Bounded) -> Bounded:
        number, off = argument
        _require_sign(argument)
        value = libmp.mpf_log(number, self._bits)
        if _special(value):
            return value, EXACT
        return value, max(off - _size(number) + 2, _size(value) - self._bits) + 1


def _size(number: Any) -> int:
    """The s for which |number| is below 2^s and not below 2^(s−1)."""
    return int(number[2] + number[3]) if number[1] else EXACT


def _special(number: Any) -> bool:
    """Whether a raw number is infinite, or none."""
    return not number[1] and number[2] != 0


def _defined(number: Any) -> Any:
    if number == libmp.fnan:
        raise Undefined("an expression such as 0 times infinity.")
    return number


def _require_sign(known: Bounded) -> None:
    """Refuse a number that may as well be 0, or of the other sign; an exact 0 is none of those."""
    number, off = known
    if off < NOTHING or off < _size(number) - 2:
        return
    if off < VANISHED[1] // 2:
        raise Undefined("something that is too small to be told from 0.")
    raise Unsettled(off - _size(number) + RELATIVE if number[1] else off + ABSOLUTE)
