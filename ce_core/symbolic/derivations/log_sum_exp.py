"""The short road, by log-sum-exp: rewrite the cost first, then one differentiation is enough."""

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

WHY_THE_ROADS_MEET = (
    "All three roads start from the same cost and ask for its slope along the same logit. "
    "A function has only one slope at a point, so roads without a slip cannot end apart: "
    "with two classes the general result is the quotient rule's, letter for letter."
)
"""To be shown above the last chain."""

LOG_TOTAL = log(TOTAL)
AGREEMENT = neg(sum_over(mul(entry(LABELS, I), entry(LOGITS, I)), I))


def _log_sum_exp_chain() -> Chain:
    label, logit, probability = entry(LABELS, I), entry(LOGITS, I), entry(PROBABILITIES, I)
    lines = (
        Line(COST, Rule.START, "The cost, before anything is differentiated."),
        Line(
            neg(sum_over(mul(label, log(probability)), I)),
            Rule.DEFINITION,
            "Each class's label weighs the log of its probability.",
        ),
        Line(
            neg(sum_over(mul(label, log(moved(frac(exp(logit), TOTAL)))), I)),
            Rule.SUBSTITUTE,
            "Write softmax out.",
        ),
        Line(
            neg(sum_over(mul(label, moved(sub(logit, LOG_TOTAL))), I)),
            Rule.LOGARITHM,
            "The log of a fraction is a difference, and log undoes the exponential.",
        ),
        Line(
            add(AGREEMENT, mul(moved(sum_over(label, I)), LOG_TOTAL)),
            Rule.EXPAND,
            "The same log stands in every term: only its weights add up.",
        ),
        Line(
            add(AGREEMENT, LOG_TOTAL),
            Rule.LABELS_SUM_TO_ONE,
            "The weights are the labels, which sum to one.",
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
            "Differentiate this form of the cost.",
        ),
        Line(
            add(neg(entry(LABELS, J)), frac(exp(logit), TOTAL)),
            Rule.DIFFERENTIATE,
            "One term of the first sum holds the logit; the log gives inner slope over inside.",
        ),
        Line(
            sub(entry(PROBABILITIES, J), entry(LABELS, J)),
            Rule.COLLECT,
            "The fraction is softmax: probability minus label.",
        ),
    )
    return Chain("slope", "One differentiation", lines, k_class.DEFINITIONS, SAME)


def _meeting_chain() -> Chain:
    general = sub(two_class.P1, two_class.Y1)
    softmax = frac(exp(two_class.Z1), add(exp(two_class.Z1), exp(two_class.Z2)))
    lines = (
        Line(general, Rule.START, "What both roads for K classes say of two classes."),
        Line(sub(moved(softmax), two_class.Y1), Rule.DEFINITION, "Write softmax out."),
        Line(
            sub(two_class.SHARE, A),
            Rule.SUBSTITUTE,
            "Use the short names of the quotient rule's road.",
        ),
        Line(sub(two_class.F, A), Rule.SUBSTITUTE, "This is where that road ended."),
    )
    return Chain("meeting", "Where the roads meet", lines, two_class.DEFINITIONS)


@cache
def derivation() -> Derivation:
    """The whole derivation, built once per process."""
    return Derivation(
        "short-road",
        "The short road, log-sum-exp",
        "Take the logarithm of softmax before differentiating, and the fraction is gone: "
        "one line leads to probability minus label.",
        (_log_sum_exp_chain(), _slope_chain(), _meeting_chain()),
    )
