"""Apply the rules of differentiation one at a time: d/dx moves inward by one level."""

from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from ce_core.symbolic.derivations.steps import Rule
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Untouched
from ce_core.symbolic.expression.elementary import required

ONE, TWO = Integer(1), Integer(2)
_HALF = Rational(1, 2)
_INNER = "the derivative of the inner function is a further factor"


@dataclass(frozen=True, eq=False)
class Step:
    """What a rule makes of one announced derivative, the rule's name, and why it holds."""

    result: Expr
    rule: str
    reason: str


def depends(expression: Expr, variable: Symbol) -> bool:
    """Whether the variable occurs in the expression."""
    return any(part == variable for part in board.walk(expression))


def is_immediate(node: Untouched) -> bool:
    """Whether the derivative is that of the variable itself or of a constant."""
    expression, variable = node.args
    return expression == variable or not depends(expression, variable)


def apply_rule(node: Untouched) -> Step:
    """Apply the one rule that fits an announced derivative.

    Raises
    ------
    ValueError
        If the expression is of a kind that no rule covers.
    """
    expression, variable = node.args
    if expression == variable:
        return Step(ONE, "variable", f"d{variable}/d{variable} = 1.")
    if not depends(expression, variable):
        return Step(Integer(0), "constant", f"What does not depend on {variable} has derivative 0.")
    if isinstance(expression, Add):
        return _sum_rule(expression, variable)
    if isinstance(expression, Mul):
        return _of_product(expression, variable)
    if isinstance(expression, Pow):
        return _of_power(expression, variable)
    if isinstance(expression, board.Branch):
        test, *pieces = expression.args
        result = board.Branch(test, *(board.untouched(piece, variable) for piece in pieces))
        return Step(result, "piecewise", "Each piece is differentiated where it holds.")
    return _of_function(expression, variable)


def _sum_rule(expression: Expr, variable: Symbol) -> Step:
    terms = []
    for term in expression.args:
        positive = board.negated(term)
        slope = board.untouched(term if positive is None else positive, variable)
        terms.append(slope if positive is None else board.neg(slope))
    return Step(board.add(*terms), "sum rule", "A sum is differentiated term by term.")


def _of_product(expression: Expr, variable: Symbol) -> Step:
    constant = "A constant factor stays as it is."
    positive = board.negated(expression)
    if positive is not None:
        result = board.neg(board.untouched(positive, variable))
        return Step(result, "constant multiple", "The minus sign stays in front.")
    parts = board.fraction_parts(expression)
    if parts is not None:
        top, bottom = parts
        if not depends(bottom, variable):
            result = board.frac(board.untouched(top, variable), bottom)
            return Step(result, "constant multiple", constant)
        return _quotient_rule(top, bottom, variable)
    fixed = [factor for factor in expression.args if not depends(factor, variable)]
    varying = [factor for factor in expression.args if depends(factor, variable)]
    if fixed:
        rest = varying[0] if len(varying) == 1 else board.mul(*varying)
        result = board.mul(*fixed, board.untouched(rest, variable))
        return Step(result, "constant multiple", constant)
    return _product_rule(varying, variable)


def _quotient_rule(top: Expr, bottom: Expr, variable: Symbol) -> Step:
    numerator = board.sub(
        board.mul(board.untouched(top, variable), bottom),
        board.mul(top, board.untouched(bottom, variable)),
    )
    return Step(
        board.frac(numerator, board.power(bottom, TWO)),
        Rule.QUOTIENT_RULE,
        "(u/v)' = (u' v − u v')/v^2.",
    )


def _product_rule(factors: list[Expr], variable: Symbol) -> Step:
    terms = []
    for position, factor in enumerate(factors):
        slope = board.untouched(factor, variable)
        terms.append(board.mul(*factors[:position], slope, *factors[position + 1 :]))
    reason = "Each factor in turn is differentiated while the others stay as they are."
    return Step(board.add(*terms), "product rule", reason)


def _of_power(expression: Expr, variable: Symbol) -> Step:
    base, exponent = expression.args
    slope = board.untouched(base, variable)
    if exponent == _HALF:
        result = board.frac(slope, board.mul(TWO, expression))
        reason = "d sqrt(u)/du = 1/(2 sqrt(u)), times the derivative of u."
        return Step(result, "square root", reason)
    if not depends(exponent, variable):
        less = exponent - 1 if isinstance(exponent, Rational) else board.sub(exponent, ONE)
        outer = (exponent, board.power(base, less))
        lowered = "The exponent comes down as a factor and is lowered by one"
        if base == variable:
            return Step(board.mul(*outer), "power rule", f"{lowered}.")
        result = board.mul(*outer, slope)
        return Step(result, "power rule and chain rule", f"{lowered}; {_INNER}.")
    rise = board.untouched(exponent, variable)
    if not depends(base, variable):
        result = board.mul(expression, board.log(base), rise)
        reason = "The power stays, times the logarithm of its base"
        return Step(result, "exponential to another base", f"{reason}; {_INNER}.")
    bracket = board.add(
        board.mul(rise, board.log(base)), board.mul(exponent, board.frac(slope, base))
    )
    return Step(
        board.mul(expression, bracket),
        "power with varying exponent",
        "A power is e to (exponent times log of base), and here both of them vary.",
    )


def _of_function(expression: Expr, variable: Symbol) -> Step:
    """The table's derivative; times the derivative of the argument, unless that is the variable."""
    row = required(expression)
    (inner,) = expression.args
    slope = row.derivative(inner)
    if inner == variable:
        return Step(slope, row.name, f"{row.reason}.")
    change = board.untouched(inner, variable)
    parts = board.fraction_parts(slope)
    result = board.mul(slope, change)
    if parts is not None and parts[0] == ONE:
        result = board.frac(change, parts[1])
    return Step(result, f"{row.name} and chain rule", f"{row.reason}; {_INNER}.")
