"""Locate the smallest part of a typed line in which it differs from an expected line."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, Pow, Symbol, exp, log

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, SumExcept, SumOver
from ce_core.symbolic.practice.canonical_form import leaf_count
from ce_core.symbolic.practice.line_equality import Bound
from ce_core.symbolic.reading.spans import Reading

Value = Callable[[Expr, Bound], Hashable | None]
"""Residues that equal expressions share; None where undefined. See :class:`LineComparison`."""

OTHER = "the expected line has something else there"
OPPOSITE = "it should have the opposite sign"
UPSIDE_DOWN = "it is upside down"
FACTOR_MISSING = "a factor is missing"
FACTOR_WRONG = "the other factors are right, this one is not"
FACTOR_EXTRA = "this factor is too many; the others are right"
TERM_WRONG = "the other terms are right, this one is not"
TERM_EXTRA = "this term is too many; the others are right"
TERMS_WRONG = "not every term of it is right"
POWER_WRONG = "the power is another one"
INDEX_WRONG = "the index is another one"
CLASSES_WRONG = "the sum runs over other classes"
ONE_MISSING = "every term is right, but one is missing"
SEVERAL_MISSING = "every term is right, but {count} are missing"


@dataclass(frozen=True, eq=False)
class Place:
    """A part of the typed line, and what the expected line has instead.

    Parameters
    ----------
    wrote
        The part, with its place in the text: always a whole subtree of what was typed.
    wanted
        Its counterpart; None if the part has none.
    trouble
        What is wrong there, in plain words.
    cost
        How many letters and numbers would have to change; a sign or an index counts as one.
    """

    wrote: Reading
    wanted: Expr | None
    trouble: str
    cost: int = 1

    @property
    def definite(self) -> bool:
        """Whether more is known than that the two parts differ."""
        return self.trouble not in (OTHER, TERMS_WRONG)


def first_difference(typed: Reading, expected: Expr, value: Value) -> Place:
    """Where a typed line and an expected line part; they are known to differ in value."""
    return _Search(value).compare(typed, _unplaced(board.without_marks(expected)))


def _unplaced(expression: Expr) -> Reading:
    return Reading(expression, 0, 0, tuple(map(_unplaced, expression.args)))


@dataclass(frozen=True, eq=False)
class _Signed:
    """A term or a factor, and whether an odd number of minus signs stands before it."""

    reading: Reading
    minus: bool = False
    around: Reading | None = None
    """The same with its signs."""

    @property
    def whole(self) -> Reading:
        return self.around or self.reading

    def expression(self) -> Expr:
        unsigned = self.reading.expression
        return board.neg(unsigned) if self.minus else unsigned


class _Search:
    """Walks down both trees for as long as a single part of them differs."""

    def __init__(self, value: Value, bound: Bound | None = None) -> None:
        self._evaluate = value
        self._bound = bound or {}

    def _value(self, expression: Expr) -> Hashable | None:
        return self._evaluate(expression, self._bound)

    def _same(self, one: Expr, other: Expr) -> bool:
        value = self._value(one)
        return value is not None and value == self._value(other)

    def compare(self, typed: Reading, expected: Reading) -> Place:
        """Compare two expressions as sums of terms; a single term is a sum, too."""
        terms, wanted = _terms(_Signed(typed)), _terms(_Signed(expected))
        if len(terms) > 1 or len(wanted) > 1:
            return self._compare_sums(typed, terms, wanted, expected)
        return self._compare_terms(typed, terms[0], wanted[0])

    # --- Sums -----------------------------------------------------------------------------

    def _compare_sums(
        self, typed: Reading, terms: list[_Signed], wanted: list[_Signed], expected: Reading
    ) -> Place:
        extra, missing = self._unmatched(terms, wanted)
        if not extra:
            count = len(missing)
            trouble = ONE_MISSING if count == 1 else SEVERAL_MISSING.format(count=count)
            return Place(typed, expected.expression, trouble, _cost(missing))
        if len(extra) == 1 and len(missing) == 1:
            return self._compare_terms(extra[0].whole, extra[0], missing[0])
        cost = _cost(extra) + _cost(missing)
        if len(extra) == len(terms):
            return Place(typed, expected.expression, OTHER, cost)
        if len(extra) == 1:
            return Place(extra[0].whole, None, TERM_WRONG if missing else TERM_EXTRA, cost)
        return Place(_covering(typed, extra), None, TERMS_WRONG, cost)

    def _unmatched(
        self, extra: list[_Signed], missing: list[_Signed]
    ) -> tuple[list[_Signed], list[_Signed]]:
        """What is left of both when parts of equal value are taken away in pairs."""
        waiting: dict[Hashable, list[_Signed]] = {}
        for part in missing:
            waiting.setdefault(self._value(part.expression()), []).append(part)
        left = []
        for part in extra:
            found = self._value(part.expression())
            if found is not None and waiting.get(found):
                waiting[found].pop()
            else:
                left.append(part)
        still = {id(part) for parts in waiting.values() for part in parts}
        return left, [part for part in missing if id(part) in still]

    # --- Single terms ---------------------------------------------------------------------

    def _compare_terms(self, typed: Reading, extra: _Signed, missing: _Signed) -> Place:
        opposite = self._same(extra.expression(), board.neg(missing.expression()))
        if opposite and extra.minus != missing.minus:
            return Place(typed, missing.expression(), OPPOSITE)
        inner = self._compare_unsigned(extra, missing)
        if opposite and not (inner.definite and inner.wrote is not extra.reading):
            return Place(typed, missing.expression(), OPPOSITE)
        return inner

    def _compare_unsigned(self, extra: _Signed, missing: _Signed) -> Place:
        written, wanted = extra.reading, missing.reading
        one, other = written.expression, wanted.expression
        if (_is_fraction(one) or _is_fraction(other)) and self._same(
            board.mul(one, other), Integer(1)
        ):
            return Place(written, other, UPSIDE_DOWN)
        if isinstance(one, Mul) or isinstance(other, Mul):
            return self._compare_products(written, wanted)
        if isinstance(one, Pow) and isinstance(other, Pow):
            return self._compare_powers(written, wanted)
        if isinstance(one, exp | log) and type(one) is type(other):
            return self.compare(written.parts[0], wanted.parts[0])
        if isinstance(one, SumOver | SumExcept) and isinstance(other, SumOver | SumExcept):
            return self._compare_class_sums(written, wanted)
        if isinstance(one, Entry) and isinstance(other, Entry) and one.args[0] == other.args[0]:
            return Place(written, other, INDEX_WRONG)
        return _different(written, other)

    def _compare_products(self, written: Reading, wanted: Reading) -> Place:
        (above, below), (top, bottom) = _over_and_under(written), _over_and_under(wanted)
        up, wanted_up = self._unmatched(above, top)
        down, wanted_down = self._unmatched(below, bottom)
        extra, missing = [*up, *down], [*wanted_up, *wanted_down]
        if len(extra) == 1 and len(missing) == 1 and bool(up) == bool(wanted_up):
            return self.compare(extra[0].reading, missing[0].reading)
        cost = _cost(extra) + _cost(missing)
        if not extra and missing:
            return Place(written, wanted.expression, FACTOR_MISSING, cost)
        if len(extra) == 1 and len(missing) < 2 < 1 + len(above) + len(below):
            trouble = FACTOR_WRONG if missing else FACTOR_EXTRA
            return Place(extra[0].reading, None, trouble, cost)
        return Place(written, wanted.expression, OTHER, cost)

    def _compare_powers(self, written: Reading, wanted: Reading) -> Place:
        if self._same(written.parts[0].expression, wanted.parts[0].expression):
            return Place(written.parts[1], wanted.parts[1].expression, POWER_WRONG)
        if written.expression.exp == wanted.expression.exp:
            return self.compare(written.parts[0], wanted.parts[0])
        return _different(written, wanted.expression)

    def _compare_class_sums(self, written: Reading, wanted: Reading) -> Place:
        index: Symbol = written.expression.args[1]
        body, its_index, *left_out = wanted.expression.args
        renamed = board.replace(body, {its_index: index})
        inner = _Search(self._evaluate, {**self._bound, index: None})
        if inner._same(written.expression.args[0], renamed):
            return Place(written, wanted.expression, CLASSES_WRONG)
        if list(written.expression.args[2:]) != left_out:
            return _different(written, wanted.expression)
        inner._bound = {**self._bound, index: left_out[0] if left_out else None}
        return inner.compare(written.parts[0], _unplaced(renamed))


def _different(written: Reading, wanted: Expr) -> Place:
    cost = leaf_count(written.expression) + leaf_count(wanted)
    return Place(written, wanted, OTHER, cost)


def _cost(parts: list[_Signed]) -> int:
    return sum(leaf_count(part.reading.expression) for part in parts)


def _is_fraction(expression: Expr) -> bool:
    return board.fraction_parts(expression) is not None


def _terms(term: _Signed) -> list[_Signed]:
    reading = term.reading
    if isinstance(reading.expression, Add):
        return [
            inner for part in reading.parts for inner in _terms(_Signed(part, minus=term.minus))
        ]
    if board.negated(reading.expression) is not None:
        return _terms(_Signed(reading.parts[1], not term.minus, term.whole))
    return [term]


def _covering(whole: Reading, parts: list[_Signed]) -> Reading:
    """The smallest subtree that holds all of the parts."""
    start = min(part.whole.start for part in parts)
    end = max(part.whole.end for part in parts)
    for inner in whole.parts:
        if inner.start <= start and end <= inner.end:
            return _covering(inner, parts)
    return whole


def _over_and_under(reading: Reading) -> tuple[list[_Signed], list[_Signed]]:
    """The factors above and below the bar; signs were looked at before."""
    parts = board.fraction_parts(reading.expression)
    if parts is not None:
        numerator, inverse = reading.parts
        (above, over), (below, under) = map(_over_and_under, (numerator, inverse.parts[0]))
        return above + under, over + below
    if board.negated(reading.expression) is not None:
        return _over_and_under(reading.parts[1])
    if isinstance(reading.expression, Mul):
        pairs = [_over_and_under(part) for part in reading.parts]
        return [f for above, _ in pairs for f in above], [f for _, below in pairs for f in below]
    return [_Signed(reading)], []
