"""Derive f′ = f·(1 − f) by the quotient rule; for b = 1, f is the sigmoid."""

from collections.abc import Sequence
from functools import cache

from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
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
from ce_core.symbolic.expression.board import (
    add,
    cancelled,
    exp,
    frac,
    moved,
    mul,
    neg,
    power,
    sub,
    untouched,
)
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import B, X

FALLING = exp(neg(X))
BELOW = add(ONE, FALLING)
SIGMOID = frac(ONE, BELOW)


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


def _logistic_chain() -> Chain:
    return Chain(
        "logistic",
        "f′ = f · (1 − f)",
        (
            Line(F_PRIME, Rule.START, "The derivative of the sigmoid."),
            Line(untouched(SIGMOID, X), Rule.DEFINITION, "Write the sigmoid out."),
            Line(
                neg(mul(power(BELOW, -2), neg(FALLING))),
                Rule.CHAIN_RULE,
                "The derivative of 1/u is −u′/u², and the derivative of e⁻ˣ is −e⁻ˣ.",
            ),
            Line(
                mul(SIGMOID, frac(FALLING, BELOW)),
                Rule.FACTOR_OUT,
                "Give each factor of the numerator one of the two denominators.",
            ),
            Line(
                mul(SIGMOID, frac(sub(moved(BELOW), moved(ONE)), BELOW)),
                Rule.EXPAND,
                "Add 1 and subtract 1 in the second numerator.",
            ),
            Line(
                mul(SIGMOID, sub(ONE, SIGMOID)),
                Rule.CANCEL,
                "Split the second fraction in two; the first of them is 1.",
            ),
            Line(mul(F, sub(ONE, F)), Rule.SUBSTITUTE, "Each of these fractions is f."),
        ),
        ((F, SIGMOID),),
    )


@cache
def derivation() -> Derivation:
    """The sigmoid 1/(1 + e⁻ˣ) on its own, built once per process."""
    return Derivation(
        "sigmoid",
        "The sigmoid",
        "The derivative of the sigmoid is the sigmoid times one minus the sigmoid.",
        (_logistic_chain(),),
    )


def numbers(logits: Sequence[float], _labels: Sequence[float]) -> Given:
    """Numbers for its letters: x is the difference of two logits."""
    return {X: float(logits[0]) - float(logits[1])}
