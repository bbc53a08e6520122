"""Refuse typed powers that nothing should try to work out, such as 9^9^9^9."""

from sympy import Expr, Pow, Symbol, exp

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.floats import evaluate
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import ReadingError

MAX_EXPONENT = 1000
MAX_TOWER = 3


def refuse_towers(reading: Reading) -> int:
    """How many powers and exponentials stand on each other's shoulders, at most.

    Raises
    ------
    ReadingError
        If that is more than ``MAX_TOWER``, or if an exponent without letters is not a number
        between −1000 and 1000.
    """
    heights = [refuse_towers(part) for part in reading.parts]
    expression = reading.expression
    if isinstance(expression, Pow):
        _refuse_large(reading.parts[1])
        height = max(heights[0], 1 + heights[1])
    elif isinstance(expression, exp):
        _refuse_large(reading.parts[0])
        height = 1 + heights[0]
    else:
        height = max(heights, default=0)
    if height > MAX_TOWER:
        raise ReadingError(
            f"powers stand on each other more than {MAX_TOWER} high here", reading.start
        )
    return height


def _refuse_large(exponent: Reading) -> None:
    if _has_letters(exponent.expression):
        return
    value = evaluate(exponent.expression, {})
    if value is None or abs(value) > MAX_EXPONENT:
        raise ReadingError(
            f"an exponent must be a number between −{MAX_EXPONENT} and {MAX_EXPONENT}",
            exponent.start,
        )


def _has_letters(expression: Expr) -> bool:
    return any(isinstance(part, Symbol | board.BoardNode) for part in board.walk(expression))
