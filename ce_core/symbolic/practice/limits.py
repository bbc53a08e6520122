"""Refuse lines before they are evaluated: indices without a meaning, and what would grow.

Sums and derivatives can grow without bound when they are written out.
"""

from sympy import Expr, Symbol

from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression.board import Call, Delta, Entry, SumExcept, SumOver, Untouched
from ce_core.symbolic.expression.notation import COST, PROBABILITIES
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import ReadingError

MOST_WORK = 300
"""About how many parts a line may have for each pair of classes once it is written out."""

DEFINED, PLAIN = 40, 3
"""What a name stands for at its largest: one such as ŷ_j, E or f, and one such as z_j or x."""
SLOPE = 5
"""By how much a slope is larger than what it is the slope of."""


def refuse_foreign_indices(reading: Reading, chain: Chain) -> None:
    """Raise ReadingError for an index that neither a sum nor the chain gives a meaning."""
    free = frozenset(index for setting in chain.settings[:1] for index, _ in setting.indices)
    _check_indices(reading, free, free)


def _check_indices(reading: Reading, known: frozenset[Symbol], free: frozenset[Symbol]) -> None:
    expression = reading.expression
    if isinstance(expression, Entry | Delta):
        for place, index in enumerate(expression.args):
            if (place == 0 and isinstance(expression, Entry)) or not isinstance(index, Symbol):
                continue
            if index in known:
                continue
            names = " and ".join(sorted(each.name for each in free))
            held = f"free here is {names}" if names else "no index is free here"
            raise ReadingError(
                f"the index {index.name} belongs to no sum; {held}", reading.parts[place].start
            )
        return
    if isinstance(expression, SumOver | SumExcept):
        index, *excluded = expression.args[1:]
        for position, each in enumerate(excluded):
            if isinstance(each, Symbol) and each not in known:
                raise ReadingError(
                    f"the index {each.name} has no meaning here", reading.parts[2 + position].start
                )
        _check_indices(reading.parts[0], known | {index}, free)
        return
    for part in reading.parts:
        _check_indices(part, known, free)


ENDLESS = 10_000 * MOST_WORK
"""More than any limit: slopes of slopes would otherwise be estimated by numbers without end."""


def refuse_large(reading: Reading, classes: int) -> None:
    """Raise ReadingError for a line that would be too large once it is written out."""
    if estimated_work(reading.expression, classes) > MOST_WORK * classes**2:
        raise ReadingError(
            "this grows too large when its sums and derivatives are written out", reading.start
        )


def estimated_work(expression: Expr, classes: int) -> int:
    """An estimate, from above, of the parts of an expression that has been written out."""
    if isinstance(expression, Call):
        return int(DEFINED * SLOPE ** int(expression.args[2]))
    if PROBABILITIES in expression.args[:1] or expression == COST:
        return DEFINED
    if isinstance(expression, Entry | Symbol):
        return PLAIN
    if isinstance(expression, SumOver | SumExcept):
        return 1 + classes * estimated_work(expression.args[0], classes)
    if isinstance(expression, Untouched):
        # A product of n factors has a slope of n products of n factors.
        inner = min(estimated_work(expression.args[0], classes), ENDLESS)
        return 1 + SLOPE * inner * max(inner // DEFINED, 1)
    return 1 + sum(estimated_work(each, classes) for each in expression.args)
