"""Find what a line has not worked out yet: derivatives that it only announces, and the cost.

A line that still holds what its chain is to find is true, but it answers nothing.
"""

from collections.abc import Iterator

from sympy import Expr, exp, log

from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, SumExcept, SumOver, Untouched
from ce_core.symbolic.expression.notation import COST
from ce_core.symbolic.practice.canonical_form import leaf_count, tidy_form
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.reading.spans import Reading

MORE_LEAVES = 1
"""By how many letters and numbers a result may be longer than the expected one."""


def announced(reading: Reading, chain: Chain) -> list[Reading]:
    """The parts of a typed line that are still to be worked out, outermost ones only."""
    return list(_announced(reading, _starts_from_cost(chain)))


def _announced(reading: Reading, cost_too: bool) -> Iterator[Reading]:
    if _is_announcement(reading.expression, cost_too):
        yield reading
        return
    for part in reading.parts:
        yield from _announced(part, cost_too)


def _announcements(expression: Expr, cost_too: bool) -> list[Expr]:
    if _is_announcement(expression, cost_too):
        return [expression]
    return [part for arg in expression.args for part in _announcements(arg, cost_too)]


def _is_announcement(expression: Expr, cost_too: bool) -> bool:
    if isinstance(expression, Call):
        name, _, order = expression.args
        return bool(int(order) > 0 or (cost_too and name == COST))
    return bool(isinstance(expression, Untouched) or (cost_too and expression == COST))


def _starts_from_cost(chain: Chain) -> bool:
    return bool(chain.lines[0].expression == COST)


class Progress:
    """Tells steps from lines that are true and answer nothing.

    Parameters
    ----------
    chain
        The chain that is being written.
    comparison
        What decides which announcements are equal.
    """

    def __init__(self, chain: Chain, comparison: LineComparison) -> None:
        self._chain = chain
        self._value = comparison.value
        self._cost_too = _starts_from_cost(chain)

    def restated(self, typed: Reading, line: int) -> Reading | None:
        """The part that is what the chain is to find, unless the expected line holds it, too."""
        start = board.without_marks(self._chain.lines[0].expression)
        sought = [start, *_announcements(start, self._cost_too)]
        if sought == [start]:
            return None
        allowed = self._values(self._announcements_of(line))
        forbidden = self._values(sought) - allowed
        for part in announced(typed, self._chain):
            if self._value(part.expression) in forbidden:
                return part
        return None

    def unfinished(self, typed: Reading, line: int) -> Reading | None:
        """A part that is still to be worked out, though the expected line announces nothing."""
        parts = announced(typed, self._chain)
        return parts[0] if parts and not self._announcements_of(line) else None

    def reaches_the_result(self, typed: Expr) -> bool:
        """Whether a line that equals the result is as simple as the result."""
        last = board.without_marks(self._chain.lines[-1].expression)
        if tidy_form(typed) == tidy_form(last):
            return True
        announcements = self._values(_announcements(typed, self._cost_too))
        if not announcements <= self._values(_announcements(last, self._cost_too)):
            return False
        if _operations(typed) - _operations(last):
            return False
        return leaf_count(typed) <= leaf_count(last) + MORE_LEAVES

    def _announcements_of(self, line: int) -> list[Expr]:
        expression = board.without_marks(self._chain.lines[line].expression)
        return _announcements(expression, self._cost_too)

    def _values(self, expressions: list[Expr]) -> set[object]:
        return {self._value(each) for each in expressions}


def _operations(expression: Expr) -> set[str]:
    """Which of sums over the classes, exponentials, logarithms and fractions there are."""
    found = set()
    for part in board.walk(expression):
        if isinstance(part, SumOver | SumExcept):
            found.add("sum")
        elif isinstance(part, exp | log):
            found.add(part.func.__name__)
        elif board.fraction_parts(part) is not None:
            found.add("fraction")
    return found
