"""Typed mathematics is read as a person would read it, and every part keeps its place."""

import pytest
from sympy import Expr, Integer, Rational, Symbol, pi

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    add,
    entry,
    exp,
    frac,
    log,
    mul,
    neg,
    number,
    power,
    sub,
)
from ce_core.symbolic.expression.equality import Comparison
from ce_core.symbolic.expression.notation import (
    COST,
    LABELS,
    LOGITS,
    PROBABILITIES,
    A,
    B,
    Notation,
    X,
)
from ce_core.symbolic.reading.parser import Reading, read
from ce_core.symbolic.reading.vocabulary import (
    FUNCTIONS,
    Vocabulary,
    k_class,
    own_function,
    two_class,
)
from ce_core.symbolic.writing.latex import typeset
from ce_core.symbolic.writing.plain_text import written
from tests.symbolic.writing.latex_reading import read_latex

OWN, TWO, MANY = own_function(), two_class(), k_class()
C = Symbol("c")
I, J, K = (board.index(name) for name in "ijk")  # noqa: E741
ONE, TWO_ = number(1), number(2)
F, F_PRIME = board.call("f", X), board.prime("f", X)
SIGMA = board.sigmoid(X)


def y(index: Expr) -> Expr:
    return entry(LABELS, index)


def p(index: Expr) -> Expr:
    return entry(PROBABILITIES, index)


def z(index: Expr) -> Expr:
    return entry(LOGITS, index)


TOTAL = add(exp(X), B)
SLOPE = frac(mul(exp(X), B), power(TOTAL, 2))

OWN_SPELLINGS = [
    ("x", X),
    ("2x", mul(TWO_, X)),
    ("2 x", mul(TWO_, X)),
    ("2*x", mul(TWO_, X)),
    ("2·x", mul(TWO_, X)),
    ("2×x", mul(TWO_, X)),
    ("ax", mul(A, X)),
    ("a x b", mul(A, X, B)),
    ("a(1-a)", mul(A, sub(ONE, A))),
    ("a(1−a)", mul(A, sub(ONE, A))),
    ("a[1 − a]", mul(A, sub(ONE, A))),
    ("a{1 – a}", mul(A, sub(ONE, A))),
    ("(x+1)(x-1)", mul(add(X, ONE), sub(X, ONE))),
    ("x + a - b", add(X, A, neg(B))),
    ("x - (a - b)", sub(X, sub(A, B))),
    ("(x + a) + b", add(add(X, A), B)),
    ("-x", neg(X)),
    ("+x", X),
    ("--x", neg(neg(X))),
    ("-x^2", neg(power(X, 2))),
    ("-2x", neg(mul(TWO_, X))),
    ("a*-x", mul(A, neg(X))),
    ("x/a", frac(X, A)),
    ("x÷a", frac(X, A)),
    ("x/a/b", frac(frac(X, A), B)),
    ("x/a*b", mul(frac(X, A), B)),
    ("x/a b", mul(frac(X, A), B)),
    ("a x/(b c)", frac(mul(A, X), mul(B, C))),
    ("(1/2)x", mul(frac(ONE, TWO_), X)),
    ("1/(2x)", frac(ONE, mul(TWO_, X))),
    ("x^2", power(X, 2)),
    ("x**2", power(X, 2)),
    ("x²", power(X, 2)),
    ("x^-1", power(X, -1)),
    ("x⁻¹", power(X, -1)),
    ("x^(-1)", power(X, -1)),
    ("x^(1/2)", board.sqrt(X)),
    ("x^0.5", board.sqrt(X)),
    ("x^{a+1}", power(X, add(A, ONE))),
    ("x^a^b", power(X, power(A, B))),
    ("x^2 a", mul(power(X, 2), A)),
    ("x^2a", mul(power(X, 2), A)),
    ("2^-x", power(TWO_, neg(X))),
    ("e^x", exp(X)),
    ("eˣ", exp(X)),
    ("e**x", exp(X)),
    ("exp(x)", exp(X)),
    ("exp x", exp(X)),
    ("e^-x", exp(neg(X))),
    ("e^(−x)", exp(neg(X))),
    ("e^x b", mul(exp(X), B)),
    ("e^xb", mul(exp(X), B)),
    ("e^x^2", exp(power(X, 2))),
    ("e", exp(ONE)),
    ("e x", mul(exp(ONE), X)),
    ("e^x b / (e^x+b)^2", SLOPE),
    ("e^x·b/(e^x + b)²", SLOPE),
    ("(b + e^x)", add(B, exp(X))),
    ("log(x)", log(X)),
    ("ln(x)", log(X)),
    ("log x", log(X)),
    ("log x^2", log(power(X, 2))),
    ("log² x", power(log(X), 2)),
    ("log(x)^2", power(log(X), 2)),
    ("a log x + b", add(mul(A, log(X)), B)),
    ("alog(x)", mul(A, log(X))),
    ("sqrt(x+1)", board.sqrt(add(X, ONE))),
    ("√(x+1)", board.sqrt(add(X, ONE))),
    ("√x + 1", add(board.sqrt(X), ONE)),
    ("tanh(x)", board.tanh(X)),
    ("tanh²(x)", power(board.tanh(X), 2)),
    ("sigmoid(x)", SIGMA),
    ("σ(x)", SIGMA),
    ("σ(x)(1-σ(x))", mul(SIGMA, sub(ONE, SIGMA))),
    ("softplus(1 − a x)", board.softplus(sub(ONE, mul(A, X)))),
    ("−(1−σ(x))² log σ(x)", neg(mul(power(sub(ONE, SIGMA), 2), log(SIGMA)))),
    ("= x", X),
    ("𝑥", X),
    ("  x\t", X),
]

TWO_CLASS_SPELLINGS = [
    ("f'", F_PRIME),
    ("f′", F_PRIME),
    ("f’(x)", F_PRIME),
    ("f´", F_PRIME),
    ("f''", board.call("f", X, 2)),
    ("f″", board.call("f", X, 2)),
    ("f(x)", F),
    ("f", F),
    ("f(1-f)", mul(F, sub(ONE, F))),
    ("f(x)(1-f(x))", mul(F, sub(ONE, F))),
    ("f'/f", frac(F_PRIME, F)),
    ("f'(x)/f(x)", frac(F_PRIME, F)),
    ("-f'/(1-f)", neg(frac(F_PRIME, sub(ONE, F)))),
    (
        "−a·log f − (1−a)·log(1−f)",
        add(neg(mul(A, log(F))), neg(mul(sub(ONE, A), log(sub(ONE, F))))),
    ),
    ("SC'", board.prime("E", X)),
    ("C'(x)", board.prime("E", X)),
    ("x_2", z(Integer(2))),
    ("S_1 − y_1", sub(p(Integer(1)), y(Integer(1)))),
    ("S₁ − y₁", sub(p(Integer(1)), y(Integer(1)))),
    ("d/dx (e^x/(e^x+b))", board.untouched(frac(exp(X), TOTAL), X)),
    ("df/dx", board.untouched(F, X)),
    ("dlog(f)/dx", board.untouched(log(F), X)),
    ("(g' h − g h')/h^2", frac(
        sub(mul(board.prime("g", X), board.call("h", X)),
            mul(board.call("g", X), board.prime("h", X))),
        power(board.call("h", X), 2),
    )),
]  # fmt: skip

OTHERS = board.sum_except(y(I), I, J)
COLLECTED = sub(mul(p(J), add(y(J), OTHERS)), y(J))

K_CLASS_SPELLINGS = [
    ("ŷ_j - y_j", sub(p(J), y(J))),
    ("ŷⱼ − yⱼ", sub(p(J), y(J))),
    ("y\u0302_j - y_j", sub(p(J), y(J))),
    ("yhat_j - y_j", sub(p(J), y(J))),
    ("p_j - t_j", sub(p(J), y(J))),
    ("ŷ_{j}", p(J)),
    ("ŷ_3", p(Integer(3))),
    ("z_10", z(Integer(10))),
    ("y_iŷ_j", mul(y(I), p(J))),
    ("y_ilog ŷ_i", mul(y(I), log(p(I)))),
    ("sum_{i!=j} y_i", OTHERS),
    ("sum_(i≠j) y_i", OTHERS),
    ("sum_i≠j y_i", OTHERS),
    ("Σ_{i≠j} y_i", OTHERS),
    ("∑_{i≠j} y_i", OTHERS),
    ("ŷ_j (y_j + sum_{i!=j} y_i) - y_j", COLLECTED),
    ("ŷ_j(y_j + Σ_{i≠j} y_i) − y_j", COLLECTED),
    ("Σ_i y_i", board.sum_over(y(I), I)),
    ("sum_{i=1}^K y_i", board.sum_over(y(I), I)),
    ("∑_{i=1}^{K} y_i", board.sum_over(y(I), I)),
    ("Σ_{i≠2} y_i", board.sum_except(y(I), I, Integer(2))),
    ("-Σ_i y_i log ŷ_i", neg(board.sum_over(mul(y(I), log(p(I))), I))),
    ("Σ_{i≠j} y_i ŷ_j - y_j", sub(board.sum_except(mul(y(I), p(J)), I, J), y(J))),
    ("e^{z_j}/Σ_k e^{z_k}", frac(exp(z(J)), board.sum_over(exp(z(K)), K))),
    ("e^z_j / Σ_k e^z_k", frac(exp(z(J)), board.sum_over(exp(z(K)), K))),
    ("∂E/∂z_j", board.untouched(COST, z(J))),
    ("dE/dz_j", board.untouched(COST, z(J))),
    (
        "Σ_i (∂E/∂ŷ_i)(∂ŷ_i/∂z_j)",
        board.sum_over(mul(board.untouched(COST, p(I)), board.untouched(p(I), z(J))), I),
    ),
]


@pytest.mark.parametrize(("text", "meaning"), OWN_SPELLINGS)
def test_own_functions_are_read_as_meant(text: str, meaning: Expr) -> None:
    assert read(text, OWN).expression == meaning


@pytest.mark.parametrize(("text", "meaning"), TWO_CLASS_SPELLINGS)
def test_two_class_lines_are_read_as_meant(text: str, meaning: Expr) -> None:
    assert read(text, TWO).expression == meaning


@pytest.mark.parametrize(("text", "meaning"), K_CLASS_SPELLINGS)
def test_k_class_lines_are_read_as_meant(text: str, meaning: Expr) -> None:
    assert read(text, MANY).expression == meaning


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.1", Rational(1, 10)), (".5", Rational(1, 2)), ("2.", Integer(2)), ("007", Integer(7))],
)
def test_numbers_are_exact(text: str, value: Rational) -> None:
    assert read(text, OWN).expression == value


def test_a_notation_may_use_a_for_the_logits() -> None:
    assert read("a_j", k_class(Notation(logits="a"))).expression == z(J)


def test_the_label_is_called_c_where_a_is_a_logit() -> None:
    vocabulary = two_class(Notation(logits="a"))
    assert read("f - c", vocabulary).expression == sub(F, A)
    assert read("p_1 - t_1 + a_2", vocabulary).expression == add(
        p(Integer(1)), neg(y(Integer(1))), z(Integer(2))
    )


def test_the_same_vocabulary_is_made_once() -> None:
    assert k_class() is k_class()
    assert hash(two_class()) == hash(two_class())


def test_greek_parameters_can_be_put_into_a_vocabulary() -> None:
    vocabulary = Vocabulary({"x": X, "γ": Symbol("gamma")})
    assert read("γx", vocabulary).expression == mul(Symbol("gamma"), X)


def test_a_vocabulary_may_use_a_function_name_for_something_else() -> None:
    vocabulary = Vocabulary({"x": X, "σ": Symbol("sigma")})
    assert read("σ(x)", vocabulary).expression == mul(Symbol("sigma"), X)


def test_functions_without_an_implied_argument_must_be_given_one() -> None:
    vocabulary = Vocabulary({"x": X}, named={"f": Symbol("f")})
    assert read("f'(2x)", vocabulary).expression == board.prime("f", mul(TWO_, X))


# --- Places ---------------------------------------------------------------------------------


def every_part(reading: Reading) -> list[Reading]:
    return [reading, *(inner for part in reading.parts for inner in every_part(part))]


ALL_SPELLINGS = [
    *((text, OWN) for text, _ in OWN_SPELLINGS),
    *((text, TWO) for text, _ in TWO_CLASS_SPELLINGS),
    *((text, MANY) for text, _ in K_CLASS_SPELLINGS),
]


@pytest.mark.parametrize(("text", "vocabulary"), ALL_SPELLINGS)
def test_parts_mirror_the_arguments_of_every_node(text: str, vocabulary: Vocabulary) -> None:
    for reading in every_part(read(text, vocabulary)):
        assert tuple(part.expression for part in reading.parts) == reading.expression.args


@pytest.mark.parametrize(("text", "vocabulary"), ALL_SPELLINGS)
def test_parts_stand_within_the_whole(text: str, vocabulary: Vocabulary) -> None:
    for reading in every_part(read(text, vocabulary)):
        assert 0 <= reading.start <= reading.end <= len(text)
        assert all(reading.start <= part.start for part in reading.parts)
        assert all(part.end <= reading.end for part in reading.parts)


@pytest.mark.parametrize(
    ("text", "vocabulary", "path", "shown"),
    [
        ("e^x b / (e^x+b)^2", OWN, (), "e^x b / (e^x+b)^2"),
        ("e^x b / (e^x+b)^2", OWN, (0,), "e^x b"),
        ("e^x b / (e^x+b)^2", OWN, (0, 0), "e^x"),
        ("e^x b / (e^x+b)^2", OWN, (1, 0), "(e^x+b)^2"),
        ("e^x b / (e^x+b)^2", OWN, (1, 0, 0), "(e^x+b)"),
        ("e^x b / (e^x+b)^2", OWN, (1, 0, 0, 1), "b"),
        ("x − (a − b)", OWN, (1,), "− (a − b)"),
        ("x − (a − b)", OWN, (1, 1), "(a − b)"),
        ("2 log² x", OWN, (1,), "log² x"),
        ("f(1-f)", TWO, (0,), "f"),
        ("f(1-f)", TWO, (1,), "(1-f)"),
        ("f'(x)/f(x)", TWO, (0,), "f'(x)"),
        ("ŷ_j(y_j + Σ_{i≠j} y_i) − y_j", MANY, (0, 1, 1), "Σ_{i≠j} y_i"),
        ("ŷ_j(y_j + Σ_{i≠j} y_i) − y_j", MANY, (0, 1, 1, 2), "j"),
        ("y\u0302ⱼ − yⱼ", MANY, (0,), "y\u0302ⱼ"),
    ],
)
def test_a_part_can_be_pointed_at(
    text: str, vocabulary: Vocabulary, path: tuple[int, ...], shown: str
) -> None:
    start, end = read(text, vocabulary).part(path).span
    assert text[start:end] == shown


def made(function: str, argument: Expr) -> Expr:
    return FUNCTIONS[function](argument)


SECOND = board.sub(X, board.number(2))
SPELLINGS = [
    ("|x|", made("abs", X)),
    ("|x - 2|", made("abs", SECOND)),
    ("2|x|", board.mul(board.number(2), made("abs", X))),
    ("|x||x|", board.mul(made("abs", X), made("abs", X))),
    ("|2(|x|)|", made("abs", board.mul(board.number(2), made("abs", X)))),
    ("|(|x|)|^2", board.power(made("abs", made("abs", X)), 2)),
    ("log|x|", board.log(made("abs", X))),
    ("max(0, x)", made("relu", X)),
    ("max(x; 0)", made("relu", X)),
    ("max(0,5x)", made("relu", board.mul(board.number(5), X))),
    ("min(0, x)", board.neg(made("relu", board.neg(X)))),
    ("max(x, 2)", board.add(board.number(2), made("relu", SECOND))),
    ("min(x, 2)", board.sub(board.number(2), made("relu", board.sub(board.number(2), X)))),
    ("piecewise(x > 2, 1, x)", board.Branch(SECOND, number(1), X)),
    ("piecewise(x ≥ 0, 1, x)", board.Branch(board.neg(X), X, number(1))),
    ("piecewise(0 < x; 1; 2)", board.Branch(X, number(1), number(2))),
    ("ReLU(x)", made("relu", X)),
    ("sgn(x)", made("sign", X)),
    ("sin x cos x", board.mul(made("sin", X), made("cos", X))),
    ("sin²(x)", board.power(made("sin", X), 2)),
    ("atan(x)", made("arctan", X)),
    ("π x", board.mul(pi, X)),
    ("2pi", board.mul(board.number(2), pi)),
    ("log_2(x)", made("log2", X)),
    ("log₂ x", made("log2", X)),
    ("log2(x)", made("log2", X)),
    ("log_{10}(x)", made("log10", X)),
    ("log10 x", made("log10", X)),
    ("log10|x|", made("log10", made("abs", X))),
    ("log_e(x)", board.log(X)),
    ("log2", board.log(board.number(2))),
    ("0,5x", board.mul(board.number("0.5"), X)),
    ("2^(0,25x)", board.power(board.number(2), board.mul(board.number("0.25"), X))),
    ("x^1,5", board.power(X, board.number("1.5"))),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_functions_are_read_as_people_write_them(text: str, expected: Expr) -> None:
    assert read(text, own_function()).expression == expected


@pytest.mark.parametrize(("text", "_"), SPELLINGS)
def test_every_part_of_them_keeps_its_place(text: str, _: Expr) -> None:
    def look(reading: Reading) -> None:
        assert 0 <= reading.start <= reading.end <= len(text)
        assert len(reading.parts) in (0, len(reading.expression.args))
        for part, argument in zip(reading.parts, reading.expression.args, strict=False):
            assert part.expression == argument
            look(part)

    look(read(text, own_function()))


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_they_are_written_as_they_are_read_and_typeset(text: str, expected: Expr) -> None:
    again = read(written(expected), own_function()).expression
    assert Comparison().equal(again, expected), text
    read_latex(typeset(expected))
