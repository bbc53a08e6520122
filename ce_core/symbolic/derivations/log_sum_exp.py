"""Derive the gradient by log-sum-exp: rewrite the cost, then differentiate once."""

from functools import cache

from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.derivations.k_class import LABELS_SUM_TO_ONE, SAME, TOTAL, I, J
from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
from ce_core.symbolic.expression.board import (
    add,
    entry,
    exp,
    frac,
    log,
    moved,
    mul,
    neg,
    sub,
    sum_over,
    untouched,
)
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES, A

WHY_THE_METHODS_AGREE = (
    "All three methods differentiate the same cost by the same logit. "
    "A function has only one derivative at a point, so all correct derivations give the same "
    "result. With two classes, the general result is the result of the quotient rule."
)
"""To be shown above the last chain."""

LOG_TOTAL = log(TOTAL)
AGREEMENT = neg(sum_over(mul(entry(LABELS, I), entry(LOGITS, I)), I))


def _log_sum_exp_chain() -> Chain:
    label, logit, probability = entry(LABELS, I), entry(LOGITS, I), entry(PROBABILITIES, I)
    lines = (
        Line(COST, Rule.START, "Start from the cost. Nothing is differentiated yet."),
        Line(
            neg(sum_over(mul(label, log(probability)), I)),
            Rule.DEFINITION,
            "Minus each label times the natural log of its probability (log to base e).",
        ),
        Line(
            neg(sum_over(mul(label, log(moved(frac(exp(logit), TOTAL)))), I)),
            Rule.SUBSTITUTE,
            "Put in the softmax formula.",
        ),
        Line(
            neg(sum_over(mul(label, moved(sub(logit, LOG_TOTAL))), I)),
            Rule.LOGARITHM,
            "log(u/v) = log u − log v, and log(e^u) = u.",
        ),
        Line(
            add(AGREEMENT, mul(moved(sum_over(label, I)), LOG_TOTAL)),
            Rule.EXPAND,
            "Every term contains the same log: take it out of the sum.",
        ),
        Line(
            add(AGREEMENT, LOG_TOTAL),
            Rule.LABELS_SUM_TO_ONE,
            "The labels sum to 1.",
            (LABELS_SUM_TO_ONE,),
        ),
    )
    return Chain("log-sum-exp", "The cost without fractions", lines, k_class.DEFINITIONS, SAME)


def _slope_chain() -> Chain:
    logit = entry(LOGITS, J)
    lines = (
        Line(
            untouched(add(AGREEMENT, LOG_TOTAL), logit),
            Rule.START,
            "Differentiate this form of the cost by one logit.",
        ),
        Line(
            add(neg(entry(LABELS, J)), frac(exp(logit), TOTAL)),
            Rule.DIFFERENTIATE,
            "Only one term of the first sum contains this logit; (log u)′ = u′/u.",
        ),
        Line(
            sub(entry(PROBABILITIES, J), entry(LABELS, J)),
            Rule.COLLECT,
            "The fraction is the softmax probability: probability minus label.",
        ),
    )
    return Chain("slope", "Differentiate once", lines, k_class.DEFINITIONS, SAME)


def _meeting_chain() -> Chain:
    general = sub(two_class.P1, two_class.Y1)
    softmax = frac(exp(two_class.Z1), add(exp(two_class.Z1), exp(two_class.Z2)))
    lines = (
        Line(general, Rule.START, "The result for K classes, for the first of two classes."),
        Line(sub(moved(softmax), two_class.Y1), Rule.DEFINITION, "Put in the softmax formula."),
        Line(
            sub(two_class.SHARE, A),
            Rule.SUBSTITUTE,
            "Use the short names of the derivation by the quotient rule.",
        ),
        Line(sub(two_class.F, A), Rule.SUBSTITUTE, "This is the result of the quotient rule."),
    )
    return Chain("meeting", "All methods give the same result", lines, two_class.DEFINITIONS)


@cache
def derivation() -> Derivation:
    """The whole derivation, built once per process."""
    return Derivation(
        "short-road",
        "K classes, log-sum-exp",
        "If you take the logarithm of softmax before you differentiate, no fraction is left. "
        "One differentiation then gives probability minus label.",
        (_log_sum_exp_chain(), _slope_chain(), _meeting_chain()),
    )
