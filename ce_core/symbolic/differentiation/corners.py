"""Find where a function has a corner or a jump, so that no rule gives it a derivative there."""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.elementary import elementary
from ce_core.symbolic.expression.floats import evaluate

_BESIDE = 1e-7


@dataclass(frozen=True, eq=False)
class Corner:
    """A place where the rules do not apply.

    Parameters
    ----------
    part
        The part of the function that has a corner or a jump there, such as abs(x).
    kind
        "corner", "jump" or "change of formula".
    left, right
        The derivative just beside the place; None where it has no finite real value.
    """

    part: Expr
    kind: str
    left: float | None
    right: float | None


def parts_with_corners(function: Expr) -> tuple[tuple[str, Expr], ...]:
    """The parts of a function that have a corner or a jump somewhere, and which of the two."""
    found: dict[Expr, str] = {}
    for part in board.walk(board.without_marks(function)):
        row = elementary(part)
        if isinstance(part, board.Branch):
            found[part] = "change of formula"
        elif row is not None and row.at_zero:
            found[part] = row.at_zero
    return tuple((kind, part) for part, kind in found.items())


def corner_at(
    function: Expr, derivative: Expr, variable: Symbol, numbers: Mapping[Symbol, float]
) -> Corner | None:
    """The corner or jump of a function at given numbers; None if there is none.

    Parameters
    ----------
    derivative
        What the rules give.
    numbers
        For the variable and every other letter.
    """
    for kind, part in parts_with_corners(function):
        varies = any(inner == variable for inner in board.walk(part))
        if varies and evaluate(part.args[0], numbers) == 0.0:
            beside = _BESIDE * max(1.0, abs(numbers[variable]))
            left, right = (
                evaluate(derivative, {**numbers, variable: numbers[variable] + move})
                for move in (-beside, beside)
            )
            return Corner(part, kind, left, right)
    return None
