"""Evaluate lowered trees in intervals: real numbers for the letters, a chosen number of bits.

How wide an interval is tells a value that can be believed from what cancellation has left over,
and how many bits more would settle it.
"""

import math
from collections.abc import Mapping
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, pi

from ce_core.symbolic.expression import intervals
from ce_core.symbolic.expression.board import MINUS_ONE, Branch, Grid
from ce_core.symbolic.expression.elementary import elementary
from ce_core.symbolic.expression.intervals import Interval, Undefined

_HALF = Rational(1, 2)


class Precise:
    """Real numbers for the letters, and interval arithmetic in a chosen number of bits.

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
        self._known: dict[int, tuple[Expr, Interval]] = {}

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
        return tuple(intervals.middle(self.bounded(item)) for item in entries)

    def bounded(self, node: Expr) -> Interval:
        """An interval that holds the value of a lowered tree that is no vector.

        Raises
        ------
        Undefined, KeyError
            As in :meth:`evaluate`; :class:`Unsettled` where more bits may help.
        """
        # By identity: parts that lines share are the same objects, and SymPy's hash takes longer.
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = node, self._evaluate(node)
        return known[1]

    def _evaluate(self, node: Expr) -> Interval:
        kind, bits = type(node), self._bits
        if kind is Add:
            first, *others = node.args
            total = self.bounded(first)
            for term in others:
                total = intervals.plus(total, self.bounded(term), bits)
            return total
        if kind is Mul:
            return self._product(node.args)
        if kind is Pow:
            return self._power(*node.args)
        if kind is Branch:
            test, then, otherwise = node.args
            holds = intervals.step(self.bounded(test), bits) == intervals.ONE
            return self.bounded(then if holds else otherwise)
        if isinstance(node, Rational):
            return intervals.from_fraction(int(node.p), int(node.q), bits)
        function = elementary(node)
        if function is not None:
            return function.interval(self.bounded(node.args[0]), bits)
        return intervals.pi(bits) if node is pi else self._number(node)

    def _product(self, factors: tuple[Expr, ...]) -> Interval:
        first, *others = factors
        if first is MINUS_ONE and len(others) == 1:
            return intervals.negative(self.bounded(others[0]))
        product = self.bounded(first)
        for factor in others:
            if type(factor) is Pow and factor.exp is MINUS_ONE:
                product = intervals.over(product, self.bounded(factor.base), self._bits)
            else:
                product = intervals.times(product, self.bounded(factor), self._bits)
        return product

    def _number(self, letter: Expr) -> Interval:
        number = float(self._letters[letter])
        if math.isnan(number):
            raise Undefined("a letter that stands for no number.")
        return intervals.from_float(number, self._bits)

    def _power(self, base: Expr, exponent: Expr) -> Interval:
        below = self.bounded(base)
        if isinstance(exponent, Integer) and abs(int(exponent)) < 10_000:
            return intervals.whole_power(below, int(exponent), self._bits)
        if exponent == _HALF:
            return intervals.root(below, self._bits)
        # Beyond that the general power is both faster and bounded by the exponential.
        return intervals.power(below, self.bounded(exponent), self._bits)
