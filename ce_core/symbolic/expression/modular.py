"""Evaluate a lowered tree exactly modulo a prime; :mod:`enclosure` evaluates in real numbers.

What has been evaluated is remembered, so that lines of one derivation, which share most of their
parts, cost little more than one. There is no state outside: sessions share a process.
"""

from random import Random
from typing import Any

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Branch, Call, Entry, Grid
from ce_core.symbolic.expression.elementary import required
from ce_core.symbolic.expression.intervals import Undefined

PRIME = 2**61 - 1


class Modular:
    """A random point modulo 2⁶¹ − 1, where each letter, exponential and logarithm is a residue.

    The laws e^(u+v) = e^u·e^v, log(u·v) = log u + log v, log e^u = u and e^(log u) = u are built
    in. Exponentials and logarithms that remain are letters of their own, known by the residue of
    their argument: equal arguments get equal letters however they are written.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._letters: dict[Any, int] = {}
        self._known: dict[Expr, Any] = {}

    def evaluate(self, expression: Expr) -> Any:
        """The residue of a lowered tree; a tuple of residues for a vector or matrix.

        Raises
        ------
        Undefined
            If something is divided by zero.
        """
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._evaluate(expression)
        return known

    def exact(self, expression: Expr) -> bool:
        """Whether "not equal" can be believed: no letter stands for more than a letter's e^u."""
        if isinstance(expression, sympy.exp):
            return _whole_multiples(expression.args[0])
        if isinstance(expression, Pow):
            base, exponent = expression.args
            return isinstance(exponent, Integer) and self.exact(base)
        if isinstance(expression, sympy.Function | Branch):
            return False
        if isinstance(expression, Entry | Symbol):
            return True
        return all(self.exact(arg) for arg in expression.args)

    def _letter(self, key: Any) -> int:
        if key not in self._letters:
            self._letters[key] = self._random.randrange(1, PRIME)
        return self._letters[key]

    def _evaluate(self, node: Expr) -> Any:
        if isinstance(node, Add):
            return sum(self.evaluate(term) for term in node.args) % PRIME
        if isinstance(node, Mul):
            product = 1
            for factor in node.args:
                value = self.evaluate(factor)
                if isinstance(value, tuple):  # Python would repeat it so many times
                    raise Undefined("a vector within a product has no value here.")
                product = product * value % PRIME
            return product
        if isinstance(node, Pow):
            return self._power(*node.args)
        if isinstance(node, Rational):
            return int(node.p) * _inverse(int(node.q) % PRIME) % PRIME
        if isinstance(node, sympy.exp):
            return self._exp(node.args[0])
        if isinstance(node, sympy.log):
            return self._log(node.args[0])
        if isinstance(node, Grid):
            return tuple(self.evaluate(item) for item in node.args[1:])
        if isinstance(node, Branch):
            return self._letter(("branch", *map(self.evaluate, node.args)))
        if isinstance(node, Call):
            name, argument, order = node.args
            return self._letter((name, order, self.evaluate(argument)))
        if isinstance(node, sympy.Function):
            return self._function(node)
        return self._letter(node)

    def _function(self, node: Expr) -> int:
        row, (argument,) = required(node), node.args
        if row.through_exp is not None:
            return int(self.evaluate(row.through_exp(argument)))
        return self._letter((row.name, self.evaluate(argument)))

    def _power(self, base: Expr, exponent: Expr) -> int:
        value = self.evaluate(base)
        if isinstance(exponent, Integer):
            power = int(exponent)
            return pow(value, power, PRIME) if power >= 0 else pow(_inverse(value), -power, PRIME)
        return self._letter(("power", value, self.evaluate(exponent)))

    def _exp(self, u: Expr) -> int:
        if isinstance(u, Add):
            product = 1
            for term in u.args:
                product = product * self._exp(term) % PRIME
            return product
        opposite = board.negated(u)
        if opposite is not None:
            return _inverse(self._exp(opposite))
        if isinstance(u, sympy.log):
            return int(self.evaluate(u.args[0]))
        if isinstance(u, Mul) and isinstance(u.args[0], Integer) and len(u.args) == 2:
            return self._power(board.exp(u.args[1]), u.args[0])
        residue = self.evaluate(u)
        return 1 if residue == 0 else self._letter(("exp", residue))

    def _log(self, u: Expr) -> int:
        if isinstance(u, sympy.exp):
            return int(self.evaluate(u.args[0]))
        if isinstance(u, Mul):
            return sum(self._log(factor) for factor in u.args) % PRIME
        if isinstance(u, Pow):
            return int(self.evaluate(u.exp)) * self._log(u.base) % PRIME
        residue = self.evaluate(u)
        if residue == 0:
            raise Undefined("the logarithm of zero.")
        return 0 if residue == 1 else self._letter(("log", residue))


def _whole_multiples(u: Expr) -> bool:
    """Whether u is a sum of whole multiples of letters, so that e^u is a product of e^letter."""
    if isinstance(u, Symbol | Entry):
        return True
    if isinstance(u, Add):
        return all(_whole_multiples(term) for term in u.args)
    if isinstance(u, Mul) and len(u.args) == 2:
        return isinstance(u.args[0], Integer) and _whole_multiples(u.args[1])
    return False


def _inverse(residue: int) -> int:
    if residue == 0:
        raise Undefined("a division by zero.")
    return pow(residue, -1, PRIME)
