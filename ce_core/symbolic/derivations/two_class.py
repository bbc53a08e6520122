"""Two classes, by the quotient rule: from the cost of a single logit to probability − label.

With two classes one logit's share is eˣ/(eˣ + b), a function of one variable, so that the rules of
school calculus are enough. Authored here line by line; :func:`steps.check` proves each line.
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
        _start(COST, "The cost says how badly the probabilities fit the labels."),
        Line(pair, Rule.DEFINITION, "Cross-entropy weighs the log of each probability."),
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
        Line(put_in, Rule.SUBSTITUTE, "Write 1 for the label.", (LABEL_IS_ONE,)),
        Line(neg(log(P1)), Rule.CANCEL, "The second term has weight zero and goes."),
        label=1.0,
    )


def _label_zero_chain() -> Chain:
    put_in = sub(neg(mul(moved(ZERO), log(P1))), mul(sub(ONE, moved(ZERO)), log(sub(ONE, P1))))
    return _chain(
        "label-zero",
        "When the first class is not the true one",
        _start(_cost(Y1, P1), "Take the cost and let the label be 0."),
        Line(put_in, Rule.SUBSTITUTE, "Write 0 for the label.", (LABEL_IS_ZERO,)),
        Line(neg(log(sub(ONE, P1))), Rule.CANCEL, "The first term has weight zero and goes."),
        label=0.0,
    )


def _substitution_chain() -> Chain:
    softmax = frac(exp(Z1), add(exp(Z1), exp(Z2)))
    return _chain(
        "substitution",
        "One variable at a time",
        _start(_cost(Y1, P1), "Only the first logit shall move; the rest stays fixed."),
        Line(
            _cost(Y1, role(softmax, "probabilities")),
            Rule.DEFINITION,
            "Softmax turns the two logits into a probability.",
        ),
        Line(
            _cost(moved(A), frac(EX, add(EX, moved(B)))),
            Rule.SUBSTITUTE,
            "Short names for the logit that moves, its label, and the other exponential.",
        ),
        Line(COST_OF_X, Rule.SUBSTITUTE, "The fraction gets a name: f(x)."),
    )


def _quotient_rule_chain() -> Chain:
    g, h = call("g", X), call("h", X)
    slopes = sub(mul(prime("g", X), h), mul(g, prime("h", X)))
    return _chain(
        "quotient-rule",
        "The quotient rule",
        _start(untouched(frac(g, h), X), "How a fraction changes when both its parts do."),
        Line(
            frac(slopes, power(h, 2)),
            Rule.QUOTIENT_RULE,
            "Top's slope times bottom, minus top times bottom's slope, over bottom squared.",
        ),
    )


def _slope_of_f_chain() -> Chain:
    below = power(TOTAL, 2)
    return _chain(
        "slope-of-f",
        "The slope of f",
        _start(F_PRIME, "Apply the rule to f, whose parts are an exponential and a sum."),
        Line(
            frac(sub(mul(EX, TOTAL), mul(EX, EX)), below),
            Rule.QUOTIENT_RULE,
            "The slope of top and bottom alike is the exponential itself: b does not move.",
        ),
        Line(
            frac(mul(moved(EX), add(cancelled(EX), B, neg(cancelled(EX)))), below),
            Rule.FACTOR_OUT,
            "Both terms above hold the exponential: take it out.",
        ),
        Line(SLOPE_OF_F, Rule.CANCEL, "In the bracket only b is left."),
    )


def _chain_rule_chain() -> Chain:
    return _chain(
        "chain-rule",
        "The slope of the cost, with f still closed",
        _start(prime(COST.name, X), "Now differentiate the cost by x."),
        Line(untouched(COST_OF_X, X), Rule.DEFINITION, "This is what the cost is."),
        Line(
            _slope_of_cost(),
            Rule.CHAIN_RULE,
            "The slope of a logarithm is the inner slope over the inside; 1 − f has slope −f′.",
        ),
    )


def _slope_of_cost() -> Expr:
    first = neg(mul(A, frac(F_PRIME, F)))
    return sub(first, mul(sub(ONE, A), frac(neg(F_PRIME), sub(ONE, F))))


def _first_ratio_chain() -> Chain:
    return _chain(
        "first-ratio",
        "The first ratio",
        _start(frac(F_PRIME, F), "Of the two ratios, take the first."),
        Line(frac(SLOPE_OF_F, SHARE), Rule.SUBSTITUTE, "Put in f and its slope."),
        Line(
            mul(
                frac(mul(cancelled(EX), B), power(TOTAL, 2)),
                moved(frac(cancelled(TOTAL), cancelled(EX))),
            ),
            Rule.INVERT_AND_MULTIPLY,
            "To divide by a fraction, multiply by it upside down.",
        ),
        Line(REST, Rule.CANCEL, "The exponential goes, and one of the two factors below."),
    )


def _one_minus_f_chain() -> Chain:
    return _chain(
        "one-minus-f",
        "What is left over from one",
        _start(REST, "The ratio just found has a meaning of its own."),
        Line(
            frac(add(moved(EX), B, neg(moved(EX))), TOTAL),
            Rule.EXPAND,
            "Add and take away the same thing above.",
        ),
        Line(sub(frac(TOTAL, TOTAL), SHARE), Rule.EXPAND, "Split the fraction in two."),
        Line(sub(ONE, SHARE), Rule.CANCEL, "Anything over itself is one."),
        Line(sub(ONE, F), Rule.SUBSTITUTE, "So it is one minus f."),
    )


def _second_ratio_chain() -> Chain:
    minus_slope = neg(SLOPE_OF_F)
    return _chain(
        "second-ratio",
        "The second ratio",
        _start(frac(neg(F_PRIME), sub(ONE, F)), "The other ratio, with the minus it came with."),
        Line(frac(minus_slope, sub(ONE, SHARE)), Rule.SUBSTITUTE, "Put in f and its slope."),
        Line(
            frac(minus_slope, moved(REST)),
            Rule.USE_RESULT,
            "One minus f was found above, read backwards.",
        ),
        Line(
            mul(
                frac(neg(mul(EX, cancelled(B))), power(TOTAL, 2)),
                moved(frac(cancelled(TOTAL), cancelled(B))),
            ),
            Rule.INVERT_AND_MULTIPLY,
            "Multiply by the fraction upside down.",
        ),
        Line(frac(neg(EX), TOTAL), Rule.CANCEL, "Now b goes, and one of the factors below."),
    )


def _together_chain() -> Chain:
    product = mul(A, SHARE)
    return _chain(
        "together",
        "Putting the pieces together",
        _start(prime(COST.name, X), "Back to the slope of the cost."),
        Line(_slope_of_cost(), Rule.CHAIN_RULE, "As found by the chain rule."),
        Line(
            sub(
                neg(mul(A, moved(REST))),
                mul(sub(ONE, A), moved(frac(neg(EX), TOTAL))),
            ),
            Rule.USE_RESULT,
            "Put in the two ratios.",
        ),
        Line(
            add(neg(mul(A, REST)), moved(SHARE), neg(moved(product))),
            Rule.EXPAND,
            "Multiply the bracket out: minus times minus is plus, and −a times −1 turns it back.",
        ),
        Line(
            add(neg(mul(A, moved(sub(ONE, SHARE)))), SHARE, neg(product)),
            Rule.USE_RESULT,
            "The first ratio is one minus f.",
        ),
        Line(
            add(neg(A), cancelled(product), SHARE, neg(cancelled(product))),
            Rule.EXPAND,
            "Multiply out: the same product stands there with both signs.",
        ),
        Line(add(neg(A), SHARE), Rule.CANCEL, "The two products cancel."),
        Line(sub(F, A), Rule.COLLECT, "What is left is f minus the label."),
        Line(
            sub(P1, Y1),
            Rule.SUBSTITUTE,
            "With the full names back: probability minus label.",
        ),
    )


def _vector_chain() -> Chain:
    total = add(exp(Z1), exp(Z2))
    first, second = sub(frac(exp(Z1), total), Y1), sub(frac(exp(Z2), total), Y2)
    return _chain(
        "vector",
        "Both logits at once",
        _start(
            column(untouched(COST, Z1), untouched(COST, Z2)),
            "What flows back through softmax is one number for each logit.",
        ),
        Line(
            column(first, second),
            Rule.LABELS_SUM_TO_ONE,
            "The classes may change places, as long as their labels sum to one.",
            (LABELS_SUM_TO_ONE,),
        ),
        Line(
            sub(column(P1, P2), column(Y1, Y2)),
            Rule.COLLECT,
            "Probabilities minus labels.",
        ),
    )


@cache
def derivation() -> Derivation:
    """The whole derivation, built once per process."""
    return Derivation(
        "two-class",
        "Two classes, the quotient rule",
        "With two classes, the slope of the cost along a logit is that class's probability minus "
        "its label. Nothing is needed but the quotient rule and the chain rule.",
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
