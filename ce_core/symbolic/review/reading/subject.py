"""Find what a chain is about: K classes, two, or vectors, and which index bare letters mean."""

from collections.abc import Callable

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Grid
from ce_core.symbolic.expression.notation import COST, LABELS, PROBABILITIES
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.trouble import Trouble
from ce_core.symbolic.review.reading.document import Document, Thread
from ce_core.symbolic.review.reading.limits import refuse_large
from ce_core.symbolic.review.reading.resolve import (
    Indexed,
    free_indices,
    holds_grid,
    is_in_classes,
    without_sample_index,
)

J = board.index("j")


class Subject:
    """What one chain is about.

    Parameters
    ----------
    document, thread
        The text as it was read, and the chain.
    """

    def __init__(self, document: Document, thread: Thread) -> None:
        self._document, self._thread = document, thread
        self.in_classes = self._speaks_of_classes()
        """Whether it speaks of K classes."""
        self._resolve = self._resolver()

    def ready(self, reading: Reading) -> Reading:
        """A side of the chain with its bare letters resolved.

        Raises
        ------
        Trouble
            If it would grow too large.
        """
        resolved = self._resolve(reading)
        refuse_large(resolved)
        return resolved

    def sides(self) -> list[Reading]:
        """The first reading of each line that can be judged."""
        found = []
        for line in self._thread.lines:
            for each in line.readings[:1]:
                try:
                    found.append(self.ready(each))
                except Trouble:
                    continue
        return found

    def _readings(self) -> list[Reading]:
        left = [self._thread.left] if self._thread.left else []
        return [*left, *(each for line in self._thread.lines for each in line.readings[:1])]

    def _speaks_of_classes(self) -> bool:
        expressions = [each.expression for each in self._readings()]
        if self._is_binary(expressions):
            return False
        return any(map(is_in_classes, expressions)) or self._may_speak_of_classes(expressions)

    def _may_speak_of_classes(self, expressions: list[Expr]) -> bool:
        """Bare letters of a text whose other lines have indices."""
        parts = [part for each in expressions for part in board.walk(each)]
        if any(isinstance(part, Call | Grid) for part in parts):
            return False
        holds = any(part in (PROBABILITIES, LABELS) or part == COST for part in parts)
        return holds and self._document_in_classes()

    def _is_binary(self, expressions: list[Expr]) -> bool:
        """Whether indices number samples: 1 − y_i stands there, and no sum over classes."""
        if any(isinstance(p, board.SumOver | board.SumExcept | board.Delta)
               for e in expressions for p in board.walk(e)):  # fmt: skip
            return False
        return any(
            part.is_Add
            and len(part.args) == 2
            and part.args[0] == Integer(1)
            and _letter(board.negated(part.args[1])) == LABELS
            for each in expressions
            for part in board.walk(each)
        )

    def _resolver(self) -> Callable[[Reading], Reading]:
        expressions = [each.expression for each in self._readings()]
        if not self.in_classes:
            if any(holds_grid(each) for each in expressions):
                return Indexed(J, self._document.bare, {}, True)
            if self._is_binary(expressions):
                return without_sample_index
            return lambda reading: reading
        return self._indexed(expressions)

    def _indexed(self, expressions: list[Expr]) -> Indexed:
        """Puts indices to bare letters: the own class is that of the left side, if it has one."""
        left = self._thread.left
        fixed = free_indices(left.expression) if left else frozenset()
        parts = [part for each in expressions for part in board.walk(each)]
        excluded = {
            part.args[2]
            for part in parts
            if isinstance(part, board.SumExcept) and isinstance(part.args[2], Symbol)
        }
        in_cases = {i for part in parts if isinstance(part, board.Cases) for i in part.args[2:]}
        free = frozenset().union(*map(free_indices, expressions)) - fixed
        own = next(iter(sorted(fixed, key=str)), None) or next(iter(sorted(excluded, key=str)), J)
        stray = free - excluded - in_cases - {own}
        vague = left is not None and not fixed and self._is_vague(left.expression)
        moved = dict.fromkeys(stray, own) if vague and len(stray) == 1 else {}
        return Indexed(own, self._document.bare, moved, any(map(holds_grid, expressions)))

    def _is_vague(self, left: Expr) -> bool:
        return any(part in self._document.bare for part in board.walk(left))

    def _document_in_classes(self) -> bool:
        return any(
            is_in_classes(each.readings[0].expression)
            for thread in self._document.threads
            for each in thread.lines
            if each.readings
        )


def _letter(expression: Expr | None) -> Expr | None:
    return expression.args[0] if isinstance(expression, Entry) else expression
