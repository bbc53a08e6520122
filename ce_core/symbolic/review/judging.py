"""Judge the lines of one chain: each against the line before, and against the start."""

from dataclasses import dataclass, replace

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Untouched
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.practice.exercises import Numbers
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review import verdicts as say
from ce_core.symbolic.review.compare import LABELS_SUM, ONE_HOT, Comparer, Condition, comparer
from ce_core.symbolic.review.diagnosis import explain
from ce_core.symbolic.review.formula.trouble import Trouble
from ce_core.symbolic.review.reading.defining import defines, is_cost, names_right_side
from ce_core.symbolic.review.reading.definitions import Defined
from ce_core.symbolic.review.reading.document import Document, Thread, Written
from ce_core.symbolic.review.reading.limits import Patience
from ce_core.symbolic.review.reading.resolve import free_indices
from ce_core.symbolic.review.reading.subject import Subject
from ce_core.symbolic.review.rules.recognise import ORDER, rule_between
from ce_core.symbolic.review.verdicts import LineStatus, ReviewedLine

_MILD = (LABELS_SUM, ONE_HOT)
QUANTITY = (LOGITS, PROBABILITIES, LABELS, COST)
_LONGEST_NAME = 40


@dataclass(frozen=True)
class _Place:
    """A line on its way to a verdict: what was written, its number, and that of its chain."""

    line: Written
    number: int
    chain: int
    first: bool = False
    """Whether it is compared with the left side, not with a line above."""


@dataclass(eq=False)
class _State:
    """What has been found so far in a chain."""

    start: Expr | None = None
    before: Reading | None = None
    wrong_since: int = 0
    used: tuple[str, ...] = ()


class ThreadJudge:
    """Judges one chain.

    Parameters
    ----------
    text, document
        The text, and how it was read.
    thread
        The chain.
    defined
        Definitions of the lines above; what this chain defines is added.
    numbers
        A person's own numbers.
    patience
        How many mistakes are still explained.
    """

    def __init__(
        self,
        text: str,
        document: Document,
        thread: Thread,
        defined: Defined,
        numbers: Numbers | None,
        patience: Patience,
    ) -> None:
        self._text, self._document, self._thread = text, document, thread
        self._defined, self._numbers, self._patience = defined, numbers, patience
        self._subject = Subject(document, thread)
        self._state = _State()
        self._left: Reading | None = None
        self._comparing: Comparer | None = None

    # --- Its lines ----------------------------------------------------------------------------

    def lines(self, before: int, chain: int) -> list[ReviewedLine]:
        """The verdicts, numbered from ``before + 1``."""
        thread = self._thread
        try:
            if thread.left is not None:
                self._left = self._subject.ready(thread.left)
        except Trouble as trouble:
            thread.lines[0] = replace(thread.lines[0], trouble=trouble, readings=())
        found = [
            self._verdict(_Place(line, before + position + 1, chain), opens=position == 0)
            for position, line in enumerate(thread.lines)
        ]
        if self._left is not None and found and found[0].reading is not None:
            found[0] = replace(found[0], left=self._left)
        return found

    def _verdict(self, place: _Place, *, opens: bool) -> ReviewedLine:
        if place.line.trouble is not None:
            return self._unread(place, place.line.trouble)
        try:
            readings = [self._subject.ready(each) for each in place.line.readings]
        except Trouble as trouble:
            return self._unread(place, trouble)
        if self._patience.ends():
            return self._line(place, LineStatus.UNSUPPORTED, say.NOT_JUDGED, readings[0])
        left = self._left
        if opens and left is not None and self._defines(left, readings[0]):
            self._state.start = self._state.start or readings[0].expression
            self._state.before = readings[0]
            return self._definition(place, left, readings[0])
        try:
            return self._judge(place, readings)
        except Undefined as problem:
            if "vector" in str(problem):  # of other shapes, or within a function
                message = say.BEYOND.format(problem=str(problem).rstrip("."))
                return self._line(place, LineStatus.UNSUPPORTED, message, readings[0])
            return self._line(
                place, LineStatus.UNREADABLE, say.NO_VALUE, readings[0], at=readings[0].span
            )

    def _comparer(self) -> Comparer:
        sides = [*([self._left] if self._left else []), *self._subject.sides()]
        expressions = tuple(each.expression for each in sides)
        letters, in_classes = self._document.letters, self._subject.in_classes
        logits = tuple(map(Symbol, letters.logits or ("x",)))
        definitions = self._defined.for_lines(expressions, in_classes, logits)
        return comparer(definitions, letters, expressions, self._conditions(), in_classes)

    def _conditions(self) -> tuple[Condition, ...]:
        given = self._thread.condition
        stated = {line.condition for line in self._thread.lines if line.condition}
        if given:
            stated.add(given)
        return tuple((board.index(i), sign, board.index(j)) for i, sign, j in sorted(stated))

    # --- Definitions --------------------------------------------------------------------------

    def _defines(self, left: Reading, right: Reading) -> bool:
        return defines(self._document, self._thread, self._defined, left, right)

    def _definition(self, place: _Place, left: Reading, right: Reading) -> ReviewedLine:
        pattern, body = left.expression, right.expression
        turned = names_right_side(self._document, self._defined, left, right)
        if turned:
            pattern, body = body, pattern
        if pattern == COST and not is_cost(body):
            return self._line(
                place, LineStatus.SLIP, say.LOSS_WITHOUT_LOG, right,
                mistake=say.LOSS_IS_SLOPE, at=right.span,
            )  # fmt: skip
        if not (self._subject.in_classes and pattern == COST and self._is_usual_cost(left, right)):
            self._defined.define(pattern, body)
        message = say.DEFINES.format(name=self._quoted(right if turned else left))
        return self._line(place, LineStatus.START, message, right)

    def _is_usual_cost(self, left: Reading, right: Reading) -> bool:
        """Whether a cost is −Σ y log p, or its summand alone, as E = −y log ŷ is meant."""
        body = right.expression
        for index in free_indices(body):
            body = board.sum_over(body, index)
        try:
            return self._comparer().equal(left.expression, body)
        except Undefined:
            return False

    # --- Verdicts -----------------------------------------------------------------------------

    def _judge(self, place: _Place, readings: list[Reading]) -> ReviewedLine:
        if self._comparing is None:
            self._comparing = self._comparer()
        comparing, state = self._comparing, self._state
        if state.start is not None and state.before is not None:
            return self._compared(comparing, state.before, place, readings)
        # The first line that can be read is compared with the left side, if that has a value.
        comparing.equal(readings[0].expression, readings[0].expression)
        state.start, state.before = readings[0].expression, readings[0]
        if self._left is None:
            return self._line(place, LineStatus.START, say.STARTS, readings[0])
        right = readings[0].expression
        if not self._has_meaning(self._left.expression, right, comparing):
            message = say.GIVEN.format(name=self._quoted(self._left))
            return self._line(place, LineStatus.START, message, readings[0])
        state.start = self._left.expression
        return self._compared(comparing, self._left, replace(place, first=True), readings)

    def _compared(
        self, comparing: Comparer, before: Reading, place: _Place, readings: list[Reading]
    ) -> ReviewedLine:
        state, reading = self._state, readings[0]
        held = comparing.held(before.expression, reading.expression, state.used)
        for other in readings[1:]:
            if not held.equal:
                again = comparing.held(before.expression, other.expression, state.used)
                if again.equal:
                    reading, held = other, again
        state.before = reading
        if held.equal:
            return self._follows(comparing, before, place, reading, held.fact)
        if state.wrong_since and state.start is not None:
            again = comparing.held(state.start, reading.expression, state.used)
            if again.equal and again.fact in ("", *state.used, *_MILD):
                message = say.REPAIRS.format(number=state.wrong_since)
                state.wrong_since = 0
                return self._line(place, LineStatus.REPAIRED, message, reading, fact=again.fact)
        unknown = self._unknown(reading.expression, before.expression, comparing)
        if unknown:
            message = say.UNKNOWN_LETTER.format(letter=unknown)
            return self._line(place, LineStatus.UNSUPPORTED, message, reading)
        state.wrong_since = place.number
        return self._wrong(comparing, before, place, reading)

    def _follows(
        self, comparing: Comparer, before: Reading, place: _Place, reading: Reading, fact: str
    ) -> ReviewedLine:
        state = self._state
        if fact and not self._allowed(fact):
            state.wrong_since = place.number
            message = say.NOT_ALLOWED.format(fact=fact)
            return self._line(place, LineStatus.SLIP, message, reading, at=reading.span)
        if fact:
            state.used = (*state.used, fact)
        if state.wrong_since:
            message = say.CARRIES.format(number=state.wrong_since)
            return self._line(place, LineStatus.CARRIED, message, reading, fact=fact)
        if fact:
            message = (say.TRUE_IF if place.first else say.NEEDS).format(fact=fact)
            return self._line(place, LineStatus.NEEDS_FACT, message, reading, fact=fact)
        message = say.TRUE if place.first else say.FOLLOWS
        rule = rule_between(before.expression, reading.expression, comparing.definitions)
        if place.first and rule == ORDER:
            rule = ""  # an equation whose sides are alike needs none
        if rule:
            message = f"{message[:-1]}: {rule}."
        return self._line(place, LineStatus.OK, message, reading, rule=rule)

    def _allowed(self, fact: str) -> bool:
        letters = self._document.letters
        if fact == LABELS_SUM:
            return letters.labels_sum_to_one or bool(letters.one_hot)
        return letters.one_hot is not False or ONE_HOT not in fact

    def _wrong(
        self, comparing: Comparer, before: Reading, place: _Place, reading: Reading
    ) -> ReviewedLine:
        verdict = say.NOT_TRUE if place.first else say.NOT_EQUAL
        if not self._patience.take():
            message = f"{verdict} {say.NOT_EXPLAINED}"
            return self._line(place, LineStatus.SLIP, message, reading, at=reading.span)
        explained = explain(self._text, before.expression, reading, comparing, self._numbers)
        return self._line(
            place, LineStatus.SLIP, " ".join([verdict, *explained.sentences]), reading,
            mistake=explained.mistake, at=explained.place, difference=explained.difference,
        )  # fmt: skip

    def _unknown(self, line: Expr, before: Expr, comparing: Comparer) -> str:
        """A letter that means nothing here and does not stand in the line before; or nothing."""
        known = {*_letters_of(before), *comparing.known_letters(), *self._document.bare, *QUANTITY}
        new = {each for each in _letters_of(line) if each not in known}
        return min((str(each) for each in new), default="")

    def _has_meaning(self, left: Expr, right: Expr, comparing: Comparer) -> bool:
        """Whether the left side has a value: all letters, functions and costs in it have one."""
        if self._unknown(left, right, comparing):
            return False
        defined = comparing.defined_names()
        for part in board.walk(left):
            if isinstance(part, Call) and part.args[0] not in defined:
                return False
            if isinstance(part, Untouched) and isinstance(part.args[0], Symbol):
                known = part.args[0] in defined
                if not known and part.args[0] != part.args[1]:
                    return False
        if isinstance(left, Symbol | Entry):
            return left in defined or (
                isinstance(left, Entry) and (left.args[0] in defined or left.args[0] == LABELS)
            )
        return True

    # --- Lines --------------------------------------------------------------------------------

    def _unread(self, place: _Place, trouble: Trouble) -> ReviewedLine:
        status = LineStatus.UNSUPPORTED if trouble.beyond else LineStatus.UNREADABLE
        sentence = say.BEYOND if trouble.beyond else say.CANNOT
        message = sentence.format(problem=trouble)
        return self._line(place, status, message, None, at=(trouble.start, trouble.end))

    def _line(
        self,
        place: _Place,
        status: LineStatus,
        message: str,
        reading: Reading | None,
        *,
        fact: str = "",
        mistake: str = "",
        at: tuple[int, int] | None = None,
        difference: Expr | None = None,
        rule: str = "",
    ) -> ReviewedLine:
        span = (place.line.start, place.line.end)
        return ReviewedLine(
            self._text[slice(*span)].strip(),
            span,
            status,
            fact,
            mistake,
            at,
            message,
            place.number,
            place.chain,
            reading,
            difference=difference,
            rule=rule,
        )

    def _quoted(self, part: Reading) -> str:
        text = " ".join(self._text[part.start : part.end].split())
        short = text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
        return f"“{short}”"


def _letters_of(expression: Expr) -> set[Expr]:
    """The letters of an expression; not those of its indices and functions."""
    found = set()
    for part in board.walk(expression):
        if isinstance(part, Entry):
            found.add(part.args[0])
        elif isinstance(part, Symbol) and not part.is_integer:
            found.add(part)
    functions = {part.args[0] for part in board.walk(expression) if isinstance(part, Call)}
    return found - functions
