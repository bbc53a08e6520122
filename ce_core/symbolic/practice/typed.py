"""Read a line for an exercise: plain typing, LaTeX, or an equation with the chain's left side.

Plain typing is read first, by :mod:`reading`. What it refuses is tried as LaTeX, as an equation,
and with σ without an argument, by the grammar that reads whole derivations.
"""

from collections.abc import Mapping

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Cases, Delta, Entry
from ce_core.symbolic.expression.class_sums import holds_free_index
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.practice.canonical_form import form
from ce_core.symbolic.practice.exercises import Practice
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.reading import parser, spans
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import MAX_LENGTH, ReadingError
from ce_core.symbolic.reading.vocabulary import Vocabulary
from ce_core.symbolic.review.formula.latex_tokens import tokenize
from ce_core.symbolic.review.formula.names import Letters, Names
from ce_core.symbolic.review.formula.pieces import pieces
from ce_core.symbolic.review.formula.rows import Row, Side, rows
from ce_core.symbolic.review.formula.side import read_side
from ce_core.symbolic.review.formula.trouble import Trouble

OTHER_LEFT_SIDE = "the left side is not what this derivation finds; write the right side alone"
ONE_LINE = "please write one line at a time"
ONE_EQUATION = "please write one step: a line with one equals sign at most"
NO_INDEX = "a letter needs its index here, such as y_j"
NO_CONDITION = "please write the line alone, without its condition"
NO_MEANING = "'{letter}' has no meaning here"
_MARKUP = ("\\", "$")
_MORE = (*_MARKUP, "σ", "if", "otherwise")
"""What plain typing has not, and the grammar of whole derivations reads."""


def readings(text: str, practice: Practice) -> tuple[Reading, ...]:
    """Read a line in each way that it can mean in an exercise.

    Raises
    ------
    ReadingError
        If it cannot be read; the message says what and where.
    """
    try:
        return _own_case(parser.readings(text, practice.vocabulary), practice)
    except ReadingError as error:
        if len(text) > MAX_LENGTH or not _says_more(text):
            raise
        plain = error
    try:
        return _own_case(_read_widely(text, practice), practice)
    except Trouble as trouble:
        # In plain typing the plain reader knows better what is wrong.
        if not any(mark in text for mark in _MARKUP):
            raise plain from None
        raise ReadingError(str(trouble), trouble.start) from None
    except (ValueError, RecursionError) as problem:
        raise (problem if isinstance(problem, ReadingError) else plain) from None


def _says_more(text: str) -> bool:
    return "=" in text.strip().removeprefix("=") or any(mark in text for mark in _MORE)


def _read_widely(text: str, practice: Practice) -> tuple[Reading, ...]:
    row = _only_row(text)
    *lefts, right = row.sides
    lefts = [left for left in lefts if left.tokens]
    if len(lefts) > 1:
        raise ReadingError(ONE_EQUATION, lefts[1].start)
    for left in lefts:
        _require_own(text, left, practice)
    return _side(text, right, practice)


def _only_row(text: str) -> Row:
    formulas = pieces(text)
    if len(formulas) > 1:
        raise ReadingError(ONE_LINE, formulas[1].start)
    start, end = (formulas[0].start, formulas[0].end) if formulas else (0, len(text))
    if formulas and formulas[0].trouble:
        raise Trouble(formulas[0].trouble, start)
    found = rows(tokenize(text, start, end))
    if len(found) != 1:
        raise ReadingError(ONE_LINE, found[1].start if found else 0)
    row = found[0]
    if row.relation is not None:
        raise Trouble("only an equals sign can stand here", row.relation.start)
    if row.condition is not None and row.condition[1] != "=":
        raise ReadingError(NO_CONDITION, row.end)
    if row.condition is None and text[row.end : end].strip(" .,;&{}\\\n"):
        raise ReadingError(ONE_LINE, row.end)
    return row


def _require_own(text: str, left: Side, practice: Practice) -> None:
    """Refuse a left side that is not what the chain is about."""
    start = practice.chain.lines[0].expression
    comparison = LineComparison(practice.chain)
    for reading in _side(text, left, practice):
        if form(reading.expression) == form(start):
            return
        try:
            if comparison.equal(reading.expression, start):
                return
        except (Undefined, KeyError):
            continue
    raise ReadingError(OTHER_LEFT_SIDE, left.start)


def _side(text: str, side: Side, practice: Practice) -> tuple[Reading, ...]:
    """A side as plain typing if it is that, else as LaTeX; its places are those of the text."""
    stretch = text[side.start : side.end]
    if not any(mark in stretch for mark in _MARKUP):
        try:
            return parser.readings(" " * side.start + stretch, practice.vocabulary)
        except ReadingError:
            pass
    names = _names(practice)
    found = read_side(side.tokens, names, side.start, side.end)
    for each in found:
        _refuse_unknown(each, practice.vocabulary)
    return tuple(_settled(each, practice.vocabulary) for each in found)


def _refuse_unknown(reading: Reading, vocabulary: Vocabulary) -> None:
    """Refuse letters and functions that the exercise does not have."""
    known = {
        *vocabulary.symbols.values(),
        *vocabulary.vectors.values(),
        *vocabulary.indices.values(),
        *vocabulary.named.values(),
    }
    for part in [reading, *reading.parts]:
        if part is not reading:
            _refuse_unknown(part, vocabulary)
        elif isinstance(part.expression, Symbol) and part.expression not in known:
            raise Trouble(NO_MEANING.format(letter=part.expression.name), *part.span)


def _names(practice: Practice) -> Names:
    """What letters mean in a practice, for the grammar that reads LaTeX."""
    vocabulary = practice.vocabulary
    meant: dict[Symbol, list[str]] = {LOGITS: [], PROBABILITIES: [], LABELS: [], COST: []}
    for letter, meaning in (*vocabulary.vectors.items(), *vocabulary.symbols.items()):
        if meaning in meant and letter not in meant[meaning]:
            meant[meaning].append(letter)
    letters = Letters(
        logits=tuple(meant[LOGITS]),
        probabilities=tuple(meant[PROBABILITIES]),
        labels=tuple(meant[LABELS]),
        cost=tuple(meant[COST]),
    )
    functions = {*vocabulary.named, *"fgh"}
    in_classes = not practice.in_two_classes
    return Names(letters, vocabulary.argument or "x", frozenset(functions), in_classes)


# --- Bare letters, and the case i = j ---------------------------------------------------------


def _settled(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Whole vectors where they may stand; elsewhere a letter without its index is refused."""
    expression = reading.expression
    if isinstance(expression, Entry):
        return reading
    if vocabulary.indices and expression in (LOGITS, PROBABILITIES, LABELS):
        if not vocabulary.whole_vectors:
            raise Trouble(NO_INDEX, *reading.span)
        return Reading(board.vector(expression), *reading.span, (reading,))
    if not reading.parts:
        return reading
    return _rebuilt(reading, tuple(_settled(each, vocabulary) for each in reading.parts))


def _own_case(found: tuple[Reading, ...], practice: Practice) -> tuple[Reading, ...]:
    """In a chain of one free index, δ_ij and the cases i = j, i ≠ j at that index."""
    settings = practice.chain.settings
    free = {index for index, _ in settings[0].indices} if settings else set()
    if len(free) != 1:
        return found
    (own,) = free
    return tuple(_at_own(each, own) for each in found)


def _at_own(reading: Reading, own: Symbol) -> Reading:
    others = {
        index
        for part in board.walk(reading.expression)
        if isinstance(part, Delta | Cases)
        for index in part.args[-2:]
        if isinstance(index, Symbol)
        and index != own
        and holds_free_index(reading.expression, index)
    }
    if len(others) != 1:
        return reading
    return _renamed(reading, {others.pop(): own})


def _renamed(reading: Reading, names: Mapping[Expr, Symbol]) -> Reading:
    if reading.expression in names:
        return spans.leaf(names[reading.expression], *reading.span)
    if not reading.parts:
        return reading
    parts = tuple(_renamed(each, names) for each in reading.parts)
    if isinstance(reading.expression, Cases) and len({each.expression for each in parts[2:]}) == 1:
        return parts[0].within(*reading.span)
    return _rebuilt(reading, parts)


def _rebuilt(reading: Reading, parts: tuple[Reading, ...]) -> Reading:
    if all(new is old for new, old in zip(parts, reading.parts, strict=True)):
        return reading
    args = tuple(each.expression for each in parts)
    return Reading(board.rebuild(reading.expression, args), *reading.span, parts)
