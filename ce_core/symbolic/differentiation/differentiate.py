"""Derive any function that can be typed, one rule a line: unsimplified, then tidied.

Nothing here vouches for the lines; :func:`steps.check` compares each with the one above it.
"""

from sympy import Expr, Symbol

from ce_core.symbolic.derivations.steps import Chain, Line, Rule
from ce_core.symbolic.differentiation.factors import parts_in
from ce_core.symbolic.differentiation.rules import Step, apply_rule, is_immediate
from ce_core.symbolic.differentiation.simplify import TIDYINGS
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Untouched
from ce_core.symbolic.expression.notation import X

MAX_LINES = 50
MAX_PARTS = 400
MAX_FUNCTION_PARTS = 150
MAX_TIDYING = 20


class TooLarge(ValueError):
    """The function would need more lines, or longer ones, than anybody could read."""


def differentiate(function: Expr, variable: Symbol = X) -> Chain:
    """The derivation of a function's derivative, line by line.

    Parameters
    ----------
    function
        What :func:`reading.read` read: sums, products, fractions, powers and known functions.
    variable
        The letter to differentiate by; all others are constants.

    Returns
    -------
    Chain
        The first line is d/dx of the function. Then each line applies one rule to the leftmost of
        the outermost derivatives still to be worked out, what it brings in being marked; those
        of the variable itself and of constants come together in one line. Then each line tidies
        in one way. The last line is the derivative.

    Raises
    ------
    TooLarge
        If that takes more than 50 lines, or a line of more than 400 parts.
    """
    if parts_in(function) > MAX_FUNCTION_PARTS:
        raise TooLarge("this function is too long to differentiate line by line.")
    current = board.untouched(function, variable)
    lines = [Line(current, Rule.START, f"To find: the derivative along {variable}.")]
    while (line := _next_line(current)) is not None:
        current = board.without_marks(line.expression)
        _refuse_if_large(current, len(lines))
        lines.append(line)
    lines.extend(_tidied(current))
    return Chain("own-function", "The derivative of your function", tuple(lines))


def derivative(chain: Chain) -> Expr:
    """The derivative that a chain of :func:`differentiate` arrives at, without marks."""
    return board.without_marks(chain.lines[-1].expression)


def _refuse_if_large(expression: Expr, lines: int) -> None:
    if lines >= MAX_LINES:
        raise TooLarge(f"this function needs more than {MAX_LINES} lines; please make it simpler.")
    if parts_in(expression) > MAX_PARTS:
        raise TooLarge("the lines for this function grow too long; please make it simpler.")


def _next_line(current: Expr) -> Line | None:
    """The line that applies one more rule; None when no derivative is left to work out."""
    waiting = _outermost(current)
    if not waiting:
        return None
    for node in waiting:
        if not is_immediate(node):
            step = apply_rule(node)
            shown = board.replace(current, {node: board.moved(step.result)})
            return Line(shown, step.rule, step.reason)
    steps = {node: apply_rule(node) for node in waiting}
    shown = board.replace(current, {node: board.moved(step.result) for node, step in steps.items()})
    return Line(shown, *_together(tuple(steps.values())))


def _together(steps: tuple[Step, ...]) -> tuple[str, str]:
    """Name and reason for a line that works out variables and constants alike."""
    named = {step.rule: step.reason for step in steps}
    return " and ".join(named), " ".join(named.values())


def _outermost(expression: Expr) -> list[Untouched]:
    """The derivatives not yet worked out, from left to right."""
    if isinstance(expression, Untouched):
        return [expression]
    return [node for arg in expression.args for node in _outermost(arg)]


def _tidied(expression: Expr) -> list[Line]:
    """A line for each kind of tidying that changes something, until none does."""
    lines: list[Line] = []
    while len(lines) < MAX_TIDYING:
        for tidying in TIDYINGS:
            tidier = tidying.apply(expression)
            if tidier != expression:
                break
        else:
            break
        lines.append(Line(_marked(expression, tidier), tidying.rule, tidying.reason))
        expression = tidier
    return lines


def _marked(before: Expr, after: Expr) -> Expr:
    """The new line, with a mark on the smallest parts that are not as they were."""
    if after == before:
        return after
    alike = _kind(after) == _kind(before) and len(after.args) == len(before.args)
    if not after.args or not alike:
        return board.moved(after)
    pairs = zip(before.args, after.args, strict=True)
    return board.rebuild(after, tuple(_marked(old, new) for old, new in pairs))


def _kind(node: Expr) -> tuple[type, bool, bool]:
    fraction, negation = board.fraction_parts(node), board.negated(node)
    return type(node), fraction is not None, negation is not None
