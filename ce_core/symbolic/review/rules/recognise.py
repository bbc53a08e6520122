"""Recognise the rule between two lines that are equal: by putting it to the line above.

A rule is named only where what it makes of the line above has the form of the line below.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sympy import Add, Expr, Function, Integer, Mul, Pow, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    Call,
    Entry,
    SumExcept,
    SumOver,
    Untouched,
)
from ce_core.symbolic.expression.lowering import Definitions
from ce_core.symbolic.practice.canonical_form import form, leaf_count, tidy_form
from ce_core.symbolic.review.reading.resolve import free_indices
from ce_core.symbolic.review.rules.distributed import brackets, products, under_sums

ORDER = "only the order and the places of signs differ"
CHAIN = "chain rule"
QUOTIENT = "quotient rule"
PRODUCT = "product rule"
EXPONENTIAL = "derivative of the exponential function"
LOGARITHM = "derivative of the logarithm"
TERM_BY_TERM = "derivative of a sum, term by term"
WORKED_OUT = "the derivative is worked out"
PUT_IN = "a definition is put in"
SHORTER = "written shorter by a definition"
CANCELLED = "common factors are cancelled"
FRACTIONS = "fractions are joined or parted"
COLLECTED = "like terms are collected"
OUT = "brackets are multiplied out"
COMMON = "a common factor is taken out"
BEFORE_SUM = "a factor is put before the sum"
INTO_SUM = "a factor is put into the sum"
LOGARITHMS = "laws of the logarithm"
APART = "the term of one class is written apart"
COMPLETED = "the sum is completed"

MOST_PARTS = 80


def rule_between(before: Expr, after: Expr, definitions: Definitions) -> str:
    """Name the rule that leads from a line to an equal one; empty where none is recognised.

    Parameters
    ----------
    before, after
        The lines, which are equal.
    definitions
        What their names stand for.
    """
    before, after = (_announced(board.without_marks(each)) for each in (before, after))
    if form(before) == form(after):
        return ORDER
    announced = _count(before, Untouched)
    if announced:
        named = _of_derivative(before, after, definitions)
        if named:
            return named
        return WORKED_OUT if not _count(after, Untouched) else ""
    return _of_algebra(before, after) or _of_names(before, after, definitions)


def _announced(node: Expr) -> Expr:
    """f′(x) as the derivative of f(x) by x."""
    if isinstance(node, Call) and int(node.args[2]) == 1:
        name, argument = node.args[:2]
        return board.untouched(board.call(name.name, argument), argument)
    if not node.args or isinstance(node, Entry | Call):
        return node
    args = tuple(map(_announced, node.args))
    if all(new is old for new, old in zip(args, node.args, strict=True)):
        return node
    return board.rebuild(node, args)


def _count(expression: Expr, kind: type) -> int:
    return sum(isinstance(part, kind) for part in board.walk(expression))


# --- Derivatives ------------------------------------------------------------------------------


def _of_derivative(before: Expr, after: Expr, definitions: Definitions) -> str:
    """The rule that was put to one announced derivative of the line above."""
    wanted = form(after)
    parts = list(dict.fromkeys(islice(board.walk(after), MOST_PARTS)))
    size = leaf_count(after) - leaf_count(before)
    for node in dict.fromkeys(p for p in board.walk(before) if isinstance(p, Untouched)):
        for part in parts:
            fits = leaf_count(part) - leaf_count(node) == size
            if fits and form(board.replace(before, {node: part})) == wanted:
                return _rule_of(node, part, definitions)
    return ""


def _rule_of(node: Untouched, result: Expr, definitions: Definitions) -> str:
    body, variable = node.args
    if _is_chain(body, variable, result):
        return CHAIN
    if _is_outer_times_inner(body, variable, result):
        return CHAIN
    if _count(result, Untouched) and not isinstance(body, Mul | Add | SumOver):
        return ""
    if _is_quotient(_put_in(body, definitions), result):
        return QUOTIENT
    if isinstance(body, Add | SumOver) and _is_term_by_term(body, variable, result):
        return TERM_BY_TERM
    if _is_product(body, variable, result):
        return PRODUCT
    if _count(result, Untouched):
        return ""
    if body.func.__name__ == "exp" and body.args[0] == variable:
        return EXPONENTIAL
    if body.func.__name__ == "log" and body.args[0] == variable:
        return LOGARITHM
    return WORKED_OUT


def _is_chain(body: Expr, variable: Expr, result: Expr) -> bool:
    """∂a/∂b · ∂b/∂c, alone or under Σ, for ∂a/∂c; with more factors between them, too."""
    inner = result.args[0] if isinstance(result, SumOver) else result
    links = {part.args[1]: part.args[0] for part in _factors(inner) if isinstance(part, Untouched)}
    at, steps = variable, 0
    while at in links:
        at, steps = links.pop(at), steps + 1
    return steps > 1 and at == body and not links


def _is_outer_times_inner(body: Expr, variable: Expr, result: Expr) -> bool:
    """g′(u) · ∂u/∂x for g(u): equal to it, and with ∂u/∂x as its only derivative."""
    if not isinstance(body, Function) or len(body.args) != 1:
        return False
    slopes = [part for part in _factors(result) if isinstance(part, Untouched)]
    own = board.untouched(body.args[0], variable)
    return slopes == [own] and _count(result, Untouched) == 1


def _factors(node: Expr) -> Iterator[Expr]:
    if isinstance(node, Mul):
        for each in node.args:
            yield from _factors(each)
    else:
        yield node


def _is_quotient(body: Expr, result: Expr) -> bool:
    """(u′v − uv′)/v² for u/v: v² below, and a difference above whose terms hold v and u."""
    parts, found = board.fraction_parts(body), board.fraction_parts(result)
    if parts is None or found is None or not isinstance(found[0], Add):
        return False
    top, bottom = parts
    square = form(board.mul(bottom, bottom)), form(board.power(bottom, 2))
    if form(found[1]) not in square or len(found[0].args) != 2:
        return False
    first, second = found[0].args
    taken = board.negated(second)
    if taken is None or board.negated(first) is not None:
        return False
    return _has_factor(first, bottom) and _has_factor(taken, top)


def _has_factor(node: Expr, factor: Expr) -> bool:
    """Whether a product holds all the factors of another."""
    held = Counter(map(form, _factors(node)))
    return not Counter(map(form, _factors(factor))) - held or factor == Integer(1)


def _is_product(body: Expr, variable: Expr, result: Expr) -> bool:
    """u′v + uv′ for u·v, both derivatives still announced."""
    factors = [*_factors(body)]
    if not isinstance(body, Mul) or len(factors) != 2 or board.fraction_parts(body) is not None:
        return False
    u, v = factors
    wanted = board.add(
        board.mul(board.untouched(u, variable), v), board.mul(u, board.untouched(v, variable))
    )
    return form(wanted) == form(result)


def _is_term_by_term(body: Expr, variable: Expr, result: Expr) -> bool:
    if isinstance(body, SumOver):
        wanted = board.sum_over(board.untouched(body.args[0], variable), body.args[1])
    else:
        wanted = board.add(*(_slope(each, variable) for each in body.args))
    return form(wanted) == form(result)


def _slope(term: Expr, variable: Expr) -> Expr:
    opposite = board.negated(term)
    if opposite is None:
        return board.untouched(term, variable)
    return board.neg(board.untouched(opposite, variable))


# --- Algebra ----------------------------------------------------------------------------------


def _of_algebra(before: Expr, after: Expr) -> str:
    if tidy_form(before) == tidy_form(after):
        return COLLECTED
    one, other = _cancelled(form(before)), _cancelled(form(after))
    if one == other:
        fewer = _size(form(after)) < _size(form(before))
        joined = _cancelled(form(before), only_join=True) == _cancelled(form(after), only_join=True)
        return FRACTIONS if joined else CANCELLED if fewer else ""
    if _same_products(before, after):
        return _distributed(before, after)
    opened = tuple(map(_logarithms, (before, after)))
    if opened != (before, after) and _same_products(*opened):
        return LOGARITHMS
    return _of_sums(before, after)


def _same_products(before: Expr, after: Expr) -> bool:
    found = products(before)
    return found is not None and found == products(after)


def _distributed(before: Expr, after: Expr) -> str:
    more = brackets(after) - brackets(before)
    if more:
        return OUT if more < 0 else COMMON
    under = under_sums(after) - under_sums(before)
    if under:
        return BEFORE_SUM if under < 0 else INTO_SUM
    letters = leaf_count(after) - leaf_count(before)
    return COMMON if letters < 0 else OUT if letters > 0 else ""


def _size(key: Any) -> int:
    return sum(map(_size, key)) if isinstance(key, tuple) else 1


def _cancelled(formed: Any, *, only_join: bool = False) -> Any:
    """A form with the fractions of each product joined, and common factors gone from them."""
    if not isinstance(formed, tuple):
        return formed
    if not formed or formed[0] not in ("product", "fraction"):
        return tuple(_cancelled(each, only_join=only_join) for each in formed)
    above, below = (
        Counter({_cancelled(key, only_join=only_join): n for key, n in counted.items()})
        for counted in _above_and_below(formed)
    )
    if not only_join:
        shared = above & below
        above, below = above - shared, below - shared
    return "fraction", _listed(above), _listed(below)


def _above_and_below(key: Any) -> tuple[Counter[Any], Counter[Any]]:
    above: Counter[Any] = Counter()
    below: Counter[Any] = Counter()
    if key[0] == "fraction":
        for number, part in enumerate(key[1:]):
            for each in part:
                over, under = _above_and_below(each)
                above += under if number else over
                below += over if number else under
    elif key[0] == "product":
        for each in key[1:]:
            over, under = _above_and_below(each)
            above, below = above + over, below + under
    elif key[0] == "power" and isinstance(key[2], int) and key[2] > 0:
        above[key[1]] += key[2]
    elif key != ("number", 1, 1):
        above[key] += 1
    return above, below


def _listed(counted: Counter[Any]) -> tuple[Any, ...]:
    return tuple(sorted(counted.items(), key=repr))


def _logarithms(node: Expr) -> Expr:
    """log of a quotient, a product or an exponential, taken apart."""
    args = tuple(map(_logarithms, node.args))
    if any(new is not old for new, old in zip(args, node.args, strict=True)):
        node = board.rebuild(node, args)
    return _opened(node.args[0]) if node.func.__name__ == "log" else node


def _opened(inside: Expr) -> Expr:
    parts = board.fraction_parts(inside)
    if parts is not None:
        return board.sub(_opened(parts[0]), _opened(parts[1]))
    if inside.func.__name__ == "exp":
        return inside.args[0]
    if isinstance(inside, Mul) and board.negated(inside) is None:
        return board.add(*map(_opened, inside.args))
    if isinstance(inside, Pow) and isinstance(inside.exp, Integer) and inside.exp > 0:
        return board.mul(inside.exp, board.log(inside.base))
    return Integer(0) if inside == 1 else board.log(inside)


def _of_sums(before: Expr, after: Expr) -> str:
    """Whether Σ over all classes became Σ over the others and one term, or the other way."""
    for index in sorted(free_indices(before) | free_indices(after), key=str):
        parted = tuple(_apart(each, index) for each in (before, after))
        changed = [new is not old for new, old in zip(parted, (before, after), strict=True)]
        if any(changed) and _same_products(*parted):
            more = _count(after, SumExcept) - _count(before, SumExcept)
            return APART if more > 0 else COMPLETED if more < 0 else ""
    return ""


def _apart(node: Expr, own: Symbol) -> Expr:
    """Each Σ as its term of one class and the sum over the others."""
    args = tuple(_apart(each, own) for each in node.args)
    if any(new is not old for new, old in zip(args, node.args, strict=True)):
        node = board.rebuild(node, args)
    if not isinstance(node, SumOver) or node.args[1] == own:
        return node
    body, index = node.args
    return board.add(_at(body, index, own), board.sum_except(body, index, own))


def _at(node: Expr, index: Expr, own: Expr) -> Expr:
    if node == index:
        return own
    if not node.args or isinstance(node, SumOver | SumExcept):
        return node
    return board.rebuild(node, tuple(_at(each, index, own) for each in node.args))


# --- Definitions ------------------------------------------------------------------------------


def _of_names(before: Expr, after: Expr, definitions: Definitions) -> str:
    """Whether a name was put for what it stands for, or the other way round."""
    one, other = (_put_in(each, definitions) for each in (before, after))
    if (one, other) == (before, after) or not _same_fraction(one, other):
        return ""
    return PUT_IN if one is not before and other is after else SHORTER


def _same_fraction(one: Expr, other: Expr) -> bool:
    return bool(_cancelled(form(one), only_join=True) == _cancelled(form(other), only_join=True))


def _put_in(expression: Expr, definitions: Definitions) -> Expr:
    """The expression with each name of the definitions put in once."""
    found: dict[Expr, Expr] = {}
    for part in board.walk(expression):
        for pattern, body in definitions:
            if part == pattern and not isinstance(pattern, Entry):
                found.setdefault(part, body)
            elif _fits(part, pattern):
                found.setdefault(part, _at_free(body, pattern.args[1], part.args[1]))
    return _replaced(expression, found) if found else expression


def _replaced(node: Expr, found: dict[Expr, Expr]) -> Expr:
    """Put in what names stand for; a letter with an index is a name of its own."""
    if node in found:
        return found[node]
    if not node.args or isinstance(node, Entry):
        return node
    args = tuple(_replaced(each, found) for each in node.args)
    if isinstance(node, Call):
        args = (node.args[0], *args[1:])
    return board.rebuild(node, args)


def _fits(part: Expr, pattern: Expr) -> bool:
    if isinstance(part, Entry) and isinstance(pattern, Entry):
        return bool(part.args[0] == pattern.args[0] and isinstance(pattern.args[1], Symbol))
    if isinstance(part, Call) and isinstance(pattern, Call):
        return bool(part.args[0] == pattern.args[0] and part.args[2] == pattern.args[2])
    return False


def _at_free(node: Expr, old: Expr, new: Expr) -> Expr:
    """The body of a definition at another index or argument; what a sum binds stays."""
    if node == old:
        return new
    if not node.args or (isinstance(node, SumOver | SumExcept) and node.args[1] == old):
        return node
    return board.rebuild(node, tuple(_at_free(each, old, new) for each in node.args))
