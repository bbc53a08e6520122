"""Multiply brackets out and collect, and clear fractions within fractions, bounded in work."""

from fractions import Fraction

from sympy import Add, Expr, Pow, Rational

from ce_core.symbolic.differentiation.factors import (
    as_fraction,
    number_value,
    parts_in,
    power_of,
    powers,
    quotient_of,
    signed_number,
    sum_of,
)
from ce_core.symbolic.expression import board

MAX_TERMS = 40
"""No more terms are written out on the way to a shorter sum."""
MAX_POWER = 4
"""A bracket to a higher power stays a bracket."""
MAX_PARTS = 120
"""A fraction that would grow beyond this keeps its inner fractions."""

Monomial = frozenset[tuple[Expr, int]]
"""The factors of a term, each with how often it occurs; below the bar less than 0 times."""
Polynomial = dict[Monomial, Fraction]


class _TooLong(Exception):
    """There would be too many terms, or a number too long to write."""


def multiply_out(node: Expr) -> Expr:
    """A sum, or minus a sum, with its brackets multiplied out and collected, if that is shorter."""
    inner = board.negated(node)
    if not isinstance(node, Add) and not isinstance(inner, Add):
        return node
    try:
        total: Polynomial = {}
        for term in node.args if inner is None else (node,):
            _collect(total, _expanded(term))
        shorter = _written(total)
    except _TooLong:
        return node
    return shorter if parts_in(shorter) < parts_in(node) else node


def _collect(total: Polynomial, more: Polynomial) -> None:
    for monomial, coefficient in more.items():
        total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    if len(total) > MAX_TERMS:
        raise _TooLong


def _expanded(term: Expr) -> Polynomial:
    """A term as a sum of products, all of whose brackets above the bar are multiplied out."""
    negative, above, below = as_fraction(term)
    counts = powers(above)
    for base, count in powers(below).items():
        counts[base] = counts.get(base, 0) - count
    result: Polynomial = {frozenset(): Fraction(-1 if negative else 1)}
    for base, count in counts.items():
        value = number_value(base)
        if value == 0:
            raise _TooLong  # whatever is divided by 0 stays as it is
        if value is not None:
            result = {key: each * value**count for key, each in result.items()}
        elif isinstance(base, Add) and 0 < count <= MAX_POWER:
            bracket: Polynomial = {}
            for part in base.args:
                _collect(bracket, _expanded(part))
            for _ in range(count):
                result = _product(result, bracket)
        elif count:
            result = _product(result, {frozenset({(base, count)}): Fraction(1)})
    return result


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for first, one in left.items():
        for second, other in right.items():
            counts = dict(first)
            for base, count in second:
                counts[base] = counts.get(base, 0) + count
            monomial = frozenset((base, count) for base, count in counts.items() if count)
            _collect(total, {monomial: one * other})
    return total


def _written(total: Polynomial) -> Expr:
    """The sum, what is added before what is subtracted."""
    kept = [(monomial, each) for monomial, each in total.items() if each]
    kept.sort(key=lambda pair: pair[1] < 0)
    return sum_of([_term(monomial, coefficient) for monomial, coefficient in kept])


def _term(monomial: Monomial, coefficient: Fraction) -> Expr:
    ordered = sorted(monomial, key=lambda pair: (parts_in(pair[0]), str(pair[0])))
    above = [power_of(base, count) for base, count in ordered if count > 0]
    below = [power_of(base, -count) for base, count in ordered if count < 0]
    size = abs(coefficient)
    if signed_number(size) is None:
        raise _TooLong
    if size.numerator != 1 or not above:
        above.insert(0, board.number(size.numerator))
    if size.denominator != 1:
        below.insert(0, board.number(size.denominator))
    return quotient_of(coefficient < 0, above, below)


# --- Fractions within fractions ---------------------------------------------------------------


def one_bar(node: Expr) -> Expr:
    """A fraction with sums that hold fractions themselves, each put over one bar."""
    if board.fraction_parts(node) is None:
        return node
    negative, above, below = as_fraction(node)
    top: list[Expr] = []
    bottom: list[Expr] = []
    for factors, here, there in ((above, top, bottom), (below, bottom, top)):
        for factor in factors:
            numerator, denominator = _over_one_bar(factor)
            here.append(numerator)
            there.extend(denominator)
    if len(top) + len(bottom) == len(above) + len(below):
        return node
    single = quotient_of(negative, top, bottom)
    return single if parts_in(single) <= MAX_PARTS else node


def _over_one_bar(factor: Expr) -> tuple[Expr, list[Expr]]:
    """A power of a sum that holds fractions as numerator and denominators; else as it is."""
    base, count = factor, 1
    if isinstance(factor, Pow) and isinstance(factor.exp, Rational) and factor.exp.q == 1:
        base, count = factor.base, int(factor.exp)
    if not isinstance(base, Add) or count < 1:
        return factor, []
    split = [as_fraction(term) for term in base.args]
    common: dict[Expr, int] = {}
    for _, _, under in split:
        for part, times in powers(under).items():
            common[part] = max(common.get(part, 0), times)
    if not common or any(number_value(part) is not None for part in common):
        return factor, []
    terms = []
    for minus, over, under in split:
        missing = dict(common)
        for part, times in powers(under).items():
            missing[part] -= times
        extra = [power_of(part, times) for part, times in missing.items() if times]
        terms.append(quotient_of(minus, [*over, *extra], []))
    denominators = [power_of(part, times * count) for part, times in common.items()]
    return power_of(sum_of(terms), count), denominators
