"""The derivative of a typed function: right, proved line by line, and bounded in work."""

from functools import cache

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Expr, Symbol

from ce_core.symbolic.derivations.steps import Chain, Status, check
from ce_core.symbolic.differentiation.differentiate import (
    MAX_LINES,
    MAX_PARTS,
    MAX_TIDYING,
    TooLarge,
    derivative,
    differentiate,
)
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES, FunctionExample
from ce_core.symbolic.differentiation.factors import parts_in
from ce_core.symbolic.differentiation.simplify import TIDYINGS
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import A, B, X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function
from ce_core.symbolic.writing.latex import typeset_lines
from ce_core.symbolic.writing.plain_text import written

OWN = own_function()
C = Symbol("c")


def typed(text: str) -> Expr:
    return read(text, OWN).expression


@cache
def chain_of(text: str) -> Chain:
    return differentiate(typed(text))


def evaluated(expression: Expr) -> Expr:
    """The same as an ordinary SymPy expression, with the functions' definitions put in."""
    args = [evaluated(arg) for arg in expression.args]
    if isinstance(expression, board.sigmoid):
        return 1 / (1 + sympy.exp(-args[0]))
    if isinstance(expression, board.softplus):
        return sympy.log(1 + sympy.exp(args[0]))
    return expression.func(*args) if args else expression


POINT = {X: sympy.Rational(37, 50), A: sympy.Rational(13, 10), B: sympy.Rational(7, 3), C: 2}


def slopes(found: Expr, function: Expr) -> tuple[Expr, Expr]:
    """Our derivative and SymPy's own, in 40 digits at a point."""
    ours = evaluated(found).subs(POINT).evalf(40)
    theirs = sympy.diff(evaluated(function), X).subs(POINT).evalf(40)
    return ours, theirs


def agree(ours: Expr, theirs: Expr) -> bool:
    return bool(abs(ours - theirs) <= sympy.Float("1e-30", 40) * (1 + abs(theirs)))


KNOWN = [
    ("7", "0"),
    ("a", "0"),
    ("x", "1"),
    ("a x", "a"),
    ("x/a", "1/a"),
    ("x^2", "2x"),
    ("3x^2 - 2x + 5", "6x - 2"),
    ("x^2/4", "x/2"),
    ("(-x^2)/(-a)", "2x/a"),
    ("x^2/(-a)", "-2x/a"),
    ("1/x", "-1/x^2"),
    ("x^-2", "-2/x^3"),
    ("sqrt(x)", "1/(2 sqrt(x))"),
    ("e^x", "e^x"),
    ("e^(-x)", "-e^(-x)"),
    ("a^x", "a^x log(a)"),
    ("x e^x", "e^x (1 + x)"),
    ("log(x)", "1/x"),
    ("log(x^2)", "2/x"),
    ("tanh(x)", "1 - tanh²(x)"),
    ("σ(x)", "σ(x)(1 - σ(x))"),
    ("softplus(x)", "σ(x)"),
    ("log(exp(x))", "1"),
    ("x - x", "0"),
    ("x x x x", "4x^3"),
    ("x^x", "x^x (log(x) + 1)"),
    ("e^x/(e^x+b)", "e^x b/(e^x+b)^2"),
    ("-a log σ(x) - (1-a) log(1-σ(x))", "σ(x) - a"),
    ("(σ(x) - a)^2", "2(σ(x) - a)σ(x)(1 - σ(x))"),
    ("σ(x)(1-σ(x))", "σ(x)(1-σ(x))(1 - 2σ(x))"),
    ("σ(x)^2", "2 σ(x)^2 (1 - σ(x))"),
    ("(e^x)^2", "2 e^(2x)"),
    ("e^x e^x e^x", "3 e^(3x)"),
    ("(a x + b)/(c x + 1)", "(a - b c)/(c x + 1)^2"),
    ("x/(x + 1)", "1/(x + 1)^2"),
    ("(x^2+1)/(x^2-1)", "-4x/(x^2 - 1)^2"),
    ("1/(1 + 1/(1+x))", "1/(2 + x)^2"),
    ("x/(x + 1/x)", "2x/(x^2 + 1)^2"),
    ("1/(1 + 1/(1 + 1/(1+x)))", "-1/(3 + 2x)^2"),
    ("sqrt(x^2 + 1)/x", "-1/(sqrt(x^2+1) x^2)"),
    ("-log σ(x)", "σ(x) - 1"),
    ("x^2 (x-1)^3", "(x-1)^2 (5x^2 - 2x)"),
    ("sin(x)", "cos(x)"),
    ("cos(2x)", "-2 sin(2x)"),
    ("tan(x)", "1 + tan²(x)"),
    ("arctan(x)", "1/(1 + x^2)"),
    ("arctan(a x)", "a/(1 + (a x)^2)"),
    ("log_2(x)", "1/(x log 2)"),
    ("log10(x^2)", "2/(x log 10)"),
    ("sin(π x)", "π cos(π x)"),
    ("|x|", "sign(x)"),
    ("max(0, x)", "step(x)"),
    ("relu(2x)", "2 step(2x)"),
    ("sign(x)", "0"),
    ("2^(0,5x)", "0.5 * 2^(0.5x) * log(2)"),
    ("(2x+1)^10/(x-1)^3", "(2x+1)^9 (14x - 23)/(x-1)^4"),
]


@pytest.mark.parametrize(("function", "expected"), KNOWN)
def test_known_derivatives_come_out_tidy(function: str, expected: str) -> None:
    assert derivative(chain_of(function)) == typed(expected)


def test_the_blackboard_is_followed_line_by_line() -> None:
    assert [(line.rule, written(line.expression)) for line in chain_of("e^x/(e^x+b)").lines] == [
        ("start", "d/dx e^x/(e^x + b)"),
        ("quotient rule", "((d/dx e^x)*(e^x + b) - e^x*(d/dx (e^x + b)))/(e^x + b)^2"),
        ("exponential", "(e^x*(e^x + b) - e^x*(d/dx (e^x + b)))/(e^x + b)^2"),
        ("sum rule", "(e^x*(e^x + b) - e^x*(d/dx e^x + d/dx b))/(e^x + b)^2"),
        ("exponential", "(e^x*(e^x + b) - e^x*(e^x + d/dx b))/(e^x + b)^2"),
        ("constant", "(e^x*(e^x + b) - e^x*(e^x + 0))/(e^x + b)^2"),
        ("numbers", "(e^x*(e^x + b) - e^x*e^x)/(e^x + b)^2"),
        ("factor out", "e^x*((e^x + b) - e^x)/(e^x + b)^2"),
        ("signs and brackets", "e^x*(e^x + b - e^x)/(e^x + b)^2"),
        ("cancel", "e^x*b/(e^x + b)^2"),
    ]


def test_every_line_marks_what_it_changed() -> None:
    for line in chain_of("e^x/(e^x+b)").lines[1:]:
        assert any(isinstance(part, board.Moved) for part in board.walk(line.expression))


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda example: example.key)
def test_examples_are_proved_line_by_line(example: FunctionExample) -> None:
    first, *others = check(chain_of(example.text))
    assert first.status == "start"
    assert {found.status for found in others} == {"ok"}


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda example: example.key)
def test_examples_have_the_derivative_that_sympy_finds(example: FunctionExample) -> None:
    assert agree(*slopes(derivative(chain_of(example.text)), typed(example.text)))


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda example: example.key)
def test_every_line_of_an_example_can_be_typeset(example: FunctionExample) -> None:
    chain = chain_of(example.text)
    lines = typeset_lines(chain.lines)
    assert len(set(lines)) == len(chain.lines)


def test_examples_have_keys_of_their_own() -> None:
    assert len({example.key for example in FUNCTION_EXAMPLES}) == len(FUNCTION_EXAMPLES)


# --- Laws -----------------------------------------------------------------------------------


def grown(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(parts, min_size=2, max_size=3)
    functions = [board.exp, board.log, board.tanh, board.sigmoid, board.softplus, board.sqrt]
    return st.one_of(
        several.map(lambda terms: board.add(*terms)),
        several.map(lambda factors: board.mul(*factors)),
        parts.map(board.neg),
        st.builds(board.frac, parts, parts),
        st.builds(board.power, parts, st.integers(-3, 4)),
        st.builds(lambda function, u: function(u), st.sampled_from(functions), parts),
    )


leaves = st.sampled_from([X, X, A, B, *map(board.number, range(4))])
functions = st.recursive(leaves, grown, max_leaves=7)


@settings(max_examples=120)
@given(functions)
def test_any_function_gets_the_derivative_that_sympy_finds(function: Expr) -> None:
    # SymPy calls the slope of 0/0, which is no function, 0.
    assume(evaluated(function) is not sympy.nan)
    ours, theirs = slopes(derivative(differentiate(function)), function)
    assume(ours.is_finite and theirs.is_finite)
    assert agree(ours, theirs)


@settings(max_examples=80)
@given(functions)
def test_every_reason_is_a_short_sentence_that_can_be_printed_anywhere(function: Expr) -> None:
    for line in differentiate(function).lines:
        sentence = line.reason
        assert sentence.endswith(".")
        assert len(sentence) < 140
        assert sentence.replace("−", "").isascii()


@settings(max_examples=150)
@given(functions)
def test_no_line_of_any_derivation_is_a_slip(function: Expr) -> None:
    statuses = {found.status for found in check(differentiate(function))}
    assert statuses <= {"start", "ok", "undefined"}


@settings(max_examples=150)
@given(functions)
def test_derivatives_hold_no_announcement_and_stay_within_bounds(function: Expr) -> None:
    chain = differentiate(function)
    assert not any(isinstance(part, board.Untouched) for part in board.walk(derivative(chain)))
    assert len(chain.lines) <= MAX_LINES + MAX_TIDYING
    assert all(parts_in(board.without_marks(line.expression)) <= MAX_PARTS for line in chain.lines)


@settings(max_examples=150)
@given(functions)
def test_tidying_ends_by_itself_when_nothing_is_left_to_tidy(function: Expr) -> None:
    tidied = derivative(differentiate(function))
    assert [tidying.rule for tidying in TIDYINGS if tidying.apply(tidied) != tidied] == []


# --- Bounds ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "x" + "*x" * 100,
        "x" + "+x" * 150,
        "(x+1)(x+2)(x+3)(x+4)(x+5)(x+6)(x+7)(x+8)(x+9)(x+10)(x+11)(x+12)(x+13)",
        "σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)σ(x)",
    ],
)
def test_a_function_that_is_too_large_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(TooLarge, match="this function"):
        differentiate(typed(text))


def test_a_function_without_any_value_is_called_undefined_not_a_slip() -> None:
    assert {found.status for found in check(differentiate(typed("x/(x-x)")))} == {"undefined"}


def test_numbers_too_long_to_write_are_left_as_they_are() -> None:
    found = derivative(chain_of("999999999999 x * 999999999999"))
    assert written(found) == "999999999999*999999999999"


@pytest.mark.parametrize("text", ["sqrt(x-3)", "sqrt(log(x))", "sqrt(2-x)", "log(x-2)"])
def test_lines_are_proved_where_the_function_lives(text: str) -> None:
    chain = differentiate(read(text, own_function()).expression)
    assert {line.status for line in check(chain)[1:]} == {Status.OK}
