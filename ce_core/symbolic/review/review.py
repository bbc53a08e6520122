r"""Review a pasted derivation: which lines are right, which is wrong, where and why.

LaTeX, Markdown and plain typing are read by our own grammar; nothing is evaluated as a program.
"""

from dataclasses import replace
from functools import lru_cache

from ce_core.symbolic.practice.exercises import Numbers
from ce_core.symbolic.review.formula.names import QUANTITIES, Letters
from ce_core.symbolic.review.formula.pieces import words_between
from ce_core.symbolic.review.judging import ThreadJudge
from ce_core.symbolic.review.reading.definitions import Defined
from ce_core.symbolic.review.reading.document import Document, Formulas, arrange, formulas_of
from ce_core.symbolic.review.reading.limits import MOST_EXPLAINED, Patience
from ce_core.symbolic.review.verdicts import (
    OTHERWISE_READ,
    QUANTITY_NAMES,
    LineStatus,
    Review,
    ReviewedLine,
    summary,
)

__all__ = ["Letters", "LineStatus", "Review", "ReviewedLine", "review"]

UNCERTAIN = ("o", "a", "s", "S", "q", "x", "h", "u", "π")
"""Letters that people use for logits, and for probabilities, too."""
MOST_ALTERNATIVES = 2
WRONG = (LineStatus.SLIP, LineStatus.CARRIED)


@lru_cache(maxsize=32)
def review(text: str, *, letters: Letters | None = None, numbers: Numbers | None = None) -> Review:
    """Say which lines of a derivation are right.

    Parameters
    ----------
    text
        LaTeX, Markdown with formulas, or plain typing: anything at all.
    letters
        What its letters mean; guessed from the text if left out.
    numbers
        Logits and labels at which wrong lines are told their values; example numbers if left out.

    Returns
    -------
    Review
        A status for each line: *start* (it begins a chain, or defines something), *ok*,
        *needs-fact*, *slip*, *carried*, *repaired*, *unreadable* or *unsupported*. A text that is
        too long gives a review without lines, whose sentence says so.
    """
    try:
        formulas = formulas_of(text)
        document = arrange(formulas, letters)
        found = _judged(text, document, numbers)
    except (ValueError, RecursionError) as problem:
        words = str(problem) if isinstance(problem, ValueError) else "This is nested too deep."
        return Review(text, (), words, letters or Letters())
    wrong = sum(line.status in WRONG for line in found.lines)
    if letters is not None or not 0 < wrong < MOST_EXPLAINED:
        return found
    return _best(text, formulas, found, numbers)


def _best(text: str, formulas: Formulas, found: Review, numbers: Numbers | None) -> Review:
    """Where a letter may mean something else and a verdict differs, say so."""
    best, noted = found, found
    for letter, changed in _alternatives(found.letters):
        sigma = letter == "σ"
        if sigma and "σ" not in text and "sigma" not in text:
            continue
        other = _judged(text, arrange(formulas, changed, other_sigma=sigma), numbers)
        if len(other.lines) != len(found.lines):
            continue
        if _count(other) < _count(best):
            best = noted = other if sigma else _noted(other, found, letter, found.letters)
        elif _count(other) == _count(best) and best is found and not sigma:
            noted = _noted(noted, other, letter, changed)
    return noted


def _count(review_: Review) -> int:
    return sum(line.status in (*WRONG, LineStatus.UNREADABLE) for line in review_.lines)


def _alternatives(letters: Letters) -> list[tuple[str, Letters]]:
    found = []
    for letter in UNCERTAIN:
        quantity = next((q for q in QUANTITIES if letter in getattr(letters, q)), "")
        other = {"logits": "probabilities", "probabilities": "logits"}.get(quantity)
        if other == "logits" and letters.logits:
            continue  # two letters for the logits: one of them would be the other's output
        if other is not None:
            kept = tuple(each for each in getattr(letters, quantity) if each != letter)
            moved = (*getattr(letters, other), letter)
            changed = letters.meaning({quantity: kept, other: moved})
            found.append((letter, changed))
    return [*found[:MOST_ALTERNATIVES], ("σ", letters)]


def _noted(shown: Review, other: Review, letter: str, letters: Letters) -> Review:
    """Say where another meaning of a letter gives another verdict."""
    quantity = next((q for q in QUANTITIES if letter in getattr(letters, q)), "")
    lines = tuple(
        line
        if line.status == twin.status or not {line.status, twin.status} <= _TOLD
        else replace(
            line,
            message=f"{line.message} "
            + OTHERWISE_READ.format(
                letter=letter, quantity=QUANTITY_NAMES[quantity], status=_IN_WORDS[twin.status]
            ),
        )
        for line, twin in zip(shown.lines, other.lines, strict=True)
    )
    return replace(shown, lines=lines)


_TOLD = {LineStatus.OK, LineStatus.NEEDS_FACT, LineStatus.SLIP, LineStatus.CARRIED}
_IN_WORDS = {
    LineStatus.START: "a start",
    LineStatus.OK: "right",
    LineStatus.NEEDS_FACT: "right under a condition",
    LineStatus.SLIP: "wrong",
    LineStatus.CARRIED: "a line that carries a mistake",
    LineStatus.REPAIRED: "right again",
    LineStatus.UNREADABLE: "unreadable",
    LineStatus.UNSUPPORTED: "beyond this tool",
}


def _judged(text: str, document: Document, numbers: Numbers | None) -> Review:
    defined = Defined()
    lines: list[ReviewedLine] = []
    patience = Patience()
    for number, thread in enumerate(document.threads):
        judge = ThreadJudge(text, document, thread, defined, numbers, patience)
        lines += judge.lines(len(lines), number)
    found = tuple(lines)
    words = words_between(text, [line.span for line in found])
    return Review(text, found, summary(found), document.letters, words)
