"""Values of typed functions for plotting: by plain arithmetic, None where there is none."""

import math

import pytest
from sympy import Expr, Symbol

from ce_core.symbolic.differentiation.differentiate import derivative, differentiate
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES, FunctionExample
from ce_core.symbolic.expression.equality import value
from ce_core.symbolic.expression.floats import evaluate, sample
from ce_core.symbolic.expression.notation import A, B, X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function

LETTERS = {A: 0.25, B: 1.5, Symbol("c"): -0.75}
PLACES = [-3.0, -1.25, -0.1, 0.2, 0.5, 1.0, 2.75, 6.0]


def typed(text: str) -> Expr:
    return read(text, own_function()).expression


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("x^2 - 3x + 1/4", 2.0, -1.75),
        ("e^x", 1.0, math.e),
        ("log(x)", math.e, 1.0),
        ("sqrt(x)", 2.25, 1.5),
        ("tanh(x)", 0.5, math.tanh(0.5)),
        ("σ(x)", 0.0, 0.5),
        ("σ(x)", 800.0, 1.0),
        ("σ(x)", -800.0, 0.0),
        ("softplus(x)", 0.0, math.log(2.0)),
        ("softplus(x)", 1000.0, 1000.0),
        ("softplus(x)", -1000.0, 0.0),
        ("x^x", 2.0, 4.0),
        ("0 x", 5.0, 0.0),
    ],
)
def test_values_are_those_of_the_formula(text: str, x: float, expected: float) -> None:
    assert evaluate(typed(text), {X: x}) == pytest.approx(expected, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("1/x", 0.0),
        ("x^-2", 0.0),
        ("log(x)", 0.0),
        ("log(x)", -1.0),
        ("sqrt(x)", -1.0),
        ("x^x", -0.5),
        ("x^x", -3.0),
        ("x^x", 0.0),
        ("e^x", 1000.0),
        ("e^(e^x)", 10.0),
        ("x^100", 1e30),
        ("1/(x - x)", 3.0),
        ("e^(800 x) / e^(800 x)", 1.0),
    ],
)
def test_there_is_no_value_where_the_formula_has_none_that_a_float_holds(
    text: str, x: float
) -> None:
    assert evaluate(typed(text), {X: x}) is None


def test_a_letter_without_a_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        evaluate(typed("a x"), {X: 1.0})


def test_a_curve_has_gaps_where_its_function_is_undefined() -> None:
    assert sample(typed("log(x)"), X, [-1.0, 0.0, 1.0], {}) == [None, None, 0.0]


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda example: example.key)
def test_values_agree_with_those_beside_the_lines(example: FunctionExample) -> None:
    found = sample(typed(example.text), X, PLACES, LETTERS)
    for x, here in zip(PLACES, found, strict=True):
        there = value(typed(example.text), {**LETTERS, X: x})
        if here is None:
            assert isinstance(there, float)
            assert not math.isfinite(there)
        else:
            assert here == pytest.approx(there, rel=1e-11)


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda example: example.key)
def test_the_derivative_is_the_slope_of_the_curve(example: FunctionExample) -> None:
    function, step = typed(example.text), 1e-5
    slopes = sample(derivative(differentiate(function)), X, PLACES, LETTERS)
    right = sample(function, X, [x + step for x in PLACES], LETTERS)
    left = sample(function, X, [x - step for x in PLACES], LETTERS)
    compared = 0
    for slope, above, below in zip(slopes, right, left, strict=True):
        if slope is not None and above is not None and below is not None:
            compared += 1
            assert (above - below) / (2 * step) == pytest.approx(slope, rel=1e-6, abs=1e-8)
    assert compared >= 4


def test_marked_lines_have_the_value_of_unmarked_ones() -> None:
    last = differentiate(typed("x e^x")).lines[-1].expression
    assert evaluate(last, {X: 0.0}) == 1.0
