"""Refuse lines that would grow without bound once their sums and derivatives are written out."""

from sympy import Expr

from ce_core.symbolic.practice.limits import MOST_WORK, estimated_work
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.trouble import Trouble

CLASSES = 6
"""The largest number of classes at which a line is compared, unless a person has more."""
MOST_EXPLAINED = 5
"""How many wrong lines are explained; beyond them it is only said that they are wrong."""
MOST_WRONG = 10
"""After so many wrong lines no other is judged: each is compared under every fact."""


def refuse_large(reading: Reading) -> None:
    """Raise Trouble for a line that would be too large."""
    expression: Expr = reading.expression
    if estimated_work(expression, CLASSES) > MOST_WORK * CLASSES**2:
        raise Trouble(
            "this grows too large when its sums and derivatives are written out",
            *reading.span,
            beyond=True,
        )


class Patience:
    """Counts the mistakes of a review that are still explained: each takes some milliseconds."""

    def __init__(self) -> None:
        self._seen = 0

    def take(self) -> bool:
        """Whether one more is explained."""
        self._seen += 1
        return self._seen <= MOST_EXPLAINED

    def ends(self) -> bool:
        """Whether so many lines were wrong that no other is judged."""
        return self._seen >= MOST_WRONG
