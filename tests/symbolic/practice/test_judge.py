"""What is said about typed lines, held against a table and against every known mistake."""

import math
import re
from collections.abc import Callable
from itertools import combinations

import pytest

from ce_core.symbolic.derivations.steps import Status, check
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.practice.exercises import (
    Exercise,
    Numbers,
    Practice,
    practice,
    practices,
)
from ce_core.symbolic.practice.hints import hints
from ce_core.symbolic.practice.judge import Verdict, VerdictKind, judge
from ce_core.symbolic.practice.known_mistakes import MISTAKES
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.practice.mistake_kinds import CLASS_NUMBER, KINDS, MISSING_BRACKET
from ce_core.symbolic.writing.plain_text import written
from tests.symbolic.practice.corpus import CORPUS

EVERY = [pytest.param(each, id=each.key) for each in practices()]
SOFT = Numbers((0.5, -1.0, 2.0), (0.2, 0.3, 0.5), 1)


def found(key: str, line: int, text: str, at: Numbers | None = None) -> Verdict:
    exercise = Exercise(practice(key), line, at) if at else Exercise(practice(key), line)
    return judge(text, exercise)


@pytest.mark.parametrize(("key", "line", "text", "expected"), CORPUS)
def test_a_typed_line_gets_its_verdict(key: str, line: int, text: str, expected: str) -> None:
    verdict = found(key, line, text)
    assert (verdict.mistake or verdict.kind) == expected, verdict.message


def test_the_table_is_long_and_holds_every_verdict() -> None:
    assert len(CORPUS) >= 150
    expected = {row[3] for row in CORPUS}
    assert {*VerdictKind} - {VerdictKind.KNOWN_MISTAKE} <= expected
    assert len(expected & KINDS.keys()) >= 15


@pytest.mark.parametrize("each", EVERY)
def test_every_line_of_the_board_is_known_for_what_it_is(each: Practice) -> None:
    for asked in range(1, each.last + 1):
        for number, line in enumerate(each.chain.lines):
            verdict = judge(written(line.expression), Exercise(each, asked))
            if number < asked:
                assert verdict.kind is VerdictKind.LINE_ABOVE
            else:
                further = VerdictKind.FURTHER_ON if number > asked else VerdictKind.NEXT_LINE
                assert (verdict.kind, verdict.line) == (further, number)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "an equals sign before it": lambda text: f"= {text}",
    "Unicode minus": lambda text: text.replace("-", "−"),
    # A number behind a letter needs its sign: p_j 1 could be meant as an index.
    "implicit products": lambda text: re.sub(r"\*(?!\d)", " ", text),
    "dots": lambda text: text.replace("*", "·"),
    "two stars": lambda text: text.replace("^", "**"),
    "superscripts": lambda text: text.replace("^2", "²"),
    "exp": lambda text: re.sub(r"e\^(\w+)", r"exp(\1)", text),
    "ln": lambda text: text.replace("log", "ln"),
    "hats": lambda text: text.replace("p_", "ŷ_"),
    "curly slopes": lambda text: text.replace("d/d", "∂/∂"),
    "primes alone": lambda text: text.replace("(x)", ""),
    "sums in letters": lambda text: text.replace("Σ", "sum").replace("≠", "!="),
    "wide": lambda text: text.replace(" ", "   "),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("each", EVERY)
def test_every_right_line_is_right_however_it_is_spelled(each: Practice, spelling: str) -> None:
    for asked in range(1, each.last + 1):
        exercise = Exercise(each, asked)
        text = SPELLINGS[spelling](written(exercise.wanted))
        verdict = judge(text, exercise)
        assert verdict.kind is VerdictKind.NEXT_LINE, f"{text}: {verdict.message}"


@pytest.mark.parametrize("each", EVERY)
def test_every_known_mistake_is_named_on_every_line_of_its_chain(each: Practice) -> None:
    for asked in range(1, each.last + 1):
        for mistake in each.mistakes:
            for wrong in (mistake.expression, *mistake.carried):
                verdict = judge(written(wrong), Exercise(each, asked, SOFT))
                assert verdict.kind is VerdictKind.KNOWN_MISTAKE
                assert verdict.mistake == mistake.key
                assert KINDS[mistake.key].advice in verdict.message


@pytest.mark.parametrize("each", EVERY)
def test_no_known_mistake_is_true_or_equals_another_one(each: Practice) -> None:
    """Other ways to one and the same wrong value are not listed twice: ``also`` tells of them."""
    scales = LineComparison(each.chain)
    truth = each.chain.lines[-1].expression
    for mistake in each.mistakes:
        assert not scales.equal(mistake.expression, truth, labels_sum_to_one=True)
    for first, second in combinations(each.mistakes, 2):
        try:
            same = scales.equal(first.expression, second.expression, labels_sum_to_one=True)
        except Undefined:
            same = False
        told_apart = first.fits(second.expression) != first.fits(first.expression)
        assert told_apart or not same, f"{first.key} equals {second.key}"


@pytest.mark.parametrize("each", EVERY)
def test_a_mistake_that_is_carried_on_is_carried_truly(each: Practice) -> None:
    scales = LineComparison(each.chain)
    for mistake in each.mistakes:
        for line in mistake.carried:
            assert scales.equal(mistake.expression, line), mistake.key


def test_every_kind_of_mistake_belongs_to_some_chain() -> None:
    used = {mistake.key for mistakes in MISTAKES.values() for mistake in mistakes}
    assert used | {MISSING_BRACKET, CLASS_NUMBER} == KINDS.keys()


@pytest.mark.parametrize("each", EVERY)
def test_what_is_practised_is_true(each: Practice) -> None:
    assert {found.status for found in check(each.chain)[1:]} == {Status.OK}


@pytest.mark.parametrize("each", EVERY)
def test_more_is_blank_on_each_rung(each: Practice) -> None:
    blanks = [each.first_blank(rung) for rung in range(3)]
    assert blanks == sorted(blanks, reverse=True)
    assert blanks[0] == each.last
    assert blanks[2] == 1


@pytest.mark.parametrize("each", EVERY)
def test_the_last_hint_is_the_line_itself(each: Practice) -> None:
    for asked in range(1, each.last + 1):
        rule, reason, line = hints(Exercise(each, asked))
        assert rule
        assert reason
        assert judge(written(line), Exercise(each, asked)).kind is VerdictKind.NEXT_LINE


@pytest.mark.parametrize("line", [0, 4])
def test_only_lines_that_are_there_can_be_asked_for(line: int) -> None:
    with pytest.raises(ValueError, match="lines 1 to 3"):
        Exercise(practice("two-class.slope-of-f"), line)


def test_an_unknown_practice_is_refused_with_a_sentence() -> None:
    with pytest.raises(KeyError, match="there is no practice 'nothing'"):
        practice("nothing")


@pytest.mark.parametrize(
    ("key", "line", "text", "marked"),
    [
        ("two-class.slope-of-f", 3, "e^x b/(e^x+b)^3", "3"),
        ("two-class.slope-of-f", 3, "e^x b/(e^x − b)^2", "− b"),
        ("two-class.slope-of-f", 3, "2 e^x b/(e^x+b)^2", "2"),
        ("two-class.slope-of-f", 1, "(e^x (e^x+b) - e^x b)/(e^x+b)^2", "b"),
        ("two-class.chain-rule", 2, "-a f/f' - (1-a)(-f')/(1-f)", "a f/f'"),
        ("two-class.together", 6, "e^x/(e^x+b) - a^2 b", "a^2 b"),
        ("k-class.same", 6, "p_j (1 - y_j)", "y_j"),
        ("k-class.together", 3, "-y_j (1 - y_j) + Σ_{i≠j} y_i p_j", "y_j"),
        ("k-class.together", 3, "-y_j (1 - p_j) + Σ_{i≠j} y_i z_j", "z_j"),
        ("k-class.together", 5, "p_j (y_j + Σ_{i≠j} p_i) - y_j", "p_i"),
        ("k-class.together", 4, "-y_j + y_j p_j + Σ_i y_i^2 p_j", "Σ_i y_i^2 p_j"),
        ("short-road.slope", 1, "e^(z_j + 1)/Σ_k e^(z_k) - y_j", "1"),
    ],
)
def test_the_place_where_hers_and_the_right_line_part_is_marked(
    key: str, line: int, text: str, marked: str
) -> None:
    verdict = found(key, line, text, SOFT)
    assert verdict.kind is VerdictKind.WRONG
    assert verdict.place is not None
    start, end = verdict.place
    assert text[start:end].strip() == marked
    assert marked in verdict.message


@pytest.mark.parametrize(
    ("text", "marked"),
    [("e^x b/(b - b)", "(b - b)"), ("f + log(1 - 1)", "log(1 - 1)"), ("a/(f - f) + x", "(f - f)")],
)
def test_the_undefined_part_is_marked(text: str, marked: str) -> None:
    verdict = found("two-class.slope-of-f", 3, text)
    assert verdict.kind is VerdictKind.UNDEFINED
    assert verdict.place is not None
    assert text[slice(*verdict.place)] == marked


def test_what_cannot_be_read_says_where() -> None:
    verdict = found("two-class.slope-of-f", 3, "e^x b/(e^x+b")
    assert verdict.place == (12, 12)
    assert "expected ')'" in verdict.message
    assert "at character 13" in verdict.message


def test_an_index_that_no_sum_binds_is_no_line_of_this_chain() -> None:
    verdict = found("k-class.together", 7, "p_j - y_i")
    assert "the index i belongs to no sum; free here is j" in verdict.message
    assert verdict.place == (8, 9)


def test_the_witness_is_the_values_of_both_lines_at_her_numbers() -> None:
    witness = found("k-class.together", 7, "p_j", SOFT).witness
    assert witness is not None
    assert witness.logits == SOFT.logits
    assert witness.labels == SOFT.labels
    share = math.exp(-1) / (math.exp(0.5) + math.exp(-1) + math.exp(2))
    assert witness.wrote == pytest.approx(share)
    assert witness.wanted == pytest.approx(share - 0.3)


def test_a_wrong_formula_with_the_right_number_is_shown_up_by_a_soft_label() -> None:
    verdict = found("k-class.together", 7, "p_j - y_j^2")
    assert verdict.kind is VerdictKind.RIGHT_NUMBER
    assert verdict.witness is not None
    assert sum(verdict.witness.labels) == pytest.approx(1)
    assert max(verdict.witness.labels) < 1
    assert verdict.witness.wrote != pytest.approx(verdict.witness.wanted, abs=0.01)


def test_a_formula_for_the_true_class_only_is_wrong_where_the_label_is_soft() -> None:
    assert found("k-class.together", 7, "p_j - 1").kind is VerdictKind.RIGHT_NUMBER
    assert found("k-class.together", 7, "p_j - 1", SOFT).kind is VerdictKind.WRONG
    other = Numbers((1.0, 2.0, 3.0), (1.0, 0.0, 0.0), 2)
    assert found("k-class.together", 7, "p_j", other).kind is VerdictKind.RIGHT_NUMBER
    assert found("k-class.together", 7, "p_j - 1", other).kind is VerdictKind.WRONG


def test_a_mistake_that_her_numbers_hide_is_shown_at_others() -> None:
    verdict = found("two-class.together", 3, "-a b/(e^x+b) - (1-a) e^x/(e^x+b)")
    assert verdict.mistake == "inner-minus"
    assert "both happen to have the same value" in verdict.message
    assert verdict.witness is not None
    assert max(verdict.witness.labels) < 1


@pytest.mark.parametrize("classes", range(2, 11))
def test_any_number_of_classes_can_be_the_witness(classes: int) -> None:
    labels = (*[0.0] * (classes - 1), 1.0)
    at = Numbers(tuple(0.5 * k for k in range(classes)), labels, classes - 1)
    for each in practices():
        verdict = judge("a" if each.in_two_classes else "y_j^3 + 7", Exercise(each, each.last, at))
        assert verdict.kind in (VerdictKind.WRONG, VerdictKind.UNREADABLE), each.key
