"""Define what can be said about a typed line: the kinds of verdict, and their sentences."""

from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr

from ce_core.symbolic.practice.witness import Witness
from ce_core.symbolic.reading.spans import Reading


class VerdictKind(StrEnum):
    """What a typed line was found to be."""

    NEXT_LINE = "the next line"
    FURTHER_ON = "a line further on"
    LINE_ABOVE = "the line above again"
    NO_STEP = "true, but no step yet"
    ANOTHER_FORM = "right in another form"
    RIGHT_NUMBER = "right number, wrong formula"
    KNOWN_MISTAKE = "a known mistake"
    WRONG = "wrong"
    UNDEFINED = "undefined"
    UNREADABLE = "unreadable"


ACCEPTED = (VerdictKind.NEXT_LINE, VerdictKind.FURTHER_ON, VerdictKind.ANOTHER_FORM)
TRUE = (*ACCEPTED, VerdictKind.LINE_ABOVE, VerdictKind.NO_STEP)


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
        What was read: the whole line, or the part where it and the expected line differ.
    wanted
        The expected line, or its counterpart of that part. Not to be shown unasked.
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

    @property
    def true(self) -> bool:
        """Whether the line is equal to the line above, be it a step or not."""
        return self.kind in TRUE


# --- Sentences ----------------------------------------------------------------------------------

UNREADABLE = "This cannot be read: {problem}."
TWO_READINGS = (
    "“{quoted}” can be read in two ways. Please put brackets around the sum: (Σ_k …), or around "
    "all that it sums: Σ_k (…)."
)
READ_SO = "This holds if “{quoted}” stands in brackets; please write them."

NEXT_LINE = "Correct: this is the next line ({rule}). {reason}"
FURTHER_ON = "Correct, and further on: you went straight to “{rule}” and skipped {skipped}."
LINE_ABOVE = "True, but no step yet: this repeats {where}. Take the next step."
WRITTEN_BEFORE = "True, but no step yet: you have already written this line."
RESTATED = "True, but no step yet: your line still contains “{quoted}”, which you have to find."
UNFINISHED = "True so far, but “{quoted}” is still to be worked out."
ANOTHER_FORM = "Correct, in another form: your line is equal to the expected one."
ANOTHER_FORM_LABELS = "Correct, in another form. It uses that the labels sum to 1."
RESULT_REACHED = "Correct, and you have reached the result, in another form."

MISTAKE_SEEN = "This looks like a known mistake: {name}."
MISTAKE_BY_VALUE = "Your line has the same value as if this mistake had been made: {name}."
SAME_IF = "The same value results if {other}."
RIGHT_NUMBER = "Right number, wrong formula: it is true {case}, but not for a soft label."
RIGHT_IF_HOT = "It would be right only where the class whose logit moves is the true one."
NOT_EQUAL = "This is not equal to the line above."
LOOK_AT = "Look at “{quoted}”: {trouble}."
LOOK_AT_ALL = "Look at the whole line: {trouble}."
NUMBERS_HIDE_IT = "With your own numbers both happen to have the same value."
NUMBERS_AGREE = "With your numbers both happen to have about the same value."
UNDEFINED_VECTOR = (
    "“{quoted}” has no meaning for vectors: add vectors to vectors, and multiply them by numbers."
)
UNDEFINED = (
    "“{quoted}” has no real value: it divides by zero, or takes the logarithm or the root of what "
    "has none."
)
