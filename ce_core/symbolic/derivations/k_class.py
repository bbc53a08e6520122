"""Derive the gradient for K classes by the chain rule, with the cases i = j and i ≠ j: ŷ_j − y_j.

The number of classes is arbitrary and sums stay sums; :mod:`written_out` writes them out.
"""

from functools import cache

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    add,
    cancelled,
    cases,
    entry,
    exp,
    frac,
    log,
    moved,
    mul,
    neg,
    power,
    sub,
    sum_except,
    sum_over,
    untouched,
)
from ce_core.symbolic.expression.lowering import Definitions, Fact, Setting
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES

I, J, K = board.index("i"), board.index("j"), board.index("k")  # noqa: E741  # as it is written
ZERO, ONE = Integer(0), Integer(1)
TOTAL = sum_over(exp(entry(LOGITS, K)), K)

LABELS_SUM_TO_ONE = Fact("the labels sum to one", sum_over(entry(LABELS, I), I), ONE)

DEFINITIONS: Definitions = (
    (entry(PROBABILITIES, I), frac(exp(entry(LOGITS, I)), TOTAL)),
    (COST, neg(sum_over(mul(entry(LABELS, I), log(entry(PROBABILITIES, I))), I))),
)


def _settings(*classes_and_indices: tuple[int, ...]) -> tuple[Setting, ...]:
    """``(K, j)`` or ``(K, i, j)`` for each setting."""
    return tuple(
        Setting(classes, tuple(zip((I, J)[-len(indices) :], indices, strict=True)))
        for classes, *indices in classes_and_indices
    )


# K from 2 to 6, and no class is j (or i) in all of them: a class number must not pass for an index.
SAME = _settings((3, 2), (4, 1), (2, 2), (5, 4), (6, 3))
DIFFERENT = _settings((3, 1, 2), (4, 3, 1), (2, 2, 1), (5, 2, 4), (6, 5, 3))
BOTH = _settings((3, 2, 2), (3, 1, 2), (2, 1, 1), (4, 3, 1), (5, 4, 4), (6, 5, 3))


def z(index: Symbol | int) -> Expr:
    """A logit."""
    return entry(LOGITS, index)


def p(index: Symbol | int) -> Expr:
    """A probability."""
    return entry(PROBABILITIES, index)


def y(index: Symbol | int) -> Expr:
    """A label."""
    return entry(LABELS, index)


def _chain(key: str, title: str, settings: tuple[Setting, ...], *lines: Line) -> Chain:
    return Chain(key, title, lines, DEFINITIONS, settings)


def _start(expression: Expr, reason: str) -> Line:
    return Line(expression, Rule.START, reason)


def _cost_chain() -> Chain:
    return _chain(
        "cost",
        "The cost of a prediction",
        SAME,
        _start(COST, "The cost measures how badly the probabilities fit the labels."),
        Line(
            neg(sum_over(mul(y(I), log(p(I))), I)),
            Rule.DEFINITION,
            "Minus each label times the natural log of its probability (log to base e).",
        ),
    )


def _weight(index: Symbol) -> Expr:
    return neg(frac(y(index), p(index)))


def _chain_rule_chain() -> Chain:
    return _chain(
        "chain-rule",
        "The chain rule through the probabilities",
        SAME,
        _start(untouched(COST, z(J)), "The derivative of the cost by one logit."),
        Line(
            sum_over(mul(untouched(COST, p(I)), untouched(p(I), z(J))), I),
            Rule.CHAIN_RULE,
            "One logit changes every probability, and every probability changes the cost.",
        ),
        Line(
            sum_over(mul(moved(_weight(I)), untouched(p(I), z(J))), I),
            Rule.DIFFERENTIATE,
            "Only one term of the cost contains this probability; d log {p}/d{p} = 1/{p}.",
        ),
    )


def _same_chain() -> Chain:
    top = exp(z(J))
    return _chain(
        "same",
        "A probability and its own logit (i = j)",
        SAME,
        _start(untouched(p(J), z(J)), "First the case i = j: the logit of the same class."),
        Line(untouched(frac(top, TOTAL), z(J)), Rule.DEFINITION, "Put in the softmax formula."),
        Line(
            frac(sub(mul(top, TOTAL), mul(top, top)), power(TOTAL, 2)),
            Rule.QUOTIENT_RULE,
            "(u/v)′ = (u′v − uv′)/v². This logit is in the numerator and in one term of the sum.",
        ),
        Line(
            frac(mul(moved(top), sub(TOTAL, top)), power(TOTAL, 2)),
            Rule.FACTOR_OUT,
            "Both terms of the numerator contain the same exponential.",
        ),
        Line(
            mul(frac(top, TOTAL), frac(sub(TOTAL, top), TOTAL)),
            Rule.FACTOR_OUT,
            "Split into two fractions: each factor of the numerator over one of the denominator.",
        ),
        Line(
            mul(frac(top, TOTAL), sub(ONE, frac(top, TOTAL))),
            Rule.CANCEL,
            "The sum divided by itself is 1.",
        ),
        Line(
            mul(p(J), sub(ONE, p(J))), Rule.SUBSTITUTE, "Each fraction is the softmax probability."
        ),
    )


def _different_chain() -> Chain:
    top = exp(z(I))
    return _chain(
        "different",
        "A probability and another class's logit (i ≠ j)",
        DIFFERENT,
        _start(untouched(p(I), z(J)), "Now the case i ≠ j: the logit of another class."),
        Line(untouched(frac(top, TOTAL), z(J)), Rule.DEFINITION, "Put in the softmax formula."),
        Line(
            frac(sub(cancelled(mul(ZERO, TOTAL)), mul(top, exp(z(J)))), power(TOTAL, 2)),
            Rule.QUOTIENT_RULE,
            "The numerator does not contain this logit, so its derivative is 0.",
        ),
        Line(
            neg(mul(frac(top, TOTAL), frac(exp(z(J)), TOTAL))),
            Rule.FACTOR_OUT,
            "Split into two fractions: each factor of the numerator over one of the denominator.",
        ),
        Line(neg(mul(p(I), p(J))), Rule.SUBSTITUTE, "Each fraction is a softmax probability."),
    )


def _jacobian_chain() -> Chain:
    return _chain(
        "jacobian",
        "The Jacobian of softmax",
        BOTH,
        _start(untouched(p(I), z(J)), "Both cases together."),
        Line(
            cases(mul(p(J), sub(ONE, p(J))), neg(mul(p(I), p(J))), I, J),
            Rule.USE_RESULT,
            "One formula on the diagonal (i = j), another off it (i ≠ j).",
        ),
    )


def _together_chain() -> Chain:
    others = sum_except(mul(y(I), p(J)), I, J)
    labels = add(y(J), sum_except(y(I), I, J))
    own = neg(mul(frac(y(J), cancelled(p(J))), mul(cancelled(p(J)), sub(ONE, p(J)))))
    other = mul(neg(frac(y(I), cancelled(p(I)))), neg(mul(cancelled(p(I)), p(J))))
    return _chain(
        "together",
        "Putting the pieces together",
        SAME,
        _start(untouched(COST, z(J)), "Return to the derivative of the cost."),
        Line(
            sum_over(mul(_weight(I), untouched(p(I), z(J))), I),
            Rule.CHAIN_RULE,
            "The result of the chain rule above.",
        ),
        Line(
            add(own, sum_except(other, I, J)),
            Rule.SPLIT_THE_SUM,
            "The term i = j uses one case of the Jacobian, all other terms use the other case.",
        ),
        Line(
            add(neg(mul(y(J), sub(ONE, p(J)))), others),
            Rule.CANCEL,
            "Cancel each probability with the one it is divided by; minus times minus is plus.",
        ),
        Line(
            add(neg(y(J)), moved(mul(y(J), p(J))), others),
            Rule.EXPAND,
            "Multiply the bracket out.",
        ),
        Line(
            add(mul(y(J), p(J)), others, neg(moved(y(J)))),
            Rule.COLLECT,
            "Put the terms with a probability first.",
        ),
        Line(
            sub(mul(moved(p(J)), labels), y(J)),
            Rule.FACTOR_OUT,
            "Every one of these terms contains the same probability.",
        ),
        Line(
            sub(mul(p(J), moved(ONE)), y(J)),
            Rule.LABELS_SUM_TO_ONE,
            "The bracket is the sum of all labels, which is 1. No other line needs this.",
            (LABELS_SUM_TO_ONE,),
        ),
        Line(sub(p(J), y(J)), Rule.CANCEL, "Probability minus label."),
    )


@cache
def derivation() -> Derivation:
    """The derivation for any number of classes, with sums."""
    return Derivation(
        "k-class",
        "K classes, the chain rule",
        "With any number of classes, the derivative of the cost by a logit is the probability of "
        "that class minus its label. The chain rule adds up the effect of all probabilities.",
        (
            _cost_chain(),
            _chain_rule_chain(),
            _same_chain(),
            _different_chain(),
            _jacobian_chain(),
            _together_chain(),
        ),
    )
