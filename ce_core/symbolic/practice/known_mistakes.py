"""List the known mistakes of each chain, each as an expression to compare a typed line with.

A mistake is never a pattern of text: however it is spelled, ordered or carried on, it is known by
its form or its value. The chains are those of :mod:`exercises`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sympy import Integer

from ce_core.symbolic.derivations.k_class import TOTAL as SUM
from ce_core.symbolic.derivations.k_class import I, J, p, y, z
from ce_core.symbolic.derivations.log_sum_exp import LOG_TOTAL
from ce_core.symbolic.derivations.one_formula import DELTA, S, Y
from ce_core.symbolic.derivations.sigmoid import BELOW, FALLING, SIGMOID
from ce_core.symbolic.derivations.two_class import (
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
    entry,
    exp,
    frac,
    log,
    mul,
    neg,
    power,
    sub,
    sum_except,
    sum_over,
    untouched,
)
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, A, B, X
from ce_core.symbolic.practice.mistake_kinds import (
    INNER_EXPONENT,
    MISSING_BRACKET,
    STRAY_MINUS,
    Mistake,
    holds_exponential_of_minus,
    lacks_exponential_of_minus,
)

ZERO, TWO = Integer(0), Integer(2)


# --- The sigmoid ------------------------------------------------------------------------------

_SIGMOID_SQUARE = power(BELOW, 2)
_SIGMOID = (
    Mistake(
        INNER_EXPONENT,
        2,
        neg(mul(power(BELOW, -2), FALLING)),
        (frac(neg(FALLING), _SIGMOID_SQUARE), mul(SIGMOID, frac(neg(FALLING), BELOW))),
        also="a minus is lost",
        fits=holds_exponential_of_minus,
    ),
    Mistake(STRAY_MINUS, 6, neg(mul(F, sub(ONE, F))), fits=lacks_exponential_of_minus),
    Mistake(MISSING_BRACKET, 2, sub(neg(power(BELOW, -2)), FALLING)),
    Mistake("no-chain-rule", 2, neg(power(BELOW, -2))),
    Mistake("not-squared", 2, frac(FALLING, BELOW)),
    Mistake("slopes-divided", 2, frac(ZERO, neg(FALLING))),
    Mistake("plus-for-minus", 5, mul(SIGMOID, add(ONE, SIGMOID)), (mul(F, add(ONE, F)),)),
)


# --- Two classes ------------------------------------------------------------------------------

_SQUARE = power(TOTAL, 2)
_NOT_SQUARED = frac(sub(mul(EX, TOTAL), mul(EX, EX)), TOTAL)
_SUM_FOR_DIFFERENCE = frac(mul(EX, add(mul(TWO, EX), B)), _SQUARE)
_MINUS_SHARE = frac(neg(EX), TOTAL)

_E_TO_MINUS_X = exp(neg(X))
_INNER_LOST = frac(neg(mul(B, _E_TO_MINUS_X)), power(add(ONE, mul(B, _E_TO_MINUS_X)), 2))
_SLOPE_OF_F = (
    Mistake(INNER_EXPONENT, 1, _INNER_LOST, fits=holds_exponential_of_minus),
    Mistake(
        "plus-for-minus",
        1,
        frac(add(mul(EX, TOTAL), mul(EX, EX)), _SQUARE),
        (
            frac(mul(EX, add(EX, B, EX)), _SQUARE),
            _SUM_FOR_DIFFERENCE,
        ),
    ),
    Mistake(
        "order-swapped",
        1,
        frac(sub(mul(EX, EX), mul(EX, TOTAL)), _SQUARE),
        (frac(mul(EX, sub(EX, TOTAL)), _SQUARE), frac(neg(mul(EX, B)), _SQUARE)),
    ),
    Mistake(
        "not-squared",
        1,
        _NOT_SQUARED,
        (frac(mul(EX, add(EX, B, neg(EX))), TOTAL), frac(mul(EX, B), TOTAL)),
    ),
    Mistake("slopes-divided", 1, frac(EX, EX)),
    Mistake("bottom-constant", 1, frac(mul(EX, TOTAL), _SQUARE), (frac(EX, TOTAL),)),
    Mistake("top-constant", 1, frac(neg(mul(EX, EX)), _SQUARE)),
)

_SLOPE_OF_COST = (
    Mistake(
        "lost-minus",
        2,
        sub(mul(A, frac(F_PRIME, F)), mul(sub(ONE, A), frac(neg(F_PRIME), sub(ONE, F)))),
    ),
    Mistake(
        "inner-minus",
        2,
        sub(neg(mul(A, frac(F_PRIME, F))), mul(sub(ONE, A), frac(F_PRIME, sub(ONE, F)))),
    ),
    Mistake(
        "no-chain-rule",
        2,
        sub(neg(frac(A, F)), frac(sub(ONE, A), sub(ONE, F))),
    ),
    Mistake(
        "no-chain-rule",
        2,
        add(neg(frac(A, F)), frac(sub(ONE, A), sub(ONE, F))),
    ),
    Mistake(
        "swapped",
        2,
        sub(mul(A, frac(F_PRIME, F)), mul(sub(ONE, A), frac(F_PRIME, sub(ONE, F)))),
    ),
    Mistake(
        "wrong-share",
        2,
        sub(
            neg(mul(A, frac(F_PRIME, sub(ONE, F)))),
            mul(sub(ONE, A), frac(neg(F_PRIME), F)),
        ),
    ),
    Mistake("one-term-missing", 2, neg(mul(A, frac(F_PRIME, F)))),
)

_FIRST_RATIO = (
    Mistake(INNER_EXPONENT, 1, frac(_INNER_LOST, SHARE), fits=holds_exponential_of_minus),
    Mistake(
        "stray-minus",
        2,
        mul(frac(neg(mul(EX, B)), _SQUARE), frac(TOTAL, EX)),
        (frac(neg(B), TOTAL),),
        also="the quotient rule's order is swapped",
    ),
    Mistake("not-inverted", 2, mul(frac(mul(EX, B), _SQUARE), frac(EX, TOTAL))),
    Mistake("wrong-one-inverted", 2, mul(frac(_SQUARE, mul(EX, B)), frac(EX, TOTAL))),
    Mistake("not-squared", 1, frac(frac(mul(EX, B), TOTAL), SHARE)),
    Mistake("bottom-constant", 1, frac(frac(EX, TOTAL), SHARE)),
    Mistake("top-constant", 1, frac(frac(neg(mul(EX, EX)), _SQUARE), SHARE)),
    Mistake("plus-for-minus", 1, frac(_SUM_FOR_DIFFERENCE, SHARE)),
    Mistake("slopes-divided", 1, frac(frac(EX, EX), SHARE)),
    Mistake("wrong-share", 3, frac(EX, TOTAL)),
)

_ONE_MINUS_F = (
    Mistake("plus-for-minus", 2, add(frac(TOTAL, TOTAL), SHARE), (add(ONE, SHARE), add(ONE, F))),
    Mistake("denominator-lost", 2, sub(frac(TOTAL, TOTAL), EX)),
    Mistake("wrong-share", 4, F),
)

_SECOND_RATIO = (
    Mistake(INNER_EXPONENT, 1, frac(neg(_INNER_LOST), REST), fits=holds_exponential_of_minus),
    Mistake(
        "inner-minus",
        1,
        frac(SLOPE_OF_F, sub(ONE, SHARE)),
        also="the quotient rule's order is swapped",
    ),
    Mistake("not-inverted", 3, mul(frac(neg(mul(EX, B)), _SQUARE), REST)),
    Mistake("wrong-one-inverted", 3, mul(frac(_SQUARE, neg(mul(EX, B))), REST)),
    Mistake("wrong-share", 2, frac(neg(SLOPE_OF_F), SHARE)),
    Mistake("not-squared", 1, frac(neg(frac(mul(EX, B), TOTAL)), sub(ONE, SHARE))),
    Mistake("bottom-constant", 1, frac(neg(frac(EX, TOTAL)), sub(ONE, SHARE))),
    Mistake("top-constant", 1, frac(frac(mul(EX, EX), _SQUARE), sub(ONE, SHARE))),
    Mistake("plus-for-minus", 1, frac(neg(_SUM_FOR_DIFFERENCE), sub(ONE, SHARE))),
    Mistake("slopes-divided", 1, frac(neg(frac(EX, EX)), sub(ONE, SHARE))),
)

_UNTURNED = neg(mul(A, _MINUS_SHARE))
_TOGETHER = (
    Mistake("lost-minus", 2, sub(mul(A, REST), mul(sub(ONE, A), _MINUS_SHARE))),
    Mistake("inner-minus", 2, sub(neg(mul(A, REST)), mul(sub(ONE, A), SHARE))),
    Mistake(
        "not-distributed",
        3,
        add(neg(mul(A, REST)), SHARE, _UNTURNED),
        (
            add(neg(mul(A, sub(ONE, SHARE))), SHARE, _UNTURNED),
            add(neg(A), mul(A, SHARE), SHARE, _UNTURNED),
        ),
    ),
    Mistake(
        "not-distributed",
        5,
        add(neg(A), neg(mul(A, SHARE)), SHARE, neg(mul(A, SHARE))),
    ),
    Mistake(
        "swapped",
        7,
        sub(A, F),
        also="the quotient rule's order is swapped, or the other class is taken",
    ),
    Mistake("plus-for-minus", 7, add(F, A)),
    Mistake(
        "no-chain-rule",
        1,
        sub(neg(frac(A, F)), frac(sub(ONE, A), sub(ONE, F))),
    ),
    Mistake(
        "no-chain-rule",
        1,
        add(neg(frac(A, F)), frac(sub(ONE, A), sub(ONE, F))),
    ),
    Mistake("one-term-missing", 2, neg(mul(A, REST))),
    Mistake("wrong-share", 2, sub(neg(mul(A, SHARE)), mul(sub(ONE, A), neg(REST)))),
)


# --- K classes --------------------------------------------------------------------------------

_SLOPE = untouched(p(I), z(J))
_K_CHAIN_RULE = (
    Mistake("only-own-term", 2, neg(mul(frac(y(J), p(J)), untouched(p(J), z(J)))),
            also="the outputs are taken as independent"),
    Mistake("lost-minus", 2, sum_over(mul(frac(y(I), p(I)), _SLOPE), I),
            also="label and probability are swapped in the result"),
    Mistake("no-chain-rule", 1, sum_over(untouched(COST, p(I)), I)),
    Mistake("no-chain-rule", 2, neg(frac(y(J), p(J)))),
    Mistake("swapped", 2, sum_over(mul(neg(frac(p(I), y(I))), _SLOPE), I)),
    Mistake("indices-mixed", 2, sum_over(mul(neg(frac(y(I), p(I))), untouched(p(I), z(I))), I)),
    Mistake("indices-mixed", 2, sum_over(mul(neg(frac(y(J), p(J))), _SLOPE), I)),
)  # fmt: skip

_TOP_J, _TOP_I = exp(z(J)), exp(z(I))
_K_SQUARE = power(SUM, 2)
_SAME = (
    Mistake(
        "plus-for-minus",
        2,
        frac(add(mul(_TOP_J, SUM), mul(_TOP_J, _TOP_J)), _K_SQUARE),
        (frac(mul(_TOP_J, add(SUM, _TOP_J)), _K_SQUARE),),
    ),
    Mistake("order-swapped", 2, frac(sub(mul(_TOP_J, _TOP_J), mul(_TOP_J, SUM)), _K_SQUARE)),
    Mistake(
        "not-squared",
        2,
        frac(sub(mul(_TOP_J, SUM), mul(_TOP_J, _TOP_J)), SUM),
        (frac(mul(_TOP_J, sub(SUM, _TOP_J)), SUM),),
    ),
    Mistake("slopes-divided", 2, frac(_TOP_J, _TOP_J)),
    Mistake("bottom-constant", 2, frac(mul(_TOP_J, SUM), _K_SQUARE)),
    Mistake(
        "top-constant",
        2,
        frac(neg(mul(_TOP_J, _TOP_J)), _K_SQUARE),
        also="the formula for i ≠ j is used",
    ),
    Mistake("denominator-lost", 5, mul(frac(_TOP_J, SUM), sub(ONE, _TOP_J))),
    Mistake("sum-kept", 2, frac(sub(mul(_TOP_J, SUM), mul(_TOP_J, SUM)), _K_SQUARE)),
)

_DIFFERENT = (
    Mistake(
        "off-diagonal-minus",
        2,
        frac(add(mul(ZERO, SUM), mul(_TOP_I, _TOP_J)), _K_SQUARE),
        (mul(frac(_TOP_I, SUM), frac(_TOP_J, SUM)), mul(p(I), p(J))),
        also="the quotient rule's order is swapped, or its minus is a plus",
    ),
    Mistake(
        "not-squared",
        2,
        frac(sub(mul(ZERO, SUM), mul(_TOP_I, _TOP_J)), SUM),
        also="one of the two denominators is lost",
    ),
    Mistake("sum-kept", 2, frac(sub(mul(ZERO, SUM), mul(_TOP_I, SUM)), _K_SQUARE)),
    Mistake(
        "independent",
        2,
        ZERO,
        also="the denominator is taken as constant, or derivative is divided by derivative",
    ),
    Mistake("same-case", 2, frac(sub(mul(_TOP_I, SUM), mul(_TOP_I, _TOP_J)), _K_SQUARE)),
    Mistake("same-case", 4, mul(p(I), sub(ONE, p(I)))),
    Mistake("same-case", 4, mul(p(J), sub(ONE, p(J)))),
    Mistake("indices-mixed", 4, neg(mul(p(I), p(I)))),
    Mistake("indices-mixed", 4, neg(mul(p(J), p(J)))),
)

_OWN = neg(mul(y(J), sub(ONE, p(J))))
_OTHERS = sum_except(mul(y(I), p(J)), I, J)
_MIXED = sum_except(mul(y(I), p(I)), I, J)
_K_TOGETHER = (
    Mistake(
        "only-own-term",
        3,
        _OWN,
        also="the outputs are taken as independent",
    ),
    Mistake("off-diagonal-minus", 3, sub(_OWN, _OTHERS)),
    Mistake(
        "indices-mixed",
        3,
        add(_OWN, _MIXED),
        (add(neg(y(J)), mul(y(J), p(J)), _MIXED),),
    ),
    Mistake("indices-mixed", 3, neg(sum_over(mul(y(I), sub(ONE, p(I))), I))),
    Mistake("others-are-one", 4, add(neg(y(J)), mul(y(J), p(J)), p(J))),
    Mistake("not-distributed", 4, add(neg(y(J)), neg(mul(y(J), p(J))), _OTHERS)),
    Mistake("lost-minus", 3, add(mul(y(J), sub(ONE, p(J))), _OTHERS)),
    Mistake("no-chain-rule", 1, neg(frac(y(J), p(J)))),
    Mistake("no-chain-rule", 1, neg(sum_over(frac(y(I), p(I)), I))),
    Mistake("swapped", 7, sub(y(J), p(J))),
    Mistake("plus-for-minus", 7, add(p(J), y(J))),
)


# --- In one formula ---------------------------------------------------------------------------

_JACOBIAN = (
    Mistake("plus-for-minus", 5, mul(p(I), add(DELTA, p(J)))),
    Mistake(
        "not-squared",
        2,
        frac(sub(mul(DELTA, _TOP_I, SUM), mul(_TOP_I, _TOP_J)), SUM),
    ),
    Mistake("bottom-constant", 2, frac(mul(DELTA, _TOP_I, SUM), _K_SQUARE), (mul(DELTA, p(I)),)),
    Mistake("top-constant", 2, frac(neg(mul(_TOP_I, _TOP_J)), _K_SQUARE), (neg(mul(p(I), p(J))),)),
    Mistake("same-case", 5, mul(p(I), sub(ONE, p(J)))),
    Mistake("order-swapped", 5, mul(p(I), sub(p(J), DELTA))),
    Mistake("indices-mixed", 5, mul(p(I), sub(DELTA, p(I)))),
)

_GRADIENT = (
    Mistake("swapped", 2, sub(Y, S)),
    Mistake("plus-for-minus", 2, add(S, Y)),
)


# --- By log-sum-exp ----------------------------------------------------------------------------

_LOG_SUM_EXP_COST = (
    Mistake(
        "not-distributed",
        3,
        neg(sum_over(mul(entry(LABELS, I), add(entry(LOGITS, I), LOG_TOTAL)), I)),
        (sub(neg(sum_over(mul(y(I), z(I)), I)), mul(sum_over(y(I), I), LOG_TOTAL)),),
        also="the log of a quotient is taken for a sum of logs",
    ),
    Mistake("denominator-lost", 3, neg(sum_over(mul(y(I), z(I)), I))),
    Mistake("swapped", 1, neg(sum_over(mul(p(I), log(y(I))), I))),
    Mistake("lost-minus", 1, sum_over(mul(y(I), log(p(I))), I)),
    Mistake("not-weighted", 4, add(neg(sum_over(mul(y(I), z(I)), I)), sum_over(LOG_TOTAL, I))),
)

_LOG_SUM_EXP_DERIVATIVE = (
    Mistake("no-chain-rule", 1, add(neg(y(J)), frac(ONE, SUM))),
    Mistake("sum-kept", 1, add(neg(sum_over(y(I), I)), frac(_TOP_J, SUM))),
    Mistake(
        "sum-kept",
        1,
        add(neg(y(J)), frac(SUM, SUM)),
        also="only the term i = j of that sum is kept in its log",
    ),
    Mistake("denominator-lost", 1, add(neg(y(J)), _TOP_J)),
    Mistake("swapped", 2, sub(y(J), p(J)), also="a stray minus turns every sign"),
    Mistake("plus-for-minus", 2, add(p(J), y(J))),
)

MISTAKES: Mapping[str, tuple[Mistake, ...]] = MappingProxyType(
    {
        "sigmoid.logistic": _SIGMOID,
        "two-class.slope-of-f": _SLOPE_OF_F,
        "two-class.chain-rule": _SLOPE_OF_COST,
        "two-class.first-ratio": _FIRST_RATIO,
        "two-class.one-minus-f": _ONE_MINUS_F,
        "two-class.second-ratio": _SECOND_RATIO,
        "two-class.together": _TOGETHER,
        "k-class.chain-rule": _K_CHAIN_RULE,
        "k-class.same": _SAME,
        "k-class.different": _DIFFERENT,
        "k-class.together": _K_TOGETHER,
        "one-formula.jacobian": _JACOBIAN,
        "one-formula.gradient": _GRADIENT,
        "short-road.log-sum-exp": _LOG_SUM_EXP_COST,
        "short-road.slope": _LOG_SUM_EXP_DERIVATIVE,
    }
)
"""The known mistakes of each chain, by the key of its exercise."""
