"""Derive f′ = f·(1 − f) by the quotient rule; for b = 1, f is the sigmoid."""

from functools import cache

from ce_core.symbolic.derivations.steps import Chain, Line, Rule
from ce_core.symbolic.derivations.two_class import (
    DEFINITIONS,
    EX,
    F_PRIME,
    ONE,
    REST,
    SHARE,
    SLOPE_OF_F,
    TOTAL,
    F,
)
from ce_core.symbolic.expression.board import add, cancelled, frac, moved, mul, neg, power, sub
from ce_core.symbolic.expression.notation import B


@cache
def slope_chain() -> Chain:
    """The lines from f′ to f·(1 − f), built once per process."""
    below = power(TOTAL, 2)
    return Chain(
        "slope-of-sigmoid",
        "The derivative of the sigmoid",
        (
            Line(F_PRIME, Rule.START, "f is a quotient: eˣ over eˣ + b."),
            Line(
                frac(sub(mul(EX, TOTAL), mul(EX, EX)), below),
                Rule.QUOTIENT_RULE,
                "b is a constant, so numerator and denominator have the derivative eˣ.",
            ),
            Line(
                frac(mul(moved(EX), add(cancelled(EX), B, neg(cancelled(EX)))), below),
                Rule.FACTOR_OUT,
                "Both terms of the numerator contain eˣ.",
            ),
            Line(SLOPE_OF_F, Rule.CANCEL, "In the bracket only b is left."),
            Line(mul(SHARE, REST), Rule.FACTOR_OUT, "Write the quotient as a product of two."),
            Line(
                mul(F, sub(ONE, F)),
                Rule.SUBSTITUTE,
                "The first factor is f, the second is 1 − f.",
            ),
        ),
        DEFINITIONS,
    )
