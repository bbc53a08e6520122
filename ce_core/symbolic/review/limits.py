"""Refuse lines that would grow without bound once their sums and derivatives are written out."""

from sympy import Expr

from ce_core.symbolic.practice.limits import MOST_WORK, estimated_work
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.trouble import Trouble

CLASSES = 6
"""The largest number of classes at which a line is compared, unless a person has more."""


def refuse_large(reading: Reading) -> None:
    """Raise Trouble for a line that would be too large."""
    expression: Expr = reading.expression
    if estimated_work(expression, CLASSES) > MOST_WORK * CLASSES**2:
        raise Trouble(
            "this grows too large when its sums and derivatives are written out",
            *reading.span,
            beyond=True,
        )
