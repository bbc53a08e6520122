"""Functions with a corner or a jump: differentiated beside it, and no derivative is given at it."""

import pytest
from sympy import Symbol

from ce_core.symbolic.derivations.steps import check
from ce_core.symbolic.differentiation.corners import corner_at
from ce_core.symbolic.differentiation.differentiate import derivative, differentiate
from ce_core.symbolic.expression.floats import evaluate
from ce_core.symbolic.expression.notation import A, X
from ce_core.symbolic.reading.function_line import read_function
from ce_core.symbolic.writing.plain_text import written
from ce_core.ui.derivation import typed_function

GIVEN = {X: 0.0, A: 2.0, Symbol("b"): 1.0, Symbol("c"): 0.0}
C = "change of formula"
CORNERS = [
    ("|x|", 0.0, "abs(x)", "corner", -1.0, 1.0),
    ("max(0, x)", 0.0, "relu(x)", "corner", 0.0, 1.0),
    ("relu(a x - 1)", 0.5, "relu(a*x - 1)", "corner", 0.0, 2.0),
    ("sign(x)", 0.0, "sign(x)", "jump", 0.0, 0.0),
    ("max(x, 2)", 2.0, "relu(x - 2)", "corner", 0.0, 1.0),
    ("min(x, x^2)", 1.0, "relu(x^2 - x)", "corner", 2.0, 1.0),
    ("piecewise(x > 1, x^2, a x)", 1.0, "piecewise(x - 1 > 0, x^2, a*x)", C, 2.0, 2.0),
    ("piecewise(x <= 0; 0; log(1+x))", 0.0, "piecewise(x > 0, log(1 + x), 0)", C, 0.0, 1.0),
    ("piecewise(x < 2, 1, x)", 2.0, "piecewise(2 - x > 0, 1, x)", C, 0.0, 1.0),
    ("2piecewise(x≥0, sin x, x) + 1", 0.0, "piecewise(-x > 0, x, sin(x))", C, 2.0, 2.0),
    ("|x - 3|^2", 3.0, "abs(x - 3)", "corner", 0.0, 0.0),
]


@pytest.mark.parametrize(("text", "x", "part", "kind", "left", "right"), CORNERS)
def test_a_corner_is_found_with_the_derivatives_beside_it(
    text: str, x: float, part: str, kind: str, left: float, right: float
) -> None:
    function = read_function(text).expression
    found = corner_at(function, derivative(differentiate(function)), X, {**GIVEN, X: x})
    assert found is not None
    assert (written(found.part), found.kind) == (part, kind)
    assert found.left == pytest.approx(left, abs=1e-5)
    assert found.right == pytest.approx(right, abs=1e-5)


@pytest.mark.parametrize(("text", "x"), [row[:2] for row in CORNERS])
def test_beside_a_corner_the_derivative_is_that_of_the_values(text: str, x: float) -> None:
    function = read_function(text).expression
    slope = derivative(differentiate(function))
    for at in (x - 0.37, x + 0.21):
        given = {**GIVEN, X: at}
        assert corner_at(function, slope, X, given) is None
        left, right = (evaluate(function, {**given, X: at + move}) for move in (-1e-6, 1e-6))
        assert evaluate(slope, given) == pytest.approx((right - left) / 2e-6, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("text", [row[0] for row in CORNERS])
def test_its_lines_are_checked_like_any_others(text: str) -> None:
    first, *others = check(differentiate(read_function(text).expression))
    assert {first.status, *(each.status for each in others)} <= {"start", "ok"}


def test_the_page_draws_no_tangent_at_a_corner_and_says_why() -> None:
    found = typed_function.differentiated("f(z) = |z|")
    assert isinstance(found, typed_function.Differentiated)
    at_corner, beside = (typed_function.numbers(x, 1.0, 1.0, 0.0) for x in (0.0, 0.5))
    assert typed_function.at_point(found, at_corner) == (0.0, None)
    assert typed_function.at_point(found, beside) == (0.5, 1.0)
    assert typed_function.remarks(found, at_corner) == (
        "Your variable z is written x here.",
        "At x = 0, abs(x) has a corner, and the rules do not apply. Just left of it f′ is −1.00, "
        "just right of it f′ is 1.00. The lines show what the formulas give there, by convention.",
    )
    assert "wherever abs(x) has no corner" in typed_function.remarks(found, beside)[1]
    for nowhere in ("sqrt(-a)", "log(-a-x^2)", "sqrt(x-100)"):
        found = typed_function.differentiated(nowhere)
        assert isinstance(found, typed_function.Differentiated)
        assert typed_function.remarks(found, beside) == (
            "With these parameters f has no real value anywhere in the plot.",
        )
    smooth = typed_function.differentiated("x^2")
    assert isinstance(smooth, typed_function.Differentiated)
    assert typed_function.remarks(smooth, at_corner) == ()
