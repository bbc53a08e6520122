"""Say what is wrong in a line: a known mistake, the place where it differs, or both.

A known mistake counts as *seen* where the line has its form; elsewhere the line only has the same
value, and the place that was found comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Integer

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry
from ce_core.symbolic.practice.canonical_form import form
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.practice.locate import Place, first_difference
from ce_core.symbolic.practice.missing_brackets import forms_without_brackets
from ce_core.symbolic.practice.mistake_kinds import CLASS_NUMBER, KINDS, MISSING_BRACKET, Mistake
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.vocabulary import Vocabulary

LINES_WITHOUT_BRACKETS = 2
"""In how many of the expected lines a missing bracket is looked for: each takes some 10 ms once."""


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What was found about a wrong line.

    Parameters
    ----------
    place
        The smallest part that differs from the most similar of the expected lines.
    mistake
        A known mistake, if the line has its form or its value.
    seen
        Whether it has its form.
    """

    place: Place
    mistake: Mistake | None = None
    seen: bool = False


def diagnose(
    typed: Reading,
    expected: Sequence[Expr],
    mistakes: Sequence[Mistake],
    vocabulary: Vocabulary,
    comparison: LineComparison,
) -> Diagnosis:
    """What is wrong in a line that is known to be wrong.

    Parameters
    ----------
    typed
        The line.
    expected
        Lines that would be right in its place, the most likely first.
    mistakes
        Known mistakes to look for.
    vocabulary
        The names with which the line was read.
    comparison
        Decides which values are equal.
    """
    place = most_similar(typed, expected, comparison)
    mistake = seen_mistake(typed.expression, expected, mistakes, vocabulary)
    if mistake is None:
        mistake = class_number_for_index(typed.expression, expected[0], vocabulary, comparison)
    if mistake is not None:
        return Diagnosis(place, mistake, seen=True)
    return Diagnosis(place, mistake_of_equal_value(typed.expression, mistakes, comparison))


def most_similar(typed: Reading, expected: Sequence[Expr], comparison: LineComparison) -> Place:
    """Where the line differs from the expected line to which the fewest changes lead."""
    places = [first_difference(typed, each, comparison.value) for each in expected]
    return min(places, key=lambda each: (each.cost, each.wrote.end - each.wrote.start))


def seen_mistake(
    typed: Expr, expected: Sequence[Expr], mistakes: Sequence[Mistake], vocabulary: Vocabulary
) -> Mistake | None:
    """A known mistake whose form the line has, or the form of a line that lost its brackets."""
    shape = form(typed)
    for mistake in mistakes:
        known = map(form, (mistake.expression, *mistake.carried))
        if _shows_marks(typed, mistake) and shape in known:
            return mistake
    for number, line in enumerate(expected[:LINES_WITHOUT_BRACKETS]):
        if shape in forms_without_brackets(line, vocabulary):
            return Mistake(MISSING_BRACKET, number, typed)
    return None


def class_number_for_index(
    typed: Expr, expected: Expr, vocabulary: Vocabulary, comparison: LineComparison
) -> Mistake | None:
    """Whether the line is right as soon as an index stands in place of a class number."""
    entries = {part for part in board.walk(typed) if isinstance(part, Entry)}
    for number in {each.args[1] for each in entries if isinstance(each.args[1], Integer)}:
        for index in vocabulary.indices.values():
            indexed = {
                each: Entry(each.args[0], index) for each in entries if each.args[1] == number
            }
            replaced = board.replace(typed, indexed)
            if comparison.equal(replaced, expected, labels_sum_to_one=True):
                return Mistake(CLASS_NUMBER, 0, typed)
    return None


def mistake_of_equal_value(
    typed: Expr, mistakes: Sequence[Mistake], comparison: LineComparison
) -> Mistake | None:
    """A known mistake whose value the line has, and whose marks it shows."""
    for mistake in mistakes:
        if _shows_marks(typed, mistake) and comparison.equals_mistake(typed, mistake.expression):
            return mistake
    return None


def _shows_marks(typed: Expr, mistake: Mistake) -> bool:
    return KINDS[mistake.key].fits(typed) and mistake.fits(typed)
