"""Values settle: at any numbers a line shows its true value to all digits, or that it has none."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mpmath import libmp, mpf
from sympy import Expr, Symbol

from ce_core.symbolic.derivations.steps import line_values
from ce_core.symbolic.differentiation.differentiate import differentiate
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import add, exp, frac, log, mul, number, power, sub, tanh
from ce_core.symbolic.expression.enclosure import Precise
from ce_core.symbolic.expression.equality import value
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function

A = Symbol("a")
ONE = number(1)


def sech(u: mpf) -> mpf:
    """By the side that cannot overflow, for mpmath's exponents have no end."""
    return 0 if abs(u) > 1e12 else mpmath.sech(u)


def share(u: mpf) -> mpf:
    return 0 if u < -1e12 else 1 / (1 + mpmath.exp(-min(u, mpf(10) ** 12)))


# Derivatives written so that nothing cancels: 400 digits are then more than enough.
SLOPES: dict[str, Callable[[mpf, mpf], mpf]] = {
    "tanh(x^2)": lambda x, _a: 2 * x * sech(x**2) ** 2,
    "x/x": lambda _x, _a: mpf(0),
    "a x/x": lambda _x, _a: mpf(0),
    "x^3/x": lambda x, _a: 2 * x,
    "(x+a)/(x+a)": lambda _x, _a: mpf(0),
    "(x+a) - x": lambda _x, _a: mpf(0),
    "(x+a)(x-a)": lambda x, _a: 2 * x,
    "(x+a)^2 - x^2": lambda _x, a: 2 * a,
    "a/(a+x)": lambda x, a: -a / (a + x) ** 2,
    "σ(x)": lambda x, _a: share(x) * share(-x),
    "softplus(a x)": lambda x, a: a * share(a * x),
    "tanh(x)": lambda x, _a: sech(x) ** 2,
    "log(x^2)": lambda x, _a: 2 / x,
    "sqrt(1 + x^2)": lambda x, _a: x / mpmath.sqrt(1 + x**2),
}

magnitudes = st.builds(
    lambda sign, digits, exponent: sign * float(f"{digits}e{exponent}"),
    st.sampled_from((-1, 1)),
    st.decimals(1, 9, places=3),
    st.integers(-299, 299),
)
anywhere = st.one_of(
    magnitudes, st.floats(-1000, 1000).filter(bool), st.sampled_from((1e300, 1e-300))
)


def slopes(function: str, numbers: dict[Expr, float]) -> list[float | tuple[float, ...]]:
    chain = differentiate(read(function, own_function()).expression)
    return list(line_values(chain, numbers))


@pytest.mark.parametrize("function", SLOPES)
@given(x=anywhere, a=anywhere)
@example(x=100.0, a=1.0)
@example(x=1e-300, a=1e300)
@example(x=1e300, a=1e-300)
@settings(max_examples=30)
def test_every_line_has_the_value_that_the_true_slope_has(
    function: str, x: float, a: float
) -> None:
    assume(x + a != 0.0)
    with mpmath.workdps(400):
        true = float(SLOPES[function](mpf(repr(x)), mpf(repr(a))))
    for found in slopes(function, {X: x, A: a}):
        assert found == pytest.approx(true, rel=1e-15, abs=5e-324)


@pytest.mark.parametrize(
    ("line", "x"),
    [
        (log(sub(ONE, tanh(X))), 1e6),
        (frac(sub(add(ONE, power(X, 100)), ONE), power(X, 100)), 1e-100),
        (frac(exp(power(X, 2)), exp(power(X, 2))), 1e30),
        (mul(exp(power(X, 2)), exp(board.neg(power(X, 2)))), 1e30),
        (board.sqrt(sub(X, X)), 0.1),
    ],
    ids=["logarithm", "difference", "infinite quotient", "infinity by nothing", "root of no sign"],
)
def test_what_no_number_of_digits_settles_has_no_value(line: Expr, x: float) -> None:
    assert np.isnan(value(line, {X: x}))


@pytest.mark.parametrize(
    ("line", "x", "expected"),
    [
        (tanh(X), 1e300, 1.0),
        (board.softplus(X), 1e30, 1e30),
        (board.softplus(X), -1e30, 0.0),
        (board.sigmoid(X), -1e30, 0.0),
        (exp(X), -745.0, 5e-324),
        (exp(X), 1e300, math.inf),
        (frac(ONE, exp(X)), 1e300, 0.0),
        (sub(X, X), 0.3, 0.0),
        (log(sub(add(ONE, X), ONE)), 1e-300, math.log(1e-300)),
        (log(sub(ONE, tanh(X))), 1e3, math.log(2.0) - 2e3),
        (power(sub(ONE, tanh(X)), 3), 1e3, 0.0),
    ],
)
def test_values_at_the_edge_of_floats(line: Expr, x: float, expected: float) -> None:
    assert value(line, {X: x}) == expected


def joined(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    one_of = (exp, log, tanh, board.sigmoid, board.softplus, board.sqrt, board.neg)
    return st.one_of(
        st.builds(lambda make, u: make(u), st.sampled_from(one_of), parts),
        st.builds(
            lambda make, u, v: make(u, v), st.sampled_from((add, sub, mul, frac)), parts, parts
        ),
        st.builds(power, parts, st.integers(-5, 5)),
        st.builds(power, parts, parts),
    )


trees = st.recursive(
    st.one_of(st.sampled_from((X, A)), st.fractions(-9, 9, max_denominator=8).map(number)),
    joined,
    max_leaves=12,
)


@given(tree=trees, x=anywhere, a=anywhere)
@example(tree=power(power(power(number(0), X), 0), 0), x=-1.0, a=1.0)
@settings(max_examples=400)
def test_no_value_lies_outside_its_interval(tree: Expr, x: float, a: float) -> None:
    """Held against 1500 bits more: the two intervals have a number in common."""
    try:
        found, true = (Precise({X: x, A: a}, bits).bounded(tree) for bits in (64, 1564))
    except Undefined:
        return
    assert libmp.mpf_le(found[0], true[1])
    assert libmp.mpf_le(true[0], found[1])
