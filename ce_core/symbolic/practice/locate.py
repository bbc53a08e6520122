"""The place where a typed line and the right line part: the smallest part of it that is off."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from sympy import Add, Expr, Mul, Pow, Symbol, exp, log

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import SumExcept, SumOver
from ce_core.symbolic.reading.spans import Reading

Worth = Callable[[Expr], Hashable | None]
"""What an expression is worth at one random point; None where it is undefined there."""

ELSEWISE = "the right line has something else there"


@dataclass(frozen=True, eq=False)
class Place:
    """A part of the typed line, and what the right line has instead.

    Parameters
    ----------
    wrote
        The part, with its place in the text.
    wanted
        Its counterpart; None if the part has none.
    trouble
        What is off there, in plain words.
    """

    wrote: Reading
    wanted: Expr | None
    trouble: str


def part_ways(wrote: Reading, wanted: Expr, worth: Worth) -> Place:
    """Where a line and the right line part; they are known to differ in value."""
    return _compare(wrote, _unplaced(board.without_marks(wanted)), worth)


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


def _compare(hers: Reading, right: Reading, worth: Worth) -> Place:
    terms, wanted = _terms(_Signed(hers)), _terms(_Signed(right))
    if len(terms) > 1 or len(wanted) > 1:
        return _compare_sums(hers, terms, wanted, right, worth)
    return _compare_terms(hers, terms[0], wanted[0], worth)


def _terms(term: _Signed) -> list[_Signed]:
    reading = term.reading
    if isinstance(reading.expression, Add):
        return [
            inner for part in reading.parts for inner in _terms(_Signed(part, minus=term.minus))
        ]
    if board.negated(reading.expression) is not None:
        return _terms(_Signed(reading.parts[1], not term.minus, term.whole))
    return [term]


def _compare_sums(
    hers: Reading, terms: list[_Signed], wanted: list[_Signed], right: Reading, worth: Worth
) -> Place:
    mine, theirs = _unmatched(terms, wanted, worth)
    if not mine:
        return Place(hers, right.expression, "every term of it is right, but one is missing")
    if len(mine) == 1 and len(theirs) == 1:
        return _compare_terms(mine[0].whole, mine[0], theirs[0], worth)
    if len(mine) < len(terms):
        trouble = "the other terms fit" if theirs else "this is one too many; the rest fits"
        return Place(_covering(hers, mine), None, trouble)
    return Place(hers, right.expression, "no term of it fits")


def _unmatched(
    mine: list[_Signed], theirs: list[_Signed], worth: Worth
) -> tuple[list[_Signed], list[_Signed]]:
    """What is left of both when parts of equal worth are taken away in pairs."""
    waiting: dict[Hashable, list[_Signed]] = {}
    for part in theirs:
        waiting.setdefault(worth(part.expression()), []).append(part)
    left = []
    for part in mine:
        found = worth(part.expression())
        if found is not None and waiting.get(found):
            waiting[found].pop()
        else:
            left.append(part)
    return left, [part for part in theirs if any(part is each for each in _flat(waiting))]


def _flat(waiting: dict[Hashable, list[_Signed]]) -> list[_Signed]:
    return [part for parts in waiting.values() for part in parts]


def _covering(whole: Reading, parts: list[_Signed]) -> Reading:
    """The part itself if it is one, else the stretch of text from the first to the last."""
    if len(parts) == 1:
        return parts[0].whole
    start = min(part.whole.start for part in parts)
    return whole.within(start, max(part.whole.end for part in parts))


def _compare_terms(hers: Reading, mine: _Signed, right: _Signed, worth: Worth) -> Place:
    if worth(mine.reading.expression) == worth(right.reading.expression) is not None:
        return Place(hers, right.expression(), "only its sign is off")
    if worth(mine.expression()) == worth(board.neg(right.expression())) is not None:
        return Place(hers, right.expression(), "only its sign is off")
    written, wanted = mine.reading, right.reading
    one, other = written.expression, wanted.expression
    if isinstance(one, Mul) or isinstance(other, Mul):
        return _compare_products(written, wanted, worth)
    if isinstance(one, Pow) and isinstance(other, Pow):
        return _compare_powers(written, wanted, worth)
    if isinstance(one, exp | log) and type(one) is type(other):
        return _compare(written.parts[0], wanted.parts[0], worth)
    if isinstance(one, SumOver | SumExcept) and type(one) is type(other):
        return _compare_class_sums(written, wanted, worth)
    return Place(written, other, ELSEWISE)


def _compare_products(written: Reading, wanted: Reading, worth: Worth) -> Place:
    (above, below), (top, bottom) = _over_and_under(written), _over_and_under(wanted)
    up, wanted_up = _unmatched(above, top, worth)
    down, wanted_down = _unmatched(below, bottom, worth)
    off, missing = [*up, *down], [*wanted_up, *wanted_down]
    if len(off) == 1 and len(missing) == 1 and bool(up) == bool(wanted_up):
        return _compare(off[0].reading, missing[0].reading, worth)
    if not off:
        return Place(written, wanted.expression, "a factor is missing")
    if len(off) == 1 and len(above) + len(below) > 1:
        return Place(off[0].reading, None, "the other factors fit")
    return Place(written, wanted.expression, ELSEWISE)


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


def _compare_powers(written: Reading, wanted: Reading, worth: Worth) -> Place:
    if worth(written.parts[0].expression) == worth(wanted.parts[0].expression):
        return Place(written.parts[1], wanted.parts[1].expression, "the power is another one")
    if written.expression.exp == wanted.expression.exp:
        return _compare(written.parts[0], wanted.parts[0], worth)
    return Place(written, wanted.expression, ELSEWISE)


def _compare_class_sums(written: Reading, wanted: Reading, worth: Worth) -> Place:
    if written.expression.args[2:] != wanted.expression.args[2:]:
        return Place(written, wanted.expression, "the sum leaves out another class")
    index: Symbol = written.expression.args[1]
    renamed = board.replace(wanted.expression.args[0], {wanted.expression.args[1]: index})
    return _compare(written.parts[0], _unplaced(renamed), worth)
