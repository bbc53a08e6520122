"""Judge a typed line by a ladder of ever looser equalities, and say what was found on each rung.

What was typed is read by our own parser and evaluated, never simplified: see :func:`judge`.
"""

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr

from ce_core.symbolic.expression.board import SumExcept, SumOver, Vector, walk
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import LABELS, A
from ce_core.symbolic.practice import verdict as say
from ce_core.symbolic.practice.announced import Progress
from ce_core.symbolic.practice.canonical_form import form, tidy_form
from ce_core.symbolic.practice.diagnosis import Diagnosis, diagnose
from ce_core.symbolic.practice.exercises import Exercise
from ce_core.symbolic.practice.limits import refuse_foreign_indices, refuse_large
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.practice.locate import Place
from ce_core.symbolic.practice.mistake_kinds import KINDS, Mistake
from ce_core.symbolic.practice.typed import readings
from ce_core.symbolic.practice.verdict import Verdict, VerdictKind
from ce_core.symbolic.practice.witness import find_witness, in_words
from ce_core.symbolic.reading.parser import ReadingError
from ce_core.symbolic.reading.spans import Reading

__all__ = ["Verdict", "VerdictKind", "judge"]


def judge(text: str, exercise: Exercise) -> Verdict:
    """Judge what was typed as the next line.

    The rungs of the ladder, in this order: the same form as the expected line, a later one, or
    one above; equal in value; a known mistake; equal for one-hot labels only; wrong. Values are
    compared at random points drawn anew, with soft labels, for 2 to 6 classes and for as many as
    the person's own numbers have.

    Parameters
    ----------
    text
        A line as it was typed: anything at all.
    exercise
        The line that is expected, and the person's own numbers.
    """
    try:
        found = readings(text, exercise.practice)
        for reading in found:
            refuse_foreign_indices(reading, exercise.practice.chain)
            refuse_large(reading, exercise.classes)
    except ReadingError as error:
        return _unreadable(text, error)
    if len(found) > 1:
        return _judge_both(text, found, exercise)
    return _judge_reading(text, found[0], exercise)


def _judge_both(text: str, found: tuple[Reading, ...], exercise: Exercise) -> Verdict:
    """A line with two readings: the one that is true counts; if none is, ask for brackets."""
    for reading, other in (found, found[::-1]):
        verdict = _judge_reading(text, reading, exercise)
        if verdict.true:
            start, end = _first_difference(reading, other)
            note = say.READ_SO.format(quoted=text[start:end].strip())
            return replace(verdict, message=f"{verdict.message} {note}")
    start, _ = _first_difference(*found)
    end = max(_first_difference(*found)[1], _first_difference(*found[::-1])[1])
    message = say.TWO_READINGS.format(quoted=text[start:end].strip())
    return Verdict(VerdictKind.UNREADABLE, message, place=(start, end))


def _first_difference(reading: Reading, other: Reading) -> tuple[int, int]:
    """The place of the first sum that ends elsewhere in the other reading."""
    spans = {part.span for part in _sums(other)}
    return min(part.span for part in _sums(reading) if part.span not in spans)


def _sums(reading: Reading) -> Iterator[Reading]:
    if isinstance(reading.expression, SumOver | SumExcept):
        yield reading
    for part in reading.parts:
        yield from _sums(part)


def _judge_reading(text: str, reading: Reading, exercise: Exercise) -> Verdict:
    found = _by_form(reading, exercise)
    if found is not None:
        return found
    comparison = LineComparison(exercise.practice.chain, exercise.setting)
    try:
        comparison.require_defined(reading.expression)
        return _by_value(text, reading, exercise, comparison)
    except Undefined:
        return _undefined(text, reading, comparison)


def _unreadable(text: str, error: ReadingError) -> Verdict:
    start = min(error.position, len(text))
    return Verdict(
        VerdictKind.UNREADABLE,
        say.UNREADABLE.format(problem=error),
        place=(start, min(start + 1, len(text))),
    )


# --- The same form ----------------------------------------------------------------------------


def _by_form(reading: Reading, exercise: Exercise) -> Verdict | None:
    lines, asked = exercise.practice.chain.lines, exercise.line
    typed = form(reading.expression)
    for number in (asked, *range(len(lines) - 1, asked, -1), *range(asked - 1, -1, -1)):
        if typed == form(lines[number].expression):
            return _reached(reading, exercise, number)
    return _by_tidy_form(reading, exercise)


def _by_tidy_form(reading: Reading, exercise: Exercise) -> Verdict | None:
    """A line that has been written before, on the board or by the person, but for like terms."""
    lines, asked = exercise.practice.chain.lines, exercise.line
    typed = tidy_form(reading.expression)
    if typed in map(tidy_form, exercise.written):
        return Verdict(VerdictKind.LINE_ABOVE, say.WRITTEN_BEFORE, reading, exercise.wanted)
    if typed in (tidy_form(line.expression) for line in lines[asked:]):
        return None
    for number in range(asked - 1, -1, -1):
        if typed == tidy_form(lines[number].expression):
            return _reached(reading, exercise, number)
    return None


def _reached(reading: Reading, exercise: Exercise, number: int) -> Verdict:
    lines, asked = exercise.practice.chain.lines, exercise.line
    line = lines[number]
    if number < asked:
        where = "the line above" if number == asked - 1 else "a line further up"
        message = say.LINE_ABOVE.format(where=where)
        return Verdict(VerdictKind.LINE_ABOVE, message, reading, exercise.wanted)
    if number == asked:
        message = say.NEXT_LINE.format(rule=line.rule, reason=line.why())
        kind = VerdictKind.NEXT_LINE
    else:
        between = number - asked
        skipped = "one line" if between == 1 else f"{between} lines"
        message = say.FURTHER_ON.format(rule=line.rule, skipped=skipped)
        kind = VerdictKind.FURTHER_ON
    return Verdict(kind, message, reading, line.expression, line=number)


# --- The same value ---------------------------------------------------------------------------


def _by_value(
    text: str, reading: Reading, exercise: Exercise, comparison: LineComparison
) -> Verdict:
    typed, wanted = reading.expression, exercise.wanted
    if comparison.equal(typed, wanted):
        return _equal(text, reading, exercise, comparison, say.ANOTHER_FORM)
    if comparison.equal(typed, wanted, labels_sum_to_one=True):
        return _equal(text, reading, exercise, comparison, say.ANOTHER_FORM_LABELS)
    cases = comparison.one_hot_cases(typed, wanted)
    hot = _own_label_is_hot(exercise)
    # ŷ_j − 1 is the usual formula for a one-hot label: no mistake need be made to write it.
    label_put_in = cases.own and not _holds_labels(typed)
    found = _diagnosed(reading, exercise, comparison, known=not label_put_in)
    if found.mistake is not None:
        return _known(text, reading, exercise, found, found.mistake)
    if cases.own and cases.others:
        return _right_number(reading, exercise, "for every one-hot label")
    if cases.own and hot is True:
        return _right_number(reading, exercise, "where the class whose logit moves is the true one")
    if cases.others and hot is False:
        return _right_number(reading, exercise, "where another class is the true one")
    return _wrong(text, reading, exercise, found.place, only_if_hot=label_put_in)


def _diagnosed(
    reading: Reading, exercise: Exercise, comparison: LineComparison, *, known: bool
) -> Diagnosis:
    practice, asked = exercise.practice, exercise.line
    lines = [line.expression for line in practice.chain.lines]
    expected = (*lines[asked:], *lines[asked - 1 : 0 : -1])
    mistakes = practice.mistakes if known else ()
    return diagnose(reading, expected, mistakes, practice.vocabulary, comparison)


def _holds_labels(expression: Expr) -> bool:
    return any(part in (A, LABELS) for part in walk(expression))


def _equal(
    text: str, reading: Reading, exercise: Exercise, comparison: LineComparison, message: str
) -> Verdict:
    """A true line; a step only if it does not announce what is to be found."""
    progress, last = Progress(exercise.practice.chain, comparison), exercise.practice.last
    for unsaid, part in (
        (say.RESTATED, progress.restated(reading, exercise.line)),
        (say.UNFINISHED, progress.unfinished(reading, exercise.line)),
    ):
        if part is not None:
            message = unsaid.format(quoted=_quoted(text, part))
            return Verdict(VerdictKind.NO_STEP, message, reading, exercise.wanted, place=part.span)
    reached = exercise.line
    if reached < last and progress.reaches_the_result(reading.expression):
        reached, message = last, say.RESULT_REACHED
    wanted = exercise.practice.chain.lines[reached].expression
    return Verdict(VerdictKind.ANOTHER_FORM, message, reading, wanted, line=reached)


def _right_number(reading: Reading, exercise: Exercise, case: str) -> Verdict:
    witness = find_witness(reading.expression, exercise, soft_only=True)
    shown = f" {in_words(witness, exercise)}" if witness else ""
    return Verdict(
        VerdictKind.RIGHT_NUMBER,
        say.RIGHT_NUMBER.format(case=case) + shown,
        reading,
        exercise.wanted,
        witness,
        reading.span,
    )


def _own_label_is_hot(exercise: Exercise) -> bool | None:
    """Whether the label is 1 for the class whose logit moves; None if it is soft."""
    label = exercise.at.labels[exercise.at.own]
    if sorted(exercise.at.labels)[-1] != 1.0:
        return None
    return label == 1.0


# --- Wrong ------------------------------------------------------------------------------------


def _known(
    text: str, reading: Reading, exercise: Exercise, found: Diagnosis, mistake: Mistake
) -> Verdict:
    kind, place, span = KINDS[mistake.key], found.place, reading.span
    if found.seen:
        parts = [say.MISTAKE_SEEN.format(name=kind.name), kind.advice]
    elif place.definite and place.wrote.span != span:
        span = place.wrote.span
        parts = [_look_at(text, place), say.MISTAKE_BY_VALUE.format(name=kind.name)]
    else:
        parts = [say.MISTAKE_BY_VALUE.format(name=kind.name)]
        parts += [kind.advice] if kind.general else []
    if mistake.also:
        parts.append(say.SAME_IF.format(other=mistake.also))
    witness = find_witness(reading.expression, exercise)
    if witness is not None:
        parts.append(in_words(witness, exercise))
        if witness.labels != exercise.at.labels:
            parts.append(say.NUMBERS_HIDE_IT)
    return Verdict(
        VerdictKind.KNOWN_MISTAKE,
        " ".join(parts),
        reading,
        exercise.wanted,
        witness,
        span,
        mistake=mistake.key,
    )


def _wrong(
    text: str, reading: Reading, exercise: Exercise, place: Place, *, only_if_hot: bool
) -> Verdict:
    parts = [say.NOT_EQUAL]
    if only_if_hot:
        parts.append(say.RIGHT_IF_HOT)
    if place.wrote.span != reading.span:
        parts.append(_look_at(text, place))
    elif place.definite:
        parts.append(say.LOOK_AT_ALL.format(trouble=place.trouble))
    witness = find_witness(reading.expression, exercise)
    parts.append(say.NUMBERS_AGREE if witness is None else in_words(witness, exercise))
    return Verdict(
        VerdictKind.WRONG,
        " ".join(parts),
        place.wrote,
        place.wanted,
        witness,
        place.wrote.span,
    )


def _look_at(text: str, place: Place) -> str:
    return say.LOOK_AT.format(quoted=_quoted(text, place.wrote), trouble=place.trouble)


def _quoted(text: str, part: Reading) -> str:
    return text[slice(*part.span)].strip()


def _undefined(text: str, reading: Reading, comparison: LineComparison) -> Verdict:
    smallest = min(
        _undefined_parts(reading, comparison),
        key=lambda part: part.end - part.start,
        default=reading,
    )
    vectors = any(isinstance(part, Vector) for part in walk(smallest.expression))
    sentence = say.UNDEFINED_VECTOR if vectors else say.UNDEFINED
    message = sentence.format(quoted=_quoted(text, smallest))
    return Verdict(VerdictKind.UNDEFINED, message, smallest, place=smallest.span)


def _undefined_parts(reading: Reading, comparison: LineComparison) -> Iterator[Reading]:
    for part in (reading, *reading.parts):
        if part is not reading:
            yield from _undefined_parts(part, comparison)
        elif comparison.value(part.expression) is None:
            yield part
