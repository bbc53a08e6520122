"""Reproduce two published derivations with their mistakes, for "find the mistake" and for tests.

Nothing here is taught as true; :data:`SLIPS` says what is wrong.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sympy import Expr

from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.derivations.k_class import I, J, p, y, z
from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, Rule
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
    frac,
    mul,
    neg,
    power,
    prime,
    sub,
    sum_except,
    sum_over,
    untouched,
)
from ce_core.symbolic.expression.notation import COST, A, B, X

SLIPS: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("first-ratio", 2): "This line has a minus sign that the line above does not have. "
        "The next line drops it again without a reason.",
        (
            "together",
            3,
        ): "−(1 − a) times the negative fraction has two terms. The sign of the first "
        "was changed, but the sign of the second, the term with a, was not.",
        ("chain-rule", 3): "One index is used for two. The probability that comes from the "
        "Jacobian of softmax belongs to class j, not to the summation index i.",
    }
)
"""What is wrong in a line, by the key of its chain and its place in it, counted from 0."""


def _lines(*expressions: Expr, rules: tuple[str, ...]) -> tuple[Line, ...]:
    named = zip(expressions, (Rule.START, *rules), strict=True)
    return tuple(Line(expression, rule, "As printed.") for expression, rule in named)


def _two_class_chain(key: str, title: str, lines: tuple[Line, ...]) -> Chain:
    return Chain(key, title, lines, two_class.DEFINITIONS)


def _slope_of_f_chain() -> Chain:
    below = power(TOTAL, 2)
    lines = _lines(
        F_PRIME,
        frac(sub(mul(EX, TOTAL), mul(EX, EX)), below),
        frac(mul(EX, add(EX, B, neg(EX))), below),
        frac(mul(EX, B), below),
        rules=(Rule.QUOTIENT_RULE, Rule.FACTOR_OUT, Rule.CANCEL),
    )
    return _two_class_chain("slope-of-f", "The derivative of f", lines)


def _first_ratio_chain() -> Chain:
    lines = _lines(
        frac(F_PRIME, F),
        frac(SLOPE_OF_F, SHARE),
        mul(frac(neg(mul(EX, B)), power(TOTAL, 2)), frac(TOTAL, EX)),
        REST,
        rules=(Rule.SUBSTITUTE, Rule.INVERT_AND_MULTIPLY, Rule.CANCEL),
    )
    return _two_class_chain("first-ratio", "The first ratio", lines)


def _second_ratio_chain() -> Chain:
    minus_slope = frac(neg(mul(EX, B)), power(TOTAL, 2))
    lines = _lines(
        frac(neg(mul(ONE, F_PRIME)), sub(ONE, F)),
        frac(neg(mul(ONE, SLOPE_OF_F)), sub(ONE, SHARE)),
        frac(minus_slope, REST),
        mul(minus_slope, frac(TOTAL, B)),
        frac(neg(EX), TOTAL),
        rules=(Rule.SUBSTITUTE, Rule.USE_RESULT, Rule.INVERT_AND_MULTIPLY, Rule.CANCEL),
    )
    return _two_class_chain("second-ratio", "The second ratio", lines)


def _together_chain() -> Chain:
    minus_share = frac(neg(EX), TOTAL)
    first, unturned = neg(mul(A, REST)), neg(mul(A, minus_share))
    slope = sub(
        neg(mul(A, frac(F_PRIME, F))),
        mul(sub(ONE, A), frac(neg(mul(ONE, F_PRIME)), sub(ONE, F))),
    )
    lines = _lines(
        prime(COST.name, X),
        slope,
        sub(first, mul(sub(ONE, A), minus_share)),
        add(first, SHARE, unturned),
        add(neg(mul(A, sub(ONE, SHARE))), SHARE, unturned),
        add(neg(A), mul(A, SHARE), SHARE, unturned),
        add(neg(A), SHARE),
        rules=(
            Rule.CHAIN_RULE,
            Rule.USE_RESULT,
            Rule.EXPAND,
            Rule.USE_RESULT,
            Rule.EXPAND,
            Rule.CANCEL,
        ),
    )
    return _two_class_chain("together", "Putting the pieces together", lines)


def _chain_rule_chain() -> Chain:
    """The published index t read as j outside the sum and as the running index within it."""
    weight = neg(frac(y(I), p(I)))
    mixed = sum_except(mul(y(I), p(I)), I, J)
    own = mul(neg(frac(y(J), p(J))), p(J), sub(ONE, p(J)))
    labels = add(y(J), sum_except(y(I), I, J))
    *lines, last = _lines(
        untouched(COST, z(J)),
        sum_over(mul(untouched(COST, p(I)), untouched(p(I), z(J))), I),
        sum_over(mul(weight, untouched(p(I), z(J))), I),
        add(own, sum_except(mul(weight, neg(mul(p(I), p(I)))), I, J)),
        add(neg(mul(y(J), sub(ONE, p(J)))), mixed),
        add(neg(y(J)), mul(y(J), p(J)), mixed),
        add(mul(y(J), p(J)), mixed, neg(y(J))),
        sub(mul(p(J), labels), y(J)),
        sub(p(J), y(J)),
        rules=(
            Rule.CHAIN_RULE,
            Rule.DIFFERENTIATE,
            Rule.SPLIT_THE_SUM,
            Rule.CANCEL,
            Rule.EXPAND,
            Rule.COLLECT,
            Rule.FACTOR_OUT,
            Rule.LABELS_SUM_TO_ONE,
        ),
    )
    with_fact = Line(last.expression, last.rule, last.reason, (k_class.LABELS_SUM_TO_ONE,))
    return Chain(
        "chain-rule",
        "From the chain rule to the result",
        (*lines, with_fact),
        k_class.DEFINITIONS,
        k_class.SAME,
    )


@cache
def quotient_rule() -> Derivation:
    """The published two-class derivation."""
    return Derivation(
        "published-quotient-rule",
        "Two classes, as published",
        "Two of these lines do not follow from the line above.",
        (
            _slope_of_f_chain(),
            _first_ratio_chain(),
            _second_ratio_chain(),
            _together_chain(),
        ),
    )


@cache
def chain_rule() -> Derivation:
    """The published derivation for K classes."""
    return Derivation(
        "published-chain-rule",
        "K classes, as published",
        "Watch the indices.",
        (_chain_rule_chain(),),
    )
