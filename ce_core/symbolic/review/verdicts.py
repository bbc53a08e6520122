"""Define what a review says: a status for each line, and the sentences."""

from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr

from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.names import Letters


class LineStatus(StrEnum):
    """What a line was found to be."""

    START = "start"
    OK = "ok"
    NEEDS_FACT = "needs-fact"
    SLIP = "slip"
    CARRIED = "carried"
    REPAIRED = "repaired"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"


RIGHT = (LineStatus.START, LineStatus.OK, LineStatus.NEEDS_FACT, LineStatus.REPAIRED)


@dataclass(frozen=True, eq=False)
class ReviewedLine:
    """What was found about one line.

    Parameters
    ----------
    text
        The line as it was written.
    span
        Its place: ``review.text[start:end]``.
    status
        One of :class:`LineStatus`.
    fact
        What it needs beside the line above, such as "Σy = 1"; empty if nothing.
    mistake
        The name of the known mistake; empty if it is none.
    place
        The place of what is wrong in the text, or of what cannot be read.
    message
        One or two plain sentences; they may quote what was written.
    number
        Its number among the lines, from 1.
    chain
        The number of its chain, from 0.
    reading
        What was read.
    left
        The left side, where the line opens a chain with one.
    difference
        How much it is off, as an expression, where that is short.
    rule
        The rule that leads to it from the line above; empty where none was recognised.
    """

    text: str
    span: tuple[int, int]
    status: LineStatus
    fact: str = ""
    mistake: str = ""
    place: tuple[int, int] | None = None
    message: str = ""
    number: int = 0
    chain: int = 0
    reading: Reading | None = None
    left: Reading | None = None
    difference: Expr | None = None
    rule: str = ""


@dataclass(frozen=True, eq=False)
class Review:
    """A reviewed derivation.

    Parameters
    ----------
    text
        What was given.
    lines
        Its lines, in their order.
    sentence
        What is to be said of the whole.
    letters
        What its letters were taken to mean.
    words
        The places of the words that stand between the formulas and were passed over.
    """

    text: str
    lines: tuple[ReviewedLine, ...]
    sentence: str
    letters: Letters
    words: tuple[tuple[int, int], ...] = ()

    @property
    def right(self) -> bool:
        """Whether no line that was judged is wrong."""
        wrong = (LineStatus.SLIP, LineStatus.CARRIED)
        return all(line.status not in wrong for line in self.lines)


# --- Sentences of a line ----------------------------------------------------------------------

STARTS = "The derivation starts here."
DEFINES = "This says what {name} stands for; the lines below may use it."
GIVEN = "This is taken as given: nothing above says what {name} is."
FOLLOWS = "It equals the line above."
TRUE = "This equation holds."
NEEDS = "It equals the line above only if {fact}."
TRUE_IF = "This equation holds only if {fact}."
NOT_ALLOWED = "It would equal the line above if {fact}, which you have not allowed."
NOT_EQUAL = "It does not equal the line above."
NOT_TRUE = "The two sides are not equal."
LOOK_AT = "Look at “{quoted}”: {trouble}."
OFF_BY = "It is off by {difference}."
YOUR_CLASSES = "logits {logits}; labels {labels}{classes}"
WORTH = "At {where} this line gives {wrote}, and {wanted} is right."
KNOWN = "This looks like a known mistake: {name}."
CARRIES = "It follows from the line above and carries the mistake of line {number}."
REPAIRS = (
    "It is right again, but it does not follow from the line above: the mistake of line {number} "
    "was dropped silently."
)
CANNOT = "This cannot be read: {problem}."
BEYOND = "This is beyond this tool: {problem}."
UNKNOWN_LETTER = (
    "This line was not judged: it is not said what “{letter}” stands for. Define it in a line "
    "above, or say it among the letters."
)
NO_VALUE = (
    "This line has no real value: it divides by zero, or takes the logarithm or the root of what "
    "has none."
)
NOT_EXPLAINED = "Correct the lines above first; then this one is explained, too."
NOT_JUDGED = "This line was not judged: so many lines above are wrong. Correct them first."
STRAY_SUM = (
    "the terms of this sum do not hold its index {index}, so one letter stands for two classes"
)
MIXED = "indices are mixed"
CONDITIONAL = "It holds for {condition}, as you say."
OTHERWISE_READ = "With {letter} as {quantity} this line would be {status}."
NO_LINES = "No formula was found. Paste a derivation, or write one, line by line."
LOSS_IS_SLOPE = "a loss is set equal to its derivative"
LOSS_WITHOUT_LOG = "The cost is −Σ y log p; this is no cost but, at most, a derivative of it."

QUANTITY_NAMES = {
    "logits": "logits",
    "probabilities": "probabilities",
    "labels": "labels",
    "cost": "cost",
    "total": "the sum of all exponentials",
}


def summary(lines: tuple[ReviewedLine, ...]) -> str:
    """One or two sentences about the whole."""
    judged = [each for each in lines if each.status not in _UNJUDGED]
    unread = [each for each in lines if each.status in _UNJUDGED]
    if not lines:
        return NO_LINES
    parts = []
    slips = [each for each in lines if each.status == LineStatus.SLIP]
    if not judged:
        parts.append("No line could be judged.")
    elif not slips:
        parts.append(_all_right(judged))
    else:
        parts += _with_slips(lines, slips)
    if unread:
        verb = "was" if len(unread) == 1 else "were"
        parts.append(f"{_lines_in_words(unread)} {verb} not judged.")
    return " ".join(parts)


_UNJUDGED = (LineStatus.UNREADABLE, LineStatus.UNSUPPORTED)


def _all_right(judged: list[ReviewedLine]) -> str:
    facts = list(dict.fromkeys(each.fact for each in judged if each.fact))
    using = f", if {' and '.join(facts)}" if facts else ""
    if len(judged) == 1:
        return f"Line {judged[0].number} holds{using}."
    return f"Every line that was judged is right{using}."


def _with_slips(lines: tuple[ReviewedLine, ...], slips: list[ReviewedLine]) -> list[str]:
    first = slips[0]
    right = [each for each in lines if each.number < first.number and each.status in RIGHT]
    said = []
    wrong = f"line {first.number} {_what(first)}"
    if right:
        verb = "is" if len(right) == 1 else "are"
        said.append(f"{_lines_in_words(right)} {verb} right; {wrong}")
    else:
        said.append(wrong[0].upper() + wrong[1:])
    carried = [
        each
        for each in lines
        if each.status == LineStatus.CARRIED
        and each.number > first.number
        and each.chain == first.chain
    ]
    if carried:
        follow = "follows" if len(carried) == 1 else "follow"
        said[0] += f"; {_lines_in_words(carried).lower()} {follow} from it"
    repaired = [
        each for each in lines if each.status == LineStatus.REPAIRED and each.chain == first.chain
    ]
    if repaired:
        said[0] += f"; line {repaired[0].number} drops the mistake silently"
    said[0] += "."
    if len(slips) > 1:
        rest = slips[1:]
        also = "is also wrong" if len(rest) == 1 else "are also wrong"
        said.append(f"{_lines_in_words(rest)} {also}.")
    return said


def _what(line: ReviewedLine) -> str:
    return f"is wrong ({line.mistake})" if line.mistake else "is wrong"


def _lines_in_words(lines: list[ReviewedLine]) -> str:
    numbers = [each.number for each in lines]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = []
    for first, last in runs:
        if first == last:
            words.append(str(first))
        else:
            words += [f"{first}", f"{last}"] if last == first + 1 else [f"{first} to {last}"]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"Line{'s' if len(numbers) > 1 else ''} {listed}"
