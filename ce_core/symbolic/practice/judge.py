"""Judging a typed line: the ladder of ever looser equalities, and what is said on each rung.

What was typed is read by our own parser and evaluated, never simplified: see :func:`judge`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr

from ce_core.sentences import capitalised
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.practice.canonical_form import form
from ce_core.symbolic.practice.exercises import Exercise
from ce_core.symbolic.practice.limits import refuse_foreign_indices, refuse_large
from ce_core.symbolic.practice.line_equality import Scales
from ce_core.symbolic.practice.locate import part_ways
from ce_core.symbolic.practice.mistake_kinds import KINDS, Mistake
from ce_core.symbolic.practice.witness import Witness, find_witness, in_words
from ce_core.symbolic.reading.parser import ReadingError, read
from ce_core.symbolic.reading.spans import Reading


class VerdictKind(StrEnum):
    """What a typed line was found to be."""

    NEXT_LINE = "the next line"
    FURTHER_ON = "a line further on"
    LINE_ABOVE = "the line above again"
    ANOTHER_FORM = "right in another form"
    RIGHT_NUMBER = "right number, wrong formula"
    KNOWN_MISTAKE = "a known mistake"
    WRONG = "wrong"
    UNDEFINED = "undefined"
    UNREADABLE = "unreadable"


ACCEPTED = (VerdictKind.NEXT_LINE, VerdictKind.FURTHER_ON, VerdictKind.ANOTHER_FORM)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is to be said about a typed line.

    Parameters
    ----------
    kind
        What it was found to be.
    message
        Plain sentences; they may quote what was typed, so they are to be shown as text.
    wrote
        What was read: the whole line, or the part where it and the right line part.
    wanted
        The right line, or its counterpart of that part. Not to be shown unasked.
    witness
        Numbers that show the difference.
    place
        Where in the text the trouble is: ``text[start:end]``.
    line
        The line that has been reached, counted from 0, where the line is accepted.
    mistake
        The key of the known mistake.
    """

    kind: VerdictKind
    message: str
    wrote: Reading | None = None
    wanted: Expr | None = None
    witness: Witness | None = None
    place: tuple[int, int] | None = None
    line: int | None = None
    mistake: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the board goes on from here."""
        return self.kind in ACCEPTED


def judge(text: str, exercise: Exercise) -> Verdict:
    """Judge what was typed as the next line.

    The rungs of the ladder, in this order: the same form as the wanted line, a later one, or one
    above; equal in value; equal to a known mistake; equal for one-hot labels only; wrong. Values
    are compared exactly at random points, with soft labels and three and four classes.

    Parameters
    ----------
    text
        A line as it was typed: anything at all.
    exercise
        The line that is wanted, and the person's own numbers.
    """
    try:
        reading = read(text, exercise.practice.vocabulary)
        refuse_foreign_indices(reading, exercise.practice.chain)
        refuse_large(reading)
    except ReadingError as error:
        return _unreadable(text, error)
    found = _by_form(reading, exercise)
    if found is not None:
        return found
    scales = Scales(exercise.practice.chain)
    try:
        scales.weigh(reading.expression)
        return _by_value(text, reading, exercise, scales)
    except Undefined:
        return _undefined(text, reading, scales)


def _unreadable(text: str, error: ReadingError) -> Verdict:
    start = min(error.position, len(text))
    return Verdict(
        VerdictKind.UNREADABLE,
        f"This cannot be read: {error}.",
        place=(start, min(start + 1, len(text))),
    )


# --- The same form ----------------------------------------------------------------------------


def _by_form(reading: Reading, exercise: Exercise) -> Verdict | None:
    lines, asked = exercise.practice.chain.lines, exercise.line
    typed = form(reading.expression)
    for number in (asked, *range(len(lines) - 1, asked, -1), *range(asked - 1, -1, -1)):
        if typed == form(lines[number].expression):
            return _reached(reading, exercise, number)
    return None


def _reached(reading: Reading, exercise: Exercise, number: int) -> Verdict:
    lines, asked = exercise.practice.chain.lines, exercise.line
    line = lines[number]
    if number < asked:
        where = "the line above" if number == asked - 1 else "a line further up"
        message = f"True, but no step yet: this is {where}, written again."
        return Verdict(VerdictKind.LINE_ABOVE, message, reading, exercise.wanted)
    if number == asked:
        message = f"Right, that is the next line ({line.rule}). {line.why()}"
        kind = VerdictKind.NEXT_LINE
    else:
        between = number - asked
        skipped = "one line" if between == 1 else f"{between} lines"
        message = f"Right, and further on: you went straight to “{line.rule}”, past {skipped}."
        kind = VerdictKind.FURTHER_ON
    return Verdict(kind, message, reading, line.expression, line=number)


# --- The same value ---------------------------------------------------------------------------


def _by_value(text: str, reading: Reading, exercise: Exercise, scales: Scales) -> Verdict:
    typed, wanted = reading.expression, exercise.wanted
    if scales.equal(typed, wanted):
        message = "Right in another form: it is worth the same, and the board writes it its way."
        return _in_another_form(reading, exercise, message)
    if scales.equal(typed, wanted, labels_sum_to_one=True):
        message = "Right in another form; it uses that the labels sum to 1."
        return _in_another_form(reading, exercise, message)
    for mistake in exercise.practice.mistakes:
        if scales.equal(typed, mistake.expression, labels_sum_to_one=True):
            return _known(reading, exercise, mistake)
    label = scales.one_hot_cases(typed, wanted)
    one_hot = _own_label_is_hot(exercise)
    if (label.own and label.others) or (label.own and one_hot is True):
        return _right_number(
            reading, exercise, "the class whose logit moves is the true one", label.others
        )
    if label.others and one_hot is False:
        return _right_number(reading, exercise, "another class is the true one", False)
    return _wrong(text, reading, exercise, scales)


def _in_another_form(reading: Reading, exercise: Exercise, message: str) -> Verdict:
    return Verdict(VerdictKind.ANOTHER_FORM, message, reading, exercise.wanted, line=exercise.line)


def _known(reading: Reading, exercise: Exercise, mistake: Mistake) -> Verdict:
    kind = KINDS[mistake.key]
    witness = find_witness(reading.expression, exercise)
    parts = [f"{capitalised(kind.name)}. {kind.advice}"]
    if mistake.also:
        parts.append(f"The same comes out if {mistake.also}.")
    if witness is not None:
        parts.append(in_words(witness, exercise))
        if witness.labels != exercise.at.labels:
            parts.append("With your own numbers both happen to be worth the same.")
    return Verdict(
        VerdictKind.KNOWN_MISTAKE,
        " ".join(parts),
        reading,
        exercise.wanted,
        witness,
        reading.span,
        mistake=mistake.key,
    )


def _right_number(reading: Reading, exercise: Exercise, when: str, always: bool) -> Verdict:
    case = "for every one-hot label" if always else f"where {when}"
    witness = find_witness(reading.expression, exercise, soft_only=True)
    shown = f" {in_words(witness, exercise)}" if witness else ""
    return Verdict(
        VerdictKind.RIGHT_NUMBER,
        f"Right number, wrong formula: it is true {case}, but not for a soft label.{shown}",
        reading,
        exercise.wanted,
        witness,
        reading.span,
    )


def _own_label_is_hot(exercise: Exercise) -> bool | None:
    """Whether her label is 1 for the class whose logit moves; None if it is soft."""
    label = exercise.at.labels[exercise.at.own]
    if sorted(exercise.at.labels)[-1] != 1.0:
        return None
    return label == 1.0


# --- Wrong ------------------------------------------------------------------------------------


def _wrong(text: str, reading: Reading, exercise: Exercise, scales: Scales) -> Verdict:
    lines, asked = exercise.practice.chain.lines, exercise.line
    above = lines[asked - 1 : asked] if asked > 1 else ()
    # Her line is held against the one it resembles most: where the least of it is off.
    places = [
        part_ways(reading, line.expression, scales.worth) for line in (*lines[asked:], *above)
    ]
    place = min(places, key=lambda each: each.wrote.end - each.wrote.start)
    start, end = place.wrote.span
    witness = find_witness(reading.expression, exercise)
    parts = ["This is not equal to the line above."]
    if (start, end) != reading.span:
        parts.append(f"Look at “{text[start:end].strip()}”: {place.trouble}.")
    elif place.trouble.startswith(("only", "every")):
        parts.append(f"Look at the whole of it: {place.trouble}.")
    if witness is None:
        parts.append("With your numbers both happen to be worth about the same.")
    else:
        parts.append(in_words(witness, exercise))
    return Verdict(
        VerdictKind.WRONG, " ".join(parts), place.wrote, place.wanted, witness, (start, end)
    )


def _undefined(text: str, reading: Reading, scales: Scales) -> Verdict:
    smallest = min(
        _undefined_parts(reading, scales), key=lambda part: part.end - part.start, default=reading
    )
    start, end = smallest.span
    return Verdict(
        VerdictKind.UNDEFINED,
        f"“{text[start:end].strip()}” has no value: it divides by zero, takes the logarithm of "
        "zero, or has no real value.",
        smallest,
        place=(start, end),
    )


def _undefined_parts(reading: Reading, scales: Scales) -> Iterator[Reading]:
    for part in (reading, *reading.parts):
        if part is reading:
            if scales.worth(part.expression) is None:
                yield part
        else:
            yield from _undefined_parts(part, scales)
