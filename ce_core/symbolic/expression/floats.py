"""Compute what a typed function is worth at ordinary numbers, for plotting it.

The tree is walked with plain floats. (SymPy's ``lambdify`` would write Python and execute it,
which nothing typed may cause.)
"""

import math
from collections.abc import Mapping, Sequence

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, pi

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.elementary import required


def evaluate(expression: Expr, numbers: Mapping[Symbol, float]) -> float | None:
    """The value of an expression, or None where it has no finite real value.

    Parameters
    ----------
    expression
        Made of numbers, letters, sums, products, powers and the functions that can be typed;
        marks are passed over.
    numbers
        A number for each of its letters.

    Raises
    ------
    KeyError
        If a letter has no number.
    """
    try:
        value = _value(board.without_marks(expression), numbers)
    except (OverflowError, ZeroDivisionError, ValueError):
        return None
    return value if math.isfinite(value) else None


def sample(
    expression: Expr,
    variable: Symbol,
    at: Sequence[float],
    numbers: Mapping[Symbol, float],
) -> list[float | None]:
    """The values of a function along its variable, other letters held fixed; None where undefined.

    Parameters
    ----------
    at
        The values of the variable.
    numbers
        A number for each other letter.
    """
    plain = board.without_marks(expression)
    return [evaluate(plain, {**numbers, variable: x}) for x in at]


def _value(node: Expr, numbers: Mapping[Symbol, float]) -> float:
    if isinstance(node, Rational):
        return int(node.p) / int(node.q)
    if isinstance(node, Symbol):
        return float(numbers[node])
    if node is pi:
        return math.pi
    if isinstance(node, board.Branch):
        test, then, otherwise = node.args
        return _value(then if _value(test, numbers) > 0 else otherwise, numbers)
    values = [_value(arg, numbers) for arg in node.args]
    if isinstance(node, Add):
        return math.fsum(values)
    if isinstance(node, Mul):
        return math.prod(values)
    if isinstance(node, Pow):
        base, exponent = values
        return _power(base, exponent, isinstance(node.exp, Integer))
    return required(node).number(*values)


def _power(base: float, exponent: float, whole: bool) -> float:
    """base to the exponent; below zero only for an exponent written as a whole number.

    Otherwise x^x would have stray values at −1, −2, … and at no other negative number.
    """
    if base == 0.0 and exponent < 0.0:
        raise ZeroDivisionError
    if not whole and (base < 0.0 or base == exponent == 0.0):
        raise ValueError("a power that is no real number")
    return math.pow(base, exponent)
