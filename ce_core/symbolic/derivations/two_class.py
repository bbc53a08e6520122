"""Derive the gradient for two classes by the quotient rule: probability minus label.

With two classes, the probability is eˣ/(eˣ + b), a function of one variable, so the rules of
single-variable calculus are enough. :func:`steps.check` checks each of the authored lines.
"""

import math
from collections.abc import Sequence
from functools import cache

from sympy import Expr, Integer

from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
from ce_core.symbolic.expression.board import (
    add,
    call,
    cancelled,
    column,
    entry,
    exp,
    frac,
    log,
    moved,
    mul,
    neg,
    power,
    prime,
    role,
    sub,
    untouched,
)
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Definitions, Fact
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES, A, B, X

ZERO, ONE = Integer(0), Integer(1)
Z1, Z2 = entry(LOGITS, 1), entry(LOGITS, 2)
P1, P2 = entry(PROBABILITIES, 1), entry(PROBABILITIES, 2)
Y1, Y2 = entry(LABELS, 1), entry(LABELS, 2)

EX = exp(X)
TOTAL = add(EX, B)
SHARE = frac(EX, TOTAL)
REST = frac(B, TOTAL)
F, F_PRIME = call("f", X), prime("f", X)
SLOPE_OF_F = frac(mul(EX, B), power(TOTAL, 2))

LABELS_SUM_TO_ONE = Fact("the labels sum to one", add(Y1, Y2), ONE)
LABEL_IS_ONE = Fact("the label is 1", Y1, ONE)
LABEL_IS_ZERO = Fact("the label is 0", Y1, ZERO)


def _cost(label: Expr, probability: Expr) -> Expr:
    """−y log p − (1 − y) log(1 − p), as it is written for a pair p, 1 − p."""
    first = neg(mul(label, log(probability)))
    return sub(first, mul(sub(ONE, label), log(sub(ONE, probability))))


COST_OF_X = _cost(A, F)

DEFINITIONS: Definitions = (
    (X, Z1),
    (B, exp(Z2)),
    (A, Y1),
    (F, SHARE),
    (P1, frac(exp(Z1), add(exp(Z1), exp(Z2)))),
    (P2, frac(exp(Z2), add(exp(Z1), exp(Z2)))),
    (COST, sub(neg(mul(Y1, log(P1))), mul(Y2, log(P2)))),
    (call(COST.name, X), COST_OF_X),
)


def _chain(key: str, title: str, *lines: Line, label: float | None = None) -> Chain:
    case = () if label is None else ((Y1, label), (Y2, 1.0 - label), (A, label))
    return Chain(key, title, lines, DEFINITIONS, case=case)


def _start(expression: Expr, reason: str) -> Line:
    return Line(expression, Rule.START, reason)


def _cost_chain() -> Chain:
    pair = sub(neg(mul(Y1, log(P1))), mul(Y2, log(P2)))
    return _chain(
        "cost",
        "The cost of a prediction",
        _start(COST, "The cost measures how badly the probabilities fit the labels."),
        Line(
            pair,
            Rule.DEFINITION,
            "Minus each label times the natural log of its probability (log to base e).",
        ),
        Line(
            sub(neg(mul(Y1, log(P1))), mul(moved(sub(ONE, Y1)), log(moved(sub(ONE, P1))))),
            Rule.LABELS_SUM_TO_ONE,
            "With two classes, the second label and probability are one minus the first.",
            (LABELS_SUM_TO_ONE,),
        ),
    )


def _label_one_chain() -> Chain:
    put_in = sub(neg(mul(moved(ONE), log(P1))), mul(sub(ONE, moved(ONE)), log(sub(ONE, P1))))
    return _chain(
        "label-one",
        "When the first class is the true one",
        _start(_cost(Y1, P1), "Take the cost and let the label be 1."),
        Line(put_in, Rule.SUBSTITUTE, "Put in 1 for the label.", (LABEL_IS_ONE,)),
        Line(neg(log(P1)), Rule.CANCEL, "The second term is multiplied by 0."),
        label=1.0,
    )


def _label_zero_chain() -> Chain:
    put_in = sub(neg(mul(moved(ZERO), log(P1))), mul(sub(ONE, moved(ZERO)), log(sub(ONE, P1))))
    return _chain(
        "label-zero",
        "When the first class is not the true one",
        _start(_cost(Y1, P1), "Take the cost and let the label be 0."),
        Line(put_in, Rule.SUBSTITUTE, "Put in 0 for the label.", (LABEL_IS_ZERO,)),
        Line(neg(log(sub(ONE, P1))), Rule.CANCEL, "The first term is multiplied by 0."),
        label=0.0,
    )


def _substitution_chain() -> Chain:
    softmax = frac(exp(Z1), add(exp(Z1), exp(Z2)))
    return _chain(
        "substitution",
        "One variable at a time",
        _start(_cost(Y1, P1), "Differentiate by the first logit; the second is a constant."),
        Line(
            _cost(Y1, role(softmax, "probabilities")),
            Rule.DEFINITION,
            "Write the probability as the softmax of the two logits.",
        ),
        Line(
            _cost(moved(A), frac(EX, add(EX, moved(B)))),
            Rule.SUBSTITUTE,
            "Short names: x is the first logit, {a} its label, b the other exponential.",
        ),
        Line(COST_OF_X, Rule.SUBSTITUTE, "Call the fraction f(x)."),
    )


def _quotient_rule_chain() -> Chain:
    g, h = call("g", X), call("h", X)
    slopes = sub(mul(prime("g", X), h), mul(g, prime("h", X)))
    return _chain(
        "quotient-rule",
        "The quotient rule",
        _start(untouched(frac(g, h), X), "The derivative of a quotient of two functions."),
        Line(
            frac(slopes, power(h, 2)),
            Rule.QUOTIENT_RULE,
            "(g/h)′ = (g′h − gh′)/h².",
        ),
    )


def _slope_of_f_chain() -> Chain:
    below = power(TOTAL, 2)
    return _chain(
        "slope-of-f",
        "The derivative of f",
        _start(F_PRIME, "Apply the quotient rule to f."),
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
    )


def _chain_rule_chain() -> Chain:
    return _chain(
        "chain-rule",
        "The derivative of the cost, f not yet inserted",
        _start(prime(COST.name, X), "Now differentiate the cost by x."),
        Line(untouched(COST_OF_X, X), Rule.DEFINITION, "Put in the formula of the cost."),
        Line(
            _slope_of_cost(),
            Rule.CHAIN_RULE,
            "(log u)′ = u′/u, and (1 − f)′ = −f′.",
        ),
    )


def _slope_of_cost() -> Expr:
    first = neg(mul(A, frac(F_PRIME, F)))
    return sub(first, mul(sub(ONE, A), frac(neg(F_PRIME), sub(ONE, F))))


def _first_ratio_chain() -> Chain:
    return _chain(
        "first-ratio",
        "The first ratio",
        _start(
            frac(F_PRIME, F), "The derivative of the cost contains two ratios. This is the first."
        ),
        Line(frac(SLOPE_OF_F, SHARE), Rule.SUBSTITUTE, "Put in f and its derivative."),
        Line(
            mul(
                frac(mul(cancelled(EX), B), power(TOTAL, 2)),
                moved(frac(cancelled(TOTAL), cancelled(EX))),
            ),
            Rule.INVERT_AND_MULTIPLY,
            "To divide by a fraction, multiply by its reciprocal.",
        ),
        Line(REST, Rule.CANCEL, "Cancel eˣ and one of the two factors of the denominator."),
    )


def _one_minus_f_chain() -> Chain:
    return _chain(
        "one-minus-f",
        "The first ratio is 1 − f",
        _start(REST, "Rewrite the ratio just found."),
        Line(
            frac(add(moved(EX), B, neg(moved(EX))), TOTAL),
            Rule.EXPAND,
            "Add eˣ to the numerator and subtract it again.",
        ),
        Line(
            sub(frac(TOTAL, TOTAL), SHARE),
            Rule.EXPAND,
            "Split the fraction into a difference of two.",
        ),
        Line(sub(ONE, SHARE), Rule.CANCEL, "A number divided by itself is 1."),
        Line(sub(ONE, F), Rule.SUBSTITUTE, "The fraction is f."),
    )


def _second_ratio_chain() -> Chain:
    minus_slope = neg(SLOPE_OF_F)
    return _chain(
        "second-ratio",
        "The second ratio",
        _start(frac(neg(F_PRIME), sub(ONE, F)), "The second ratio, with its minus sign."),
        Line(frac(minus_slope, sub(ONE, SHARE)), Rule.SUBSTITUTE, "Put in f and its derivative."),
        Line(
            frac(minus_slope, moved(REST)),
            Rule.USE_RESULT,
            "Use the result above: 1 − f = b/(eˣ + b).",
        ),
        Line(
            mul(
                frac(neg(mul(EX, cancelled(B))), power(TOTAL, 2)),
                moved(frac(cancelled(TOTAL), cancelled(B))),
            ),
            Rule.INVERT_AND_MULTIPLY,
            "Multiply by the reciprocal.",
        ),
        Line(
            frac(neg(EX), TOTAL),
            Rule.CANCEL,
            "Cancel b and one of the two factors of the denominator.",
        ),
    )


def _together_chain() -> Chain:
    product = mul(A, SHARE)
    return _chain(
        "together",
        "Putting the pieces together",
        _start(prime(COST.name, X), "Return to the derivative of the cost."),
        Line(
            _slope_of_cost(),
            Rule.CHAIN_RULE,
            "The result of the chain rule above: two ratios with f and f′.",
        ),
        Line(
            sub(
                neg(mul(A, moved(REST))),
                mul(sub(ONE, A), moved(frac(neg(EX), TOTAL))),
            ),
            Rule.USE_RESULT,
            "Put in both ratios.",
        ),
        Line(
            add(neg(mul(A, REST)), moved(SHARE), neg(moved(product))),
            Rule.EXPAND,
            "Multiply the bracket out: −1 · (−f) = f, and +{a} · (−f) = −{a}f.",
        ),
        Line(
            add(neg(mul(A, moved(sub(ONE, SHARE)))), SHARE, neg(product)),
            Rule.USE_RESULT,
            "Use the result above for the first ratio: 1 − f.",
        ),
        Line(
            add(neg(A), cancelled(product), SHARE, neg(cancelled(product))),
            Rule.EXPAND,
            "Multiply out: the same product appears with both signs.",
        ),
        Line(add(neg(A), SHARE), Rule.CANCEL, "The two products cancel."),
        Line(sub(F, A), Rule.COLLECT, "Write f for the fraction: f minus the label."),
        Line(
            sub(P1, Y1),
            Rule.SUBSTITUTE,
            "With the full names: probability minus label.",
        ),
    )


def _vector_chain() -> Chain:
    slope = untouched(P2, Z2)
    one_minus = sub(ONE, P2)
    top = mul(cancelled(P2), one_minus)
    product = mul(Y2, P2)
    return _chain(
        "vector",
        "The gradient: both logits",
        _start(column(untouched(COST, Z1), untouched(COST, Z2)), "One derivative for each logit."),
        _second_entry(
            untouched(COST, Z2), Rule.USE_RESULT, "Use the result above for the first logit.", True
        ),
        _second_entry(
            untouched(_cost(Y2, P2), Z2),
            Rule.SUBSTITUTE,
            "For the second logit, exchange the classes: the first label is 1 minus the second.",
            True,
        ),
        _second_entry(
            sub(neg(mul(Y2, frac(slope, P2))), mul(sub(ONE, Y2), frac(neg(slope), one_minus))),
            Rule.CHAIN_RULE,
            "(log u)′ = u′/u, as for the first logit.",
        ),
        _second_entry(
            sub(
                neg(mul(Y2, frac(top, cancelled(P2)))),
                mul(
                    sub(ONE, Y2),
                    frac(neg(mul(P2, cancelled(one_minus))), cancelled(one_minus)),
                ),
            ),
            Rule.USE_RESULT,
            "The derivative of f above is f(1 − f). It holds for the second class as well.",
        ),
        _second_entry(
            add(neg(mul(Y2, one_minus)), mul(sub(ONE, Y2), P2)),
            Rule.CANCEL,
            "Cancel the probability in each ratio; minus times minus is plus.",
        ),
        _second_entry(
            add(neg(Y2), cancelled(product), P2, neg(cancelled(product))),
            Rule.EXPAND,
            "Multiply out: the same product appears with both signs.",
        ),
        _second_entry(sub(P2, Y2), Rule.CANCEL, "Probability minus label for this logit, too."),
        Line(sub(column(P1, P2), column(Y1, Y2)), Rule.COLLECT, "Probabilities minus labels."),
    )


def _second_entry(second: Expr, rule: Rule, reason: str, labels_sum: bool = False) -> Line:
    """A line of the gradient whose first entry is known already."""
    facts = (LABELS_SUM_TO_ONE,) if labels_sum else ()
    return Line(column(sub(P1, Y1), second), rule, reason, facts)


@cache
def derivation() -> Derivation:
    """The whole derivation, built once per process."""
    return Derivation(
        "two-class",
        "Two classes, the quotient rule",
        "With two classes, the derivative of the cost by a logit is the probability of that class "
        "minus its label. You need only the quotient rule and the chain rule.",
        (
            _cost_chain(),
            _label_one_chain(),
            _label_zero_chain(),
            _substitution_chain(),
            _quotient_rule_chain(),
            _slope_of_f_chain(),
            _chain_rule_chain(),
            _first_ratio_chain(),
            _one_minus_f_chain(),
            _second_ratio_chain(),
            _together_chain(),
            _vector_chain(),
        ),
    )


def one_against_rest(logits: Sequence[float], own: int) -> tuple[float, float]:
    """Two logits for one class against all others: its own, and log Σ eᶻ of the others.

    Softmax uses only the sum of their exponentials, so for one class against the rest the
    two-class derivation holds for any number of classes.

    Parameters
    ----------
    own
        The class, counted from 0.
    """
    others = [logit for k, logit in enumerate(logits) if k != own]
    largest = max(others)
    together = largest + math.log(math.fsum(math.exp(logit - largest) for logit in others))
    return logits[own], together


def numbers(logits: Sequence[float], labels: Sequence[float]) -> Given:
    """Numbers for the letters of this derivation.

    Parameters
    ----------
    logits, labels
        Two of each; the labels sum to 1.

    Raises
    ------
    ValueError
        If there are not two of each.
    """
    if len(logits) != 2 or len(labels) != 2:
        raise ValueError(
            f"the two-class derivation got {len(logits)} logits and {len(labels)} labels; "
            "expected two of each."
        )
    given = {Z1: float(logits[0]), Z2: float(logits[1]), Y1: float(labels[0]), Y2: float(labels[1])}
    # The smaller share relative to the larger: no exponential can overflow.
    ratio = math.exp(-abs(given[Z1] - given[Z2]))
    shares = [1 / (1 + ratio), ratio / (1 + ratio)]
    first, second = shares if given[Z1] >= given[Z2] else reversed(shares)
    return {**given, P1: first, P2: second, X: given[Z1], A: given[Y1], B: exp(Z2)}
