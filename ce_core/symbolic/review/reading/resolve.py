"""Give letters without an index the meaning they have beside lines that have indices.

In notes for K classes y, ŷ and z often stand for y_j, ŷ_j and z_j, and ∂E/∂ŷ · ∂ŷ/∂z for the sum
of the chain rule. Nothing is evaluated: trees are rebuilt as they were written.
"""

from collections.abc import Iterator, Mapping

from sympy import Expr, Integer, Mul, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    Cases,
    Delta,
    Entry,
    Grid,
    SumExcept,
    SumOver,
    Untouched,
)
from ce_core.symbolic.expression.notation import LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.reading import spans
from ce_core.symbolic.reading.spans import Reading

SUMS = (SumOver, SumExcept)
VECTORS = (LOGITS, PROBABILITIES, LABELS)


def free_indices(expression: Expr) -> frozenset[Symbol]:
    """The indices that no sum binds."""
    if isinstance(expression, SUMS):
        body, index, *excluded = expression.args
        inner = free_indices(body) - {index}
        return inner | {each for each in excluded if isinstance(each, Symbol)}
    if isinstance(expression, Entry):
        index = expression.args[1]
        return frozenset({index} if isinstance(index, Symbol) else ())
    if isinstance(expression, Delta):
        return frozenset(each for each in expression.args if isinstance(each, Symbol))
    if isinstance(expression, Cases):
        own = {each for each in expression.args[2:] if isinstance(each, Symbol)}
        return frozenset(own).union(*map(free_indices, expression.args[:2]))
    return frozenset().union(*map(free_indices, expression.args))


def is_in_classes(expression: Expr) -> bool:
    """Whether an expression speaks of K classes: by a sum, an index, or cases of indices."""
    return any(
        isinstance(part, (*SUMS, Delta, Cases))
        or (isinstance(part, Entry) and isinstance(part.args[1], Symbol))
        for part in board.walk(expression)
    )


def holds_grid(expression: Expr) -> bool:
    """Whether a vector or matrix is written out in it."""
    return any(isinstance(part, Grid) for part in board.walk(expression))


class Indexed:
    """Puts indices to bare letters of one chain.

    Parameters
    ----------
    own
        The class whose logit moves.
    bare
        The symbols of bare letters, and the quantity of each.
    stray
        Indices that mean the own class, though they are written otherwise.
    vectors
        Whether bare letters are whole vectors, since the chain has columns.
    """

    def __init__(
        self,
        own: Symbol,
        bare: Mapping[Symbol, Symbol],
        stray: Mapping[Symbol, Symbol],
        vectors: bool,
    ) -> None:
        self._own, self._bare, self._stray, self._vectors = own, bare, stray, vectors
        self._running = board.index("_i")

    def __call__(self, reading: Reading) -> Reading:
        """The same line, each bare letter with its index."""
        return self._resolved(reading, self._own)

    def _resolved(self, reading: Reading, index: Symbol) -> Reading:
        expression = reading.expression
        if isinstance(expression, Entry):
            name, at = expression.args
            return self._entry(reading, name, self._stray[at]) if at in self._stray else reading
        quantity = self._bare.get(expression)
        if quantity in VECTORS:
            if self._vectors:
                return Reading(board.vector(quantity), *reading.span, (reading,))
            return self._entry(reading, quantity, index)
        if isinstance(expression, Mul) and (contracted := self._contracted(reading)) is not None:
            return contracted
        if not reading.parts:
            return reading
        return _rebuilt(reading, tuple(self._resolved(each, index) for each in reading.parts))

    @staticmethod
    def _entry(reading: Reading, letter: Expr, index: Symbol) -> Reading:
        parts = (spans.leaf(letter, *reading.span), spans.leaf(index, *reading.span))
        return Reading(board.entry(letter, index), *reading.span, parts)

    def _contracted(self, reading: Reading) -> Reading | None:
        """∂E/∂ŷ · ∂ŷ/∂z without indices is a sum over the outputs."""
        if self._vectors or not any(self._is_jacobian(each) for each in _factors(reading)):
            return None
        inner = self._running
        for part in board.walk(reading.expression):
            if isinstance(part, Cases):
                inner = next((i for i in part.args[2:] if i != self._own), inner)
        body = self._summand(reading, inner)
        index = spans.leaf(inner, *reading.span)
        return spans.summed(reading.start, body, index, None).within(*reading.span)

    def _is_jacobian(self, factor: Reading) -> bool:
        expression = factor.expression
        if isinstance(expression, Untouched):
            body, variable = expression.args
            by_logits: bool = self._bare.get(variable) == LOGITS
            return by_logits and bool(self._bare.get(body) == PROBABILITIES)
        return isinstance(expression, Cases)

    def _summand(self, reading: Reading, inner: Symbol) -> Reading:
        """The factors of the product, their bare letters at the index of the sum."""
        expression = reading.expression
        if isinstance(expression, Untouched):
            body, variable = reading.parts
            index = self._own if self._bare.get(variable.expression) == LOGITS else inner
            parts = (self._resolved(body, inner), self._resolved(variable, index))
            return _rebuilt(reading, parts)
        if isinstance(expression, Cases):
            return reading
        if self._bare.get(expression) in VECTORS or not reading.parts:
            return self._resolved(reading, inner)
        return _rebuilt(reading, tuple(self._summand(each, inner) for each in reading.parts))


def _factors(reading: Reading) -> Iterator[Reading]:
    if isinstance(reading.expression, Mul):
        for part in reading.parts:
            yield from _factors(part)
    else:
        yield reading


def _rebuilt(reading: Reading, parts: tuple[Reading, ...]) -> Reading:
    if all(new is old for new, old in zip(parts, reading.parts, strict=True)):
        return reading
    args = tuple(each.expression for each in parts)
    return Reading(board.rebuild(reading.expression, args), *reading.span, parts)


def without_sample_index(reading: Reading) -> Reading:
    """For two classes, y_i and ŷ_i of sample i are y and ŷ."""
    expression = reading.expression
    if isinstance(expression, Entry) and isinstance(expression.args[1], Symbol):
        return spans.leaf(expression.args[0], *reading.span)
    if not reading.parts:
        return reading
    return _rebuilt(reading, tuple(map(without_sample_index, reading.parts)))


def free_sum(expression: Expr) -> Expr | None:
    """A sum whose terms do not hold its index: the sign of mixed indices."""
    for part in board.walk(expression):
        if isinstance(part, SUMS):
            body, index = part.args[:2]
            if index not in free_indices(body) and not isinstance(body, Integer):
                return part
    return None
