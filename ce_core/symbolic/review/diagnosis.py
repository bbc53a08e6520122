"""Explain a wrong line: which part differs, by how much, and whether it is a known mistake."""

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, Rational, Symbol

from ce_core.symbolic.derivations.k_class import I, J
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Cases, Entry, Grid, Untouched
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.practice.exercises import Numbers, practices
from ce_core.symbolic.practice.line_equality import LineComparison
from ce_core.symbolic.practice.locate import Place, first_difference
from ce_core.symbolic.practice.mistake_kinds import KINDS, Mistake
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review import verdicts as say
from ce_core.symbolic.review.compare import Comparer
from ce_core.symbolic.review.reading.resolve import free_indices, free_sum, is_in_classes
from ce_core.symbolic.review.values import values_told
from ce_core.symbolic.writing.plain_text import written

MOST_CANDIDATES = 60
MULTIPLES = tuple(Rational(*each) for each in ((1,), (-1,), (2,), (-2,), (1, 2), (-1, 2)))
LONGEST_DIFFERENCE = 60
_NOT_SAID = (Untouched, Call, Cases, Grid)
"""What a difference is not told with: it would be long, or has no spelling on one line."""


@dataclass(frozen=True)
class Explained:
    """What was found about a wrong line.

    Parameters
    ----------
    sentences
        What is to be said.
    mistake
        The name of the known mistake; empty if it is none.
    place
        The place of the wrong part in the text.
    difference
        How much it is off, where that is short.
    """

    sentences: tuple[str, ...]
    mistake: str
    place: tuple[int, int]
    difference: Expr | None = None


def explain(
    text: str,
    before: Expr,
    reading: Reading,
    comparing: Comparer,
    numbers: Numbers | None = None,
) -> Explained:
    """Explain why a line does not equal the line before.

    Parameters
    ----------
    text
        The whole text, to quote from.
    before
        The line before.
    reading
        The wrong line.
    comparing
        What decides which values are equal.
    numbers
        A person's own numbers.
    """
    mixed = _mixed_indices(reading)
    if mixed is not None:
        stretch = quoted(text, mixed.span)
        index = mixed.expression.args[1]
        sentence = say.LOOK_AT.format(quoted=stretch, trouble=say.STRAY_SUM.format(index=index))
        return Explained((sentence,), say.MIXED, mixed.span)
    place = _located(reading, before, comparing)
    sentences = []
    if place.wrote.span != reading.span or place.definite:
        stretch = quoted(text, place.wrote.span)
        sentences.append(say.LOOK_AT.format(quoted=stretch, trouble=place.trouble))
    difference = short_difference(before, reading.expression, comparing)
    if difference is not None:
        sentences.append(say.OFF_BY.format(difference=said(difference)))
    sentences += values_told(before, reading.expression, comparing, numbers)
    mistake = known_mistake(before, reading.expression)
    name = KINDS[mistake.key].name if mistake else ""
    if name:
        sentences.append(say.KNOWN.format(name=name))
    return Explained(tuple(sentences), name, place.wrote.span, difference)


def quoted(text: str, span: tuple[int, int]) -> str:
    """What stands at a place, on one line and shortened, as messages quote it."""
    stretch = " ".join(text[slice(*span)].split())
    return stretch if len(stretch) <= 80 else f"{stretch[:79]}…"


def _located(reading: Reading, before: Expr, comparing: Comparer) -> Place:
    return first_difference(reading, before, comparing.value)


def _mixed_indices(reading: Reading) -> Reading | None:
    found = free_sum(reading.expression)
    return None if found is None else _part(reading, found)


def _part(reading: Reading, expression: Expr) -> Reading:
    waiting = [reading]
    while waiting:
        part = waiting.pop()
        if part.expression is expression or part.expression == expression:
            return part
        waiting += part.parts
    return reading


# --- The difference as a formula --------------------------------------------------------------


def short_difference(before: Expr, typed: Expr, comparing: Comparer) -> Expr | None:
    """``typed − before`` as a multiple of a product that stands in one of the lines."""
    difference = comparing.value(board.sub(typed, before))
    if difference is None:
        return None
    seen = set()
    for number, candidate in enumerate(_candidates(typed, before)):
        if number >= MOST_CANDIDATES:
            return None
        if candidate in seen or any(isinstance(p, _NOT_SAID) for p in board.walk(candidate)):
            continue
        seen.add(candidate)
        for multiple in MULTIPLES:
            scaled = _scaled(multiple, candidate)
            if comparing.value(scaled) == difference:
                return scaled if len(said(scaled)) <= LONGEST_DIFFERENCE else None
    return None


def said(expression: Expr) -> str:
    """A difference in plain text."""
    return str(written(expression))


def _scaled(multiple: Rational, candidate: Expr) -> Expr:
    if multiple == 1:
        return candidate
    if multiple == -1:
        return board.neg(candidate)
    factors = candidate.args if isinstance(candidate, Mul) else (candidate,)
    whole = board.fraction_parts(candidate) is None
    kept = factors if whole else (candidate,)
    size = board.mul(abs(multiple), *kept) if candidate != 1 else abs(multiple)
    if abs(multiple) == 1:
        size = candidate
    return size if multiple > 0 else board.neg(size)


def _candidates(typed: Expr, before: Expr) -> Iterator[Expr]:
    """Products of the lines' own factors, signs left out; brackets multiplied out once."""
    yield Integer(1)
    for line in (typed, before):
        terms = [_unsigned(each) for each in _terms(line)]
        yield from terms
        for term in terms:
            yield from _parts_of(term)


def _terms(expression: Expr) -> Iterator[Expr]:
    inner = board.negated(expression)
    if inner is not None:
        yield from _terms(inner)
    elif isinstance(expression, Add):
        for each in expression.args:
            yield from _terms(each)
    else:
        yield expression


def _unsigned(expression: Expr) -> Expr:
    """The same without minus signs in its factors, and above its bars."""
    inner = board.negated(expression)
    if inner is not None:
        return _unsigned(inner)
    parts = board.fraction_parts(expression)
    if parts is not None:
        return board.frac(_unsigned(parts[0]), parts[1])
    if isinstance(expression, Mul):
        factors = [each for each in map(_unsigned, expression.args) if each not in (1, -1)]
        return _product(factors)
    return Integer(1) if expression == -1 else expression


def _product(factors: list[Expr]) -> Expr:
    if not factors:
        return Integer(1)
    return factors[0] if len(factors) == 1 else board.mul(*factors)


def _parts_of(term: Expr) -> Iterator[Expr]:
    parts = board.fraction_parts(term)
    if parts is not None:
        yield parts[0]
    if not isinstance(term, Mul) or parts is not None:
        return
    for position, factor in enumerate(term.args):
        rest = [*term.args[:position], *term.args[position + 1 :]]
        yield _product(rest)
        yield factor
        if isinstance(factor, Add):
            for inner in factor.args:
                unsigned = _unsigned(inner)
                yield _product([each for each in (unsigned, *rest) if each != 1])


# --- Known mistakes ---------------------------------------------------------------------------


def known_mistake(before: Expr, typed: Expr) -> Mistake | None:
    """The known mistake whose value a line has, where the line before is one of the lab's own."""
    before, typed = _with_usual_indices(before, typed)
    in_classes = is_in_classes(before) or is_in_classes(typed)
    for practice in practices():
        if practice.in_two_classes == in_classes:
            continue
        comparison = LineComparison(practice.chain)
        try:
            if not comparison.equals_mistake(before, practice.chain.lines[1].expression):
                continue
        except (Undefined, KeyError, ValueError):
            continue
        found = _of_equal_value(typed, practice.mistakes, comparison)
        if found is not None:
            return found
    return None


def _of_equal_value(
    typed: Expr, mistakes: tuple[Mistake, ...], comparison: LineComparison
) -> Mistake | None:
    for mistake in mistakes:
        shows = KINDS[mistake.key].fits(typed) and mistake.fits(typed)
        try:
            if shows and comparison.equals_mistake(typed, mistake.expression):
                return mistake
        except Undefined:
            continue
    return None


def _with_usual_indices(before: Expr, typed: Expr) -> tuple[Expr, Expr]:
    """The free index of both lines as j, and a second one as i."""
    free = sorted(free_indices(before) | free_indices(typed), key=lambda each: each.name)
    usual = dict(zip(free, (J, I), strict=False))
    if len(free) > 2 or all(old == new for old, new in usual.items()):
        return before, typed
    return _renamed(before, usual), _renamed(typed, usual)


def _renamed(expression: Expr, usual: dict[Symbol, Symbol]) -> Expr:
    """Rename indices; those that sums bind make room."""
    spare = {new: board.index(f"_{new.name}") for new in usual.values() if new not in usual}
    table = {**spare, **usual}
    return _replaced(expression, table)


def _replaced(expression: Expr, table: dict[Symbol, Symbol]) -> Expr:
    if isinstance(expression, Entry):
        letter, index = expression.args
        return board.entry(letter, table.get(index, index))
    if expression in table and expression.is_Symbol and expression.is_integer:
        return table[expression]
    if not expression.args:
        return expression
    return board.rebuild(expression, tuple(_replaced(each, table) for each in expression.args))
