"""Derive the Jacobian of softmax in one formula, with δ_ij, and the gradient as a vector."""

from functools import cache

from ce_core.symbolic.derivations.k_class import (
    BOTH,
    DEFINITIONS,
    LABELS_SUM_TO_ONE,
    SAME,
    TOTAL,
    I,
    J,
    p,
    y,
    z,
)
from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
from ce_core.symbolic.expression.board import (
    add,
    delta,
    exp,
    frac,
    mul,
    neg,
    power,
    sub,
    sum_over,
    untouched,
    vector,
)
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES

DELTA = delta(I, J)
TOP, OTHER = exp(z(I)), exp(z(J))
S, Y = vector(PROBABILITIES), vector(LABELS)


def _jacobian_chain() -> Chain:
    lines = (
        Line(untouched(p(I), z(J)), Rule.START, "Both cases at once: i = j and i ≠ j."),
        Line(untouched(frac(TOP, TOTAL), z(J)), Rule.DEFINITION, "Write softmax out."),
        Line(
            frac(sub(mul(DELTA, TOP, TOTAL), mul(TOP, OTHER)), power(TOTAL, 2)),
            Rule.QUOTIENT_RULE,
            "The numerator depends on this logit only where i = j: its derivative has a factor δ.",
        ),
        Line(
            mul(frac(TOP, TOTAL), frac(sub(mul(DELTA, TOTAL), OTHER), TOTAL)),
            Rule.FACTOR_OUT,
            "Take the first exponential out, and give each factor one of the two denominators.",
        ),
        Line(
            mul(frac(TOP, TOTAL), sub(DELTA, frac(OTHER, TOTAL))),
            Rule.CANCEL,
            "The sum divided by itself is 1.",
        ),
        Line(mul(p(I), sub(DELTA, p(J))), Rule.SUBSTITUTE, "Each fraction is a probability."),
    )
    return Chain("jacobian", "The Jacobian with δ_ij", lines, DEFINITIONS, BOTH)


def _gradient_chain() -> Chain:
    weighted = mul(S, sum_over(y(I), I))
    lines = (
        Line(
            untouched(COST, vector(LOGITS)),
            Rule.START,
            "The gradient: one entry for each logit.",
        ),
        Line(
            add(neg(Y), weighted),
            Rule.USE_RESULT,
            "Each entry is minus its label, plus its probability times the sum of the labels.",
        ),
        Line(
            sub(S, Y),
            Rule.LABELS_SUM_TO_ONE,
            "The labels sum to 1: probabilities minus labels.",
            (LABELS_SUM_TO_ONE,),
        ),
    )
    return Chain("gradient", "The gradient as a vector", lines, DEFINITIONS, SAME)


@cache
def derivation() -> Derivation:
    """Both chains, built once per process."""
    return Derivation(
        "one-formula",
        "K classes, in one formula",
        "One formula holds for i = j and i ≠ j, and one line for all entries of the gradient.",
        (_jacobian_chain(), _gradient_chain()),
    )
