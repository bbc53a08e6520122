"""Hints: three steps, of which each says more than the one before, and none says what is not so."""

import pytest
from sympy import Add, Expr, Mul

from ce_core.symbolic.derivations.steps import Rule
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import without_marks
from ce_core.symbolic.practice.exercises import Exercise, practice, practices
from ce_core.symbolic.practice.hints import GENERAL, RULES, SPECIFIC, hints
from ce_core.symbolic.writing.plain_text import written

EXERCISES = [
    pytest.param(Exercise(each, line), id=f"{each.key}-{line}")
    for each in practices()
    for line in range(1, each.last + 1)
]
EMPTY = ("as found", "result of the chain rule", "multiply the bracket out.", "put in both")


def sentences(text: str) -> set[str]:
    return {each.strip(" .").lower() for each in text.split(". ")}


def sums_in_products(expression: Expr) -> int:
    """How many sums stand as a factor of a product."""
    products = (part for part in board.walk(without_marks(expression)) if isinstance(part, Mul))
    return sum(isinstance(factor, Add) for part in products for factor in part.args)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_hint_repeats_another_or_says_nothing(exercise: Exercise) -> None:
    first, second, _ = hints(exercise)
    rule, general = first.split(": ", 1)
    assert not sentences(general) & sentences(second)
    assert not sentences(rule) & sentences(second)
    assert not second.lower().startswith(EMPTY)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_multiply_out_is_said_only_where_brackets_go(exercise: Exercise) -> None:
    first, _, line = hints(exercise)
    if RULES[Rule.EXPAND] in first:
        above = exercise.practice.chain.lines[exercise.line - 1].expression
        assert sums_in_products(line) < sums_in_products(above)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_common_factor_is_taken_out_only_where_it_stands_less_often_then(
    exercise: Exercise,
) -> None:
    first, _, line = hints(exercise)
    if first.endswith(RULES[Rule.FACTOR_OUT]):
        above = exercise.practice.chain.lines[exercise.line - 1].expression
        names = ("e^x", "e^z", "p_j")
        before, after = ([written(each).count(name) for name in names] for each in (above, line))
        assert any(b > a for b, a in zip(before, after, strict=True))


def test_what_is_said_of_single_lines_belongs_to_lines_that_are_there() -> None:
    for key, line in (*GENERAL, *SPECIFIC):
        assert 1 <= line <= practice(key).last


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        ("two-class.one-minus-f", 1, "longer"),
        ("two-class.one-minus-f", 2, "difference of two"),
        ("k-class.same", 4, "product of two fractions"),
        ("k-class.different", 3, "product of two fractions"),
        ("two-class.first-ratio", 2, "(eˣ + b)/eˣ"),
        ("k-class.together", 1, "−y_i/ŷ_i"),
    ],
)
def test_a_hint_fits_its_step(key: str, line: int, said: str) -> None:
    first, second, _ = hints(Exercise(practice(key), line))
    assert said in first + second
