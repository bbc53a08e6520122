"""Tell equations that define something from equations that claim something."""

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Grid, Untouched
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.reading.definitions import Defined
from ce_core.symbolic.review.reading.document import Document, Thread


def defines(
    document: Document, thread: Thread, defined: Defined, left: Reading, right: Reading
) -> bool:
    """Whether an equation says what a name stands for.

    Parameters
    ----------
    document, thread
        The text as it was read, and the chain that begins with the equation.
    defined
        What the lines above have defined.
    left, right
        Its sides.
    """
    expression, names = left.expression, defined.names()
    if thread.defines:
        return isinstance(expression, Symbol | Call | Entry)
    if isinstance(expression, Call):
        return int(expression.args[2]) == 0 and isinstance(expression.args[1], Symbol | Entry)
    if expression == COST:
        return True
    if _is_logit(document, expression) and expression not in names:
        known = {*document.bare, *names}
        return any(p.is_Symbol and not p.is_integer and p not in known
                   for p in board.walk(right.expression))  # fmt: skip
    if expression in document.bare or expression in names:
        return False
    if isinstance(expression, Symbol):
        return True
    if isinstance(expression, Entry) and isinstance(expression.args[1], Symbol):
        letter = expression.args[0]
        if letter == PROBABILITIES:
            return _holds_exponential(right.expression)
        return letter not in (LOGITS, LABELS) and letter not in names
    return names_right_side(document, defined, left, right)


def names_right_side(document: Document, defined: Defined, left: Reading, right: Reading) -> bool:
    """y_1 = a and e^{x_2} = b, which give a letter to what stands on the left."""
    fresh = isinstance(right.expression, Symbol) and right.expression not in (
        *document.bare,
        *defined.names(),
        COST,
    )
    short = isinstance(left.expression, Entry) or left.expression.func.__name__ == "exp"
    return fresh and short


def _is_logit(document: Document, expression: Expr) -> bool:
    return bool(document.bare.get(expression) == LOGITS)


def is_cost(body: Expr) -> bool:
    """A cost holds a logarithm, or no label, or another cost's name."""
    parts = list(board.walk(body))
    labelled = any(p == LABELS or (isinstance(p, Entry) and p.args[0] == LABELS) for p in parts)
    divided = any(p.is_Pow and p.exp == board.MINUS_ONE and not p.base.is_Number for p in parts)
    logs = any(p.func.__name__ in ("log", "softplus", "log2", "log10") for p in parts)
    return logs or not (labelled and divided)


def _holds_exponential(expression: Expr) -> bool:
    return any(part.func.__name__ in ("exp", "sigmoid") for part in board.walk(expression)) and (
        not any(isinstance(part, Untouched | Grid) for part in board.walk(expression))
    )
