"""Multiply a line out into products of what cannot be multiplied out, for comparison only.

Two lines with the same products differ by the distributive law and the order of terms at most.
Nothing is cancelled: a factor below a bar is another thing than the same factor above it.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Add, Expr, Integer, Mul, Pow, Rational

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import SumExcept, SumOver
from ce_core.symbolic.practice.canonical_form import form, leaf_count
from ce_core.symbolic.review.reading.resolve import free_indices

MOST_PRODUCTS = 120
MOST_POWER = 6
Product = tuple[tuple[Any, int], ...]
Products = dict[Product, Fraction]


class TooLarge(Exception):
    """There would be too many products."""


def products(expression: Expr) -> Products | None:
    """The products of a line and how often each stands there; None where there are too many."""
    try:
        return _without_zeros(_of(board.without_marks(expression)))
    except TooLarge:
        return None


def _of(node: Expr) -> Products:
    if isinstance(node, Rational):
        return {(): Fraction(int(node.p), int(node.q))}
    if isinstance(node, Add):
        found: Counter[Product] = Counter()
        for each in node.args:
            for key, factor in _of(each).items():
                found[key] += factor  # type: ignore[assignment]
        return dict(found)  # type: ignore[arg-type]
    if isinstance(node, Mul):
        result: Products = {(): Fraction(1)}
        for each in node.args:
            result = _times(result, _of(each))
        return result
    if isinstance(node, Pow) and isinstance(node.exp, Integer):
        return _power(node.base, int(node.exp))
    if isinstance(node, SumOver | SumExcept):
        return _sum(node)
    return {((form(node), 1),): Fraction(1)}


def _power(base: Expr, exponent: int) -> Products:
    if exponent < 0:
        below = _of(base)
        if len(below) == 1:
            ((key, factor),) = below.items()
            inverse = tuple((("below", atom), power * -exponent) for atom, power in key)
            return {inverse: Fraction(1) / factor**-exponent}
        return {((("below", _key(below)), -exponent),): Fraction(1)}
    if exponent > MOST_POWER:
        raise TooLarge
    result: Products = {(): Fraction(1)}
    for _ in range(exponent):
        result = _times(result, _of(base))
    return result


def _sum(node: Expr) -> Products:
    """A sum over classes: term by term, with what does not hold its index in front of it."""
    body, index, *excluded = node.args
    spared = tuple(map(str, excluded))
    found: Counter[Product] = Counter()
    for term in body.args if isinstance(body, Add) else (body,):
        for key, factor in _of(_renamed(term, index)).items():
            held = tuple(part for part in key if _holds(part[0]))
            apart = tuple(part for part in key if not _holds(part[0]))
            whole = _sorted([*apart, (("Σ", spared, held), 1)])
            found[whole] += factor  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


_BOUND = board.index("·")


def _renamed(term: Expr, index: Expr) -> Expr:
    """The term with one name for the index of every sum; a sum in a sum is left as it is."""
    if index not in free_indices(term):
        return term
    return _with(term, index)


def _with(node: Expr, index: Expr) -> Expr:
    if node == index:
        return _BOUND
    if not node.args:
        return node
    return board.rebuild(node, tuple(_with(each, index) for each in node.args))


def _holds(key: Any) -> bool:
    return "·" in repr(key)


def _times(left: Products, right: Products) -> Products:
    if len(left) * len(right) > MOST_PRODUCTS:
        raise TooLarge
    found: Counter[Product] = Counter()
    for one, factor in left.items():
        for other, more in right.items():
            found[_sorted([*one, *other])] += factor * more  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


def _sorted(parts: list[tuple[Any, int]]) -> Product:
    powers: Counter[Any] = Counter()
    for atom, power in parts:
        powers[atom] += power
    return tuple(sorted(powers.items(), key=repr))


def _without_zeros(found: Products) -> Products:
    return {key: factor for key, factor in found.items() if factor}


def _key(found: Products) -> Any:
    return tuple(sorted(_without_zeros(found).items(), key=repr))


def brackets(expression: Expr) -> int:
    """How many sums of two terms or more are multiplied by something, or raised to a power."""
    if isinstance(expression, Mul):
        above = [each for each in _above(expression) if each not in (1, -1)]
        own = sum(map(_is_bracket, above)) if len(above) > 1 else 0
        return own + sum(brackets(inner) for each in above for inner in each.args)
    squared = (
        isinstance(expression, Pow)
        and isinstance(expression.exp, Integer)
        and expression.exp > 1
        and _is_bracket(expression.base)
    )
    return int(squared) + sum(map(brackets, expression.args))


def _is_bracket(node: Expr) -> bool:
    return isinstance(node, Add) and sum(each != 0 for each in node.args) > 1


def _above(node: Expr) -> Iterator[Expr]:
    """The factors above the bars."""
    if isinstance(node, Mul):
        for each in node.args:
            yield from _above(each)
    elif not (isinstance(node, Pow) and isinstance(node.exp, Integer) and node.exp < 0):
        yield node


def under_sums(expression: Expr) -> int:
    """How many letters stand in sums over classes."""
    if isinstance(expression, SumOver | SumExcept):
        return leaf_count(expression.args[0])
    return sum(map(under_sums, expression.args))
