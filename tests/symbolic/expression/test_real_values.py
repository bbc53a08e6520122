"""What has no real value is proved to have none, and is called so everywhere in the same words."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.symbolic.derivations.steps import Status, check, line_values
from ce_core.symbolic.expression import real_values
from ce_core.symbolic.expression.floats import evaluate
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.function_line import read_function
from ce_core.ui.derivation import typed_function
from ce_core.ui.formulas import table
from ce_core.ui.formulas.routes import ShownChain

NOWHERE = (
    "sqrt(-1-x^2)",
    "log(-1-x^2)",
    "log(-e^x)",
    "(-2)^x",
    "sqrt(-2-cos(x))",
    "sqrt(-|x|-1)",
    "(-x^2-1)^1.5",
    "1/(x-x)",
    "log(x-x)",
    "log(0)",
    "sqrt(x-1)+sqrt(-x)",
    "log(x)+log(-x)",
    "log(-σ(x))",
    "1/log(-1-a^2-x^2)",
    "log(x-x^2-1)",
    "log(log(1/(1+x^2)))",
    "log(-x^2)",
    "log(cos(x)-1)",
    "log(log(σ(x)))",
    "log(log(1/(1+a^2+x^2)))",
    "log(-tanh(|x|))",
)
SOMEWHERE = (
    "sqrt(1-x^2)",
    "log(x)",
    "log(x-100)",
    "sqrt(-a)",
    "log(-1+x^2)",
    "sqrt(x-1)+sqrt(2-x)",
    "1/x",
    "e^x",
    "x^x",
    "log(-σ(x)+1/2)",
)
AT_FEW_PLACES = ("sqrt(log(1/(1+x^2)))", "sqrt(-x^2)", "sqrt(x-1)*sqrt(1.001-x)", "log(1-|x-1000|)")


def function(text: str) -> typed_function.Differentiated:
    found = typed_function.differentiated(text)
    assert isinstance(found, typed_function.Differentiated)
    return found


@pytest.mark.parametrize("text", NOWHERE)
def test_a_function_without_a_real_value_is_called_so(text: str) -> None:
    found = function(text)
    assert {each.status for each in check(found.chain)} == {Status.UNDEFINED}
    numbers = typed_function.numbers(1.5, 1.0, 2.0, 0.5)
    assert all(isinstance(v, float) and math.isnan(v) for v in line_values(found.chain, numbers))
    assert typed_function.at_point(found, numbers) == (None, None)
    assert "no real value" in typed_function.remarks(found, numbers)[-1]
    shown = ShownChain(found.chain, found.chain, found.chain, numbers)
    assert table.verdict(shown) == table.NO_FUNCTION


@pytest.mark.parametrize("text", SOMEWHERE)
def test_a_function_with_a_real_value_is_not(text: str) -> None:
    found = function(text)
    assert {each.status for each in check(found.chain)} == {Status.START, Status.OK}


@pytest.mark.parametrize("text", AT_FEW_PLACES)
def test_few_places_with_a_value_are_not_overlooked(text: str) -> None:
    # No point that is tried may hit them: then nothing is proved, and nothing is claimed.
    assert not real_values.has_none(read_function(text).expression)


@pytest.mark.parametrize(("text", "at"), [("log(x)", -1.0), ("log(x-100)", 3.0), ("x^1.5", -2.0)])
def test_where_a_function_has_no_value_it_has_no_derivative(text: str, at: float) -> None:
    # 1/x is a number at −1, but log x has no slope there.
    found = function(text)
    numbers = typed_function.numbers(at, 1.0, 2.0, 0.5)
    assert typed_function.at_point(found, numbers) == (None, None)
    shown = ShownChain(found.chain, found.chain, found.chain, numbers)
    assert "At these numbers the lines have no real value." in table.verdict(shown)
    curves = typed_function.sampled(found, numbers)
    pairs = list(zip(curves.values, curves.slopes, strict=True))
    assert all(slope is None for value, slope in pairs if value is None)
    assert any(value is None for value, _ in pairs)


INNER = ("x", "x^2", "e^x", "|x|", "cos(x)", "σ(x)", "tanh(x)", "a*x", "x-a", "1/x")


@given(
    st.sampled_from(INNER),
    st.sampled_from(INNER),
    st.sampled_from(("sqrt({})", "log({})", "({})^0.5", "1/sqrt({})")),
    st.floats(-3, 3).map(lambda c: round(c, 2)),
    st.sampled_from(("{0}+{1}+{2}", "-{0}-{1}+{2}", "{0}*{1}+{2}", "-{0}^2-{1}^2+{2}")),
    st.lists(st.floats(-50, 50), min_size=40, max_size=40),
)
@settings(max_examples=150)
def test_what_is_proved_holds_at_every_point(
    left: str, right: str, outer: str, shift: float, form: str, points: list[float]
) -> None:
    text = outer.format(form.format(f"({left})", f"({right})", f"({shift})"))
    expression = read_function(text).expression
    if real_values.has_none(expression):
        for x in points:
            for a in (-2.0, 0.3, 1.0):
                found = function(text)
                numbers = {**typed_function.numbers(x, a, 1.0, 1.0)}
                assert evaluate(found.function, numbers) is None, (text, x, a)
    elif X in expression.free_symbols and right == left == "x^2" and form.startswith("-{0}-"):
        assert shift >= 0, text  # −x² − x² + c has a root exactly where c is not below 0
