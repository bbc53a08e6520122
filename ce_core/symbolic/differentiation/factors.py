"""Take sums apart into terms, products into factors above and below a bar, and put them back."""

from fractions import Fraction

from sympy import Expr, Integer, Mul, Pow, Rational, pi

from ce_core.symbolic.expression import board

ZERO, ONE = Integer(0), Integer(1)
LARGEST = 10**12
"""Numbers beyond this are left as they were written."""


def sum_of(terms: list[Expr]) -> Expr:
    """A sum; of one term, the term; of none, 0."""
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else board.add(*terms)


def product_of(factors: list[Expr]) -> Expr:
    """A product with its numbers first; of one factor, the factor; of none, 1."""
    flat = [part for factor in factors for part in _plain_factors(factor)]
    flat.sort(key=lambda factor: (not isinstance(factor, Rational), factor is not pi))
    if not flat:
        return ONE
    return flat[0] if len(flat) == 1 else board.mul(*flat)


def _plain_factors(factor: Expr) -> list[Expr]:
    """The factors of a product within a product, unless it is a fraction or has a sign."""
    if not isinstance(factor, Mul) or board.negated(factor) is not None:
        return [factor]
    return [factor] if board.fraction_parts(factor) is not None else list(factor.args)


def quotient_of(negative: bool, top: list[Expr], bottom: list[Expr]) -> Expr:
    """A product over a product, without a bar where nothing stands below it."""
    result = product_of(top)
    if bottom:
        result = board.frac(result, product_of(bottom))
    return board.neg(result) if negative else result


def as_fraction(node: Expr) -> tuple[bool, list[Expr], list[Expr]]:
    """Whether there is a minus, the factors above the bar, and the factors below it."""
    parts = board.fraction_parts(node)
    if parts is not None:
        (minus, above, under), (other, below, over) = map(as_fraction, parts)
        return minus != other, above + over, below + under
    if isinstance(node, Mul):
        minus = False
        top: list[Expr] = []
        bottom: list[Expr] = []
        for factor in node.args:
            other, above, below = as_fraction(factor)
            minus, top, bottom = minus != other, top + above, bottom + below
        return minus, top, bottom
    if isinstance(node, Rational) and node < 0:
        return True, ([] if node == board.MINUS_ONE else [-node]), []
    if isinstance(node, Pow) and isinstance(node.exp, Integer) and node.exp < 0:
        return False, [], [power_of(node.base, -int(node.exp))]
    return False, [] if node == ONE else [node], []


def powers(factors: list[Expr]) -> dict[Expr, int]:
    """How often each base occurs among factors, in the order of first occurrence."""
    counts: dict[Expr, int] = {}
    for factor in factors:
        base, count = factor, 1
        if isinstance(factor, Pow) and isinstance(factor.exp, Integer) and factor.exp > 0:
            base, count = factor.base, int(factor.exp)
        counts[base] = counts.get(base, 0) + count
    return counts


def from_powers(counts: dict[Expr, int]) -> list[Expr]:
    """The factors that :func:`powers` counted, each base once."""
    return [power_of(base, count) for base, count in counts.items() if count]


def power_of(base: Expr, count: int) -> Expr:
    """base to a whole power, the first power being base itself."""
    return base if count == 1 else board.power(base, count)


def number_value(node: Expr) -> Fraction | None:
    """The value of a number, or of minus a number."""
    if isinstance(node, Rational) and node.q:
        return Fraction(int(node.p), int(node.q))
    positive = board.negated(node)
    if isinstance(positive, Rational) and positive.q:
        return -Fraction(int(positive.p), int(positive.q))
    return None


def signed_number(value: Fraction) -> Expr | None:
    """A number, or minus a number; None if it is too long to be written."""
    if max(abs(value.numerator), value.denominator) > LARGEST:
        return None
    size: Expr = board.number(abs(value))
    return board.neg(size) if value < 0 else size


def parts_in(expression: Expr) -> int:
    """How many nodes a tree has."""
    return sum(1 for _ in board.walk(expression))
