"""Judge the lines of one chain: each against the line before, and against the start."""

from dataclasses import dataclass, replace

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Grid, Untouched
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.practice.exercises import Numbers
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review import verdicts as say
from ce_core.symbolic.review.compare import LABELS_SUM, ONE_HOT, Comparer, Condition, comparer
from ce_core.symbolic.review.definitions import Defined
from ce_core.symbolic.review.diagnosis import Explained, explain
from ce_core.symbolic.review.document import Document, Thread, Written
from ce_core.symbolic.review.formula.trouble import Trouble
from ce_core.symbolic.review.limits import refuse_large
from ce_core.symbolic.review.resolve import (
    Indexed,
    free_indices,
    holds_grid,
    is_in_classes,
    without_sample_index,
)
from ce_core.symbolic.review.verdicts import LineStatus, ReviewedLine

J = board.index("j")


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
    """

    def __init__(
        self,
        text: str,
        document: Document,
        thread: Thread,
        defined: Defined,
        numbers: Numbers | None = None,
    ) -> None:
        self._text, self._document, self._thread = text, document, thread
        self._numbers = numbers
        self._defined = defined
        self._in_classes = self._speaks_of_classes()
        self._resolve = self._resolver()

    # --- What the chain is about --------------------------------------------------------------

    def _readings(self) -> list[Reading]:
        left = [self._thread.left] if self._thread.left else []
        return [*left, *(each for line in self._thread.lines for each in line.readings[:1])]

    def _speaks_of_classes(self) -> bool:
        expressions = [each.expression for each in self._readings()]
        if self._is_binary(expressions):
            return False
        return any(map(is_in_classes, expressions)) or self._may_speak_of_classes(expressions)

    def _may_speak_of_classes(self, expressions: list[Expr]) -> bool:
        """Bare letters of a text whose other lines have indices."""
        parts = [part for each in expressions for part in board.walk(each)]
        if any(isinstance(part, Call | Grid) for part in parts):
            return False
        holds = any(part in (PROBABILITIES, LABELS) or part == COST for part in parts)
        return holds and self._document_in_classes()

    def _is_binary(self, expressions: list[Expr]) -> bool:
        """Whether indices number samples: 1 − y_i stands there, and no sum over classes."""
        if any(isinstance(p, board.SumOver | board.SumExcept | board.Delta)
               for e in expressions for p in board.walk(e)):  # fmt: skip
            return False
        return any(
            part.is_Add
            and len(part.args) == 2
            and part.args[0] == Integer(1)
            and _letter(board.negated(part.args[1])) == LABELS
            for each in expressions
            for part in board.walk(each)
        )

    def _resolver(self) -> object:
        expressions = [each.expression for each in self._readings()]
        if not self._in_classes:
            if any(holds_grid(each) for each in expressions):
                return Indexed(J, self._document.bare, {}, True)
            if self._is_binary(expressions):
                return without_sample_index
            return lambda reading: reading
        left = self._thread.left
        fixed = free_indices(left.expression) if left else frozenset()
        excluded = {
            part.args[2]
            for each in expressions
            for part in board.walk(each)
            if isinstance(part, board.SumExcept) and isinstance(part.args[2], Symbol)
        }
        in_cases = {
            index
            for each in expressions
            for part in board.walk(each)
            if isinstance(part, board.Cases)
            for index in part.args[2:]
        }
        free = frozenset().union(*map(free_indices, expressions)) - fixed
        own = next(iter(sorted(fixed, key=str)), None) or next(iter(sorted(excluded, key=str)), J)
        stray = free - excluded - in_cases - {own}
        vague = left is not None and not fixed and self._is_vague(left.expression)
        moved = dict.fromkeys(stray, own) if vague and len(stray) == 1 else {}
        return Indexed(own, self._document.bare, moved, any(map(holds_grid, expressions)))

    def _is_vague(self, left: Expr) -> bool:
        return any(part in self._document.bare for part in board.walk(left))

    # --- Its lines ----------------------------------------------------------------------------

    def lines(self, before: int, chain: int) -> list[ReviewedLine]:
        """The verdicts, numbered from ``before + 1``."""
        thread, state = self._thread, _State()
        comparing = None
        left = None
        try:
            if thread.left is not None:
                left = self._ready(thread.left)
        except Trouble as trouble:
            thread.lines[0] = replace(thread.lines[0], trouble=trouble, readings=())
        found: list[ReviewedLine] = []
        for position, line in enumerate(thread.lines):
            number = before + position + 1
            readings: list[Reading] = []
            problem: Trouble | None = line.trouble
            if problem is None:
                try:
                    readings = [self._ready(each) for each in line.readings]
                except Trouble as found_trouble:
                    problem = found_trouble
            if problem is not None:
                found.append(self._unread(line, problem, number, chain))
                continue
            if position == 0 and left is not None and self._defines(left, readings[0]):
                found.append(self._definition(line, left, readings[0], number, chain))
                state.start = state.start or readings[0].expression
                state.before = readings[0]
                continue
            if comparing is None:
                comparing = self._comparer(left)
            found.append(self._judge(comparing, state, left, line, readings, number, chain))
        if left is not None and found and found[0].reading is not None:
            found[0] = replace(found[0], left=left)
        return found

    def _ready(self, reading: Reading) -> Reading:
        resolved: Reading = self._resolve(reading)  # type: ignore[operator]
        refuse_large(resolved)
        return resolved

    def _comparer(self, left: Reading | None) -> Comparer:
        expressions = []
        for each in (*([left] if left else []), *self._readable()):
            expressions.append(each.expression)
        logit = next(iter(self._document.letters.logits), "x")
        definitions = self._defined.for_lines(expressions, self._in_classes, Symbol(logit))
        conditions = self._conditions()
        letters = self._document.letters
        return comparer(definitions, letters, tuple(expressions), conditions, self._in_classes)

    def _readable(self) -> list[Reading]:
        found = []
        for line in self._thread.lines:
            for each in line.readings[:1]:
                try:
                    found.append(self._ready(each))
                except Trouble:
                    continue
        return found

    def _conditions(self) -> tuple[Condition, ...]:
        given = self._thread.condition
        stated = {line.condition for line in self._thread.lines if line.condition}
        if given:
            stated.add(given)
        return tuple((board.index(i), sign, board.index(j)) for i, sign, j in sorted(stated))

    # --- Definitions --------------------------------------------------------------------------

    def _defines(self, left: Reading, right: Reading) -> bool:
        """Whether an equation says what a name stands for."""
        expression, names = left.expression, self._defined.names()
        thread = self._thread
        if thread.defines:
            return isinstance(expression, Symbol | Call | Entry)
        if isinstance(expression, Call):
            return int(expression.args[2]) == 0 and isinstance(expression.args[1], Symbol | Entry)
        if expression == COST:
            return True
        if expression in self._document.bare or expression in names:
            return False
        if isinstance(expression, Symbol):
            return True
        if isinstance(expression, Entry) and isinstance(expression.args[1], Symbol):
            letter = expression.args[0]
            if letter == PROBABILITIES:
                return _holds_exponential(right.expression)
            return letter not in (LOGITS, LABELS) and letter not in names
        return self._names_right_side(left, right)

    def _names_right_side(self, left: Reading, right: Reading) -> bool:
        """y_1 = a and e^{x_2} = b, which give a letter to what stands on the left."""
        fresh = isinstance(right.expression, Symbol) and right.expression not in (
            *self._document.bare,
            *self._defined.names(),
            COST,
        )
        short = isinstance(left.expression, Entry) or left.expression.func.__name__ == "exp"
        return fresh and short

    def _definition(
        self, line: Written, left: Reading, right: Reading, number: int, chain: int
    ) -> ReviewedLine:
        pattern, body = left.expression, right.expression
        if self._names_right_side(left, right):
            pattern, body = body, pattern
        if pattern == COST and not self._is_cost(body):
            message = say.LOSS_WITHOUT_LOG
            return self._line(
                line, LineStatus.SLIP, message, number, chain, right,
                mistake=say.LOSS_IS_SLOPE, place=right.span,
            )  # fmt: skip
        if not (self._in_classes and pattern == COST and self._is_usual_cost(left, right)):
            self._defined.define(pattern, body)
        name = self._text[left.start : left.end].strip()
        if pattern != left.expression:
            name = self._text[right.start : right.end].strip()
        message = say.DEFINES.format(name=f"“{_short(name)}”")
        return self._line(line, LineStatus.START, message, number, chain, right)

    def _document_in_classes(self) -> bool:
        return any(
            is_in_classes(each.readings[0].expression)
            for thread in self._document.threads
            for each in thread.lines
            if each.readings
        )

    @staticmethod
    def _is_cost(body: Expr) -> bool:
        """A cost holds a logarithm, or no label, or another cost's name."""
        parts = list(board.walk(body))
        labelled = any(p == LABELS or (isinstance(p, Entry) and p.args[0] == LABELS) for p in parts)
        divided = any(p.is_Pow and p.exp == board.MINUS_ONE for p in parts)
        logs = any(p.func.__name__ in ("log", "softplus", "log2", "log10") for p in parts)
        return logs or not (labelled and divided)

    def _is_usual_cost(self, left: Reading, right: Reading) -> bool:
        """Whether a cost is −Σ y log p, or its summand alone, as E = −y log ŷ is meant."""
        body = right.expression
        for index in free_indices(body):
            body = board.sum_over(body, index)
        try:
            return self._comparer(left).equal(left.expression, body)
        except Undefined:
            return False

    # --- Verdicts -----------------------------------------------------------------------------

    def _judge(
        self,
        comparing: Comparer,
        state: _State,
        left: Reading | None,
        line: Written,
        readings: list[Reading],
        number: int,
        chain: int,
    ) -> ReviewedLine:
        try:
            if state.start is None:
                comparing.equal(readings[0].expression, readings[0].expression)
                return self._first(comparing, state, left, line, readings, number, chain)
            return self._next(comparing, state, line, readings, number, chain)
        except Undefined:
            return self._line(line, LineStatus.UNREADABLE, say.NO_VALUE, number, chain, readings[0],
                              place=readings[0].span)  # fmt: skip

    def _first(
        self,
        comparing: Comparer,
        state: _State,
        left: Reading | None,
        line: Written,
        readings: list[Reading],
        number: int,
        chain: int,
    ) -> ReviewedLine:
        """The first line that can be read, compared with the left side if that has a value."""
        state.start, state.before = readings[0].expression, readings[0]
        if left is None:
            return self._line(line, LineStatus.START, say.STARTS, number, chain, readings[0])
        if not self._has_meaning(left.expression, comparing):
            message = say.GIVEN.format(name=f"“{_short(self._quoted(left))}”")
            return self._line(line, LineStatus.START, message, number, chain, readings[0])
        state.start = left.expression
        return self._compared(comparing, state, left, line, readings, number, chain, first=True)

    def _next(
        self,
        comparing: Comparer,
        state: _State,
        line: Written,
        readings: list[Reading],
        number: int,
        chain: int,
    ) -> ReviewedLine:
        assert state.before is not None
        return self._compared(comparing, state, state.before, line, readings, number, chain)

    def _compared(
        self,
        comparing: Comparer,
        state: _State,
        before: Reading,
        line: Written,
        readings: list[Reading],
        number: int,
        chain: int,
        *,
        first: bool = False,
    ) -> ReviewedLine:
        reading, held = (
            readings[0],
            comparing.held(before.expression, readings[0].expression, state.used),
        )
        for other in readings[1:]:
            if not held.equal:
                again = comparing.held(before.expression, other.expression, state.used)
                if again.equal:
                    reading, held = other, again
        state.before = reading
        if held.equal:
            return self._follows(state, line, reading, held.fact, number, chain, first)
        if state.wrong_since and state.start is not None:
            again = comparing.held(state.start, reading.expression, state.used)
            if again.equal and again.fact in ("", *state.used, *_MILD):
                message = say.REPAIRS.format(number=state.wrong_since)
                state.wrong_since = 0
                return self._line(line, LineStatus.REPAIRED, message, number, chain, reading,
                                  fact=again.fact)  # fmt: skip
        state.wrong_since = number
        return self._wrong(comparing, before, line, reading, number, chain, first)

    def _follows(
        self,
        state: _State,
        line: Written,
        reading: Reading,
        fact: str,
        number: int,
        chain: int,
        first: bool,
    ) -> ReviewedLine:
        if fact and not self._allowed(fact):
            state.wrong_since = number
            message = say.NOT_ALLOWED.format(fact=fact)
            return self._line(line, LineStatus.SLIP, message, number, chain, reading,
                              place=reading.span)  # fmt: skip
        if fact:
            state.used = (*state.used, fact)
        if state.wrong_since:
            message = say.CARRIES.format(number=state.wrong_since)
            return self._line(line, LineStatus.CARRIED, message, number, chain, reading, fact=fact)
        if fact:
            message = (say.TRUE_IF if first else say.NEEDS).format(fact=fact)
            return self._line(line, LineStatus.NEEDS_FACT, message, number, chain, reading,
                              fact=fact)  # fmt: skip
        message = say.TRUE if first else say.FOLLOWS
        return self._line(line, LineStatus.OK, message, number, chain, reading)

    def _allowed(self, fact: str) -> bool:
        letters = self._document.letters
        if fact == LABELS_SUM:
            return letters.labels_sum_to_one or letters.one_hot
        return True

    def _wrong(
        self,
        comparing: Comparer,
        before: Reading,
        line: Written,
        reading: Reading,
        number: int,
        chain: int,
        first: bool,
    ) -> ReviewedLine:
        explained: Explained = explain(
            self._text, before.expression, reading, comparing, self._numbers
        )
        parts = [say.NOT_TRUE if first else say.NOT_EQUAL, *explained.sentences]
        return self._line(
            line, LineStatus.SLIP, " ".join(parts), number, chain, reading,
            mistake=explained.mistake, place=explained.place, difference=explained.difference,
        )  # fmt: skip

    def _has_meaning(self, left: Expr, comparing: Comparer) -> bool:
        """Whether the left side has a value: all functions and costs in it have a formula."""
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

    def _unread(self, line: Written, trouble: Trouble, number: int, chain: int) -> ReviewedLine:
        status = LineStatus.UNSUPPORTED if trouble.beyond else LineStatus.UNREADABLE
        sentence = say.BEYOND if trouble.beyond else say.CANNOT
        message = sentence.format(problem=trouble)
        place = (trouble.start, trouble.end)
        return self._line(line, status, message, number, chain, None, place=place)

    def _line(
        self,
        line: Written,
        status: LineStatus,
        message: str,
        number: int,
        chain: int,
        reading: Reading | None,
        *,
        fact: str = "",
        mistake: str = "",
        place: tuple[int, int] | None = None,
        difference: Expr | None = None,
    ) -> ReviewedLine:
        span = (line.start, line.end)
        text = self._text[slice(*span)]
        return ReviewedLine(
            text.strip(), span, status, fact, mistake, place, message, number, chain, reading,
            difference=difference,
        )  # fmt: skip

    def _quoted(self, part: Reading) -> str:
        return self._text[part.start : part.end].strip()


def _letter(expression: Expr | None) -> Expr | None:
    return expression.args[0] if isinstance(expression, Entry) else expression


_MILD = (LABELS_SUM, ONE_HOT)


def _holds_exponential(expression: Expr) -> bool:
    return any(part.func.__name__ in ("exp", "sigmoid") for part in board.walk(expression)) and (
        not any(isinstance(part, Untouched | Grid) for part in board.walk(expression))
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"
