"""Read a function of one's own: ``x^2``, ``f(x) = x^2``, ``y = z^2``, in one variable."""

import re
from dataclasses import dataclass

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.tokens import ReadingError
from ce_core.symbolic.reading.vocabulary import VARIABLES, own_function

_LEFT_SIDE = re.compile(r"\s*[A-Za-z](?P<argument>\s*\(\s*(?P<letter>[A-Za-z])\s*\))?\s*=(?!=)")


@dataclass(frozen=True, eq=False)
class FunctionLine:
    """A function that was typed.

    Parameters
    ----------
    expression
        The function, with x for its variable.
    typed_variable
        The letter that was typed for x.
    """

    expression: Expr
    typed_variable: str


def read_function(text: str) -> FunctionLine:
    """Read a function, with or without a left side that names it.

    Raises
    ------
    ReadingError
        If it cannot be read, or depends on more letters than a variable and the parameters.
    """
    left = _LEFT_SIDE.match(text)
    named = left["letter"] if left else None
    if left and named and named not in VARIABLES:
        raise ReadingError(
            f"the variable must be one of {', '.join(VARIABLES)} here", left.start("letter")
        )
    # Blanks in place of the left side leave every character where it was.
    right_side = " " * left.end() + text[left.end() :] if left else text
    expression = read(right_side, own_function()).expression
    letters = {part.name for part in board.walk(expression) if isinstance(part, Symbol)}
    found = [letter for letter in VARIABLES if letter in letters]
    variable = named or (found[0] if found else X.name)
    others = [letter for letter in found if letter != variable]
    if others:
        raise ReadingError(
            f"the variable is {variable}, and nothing says what {others[0]} is; "
            "other letters must be the parameters a, b and c",
            text.rfind(others[0]),
        )
    return FunctionLine(board.replace(expression, {Symbol(variable): X}), variable)
