"""Build expressions that stay as they were written.

Lines are plain SymPy trees built without evaluation by the small constructors below, plus a few
nodes that SymPy lacks: sums over an index, untouched derivatives, and marks for the reader's eye.
What a tree looks like is :mod:`typeset`'s affair, what it is worth :mod:`value`'s.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy
from sympy import Add, Expr, Function, Integer, Mul, Pow, Rational, Symbol

MINUS_ONE = Integer(-1)


def _exact(part: Any) -> Any:
    """Whole numbers as SymPy's; nothing else is converted, and no text is ever read."""
    return Integer(part) if isinstance(part, int) else part


# --- Nodes that SymPy lacks -----------------------------------------------------------------


class BoardNode(Expr):  # type: ignore[misc]  # SymPy has no type information
    """A node of our own; like all SymPy nodes it is rebuilt by ``type(node)(*node.args)``."""

    is_commutative = True  # otherwise SymPy searches all it knows to find out, at every product

    def __new__(cls, *args: Any) -> "BoardNode":
        node: BoardNode = Expr.__new__(cls, *map(_exact, args))
        return node


class Entry(BoardNode):
    """``Entry(letter, index)``: one entry of a vector, such as z_i; an index or an Integer."""


class Call(BoardNode):
    """``Call(name, argument, order)``: f(x) at order 0, f′(x) at order 1, f″(x) at order 2."""


class SumOver(BoardNode):
    """``SumOver(body, index)``: the sum of the body over all classes."""


class SumExcept(BoardNode):
    """``SumExcept(body, index, excluded)``: the sum over all classes but one."""


class Untouched(BoardNode):
    """``Untouched(expression, variable)``: a derivative that is announced, not yet worked out."""


class Cases(BoardNode):
    """``Cases(equal, unequal, i, j)``: one value where i = j, another where i ≠ j."""


class Delta(BoardNode):
    """``Delta(i, j)``: the Kronecker delta, 1 where i = j and 0 where i ≠ j."""


class Vector(BoardNode):
    """``Vector(letter)``: a vector as a whole, such as ŷ without an index."""


class Branch(BoardNode):
    """``Branch(test, then, otherwise)``: one value where the test is above 0, another elsewhere."""


class Grid(BoardNode):
    """``Grid(columns, *entries)``: a vector or matrix, its entries row by row."""


class Role(BoardNode):
    """``Role(expression, role)`` or ``Role(expression, role, label)``: drawn in a role's colour."""


class Cancelled(BoardNode):
    """A term that is struck out, since it goes away in the next line."""


class Moved(BoardNode):
    """A term that this line moved, replaced or brought in."""


MARKS = (Role, Cancelled, Moved)
"""Nodes that change what a line looks like but never what it is worth."""


class sigmoid(Function):  # type: ignore[misc]  # named as it is written
    """The logistic function 1 / (1 + e^(−u)), left unevaluated."""

    nargs = 1


class softplus(Function):  # type: ignore[misc]
    """log(1 + e^u), left unevaluated."""

    nargs = 1


class relu(Function):  # type: ignore[misc]
    """max(0, u), left unevaluated."""

    nargs = 1


class step(Function):  # type: ignore[misc]
    """1 where u > 0 and else 0, left unevaluated."""

    nargs = 1


class log2(Function):  # type: ignore[misc]
    """The logarithm to base 2, left unevaluated."""

    nargs = 1


class log10(Function):  # type: ignore[misc]
    """The logarithm to base 10, left unevaluated."""

    nargs = 1


# --- Constructors ---------------------------------------------------------------------------


def number(value: int | str | Fraction) -> Expr:
    """An exact number: ``number(3)``, ``number("0.25")``, ``number(Fraction(1, 3))``."""
    exact = Fraction(value)
    return Rational(exact.numerator, exact.denominator)


def symbol(name: str) -> Symbol:
    """A letter such as x; the letters of the notation table are named in :mod:`notation`."""
    return Symbol(name)


def index(name: str) -> Symbol:
    """An index that runs over the classes; never the same as a letter of that name."""
    return Symbol(name, integer=True, positive=True)


def add(*terms: Expr) -> Expr:
    """A sum, its terms in the order given; nested sums stay nested."""
    return Add(*terms, evaluate=False)


def mul(*factors: Expr) -> Expr:
    """A product, its factors in the order given; nested products stay nested."""
    return Mul(*factors, evaluate=False)


def neg(term: Expr) -> Expr:
    """−term."""
    return Mul(MINUS_ONE, term, evaluate=False)


def sub(left: Expr, right: Expr) -> Expr:
    """left − right, which is the sum of ``left`` and ``neg(right)``."""
    return add(left, neg(right))


def frac(numerator: Expr, denominator: Expr) -> Expr:
    """A fraction, kept as ``numerator * denominator**(-1)``: see :func:`fraction_parts`."""
    return Mul(numerator, Pow(denominator, MINUS_ONE, evaluate=False), evaluate=False)


def power(base: Expr, exponent: Expr | int) -> Expr:
    """base to the exponent."""
    return Pow(base, _exact(exponent), evaluate=False)


def exp(argument: Expr) -> Expr:
    """e to the argument."""
    return sympy.exp(argument, evaluate=False)


def log(argument: Expr) -> Expr:
    """The natural logarithm."""
    return sympy.log(argument, evaluate=False)


def sqrt(argument: Expr) -> Expr:
    """The square root, which is the power 1/2."""
    return Pow(argument, Rational(1, 2), evaluate=False)


def tanh(argument: Expr) -> Expr:
    """The hyperbolic tangent."""
    return sympy.tanh(argument, evaluate=False)


def entry(letter: Symbol, index: Symbol | int) -> Expr:
    """One entry of a vector: ``entry(z, 1)`` is z₁, ``entry(z, i)`` is zᵢ."""
    return Entry(letter, index)


def call(name: str, argument: Expr, order: int = 0) -> Expr:
    """A named function at an argument; ``order`` counts its primes."""
    return Call(Symbol(name), argument, Integer(order))


def prime(name: str, argument: Expr) -> Expr:
    """f′(argument)."""
    return call(name, argument, 1)


def sum_over(body: Expr, index: Symbol) -> Expr:
    """Σ over all classes."""
    return SumOver(body, index)


def sum_except(body: Expr, index: Symbol, excluded: Symbol | int) -> Expr:
    """Σ over all classes but ``excluded``."""
    return SumExcept(body, index, excluded)


def untouched(expression: Expr, variable: Expr) -> Expr:
    """d/dx of an expression (∂/∂z_j when the variable is an entry), not yet worked out."""
    return Untouched(expression, variable)


def cases(equal: Expr, unequal: Expr, i: Symbol, j: Symbol | int) -> Expr:
    """One value where i = j and another where i ≠ j."""
    return Cases(equal, unequal, i, j)


def delta(i: Symbol | int, j: Symbol | int) -> Expr:
    """δ_ij: 1 where i = j and 0 where i ≠ j."""
    return Delta(i, j)


def vector(letter: Symbol) -> Expr:
    """All entries of a letter as one column."""
    return Vector(letter)


def column(*entries: Expr) -> Expr:
    """A column vector."""
    return Grid(Integer(1), *entries)


def matrix(rows: list[list[Expr]]) -> Expr:
    """A matrix, given as rows of equal length."""
    return Grid(Integer(len(rows[0])), *(item for row in rows for item in row))


def role(expression: Expr, name: str, label: str = "") -> Expr:
    """The expression in the colour of a role, with a label under it if one is given."""
    parts = (expression, Symbol(name), Symbol(label)) if label else (expression, Symbol(name))
    return Role(*parts)


def cancelled(expression: Expr) -> Expr:
    """The expression struck out."""
    return Cancelled(expression)


def moved(expression: Expr) -> Expr:
    """The expression marked as what this line changed."""
    return Moved(expression)


# --- Reading and rebuilding a tree ----------------------------------------------------------


def rebuild(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same kind of node with other arguments, unevaluated."""
    if isinstance(node, BoardNode):
        return node.func(*args)
    return node.func(*args, evaluate=False)


def replace(expression: Expr, replacements: Mapping[Expr, Expr]) -> Expr:
    """Put other expressions in place of whole subtrees, leaving all else as it was written.

    SymPy's ``subs`` and ``xreplace`` evaluate what they touch; this does not. What has been put in
    is not searched again.
    """
    if expression in replacements:
        return replacements[expression]
    if not expression.args:
        return expression
    args = tuple(replace(arg, replacements) for arg in expression.args)
    if all(new is old for new, old in zip(args, expression.args, strict=True)):
        return expression
    return rebuild(expression, args)


@lru_cache(maxsize=4096)  # the check and the printer ask again and again for the same parts
def without_marks(expression: Expr) -> Expr:
    """The expression without colour roles, strikes and marks: what it says, not how it looks."""
    if isinstance(expression, MARKS):
        return without_marks(expression.args[0])
    if not expression.args:
        return expression
    args = tuple(without_marks(arg) for arg in expression.args)
    if all(new is old for new, old in zip(args, expression.args, strict=True)):
        return expression
    return rebuild(expression, args)


def walk(expression: Expr) -> Iterator[Expr]:
    """Every subtree, the whole one first."""
    yield expression
    for arg in expression.args:
        yield from walk(arg)


def fraction_parts(expression: Expr) -> tuple[Expr, Expr] | None:
    """Numerator and denominator of what :func:`frac` built, else None."""
    if not (isinstance(expression, Mul) and len(expression.args) == 2):
        return None
    numerator, inverse = expression.args
    if isinstance(inverse, Pow) and inverse.exp == MINUS_ONE:
        return numerator, inverse.base
    return None


def negated(expression: Expr) -> Expr | None:
    """What :func:`neg` negated, else None."""
    if isinstance(expression, Mul) and len(expression.args) == 2:
        sign, term = expression.args
        if sign == MINUS_ONE and fraction_parts(expression) is None:
            return term
    return None
