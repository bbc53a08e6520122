"""Kinds of faults that verdicts once had: each with the line that showed it and its relatives."""

import pytest

from ce_core.symbolic.practice.exercises import LOW_COST, Exercise, Numbers, practice, practices
from ce_core.symbolic.practice.judge import Verdict, VerdictKind, judge
from ce_core.symbolic.practice.known_mistakes import MISTAKES
from ce_core.symbolic.practice.mistake_kinds import KINDS, LOST_MINUS, STRAY_MINUS
from ce_core.symbolic.practice.slips import hunts
from ce_core.symbolic.writing.plain_text import written

SOFT = Numbers((0.5, -1.0, 2.0), (0.2, 0.3, 0.5), 1)


def found(key: str, line: int, text: str, at: Numbers = LOW_COST) -> Verdict:
    return judge(text, Exercise(practice(key), line, at))


# --- A minus that was lost is not one too many --------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.chain-rule", 2, "Σ_i (y_i/p_i)(∂p_i/∂z_j)"),
        ("short-road.log-sum-exp", 1, "Σ_i y_i log p_i"),
        ("k-class.chain-rule", 2, "Σ_k (∂p_k/∂z_j) y_k/p_k"),
        ("two-class.chain-rule", 2, "a f'/f + (1-a) f'/(1-f)"),
        ("two-class.together", 2, "a b/(e^x+b) - (1-a) (-e^x/(e^x+b))"),
        ("k-class.together", 3, "y_j (1 - p_j) + Σ_{k≠j} y_k p_j"),
    ],
)
def test_a_lost_minus_is_called_lost(key: str, line: int, text: str) -> None:
    verdict = found(key, line, text)
    assert verdict.mistake == LOST_MINUS
    assert "a minus is lost" in verdict.message
    assert "too many" not in verdict.message


@pytest.mark.parametrize("text", ["-b/(e^x+b)", "b/(-(b+e^x))", "-(b/(e^x+b))", "-1 b/(e^x+b)"])
def test_a_minus_too_many_is_called_so(text: str) -> None:
    verdict = found("two-class.first-ratio", 3, text)
    assert verdict.mistake == STRAY_MINUS
    assert "a minus too many" in verdict.message


@pytest.mark.parametrize("each", practices(), ids=lambda each: each.key)
def test_what_is_listed_as_lost_or_stray_has_fewer_or_more_minus_signs(each) -> None:
    for mistake in each.mistakes:
        if mistake.key in (LOST_MINUS, STRAY_MINUS):
            right = written(each.chain.lines[mistake.line].expression).count("-")
            wrong = written(mistake.expression).count("-")
            assert (wrong < right) if mistake.key == LOST_MINUS else (wrong > right)


def test_find_the_slip_tells_lost_from_stray() -> None:
    for each in hunts():
        right = written(each.exercise().wanted).count("-")
        wrong = written(each.chain.lines[each.slip].expression).count("-")
        if "minus is lost" in each.told.lower().replace("inner minus of 1 − f is lost", ""):
            assert wrong < right, each.key
        if "minus too many" in each.told:
            assert wrong > right, each.key


# --- No class number passes for an index, no K for all ------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.different", 4, "-p_i p_2"),
        ("k-class.different", 4, "-p_1 p_j"),
        ("k-class.different", 4, "-p_3 p_1"),
        ("k-class.same", 6, "p_j (1 - p_2)"),
        ("k-class.same", 6, "p_1 (1 - p_1)"),
        ("k-class.together", 7, "p_2 - y_2"),
        ("k-class.together", 7, "p_4 - y_j"),
        ("short-road.slope", 2, "p_j - y_3"),
        ("k-class.together", 3, "p_j (y_j + Σ_{i≠j} y_3) - y_j"),
        ("k-class.together", 3, "p_j (y_j + Σ_{i≠2} y_i) - y_j"),
    ],
)
@pytest.mark.parametrize("at", [LOW_COST, SOFT], ids=["low cost", "soft"])
def test_a_class_number_is_no_index(key: str, line: int, text: str, at: Numbers) -> None:
    assert found(key, line, text, at).kind in (VerdictKind.KNOWN_MISTAKE, VerdictKind.WRONG)


@pytest.mark.parametrize(
    "text",
    [
        "p_j - y_j + (Σ_i 1 - 3)(Σ_i 1 - 4)",
        "p_j - y_j + (Σ_i 1 - 3)(Σ_k 1 - 4)(Σ_i 1 - 2)",
        "(p_j - y_j) (1 + (Σ_i 1 - 3)(Σ_i 1 - 4)(Σ_i 1 - 5)(Σ_i 1 - 6))",
        "p_j - y_j + (Σ_{i≠j} 1 - 2)(Σ_{i≠j} 1 - 3)",
        "p_j - y_j/(1 + (Σ_i 1 - 3)(Σ_i 1 - 4))",
    ],
)
def test_what_holds_for_some_numbers_of_classes_only_is_wrong(text: str) -> None:
    assert found("k-class.together", 7, text).kind is VerdictKind.WRONG


@pytest.mark.parametrize("classes", [7, 8, 9, 10])
def test_the_number_of_classes_on_the_screen_is_looked_at_too(classes: int) -> None:
    at = Numbers((0.0,) * classes, (1.0, *[0.0] * (classes - 1)), 0)
    others = "".join(f"(Σ_i 1 - {k})" for k in range(2, 7))
    assert found("k-class.together", 7, f"p_j - y_j + {others}").accepted
    assert not found("k-class.together", 7, f"p_j - y_j + {others}", at).accepted


# --- The question is no answer ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("two-class.slope-of-f", 3, "df/dx"),
        ("two-class.slope-of-f", 3, "f' + 0"),
        ("two-class.slope-of-f", 3, "2f' - f'"),
        ("two-class.slope-of-f", 3, "f' f/f"),
        ("two-class.slope-of-f", 3, "d/dx (e^x/(e^x+b))"),
        ("two-class.slope-of-f", 2, "-d/dx (b/(e^x+b))"),
        ("two-class.together", 8, "dE/dx"),
        ("two-class.together", 8, "E' (a + 1 - a)"),
        ("two-class.together", 7, "-a d/dx log f - (1-a) d/dx log(1-f)"),
        ("two-class.first-ratio", 3, "d/dx log f"),
        ("two-class.first-ratio", 3, "f'/f + a - a"),
        ("two-class.chain-rule", 2, "d/dx (-a log f - (1-a) log(1-f))"),
        ("two-class.chain-rule", 2, "d/dx ((a-1) log(1-f) - a log f)"),
        ("k-class.together", 7, "1*dE/dz_j"),
        ("k-class.together", 7, "Σ_i (∂E/∂p_i) (∂p_i/∂z_j)"),
        ("k-class.together", 7, "∂E/∂z_j (p_j + 1 - p_j)"),
        ("k-class.same", 6, "∂/∂z_j (e^z_j (Σ_k e^z_k)^-1)"),
        ("k-class.different", 4, "3 ∂p_i/∂z_j - 2 ∂p_i/∂z_j"),
        ("short-road.log-sum-exp", 5, "E + 0"),
        ("short-road.log-sum-exp", 5, "E p_j/p_j"),
        ("short-road.slope", 2, "-y_j + ∂/∂z_j log(Σ_k e^z_k)"),
    ],
)
def test_what_still_announces_the_answer_is_true_but_no_step(
    key: str, line: int, text: str
) -> None:
    verdict = found(key, line, text)
    assert verdict.kind in (VerdictKind.LINE_ABOVE, VerdictKind.NO_STEP)
    assert verdict.true
    assert not verdict.accepted
    assert verdict.message.startswith("True")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("two-class.slope-of-f", "f(1-f)"),
        ("two-class.slope-of-f", "f - f^2"),
        ("two-class.chain-rule", "f - a"),
        ("k-class.same", "p_j - p_j^2"),
        ("k-class.different", "p_i (0 - p_j)"),
        ("k-class.together", "p_j + 0 - y_j"),
        ("short-road.slope", "(p_j - y_j)/1"),
    ],
)
def test_who_writes_the_result_early_is_finished(key: str, text: str) -> None:
    verdict = found(key, 1, text)
    assert verdict.accepted
    assert verdict.line == practice(key).last


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("two-class.slope-of-f", "e^x/(e^x+b) - (e^x/(e^x+b))^2"),
        ("k-class.together", "p_j Σ_i y_i - y_j"),
        ("k-class.same", "(e^z_j/Σ_k e^z_k) - p_j^2"),
        ("short-road.log-sum-exp", "-Σ_i y_i log(1/(Σ_k e^z_k/e^z_i))"),
        ("two-class.together", "-a + a f + f (1 - a)"),
    ],
)
def test_one_line_counts_for_one_blank(key: str, text: str) -> None:
    exercise = Exercise(practice(key), 1)
    first = judge(text, exercise)
    assert first.accepted
    assert first.wrote is not None
    assert first.line == 1
    again = judge(text, Exercise(practice(key), 2, written=(first.wrote.expression,)))
    assert again.kind is VerdictKind.LINE_ABOVE
    assert "already written" in again.message


# --- What is said of a place is true there ------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text", "marked", "said"),
    [
        ("k-class.together", 2, "Σ_i y_i p_j", "Σ_i y_i p_j", "every term is right, but one"),
        ("k-class.together", 4, "y_j p_j + Σ_{i≠j} y_i p_j", None, "every term is right, but one"),
        (
            "k-class.together",
            7,
            "-(y_j-(p_j-1))+Σ_{i≠j} y_i p_j",
            "(p_j-1)",
            "not every term of it is right",
        ),
        (
            "two-class.together",
            7,
            "-a + a(e^(-x)/(e^x+b)) + e^x/(e^x+b) - a e^x/(e^x+b)",
            "(-x)",
            "opposite sign",
        ),
        ("two-class.together", 6, "-a + e^(-x)/(e^x+b)", "(-x)", "opposite sign"),
        ("two-class.together", 5, "-a - a f + f + a e^x/(e^x - b)", "- b", "opposite sign"),
        ("k-class.same", 5, "(e^z_j/Σ_k e^z_k)(1 - e^z_j/(Σ_k e^y_k))", "y_k", "something else"),
        ("short-road.log-sum-exp", 3, "-Σ_i y_i (z_j - log(Σ_k e^z_k))", "z_j", "index"),
        ("k-class.together", 3, "-y_j (1-p_j) + Σ_i y_i p_j", "Σ_i y_i p_j", "other classes"),
        ("k-class.together", 3, "-y_j (1-p_j) + 2 Σ_{i≠j} y_i p_j", "2", "too many"),
    ],
)
def test_the_place_and_what_is_said_of_it(
    key: str, line: int, text: str, marked: str | None, said: str
) -> None:
    verdict = found(key, line, text, SOFT)
    assert verdict.kind in (VerdictKind.WRONG, VerdictKind.KNOWN_MISTAKE)
    assert verdict.place is not None
    assert text[slice(*verdict.place)].strip() == (marked or text)
    assert said in verdict.message


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.same", 6, "p_2 (1 - p_2)"),
        ("k-class.same", 6, "p_2 - p_2^2"),
        ("k-class.different", 4, "-p_1 p_2"),
        ("k-class.together", 7, "p_2 - y_2"),
        ("k-class.together", 7, "Σ_i y_i p_j - y_2"),
    ],
)
def test_no_sign_is_blamed_where_a_class_number_is_wrong(key: str, line: int, text: str) -> None:
    message = found(key, line, text, SOFT).message
    assert "sign" not in message
    assert "every term" not in message


def test_a_place_is_never_a_stretch_that_cuts_through_brackets() -> None:
    for text in (
        "-(y_j-(p_j-1))+Σ_{i≠j} y_i p_j",
        "(p_j-(1+y_j))-(2-Σ_i y_i)",
        "((y_j+1)-(p_j+2))+p_j",
        "-((y_j-p_j)-(y_j-1))-y_j",
        "p_j(1-(y_j-(2-p_j)))-y_j",
    ):
        verdict = found("k-class.together", 7, text, SOFT)
        assert verdict.place is not None
        part = text[slice(*verdict.place)]
        assert part.count("(") == part.count(")"), part


# --- A Σ below a flat bar has two readings ------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.same", 5, "e^z_j/Σ_k e^z_k (1 - e^z_j/Σ_k e^z_k)"),
        ("k-class.different", 3, "-e^z_i/Σ_k e^z_k · e^z_j/Σ_k e^z_k"),
        ("k-class.same", 5, "(1 - e^z_j/Σ_k e^z_k) e^z_j/Σ_k e^z_k (1)"),
        ("k-class.same", 6, "e^z_j/sum_k e^z_k * (1 - p_j)"),
        ("k-class.different", 4, "-1/Σ_k e^z_k p_i e^z_j"),
        ("k-class.together", 6, "e^z_j/Σ_i e^z_i · Σ_i y_i - y_j"),
        ("k-class.same", 5, "e^z_j/Σ_k e^z_k(1 - e^z_j/Σ_k e^z_k)"),
        ("short-road.slope", 1, "1/Σ_k e^z_k · e^z_j - y_j"),
        ("short-road.log-sum-exp", 4, "-Σ_i y_i z_i + log Σ_k e^z_k · Σ_i y_i"),
    ],
)
def test_the_reading_that_is_right_is_taken_and_brackets_are_asked_for(
    key: str, line: int, text: str
) -> None:
    verdict = found(key, line, text)
    assert verdict.true, verdict.message
    assert "stands in brackets; please write them" in verdict.message


@pytest.mark.parametrize(
    "text",
    [
        "e^z_j/Σ_k e^z_k (1 + e^z_j/Σ_k e^z_k)",
        "e^z_j/Σ_k e^z_k p_j",
        "1/Σ_k e^z_k e^z_j",
        "1 - 1/sum_k e^z_k * p_j",
    ],
)
def test_brackets_are_asked_for_where_neither_reading_is_right(text: str) -> None:
    verdict = found("k-class.same", 6, text)
    assert verdict.kind is VerdictKind.UNREADABLE
    assert "can be read in two ways" in verdict.message


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.same", 6, "e^z_j/(Σ_k e^z_k) (1 - p_j)"),
        ("k-class.same", 6, "(1 - p_j) e^z_j/Σ_k e^z_k"),
        ("k-class.same", 2, "(e^z_j Σ_k e^z_k - e^z_j e^z_j)/(Σ_k e^z_k)^2"),
        ("k-class.together", 7, "p_j/Σ_k y_k - y_j"),
        ("short-road.log-sum-exp", 5, "-Σ_i y_i z_i + log Σ_k e^z_k"),
    ],
)
def test_where_there_is_one_reading_nothing_is_said_of_brackets(
    key: str, line: int, text: str
) -> None:
    verdict = found(key, line, text)
    assert verdict.accepted
    assert "bracket" not in verdict.message


# --- A value alone is no evidence ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "text", "unsaid"),
    [
        ("k-class.chain-rule", 2, "0", "indices"),
        ("k-class.chain-rule", 2, "1 - 1", "indices"),
        ("k-class.together", 3, "0", "indices"),
        ("two-class.chain-rule", 2, "-a f'/f", "i = j"),
        ("two-class.together", 2, "-a b/(e^x+b)", "i = j"),
        ("two-class.slope-of-f", 1, "-b e^(-x)/(1+b e^(-x))^2", "order"),
    ],
)
def test_no_mistake_is_named_whose_marks_are_missing(
    key: str, line: int, text: str, unsaid: str
) -> None:
    assert unsaid not in found(key, line, text).message


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("two-class.slope-of-f", 1, "-b e^(-x)/(1+b e^(-x))^2"),
        ("two-class.slope-of-f", 3, "-(1+b e^(-x))^-2 b e^(-x)"),
        ("two-class.slope-of-f", 2, "-(b/e^x)/(1+b e^-x)^2"),
        ("two-class.first-ratio", 2, "-b e^(-x)/(1+b e^(-x))^2 / f"),
        ("two-class.second-ratio", 2, "b e^(-x)/(1+b e^(-x))^2 / (1-f)"),
    ],
)
def test_the_lost_inner_derivative_is_named(key: str, line: int, text: str) -> None:
    assert found(key, line, text).mistake == "inner-exponent"


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("two-class.first-ratio", 3, "b/e^x+b"),
        ("two-class.first-ratio", 3, "b/b+e^x"),
        ("two-class.slope-of-f", 1, "e^x(e^x+b)-e^x e^x/(e^x+b)^2"),
        ("two-class.slope-of-f", 3, "e^x b/e^x+b^2"),
        ("two-class.together", 6, "e^x/e^x+b - a"),
        ("two-class.one-minus-f", 3, "1 - e^x/b + e^x"),
        ("k-class.same", 2, "e^z_j (Σ_k e^z_k) - e^z_j e^z_j/(Σ_k e^z_k)^2"),
        ("k-class.together", 3, "-y_j*1 - p_j + Σ_{i≠j} y_i p_j"),
    ],
)
def test_a_missing_bracket_is_named(key: str, line: int, text: str) -> None:
    verdict = found(key, line, text)
    assert verdict.mistake == "missing-bracket"
    assert "a bracket is missing" in verdict.message


@pytest.mark.parametrize(
    ("key", "line", "text", "marked"),
    [
        (
            "short-road.log-sum-exp",
            2,
            "-Σ_i y_i log((Σ_k e^z_k)/e^z_i)",
            "((Σ_k e^z_k)/e^z_i)",
        ),
        ("short-road.log-sum-exp", 2, "-Σ_i y_i log(1/p_i)", "(1/p_i)"),
        ("short-road.log-sum-exp", 2, "-Σ_i log(Σ_k e^z_k/e^z_i) y_i", "(Σ_k e^z_k/e^z_i)"),
        ("short-road.log-sum-exp", 1, "-Σ_k y_k log(1/p_k)", "(1/p_k)"),
    ],
)
def test_an_inverted_fraction_in_a_logarithm_is_shown(
    key: str, line: int, text: str, marked: str
) -> None:
    verdict = found(key, line, text)
    assert verdict.place is not None
    assert text[slice(*verdict.place)].strip() == marked
    assert "upside down" in verdict.message
    assert "looks like" not in verdict.message


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("two-class.slope-of-f", 1, "-f^2"),
        ("two-class.slope-of-f", 1, "f"),
        ("two-class.together", 7, "-a (1 - f)"),
        ("k-class.chain-rule", 2, "y_j - p_j"),
        ("k-class.different", 4, "p_i (1 - p_j)"),
    ],
)
def test_a_mistake_known_by_its_value_is_not_told_as_a_fact(key: str, line: int, text: str) -> None:
    verdict = found(key, line, text)
    assert verdict.mistake is not None
    assert "has the same value as if" in verdict.message
    kind = KINDS[verdict.mistake]
    assert kind.general or kind.advice not in verdict.message


def test_every_listed_mistake_written_as_listed_is_told_as_seen() -> None:
    for key, mistakes in MISTAKES.items():
        for mistake in mistakes:
            verdict = found(key, mistake.line, written(mistake.expression), SOFT)
            assert verdict.message.startswith("This looks like a known mistake"), verdict.message


# --- The usual formula for a one-hot label gets one verdict everywhere ---------------------------


@pytest.mark.parametrize(
    ("key", "line", "text"),
    [
        ("k-class.together", 7, "p_j - 1"),
        ("k-class.together", 3, "-(1 - p_j)"),
        ("k-class.chain-rule", 2, "p_j - 1"),
        ("short-road.slope", 2, "p_j - 1"),
        ("short-road.slope", 1, "e^z_j/(Σ_k e^z_k) - 1"),
        ("two-class.together", 7, "f - 1"),
        ("two-class.together", 3, "-b/(e^x+b)"),
        ("two-class.chain-rule", 2, "-f'/f"),
    ],
)
def test_the_formula_for_the_true_class_is_a_right_number(key: str, line: int, text: str) -> None:
    assert found(key, line, text).kind is VerdictKind.RIGHT_NUMBER
    soft = found(key, line, text, SOFT)
    assert soft.kind is VerdictKind.WRONG
    assert "right only where the class whose logit moves is the true one" in soft.message
