"""The form of an expression: what stays the same when terms, factors and signs change places.

Two lines have the same form if they hold the same sums, products and fractions; nothing is
multiplied out, cancelled or evaluated here. Equality of value is :mod:`value`'s affair.
"""

from collections.abc import Mapping
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, SumExcept, SumOver

Form = tuple[int, Any]
"""A sign, and nested tuples of strings and numbers."""

_Bound = Mapping[Symbol, str]
_ONE = ("number", 1, 1)


def same_form(first: Expr, second: Expr) -> bool:
    """Whether two expressions differ in the order and the signs' places at most."""
    return form(first) == form(second)


def form(expression: Expr) -> Form:
    """The form of an expression, marks aside: equal for equal forms, and for those only.

    The index of a sum counts by its role, not by its name.
    """
    return _form(board.without_marks(expression), {})


def _form(node: Expr, bound: _Bound) -> Form:
    if isinstance(node, Add):
        return _sum(node, bound)
    if isinstance(node, Mul):
        return _product(node, bound)
    if isinstance(node, Pow):
        return _power(node, bound)
    if isinstance(node, Rational):
        return (-1 if node < 0 else 1), ("number", abs(int(node.p)), int(node.q))
    if isinstance(node, SumOver | SumExcept):
        return _sum_over_classes(node, bound)
    if isinstance(node, Symbol):
        return 1, ("symbol", bound.get(node, node.name))
    if isinstance(node, Entry):
        letter, index = node.args
        return 1, ("entry", letter.name, bound.get(index, str(index)))
    return 1, (type(node).__name__, *(_form(arg, bound) for arg in node.args))


def _sum(node: Add, bound: _Bound) -> Form:
    terms = _terms(node, 1, bound)
    if len(terms) == 1:
        return terms[0]
    # −(a − b) and b − a are one form: the sum stands with whichever signs come first in order.
    straight = _ordered(terms)
    turned = _ordered([(-sign, key) for sign, key in terms])
    sign, chosen = min((1, straight), (-1, turned), key=lambda pair: repr(pair[1]))
    return sign, ("sum", *chosen)


def _terms(node: Expr, sign: int, bound: _Bound) -> list[Form]:
    """The terms of nested sums in one list, a minus before a bracket put on each of its terms."""
    if isinstance(node, Add):
        return [term for arg in node.args for term in _terms(arg, sign, bound)]
    opposite = board.negated(node)
    if opposite is not None:
        return _terms(opposite, -sign, bound)
    own, key = _form(node, bound)
    if key[0] == "sum":
        return [(sign * own * each, inner) for each, inner in key[1:]]
    return [(sign * own, key)]


def _ordered(keys: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(keys, key=repr))


def _product(node: Mul, bound: _Bound) -> Form:
    sign, plain, fractions = _factors(node, bound)
    if not fractions:
        key = plain[0] if len(plain) == 1 else ("product", *_ordered(plain))
        return sign, key
    if len(fractions) == 1:
        top, bottom = fractions[0]
        return sign, _fraction(plain + top, bottom)
    # Two fractions side by side are a form of their own, to be told from one fraction.
    return sign, ("product", *_ordered([*plain, *(_fraction(*each) for each in fractions)]))


def _fraction(top: list[Any], bottom: list[Any]) -> Any:
    above = [key for key in top if key != _ONE] or [_ONE]
    return "fraction", _ordered(above), _ordered(bottom)


def _factors(node: Expr, bound: _Bound) -> tuple[int, list[Any], list[tuple[list[Any], list[Any]]]]:
    """Sign, plain factors, and fractions as factors above and below a bar."""
    parts = board.fraction_parts(node)
    if parts is None and isinstance(node, Pow) and _is_negative(node.exp):
        parts = Integer(1), board.power(node.base, -int(node.exp))
    if parts is not None:
        minus, above = _plain_factors(parts[0], bound)
        other, below = _plain_factors(parts[1], bound)
        return minus * other, [], [(above, below)]
    if not isinstance(node, Mul):
        sign, key = _form(node, bound)
        return (sign, [], []) if key == _ONE and sign < 0 else (sign, [key], [])
    sign = 1
    plain: list[Any] = []
    fractions: list[tuple[list[Any], list[Any]]] = []
    for factor in node.args:
        minus, more, bars = _factors(factor, bound)
        sign, plain, fractions = sign * minus, plain + more, fractions + bars
    if not plain and not fractions:
        plain = [_ONE]
    return sign, plain, fractions


def _plain_factors(node: Expr, bound: _Bound) -> tuple[int, list[Any]]:
    """The factors of what stands above or below a bar; a fraction there stays one."""
    sign, plain, fractions = _factors(node, bound)
    return sign, (plain + [_fraction(*each) for each in fractions]) or [_ONE]


def _is_negative(exponent: Expr) -> bool:
    return isinstance(exponent, Integer) and exponent < 0


def _power(node: Pow, bound: _Bound) -> Form:
    if _is_negative(node.exp):
        sign, _, fractions = _factors(node, bound)
        return sign, _fraction(*fractions[0])
    sign, base = _form(node.base, bound)
    if node.exp == 1:
        return sign, base
    if isinstance(node.exp, Integer):
        return sign ** int(node.exp % 2), ("power", base, int(node.exp))
    return 1, ("power", (sign, base), _form(node.exp, bound))


def _sum_over_classes(node: Expr, bound: _Bound) -> Form:
    body, index, *excluded = node.args
    name = f"#{len(bound)}"
    sign, key = _form(body, {**bound, index: name})
    spared = [bound.get(each, str(each)) for each in excluded]
    return sign, ("Σ", *spared, key)
