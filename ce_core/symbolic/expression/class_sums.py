"""Write sums over the classes out as sums of terms, for so many classes."""

from collections.abc import Mapping

from sympy import Add, Expr, Integer, Symbol

from ce_core.symbolic.expression.board import (
    Cases,
    Delta,
    Entry,
    Grid,
    SumExcept,
    SumOver,
    Untouched,
    Vector,
    add,
    column,
    matrix,
    rebuild,
)


def write_out(expression: Expr, classes: int, indices: Mapping[Symbol, int]) -> Expr:
    """Write sums over the classes out as sums of terms, with numbers for the free indices.

    Parameters
    ----------
    classes
        How many classes there are, at least 2.
    indices
        A class, counted from 1, for each index that no sum binds.
    """
    if isinstance(expression, Entry):
        letter, index = expression.args
        return Entry(letter, indices[index]) if index in indices else expression
    if isinstance(expression, SumOver | SumExcept):
        return _write_out_sum(expression, classes, indices)
    if isinstance(expression, Delta):
        i, j = (indices.get(index, index) for index in expression.args)
        settled = all(isinstance(index, int | Integer) for index in (i, j))
        return Integer(int(i == j)) if settled else Delta(i, j)
    if isinstance(expression, Vector):
        return column(*(Entry(expression.args[0], k) for k in range(1, classes + 1)))
    if isinstance(expression, Untouched) and isinstance(expression.args[1], Vector):
        body, variable = expression.args
        entries = [Entry(variable.args[0], k) for k in range(1, classes + 1)]
        written = write_out(body, classes, indices)
        if isinstance(written, Grid):  # the Jacobian: a row for each entry
            return matrix([[Untouched(row, each) for each in entries] for row in written.args[1:]])
        return column(*(Untouched(written, each) for each in entries))
    if isinstance(expression, Cases):
        equal, unequal, i, j = expression.args
        chosen = equal if indices.get(i, i) == indices.get(j, j) else unequal
        return write_out(chosen, classes, indices)
    if not expression.args:
        return expression
    args = tuple(write_out(arg, classes, indices) for arg in expression.args)
    if all(new is old for new, old in zip(args, expression.args, strict=True)):
        return expression
    if isinstance(expression, Add):
        args = _with_sums_spliced_in(expression.args, args)
    return rebuild(expression, args)


def _with_sums_spliced_in(before: tuple[Expr, ...], written: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The terms of a sum, where a Σ among them has become terms of that same sum."""
    terms: list[Expr] = []
    for old, new in zip(before, written, strict=True):
        spliced = isinstance(old, SumOver | SumExcept) and isinstance(new, Add)
        terms.extend(new.args if spliced else (new,))
    return tuple(terms)


def _write_out_sum(expression: Expr, classes: int, indices: Mapping[Symbol, int]) -> Expr:
    body, index = expression.args[:2]
    excluded = (
        indices.get(expression.args[2], expression.args[2]) if len(expression.args) > 2 else 0
    )
    over = [k for k in range(1, classes + 1) if k != excluded]
    return add(*(write_out(body, classes, {**indices, index: k}) for k in over))


def holds_free_index(expression: Expr, index: Symbol) -> bool:
    """Whether an index stands in an expression without being bound by a sum there."""
    if isinstance(expression, SumOver | SumExcept) and expression.args[1] == index:
        return index in expression.args[2:]
    return expression == index or any(holds_free_index(arg, index) for arg in expression.args)
