"""Tidy numbers: zeros and ones dropped, what is made of numbers alone worked out exactly."""

from fractions import Fraction

from sympy import Add, Expr, Integer, Mul, Pow, Rational, exp, log

from ce_core.symbolic.differentiation.factors import (
    ONE,
    ZERO,
    number_value,
    power_of,
    product_of,
    signed_number,
    sum_of,
)
from ce_core.symbolic.expression import board

MAX_EXPONENT = 40
_HALF = Rational(1, 2)


def fold_numbers(node: Expr) -> Expr:
    """Rewrite one node, whose parts are tidy already."""
    if isinstance(node, Add):
        return _sum(node)
    if isinstance(node, Mul):
        parts = board.fraction_parts(node)
        return _product(node) if parts is None else _fraction(node, *parts)
    if isinstance(node, Pow):
        return _power(node)
    if isinstance(node, exp) and node.args[0] == ZERO:
        return ONE
    if isinstance(node, log) and node.args[0] == ONE:
        return ZERO
    return node


def _sum(node: Expr) -> Expr:
    values = [number_value(term) for term in node.args]
    known = [value for value in values if value is not None]
    total = signed_number(sum(known, Fraction(0)))
    if total is None or (len(known) < 2 and 0 not in known):
        return node
    terms = [term for term, value in zip(node.args, values, strict=True) if value is None]
    if total != ZERO:
        place = next(i for i, value in enumerate(values) if value is not None)
        terms.insert(place, total)
    return sum_of(terms)


def _product(node: Expr) -> Expr:
    args = [part for factor in node.args for part in _numbered(factor)]
    values = [number_value(factor) for factor in args]
    known = [value for value in values if value is not None]
    if 0 in known:
        return ZERO
    value = Fraction(1)
    for number in known:
        value *= number
    if signed_number(value) is None or _is_folded(node, known):
        return node
    factors = [factor for factor, number in zip(args, values, strict=True) if number is None]
    if not factors:
        return signed_number(value) or node
    size = [] if abs(value) == 1 else [board.number(abs(value))]
    positive = product_of([*size, *factors])
    return board.neg(positive) if value < 0 else positive


def _numbered(factor: Expr) -> tuple[Expr, ...]:
    """The factors of a product that begins with a number, so that 3·(2x) becomes 6x at once."""
    whole = board.fraction_parts(factor) is None and board.negated(factor) is None
    if isinstance(factor, Mul) and whole and factor.args[0].is_Number:
        return tuple(factor.args)
    return (factor,)


def _is_folded(node: Expr, known: list[Fraction]) -> bool:
    """Whether a product holds at most a minus sign and then a number other than 1, in front."""
    if board.negated(node) is not None:
        return len(known) == 1 or node == board.neg(ONE)
    return not known or (len(known) == 1 and node.args[0].is_Number and known[0] != 1)


def _fraction(node: Expr, top: Expr, bottom: Expr) -> Expr:
    above, below = number_value(top), number_value(bottom)
    if below == 0:
        return node
    if above == 0:
        return ZERO
    if below == 1:
        return top
    if above is None or below is None:
        return node
    quotient = signed_number(above / below)
    return node if quotient is None else quotient


def _power(node: Expr) -> Expr:
    base, exponent = node.args
    if exponent == ONE or base == ONE:
        return base
    if exponent == ZERO:
        return ONE
    if not isinstance(exponent, Integer):
        return node
    if isinstance(base, Pow) and isinstance(base.exp, Integer) and min(base.exp, exponent) > 0:
        return power_of(base.base, int(base.exp) * int(exponent))
    if isinstance(base, Pow) and base.exp == _HALF and exponent == 2:
        return base.base
    value = number_value(base)
    if value is None or not 0 < exponent <= MAX_EXPONENT or abs(value) > 1000:
        return node
    result = signed_number(value ** int(exponent))
    return node if result is None else result
