"""Compute the form of an expression: what stays when terms, factors and signs change places.

Two lines have the same form if they hold the same sums, products and fractions; nothing is
multiplied out, cancelled or evaluated here. Equality of value is :mod:`value`'s affair.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Delta, Entry, SumExcept, SumOver, Untouched

Form = tuple[int, Any]
"""A sign, and nested tuples of strings and numbers."""

_Bound = Mapping[Symbol, str]
_ONE = ("number", 1, 1)


def same_form(first: Expr, second: Expr) -> bool:
    """Whether two expressions differ in the order and the signs' places at most."""
    return form(first) == form(second)


@lru_cache(maxsize=1024)  # the lines of the board and the known mistakes are asked for each time
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
    if isinstance(node, Delta):
        return 1, ("δ", *sorted(bound.get(index, str(index)) for index in node.args))
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


# --- The same up to like terms ------------------------------------------------------------------

Tidy = tuple[Fraction, Any]
"""A rational factor, and nested tuples of strings and numbers."""


@lru_cache(maxsize=512)
def tidy_form(expression: Expr) -> Tidy:
    """The form once like terms and like factors are collected: 2a − a, a + 0 and 1·a are all a.

    Brackets stay as they are, and nothing is cancelled in fractions. ``df/dx`` counts as f′(x).
    """
    return _tidy(form(expression))


def _tidy(formed: Form) -> Tidy:
    sign, key = formed
    factor, tidy = _tidy_key(key)
    return sign * factor, tidy


def _tidy_key(key: Any) -> Tidy:
    kind = key[0]
    if kind == "number":
        return Fraction(key[1], key[2]), _ONE
    if kind == "sum":
        return _tidy_sum(map(_tidy, key[1:]))
    if kind == "product":
        return _tidy_product(key[1:])
    if kind == "fraction":
        return _tidy_fraction(*map(_tidy_product, key[1:]))
    if kind == "power" and isinstance(key[2], int):
        return _tidy_product([key])
    if kind == "Σ":
        factor, body = _tidy_key(key[-1])
        return (factor, (*key[:-1], body)) if factor else (factor, _ONE)
    if kind == "Untouched" and key[1][1][0] == "Call" and key[1][1][2] == key[2]:
        _, name, argument, (sign, (_, order, _)) = key[1][1]
        return Fraction(1), ("Call", name, argument, (sign, ("number", order + 1, 1)))
    return Fraction(1), tuple(_tidy(part) if _is_form(part) else part for part in key)


def _is_form(part: Any) -> bool:
    return isinstance(part, tuple) and part[0] in (1, -1)


def _tidy_sum(terms: Iterable[Tidy]) -> Tidy:
    factors: Counter[Any] = Counter()
    for factor, key in terms:
        factors[key] += factor  # type: ignore[assignment]  # fractions count as well as numbers
    kept = sorted(((key, factor) for key, factor in factors.items() if factor), key=repr)
    if not kept:
        return Fraction(0), _ONE
    if len(kept) == 1:
        return Fraction(kept[0][1]), kept[0][0]
    leading = Fraction(kept[0][1])
    return leading, ("sum", *((key, factor / leading) for key, factor in kept))


def _tidy_product(keys: Iterable[Any]) -> Tidy:
    product, powers = Fraction(1), Counter[Any]()
    for key in keys:
        exponent = 1
        if key[0] == "power" and isinstance(key[2], int):
            _, key, exponent = key
        factor, tidy = _tidy_key(key)
        product *= factor**exponent
        for part, power in tidy[1:] if tidy[0] == "product" else ((tidy, 1),):
            powers[part] += power * exponent
    del powers[_ONE]
    kept = sorted(powers.items(), key=repr)
    if not product or not kept:
        return product, _ONE
    return product, kept[0][0] if kept == [(kept[0][0], 1)] else ("product", *kept)


def _tidy_fraction(above: Tidy, below: Tidy) -> Tidy:
    if not below[0]:
        return Fraction(1), ("fraction", above, below)
    factor = above[0] / below[0]
    return factor, above[1] if below[1] == _ONE else ("fraction", above[1], below[1])


def leaf_count(expression: Expr) -> int:
    """How many letters and numbers are written; signs and bars do not count."""
    if isinstance(expression, Entry | Symbol | Call | Delta):
        return 1
    if isinstance(expression, Integer):
        return int(expression != board.MINUS_ONE)
    if isinstance(expression, SumOver | SumExcept | Untouched):
        return 1 + leaf_count(expression.args[0])
    if isinstance(expression, Add | Mul | Pow) or expression.args:
        return sum(map(leaf_count, expression.args))
    return 1
