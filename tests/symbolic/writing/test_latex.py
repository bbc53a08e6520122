"""Lines look as a teacher writes them, in any notation, and KaTeX accepts them without trust."""

import itertools

import pytest
from sympy import Expr

from ce_core import palette
from ce_core.symbolic.derivations import k_class, log_sum_exp, published, two_class
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.expression.board import (
    add,
    call,
    cancelled,
    column,
    entry,
    exp,
    frac,
    index,
    log,
    moved,
    mul,
    neg,
    number,
    power,
    role,
    sigmoid,
    sqrt,
    sub,
    sum_except,
    sum_over,
    symbol,
    untouched,
)
from ce_core.symbolic.expression.notation import (
    COST,
    LABELS,
    LETTERS,
    LOGITS,
    PROBABILITIES,
    READY_SETS,
    A,
    Notation,
    X,
)
from ce_core.symbolic.writing.latex import typeset, typeset_chain, typeset_lines
from tests.symbolic.writing.latex_reading import read_latex

U, V, W = (symbol(name) for name in "uvw")
I, J = index("i"), index("j")  # noqa: E741  # as it is written
ONE, TWO = number(1), number(2)
Z1, Y1 = entry(LOGITS, 1), entry(LABELS, 1)

WRITTEN = {
    "order is kept": (add(V, U), "v + u"),
    "a negative first term": (add(neg(U), V), "-u + v"),
    "a difference of a sum": (sub(U, add(V, W)), r"u - \left(v + w\right)"),
    "minus a negative": (sub(U, neg(V)), r"u - \left(-v\right)"),
    "a negative number in a sum": (add(U, number(-2)), r"u + \left(-2\right)"),
    "a dot between numbers": (mul(TWO, number(3)), r"2 \cdot 3"),
    "letters side by side": (mul(U, V), r"u\,v"),
    "a number before a letter": (mul(TWO, U), r"2\,u"),
    "a sum as a factor": (mul(U, add(V, W)), r"u \cdot \left(v + w\right)"),
    "a negative factor": (mul(U, neg(V)), r"u \cdot \left(-v\right)"),
    "minus a product": (neg(mul(U, V)), r"-u\,v"),
    "a fraction of fractions": (frac(frac(U, V), W), r"\frac{\frac{u}{v}}{w}"),
    "a fraction with a minus above": (frac(neg(U), V), r"\frac{-u}{v}"),
    "a fraction as a base": (power(frac(U, V), 2), r"\left(\frac{u}{v}\right)^{2}"),
    "an exponential as a base": (power(exp(U), 2), r"\left(e^{u}\right)^{2}"),
    "a root": (sqrt(add(U, ONE)), r"\sqrt{u + 1}"),
    "the log of a letter": (log(U), r"\log u"),
    "the log of a sum": (log(add(U, V)), r"\log\left(u + v\right)"),
    "a slope": (call("f", X, 1), "f'(x)"),
    "a sum's body in brackets": (sum_over(add(U, V), I), r"\sum_{i} \left(u + v\right)"),
    "a sum to a power": (power(sum_over(U, I), 2), r"\left(\sum_{i} u\right)^{2}"),
    "a sum before a factor": (mul(sum_over(U, I), V), r"\left(\sum_{i} u\right) \cdot v"),
    "a sum but one": (sum_except(U, I, J), r"\sum_{i \neq j} u"),
    "an untouched partial": (untouched(COST, Z1), r"\frac{\partial E}{\partial z_{1}}"),
    "an untouched derivative": (untouched(log(X), X), r"\frac{d}{d x} \left(\log x\right)"),
    "a struck term keeps its sign outside": (sub(U, cancelled(V)), r"u - \cancel{v}"),
    "a struck negative term": (add(U, cancelled(neg(V))), r"u - \cancel{v}"),
    "brackets are struck with the sum": (
        mul(U, cancelled(add(V, W))),
        r"u \cdot \cancel{\left(v + w\right)}",
    ),
    "a moved term": (add(U, moved(V)), r"u + \underline{v}"),
    "a label under a part": (
        role(sigmoid(U), "probabilities", "share"),
        r"\underbrace{\sigma\left(u\right)}_{\text{share}}",
    ),
    "a column": (column(U, V), r"\begin{pmatrix} u \\[0.3em] v \end{pmatrix}"),
}


@pytest.mark.parametrize("habit", WRITTEN)
def test_lines_are_written_as_on_a_blackboard(habit: str) -> None:
    expression, latex = WRITTEN[habit]
    assert typeset(expression) == latex


def test_numbers_take_the_place_of_letters() -> None:
    line = add(neg(mul(A, log(X))), exp(X), power(X, 2), mul(X, A))
    expected = r"-0.3 \cdot \log\left(-9\right) + e^{-9} + \left(-9\right)^{2}"
    expected += r" + \left(-9\right) \cdot 0.3"
    assert typeset(line, numbers={A: 0.3, X: -9.0}) == expected


def test_tiny_and_infinite_numbers_stay_readable() -> None:
    assert typeset(mul(U, V), numbers={U: 2.0, V: 4.06e-8}) == (
        r"2.00 \cdot \left(4.06 \times 10^{-8}\right)"
    )
    assert typeset(U, numbers={U: float("inf")}) == r"\infty"


def test_an_expression_may_take_a_letters_place() -> None:
    assert typeset(power(U, 2), numbers={U: exp(V), V: 3.0}) == r"\left(e^{3.00}\right)^{2}"


def test_what_is_differentiated_keeps_its_letter_when_numbers_are_put_in() -> None:
    slope = untouched(mul(A, log(X)), X)
    assert typeset(slope, numbers={X: 2.0, A: 0.5}) == (
        r"\left. \frac{d}{d x} \left(0.5 \cdot \log x\right) \right|_{x = 2}"
    )
    assert typeset(untouched(COST, Z1), numbers={Z1: 2.0}) == (r"\frac{\partial E}{\partial z_{1}}")


def test_letters_take_the_colour_of_their_role() -> None:
    assert typeset(sub(Z1, Y1), colours={"logits": "#111111", "labels": "#222222"}) == (
        r"\textcolor{#111111}{z_{1}} - \textcolor{#222222}{y_{1}}"
    )


def test_within_a_coloured_part_letters_take_its_colour() -> None:
    struck = typeset(cancelled(Z1), colours={"logits": "#111111", "cancelled": "#333333"})
    assert struck == r"\textcolor{#333333}{\cancel{z_{1}}}"


# --- Notation ---


def test_a_switch_of_notation_changes_every_letter() -> None:
    line = sub(mul(COST, entry(PROBABILITIES, I)), mul(Z1, entry(LABELS, I)))
    assert typeset(line, READY_SETS["chain-rule notes"]) == (
        r"E\,\hat{y}_{i} - \text{logits}_{1}\,y_{i}"
    )
    assert typeset(line, READY_SETS["quotient-rule notes"]) == r"C\,S_{i} - x_{1}\,y_{i}"
    assert typeset(line, READY_SETS["PyTorch"]) == r"L\,p_{i} - x_{1}\,y_{i}"
    assert typeset(line, READY_SETS["textbook"]) == r"E\,p_{i} - a_{1}\,t_{i}"


def test_the_sigma_notation_names_its_logits() -> None:
    letters = Notation(logits="a", probabilities="σ(z)")
    assert typeset(entry(PROBABILITIES, J), letters) == r"\sigma(\mathbf{a})_{j}"


def test_no_letter_says_two_things() -> None:
    assert typeset(mul(A, Z1), Notation(logits="a")) == r"c\,a_{1}"


@pytest.mark.parametrize("quantity", LETTERS)
def test_an_unknown_letter_is_refused_in_a_sentence(quantity: str) -> None:
    with pytest.raises(ValueError, match=rf"notation for {quantity} is 'q'; expected one of"):
        Notation(**{quantity: "q"})


# --- Whole derivations ---

DERIVATIONS = (
    two_class.derivation(),
    k_class.derivation(),
    log_sum_exp.derivation(),
    published.quotient_rule(),
    published.chain_rule(),
    written_out(k_class.derivation(), 4, 2),
    written_out(log_sum_exp.derivation(), 4, 2),
)
ALL_NOTATIONS = [Notation(*choice) for choice in itertools.product(*LETTERS.values())]
SOME_NUMBERS = {
    **two_class.numbers((-1000.0, 4.06e-8), (0.3, 0.7)),
    **numbers((1.0, -9.0, 4.0, 1000.0), (0.0, 0.5, 0.5, 0.0)),
}


THEMES: tuple[palette.Theme, ...] = ("light", "dark")


@pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda derivation: derivation.key)
@pytest.mark.parametrize("given", [{}, SOME_NUMBERS], ids=["letters", "numbers"])
def test_every_line_in_every_notation_is_balanced_and_holds_only_what_katex_takes(
    derivation: Derivation, given: dict[Expr, float]
) -> None:
    for theme, letters in itertools.product(THEMES, ALL_NOTATIONS):
        colours = palette.roles(theme)
        for chain in derivation.chains:
            for latex in typeset_lines(chain.lines, letters, colours, given):
                read_latex(latex)


@pytest.mark.parametrize("letters", READY_SETS.values(), ids=READY_SETS)
def test_a_chain_is_one_aligned_block(letters: Notation) -> None:
    for derivation in DERIVATIONS:
        for chain in derivation.chains:
            block = typeset_chain(chain, letters, palette.roles("light"))
            read_latex(block)
            assert block.count("&=") == len(chain.lines) - 1


def test_a_chain_unfolds_line_by_line() -> None:
    chain = two_class.derivation().chain("slope-of-f")
    assert typeset_chain(chain, shown=1) == "f'(x)"
    assert typeset_chain(chain, shown=2).count("&=") == 1
