"""Lower a line from what is written to what it says.

Marks are taken off, sums written out, definitions put in, announced derivatives worked out. What
comes out is for :mod:`equality` and :mod:`enclosure` to evaluate, never to show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Branch, Call, Entry, Grid, Untouched
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.elementary import required
from ce_core.symbolic.expression.intervals import Undefined

Definitions = tuple[tuple[Expr, Expr], ...]
"""Pairs of what is defined and what it stands for.

On the left: a symbol, ``f(x)`` with a symbol x, or an entry with a symbol as index.
"""

ZERO, ONE = Integer(0), Integer(1)


@dataclass(frozen=True)
class Setting:
    """How many classes there are, and which class each free index means, counted from 1."""

    classes: int
    indices: tuple[tuple[Symbol, int], ...] = ()


@dataclass(frozen=True)
class Fact:
    """An equation a line may use though it is no identity, such as Σy = 1.

    Once sums are written out, the last term of the left side is what the check solves for.
    """

    name: str
    left: Expr
    right: Expr


@dataclass(frozen=True, eq=False)
class Names:
    """What names and indices mean; made by :func:`names_of`, so that it is cheap to look up.

    Parameters
    ----------
    definitions
        What the lines' names stand for.
    setting
        The number of classes and the free indices' classes; needed where there are sums.
    """

    definitions: Definitions
    setting: Setting | None


@lru_cache(maxsize=256)
def names_of(definitions: Definitions, setting: Setting | None) -> Names:
    """One object for each meaning: what is remembered is found by identity."""
    return Names(definitions, setting)


@lru_cache(maxsize=1024)
def lower(expression: Expr, names: Names, facts: tuple[Fact, ...] = ()) -> Expr:
    """What a line says in letters that nothing defines.

    Parameters
    ----------
    expression
        A line as written.
    names
        What its names and indices mean.
    facts
        Equations to use: each is solved for the last term of its left side.

    Returns
    -------
    Expr
        A tree of numbers, letters, sums, products, powers and elementary functions.
    """
    if not facts:
        return _expand(_written_out(board.without_marks(expression), names.setting), names)
    lowered = lower(expression, names)
    solved = [
        tuple(_expand(side, names) for side in _solved(fact, names.setting)) for fact in facts
    ]
    # Numbers hold no letters that another fact could replace: all are put in on one walk.
    if all(value.is_Number for _, value in solved):
        return board.replace(lowered, dict(reversed(solved)))
    for letter, value in solved:
        lowered = board.replace(lowered, {letter: value})
    return lowered


def _written_out(expression: Expr, setting: Setting | None) -> Expr:
    if setting is None:
        return expression
    return write_out(expression, setting.classes, dict(setting.indices))


def _solved(fact: Fact, setting: Setting | None) -> tuple[Expr, Expr]:
    left = _written_out(fact.left, setting)
    if not isinstance(left, Add):
        return left, fact.right
    *others, letter = left.args
    return letter, board.add(fact.right, *(board.neg(term) for term in others))


# Lines of a derivation share most of their parts: each part is worked out once. All that can be
# practised needs 1,100; what is kept beyond that is walked by every garbage collection.
@lru_cache(maxsize=4096)
def _expand(expression: Expr, names: Names) -> Expr:
    if isinstance(expression, Untouched):
        return _worked_out(expression, names)
    if isinstance(expression, Symbol | Entry | Call):
        meaning = _meaning(expression, names)
        if meaning is not None:
            return meaning
    if not expression.args or isinstance(expression, Entry):
        return expression
    args = tuple(_expand(arg, names) for arg in expression.args)
    unchanged = all(new is old for new, old in zip(args, expression.args, strict=True))
    return _entrywise(expression if unchanged else board.rebuild(expression, args))


def _entrywise(expression: Expr) -> Expr:
    """A sum of vectors, or a multiple of one, as one vector."""
    grids = [arg for arg in expression.args if isinstance(arg, Grid)]
    if grids and isinstance(expression, Grid):
        raise Undefined("an entry of a vector is a number, not a vector.")
    if not grids:
        return expression
    if not isinstance(expression, Add | Mul):
        raise Undefined("a vector has no power, exponential or logarithm.")
    shapes = {(grid.args[0], len(grid.args)) for grid in grids}
    columns, *entries = grids[0].args
    if isinstance(expression, Add) and len(grids) == len(expression.args) and len(shapes) == 1:
        rows = zip(*(grid.args[1:] for grid in grids), strict=True)
        return Grid(columns, *(board.add(*terms) for terms in rows))
    if isinstance(expression, Mul) and len(grids) == 1:
        factors = [arg for arg in expression.args if arg is not grids[0]]
        return Grid(columns, *(board.mul(*factors, item) for item in entries))
    raise Undefined("vectors of these shapes have no such sum or product.")


def _worked_out(node: Untouched, names: Names) -> Expr:
    """Differentiate with the variable kept as a letter, then say what the letter stands for."""
    inner, variable = node.args
    family = _family(variable)
    others = tuple(pair for pair in names.definitions if _family(pair[0]) != family)
    slope = derivative(_expand(inner, names_of(others, names.setting)), variable)
    return _expand(slope, names)


def _family(expression: Expr) -> Expr:
    return expression.args[0] if isinstance(expression, Entry) else expression


def _meaning(expression: Expr, names: Names) -> Expr | None:
    setting = names.setting
    for pattern, body in names.definitions:
        if expression == pattern:
            return _expand(_written_out(body, setting), names)
        if isinstance(pattern, Entry) and isinstance(expression, Entry):
            letter, index = expression.args
            if letter == pattern.args[0] and isinstance(pattern.args[1], Symbol):
                classes = setting.classes if setting else 0
                return _expand(write_out(body, classes, {pattern.args[1]: index}), names)
        if isinstance(pattern, Call) and isinstance(expression, Call):
            name, argument, order = expression.args
            if name == pattern.args[0]:
                variable = pattern.args[1]
                others = tuple(pair for pair in names.definitions if pair[0] != variable)
                slope = _expand(body, names_of(others, setting))
                for _ in range(int(order)):
                    slope = derivative(slope, variable)
                if argument != variable:
                    slope = board.replace(slope, {variable: argument})
                return _expand(slope, names)
    return None


# --- Differentiation, for the check's own use -------------------------------------------------


def derivative(expression: Expr, variable: Expr) -> Expr:
    """The derivative of a lowered tree, neither shown nor tidied.

    Parameters
    ----------
    variable
        A symbol or an entry; all other letters are constants.
    """
    if expression == variable:
        return ONE
    if isinstance(expression, Grid):
        columns, *entries = expression.args
        return Grid(columns, *(derivative(item, variable) for item in entries))
    if isinstance(expression, Add):
        return _sum(derivative(term, variable) for term in expression.args)
    if isinstance(expression, Mul):
        return _product_rule(expression.args, variable)
    if isinstance(expression, Pow):
        return _power_rule(expression, variable)
    if isinstance(expression, Call):
        name, argument, order = expression.args
        outer: Expr = Call(name, argument, order + 1)
        return _product(outer, derivative(argument, variable))
    if isinstance(expression, Branch):
        test, *pieces = expression.args
        slopes = [derivative(piece, variable) for piece in pieces]
        return ZERO if slopes == [ZERO, ZERO] else Branch(test, *slopes)
    if isinstance(expression, sympy.Function):
        (argument,) = expression.args
        inner = derivative(argument, variable)
        return ZERO if inner == ZERO else _product(required(expression).derivative(argument), inner)
    return ZERO


def _product_rule(factors: tuple[Expr, ...], variable: Expr) -> Expr:
    terms = []
    for position, factor in enumerate(factors):
        slope = derivative(factor, variable)
        if slope != ZERO:
            terms.append(_product(*factors[:position], slope, *factors[position + 1 :]))
    return _sum(terms)


def _power_rule(power: Expr, variable: Expr) -> Expr:
    base, exponent = power.args
    base_slope, exponent_slope = derivative(base, variable), derivative(exponent, variable)
    if exponent_slope == ZERO:
        # A number is lowered at once: the exact check reads whole-number powers only.
        less = exponent - 1 if exponent.is_Number else board.sub(exponent, ONE)
        lowered = board.power(base, less)
        return _product(exponent, lowered, base_slope)
    relative = _sum(
        [
            _product(exponent_slope, board.log(base)),
            _product(exponent, board.power(base, -1), base_slope),
        ]
    )
    return _product(power, relative)


def _sum(terms: Iterable[Expr]) -> Expr:
    kept = [term for term in terms if term != ZERO]
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else board.add(*kept)


def _product(*factors: Expr) -> Expr:
    if any(factor == ZERO for factor in factors):
        return ZERO
    kept = [factor for factor in factors if factor != ONE]
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else board.mul(*kept)
