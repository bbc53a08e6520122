"""Tidy a derivative by a few rewritings of our own, each of them bounded in work.

SymPy's ``simplify``, ``expand`` and ``cancel`` can take any time on what somebody typed; nothing
here calls them. Each function rewrites one node whose parts are tidy already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, exp

from ce_core.symbolic.derivations.steps import Rule
from ce_core.symbolic.differentiation.factors import (
    ZERO,
    as_fraction,
    from_powers,
    number_value,
    parts_in,
    power_of,
    powers,
    product_of,
    quotient_of,
    signed_number,
    sum_of,
)
from ce_core.symbolic.differentiation.multiply_out import multiply_out, one_bar
from ce_core.symbolic.differentiation.simplify_numbers import fold_numbers
from ce_core.symbolic.expression import board

MAX_PASSES = 6


@dataclass(frozen=True)
class Tidying:
    """One way to tidy: its rule's name, why it may be done, and the rewriting of a node."""

    rule: str
    reason: str
    rewrite: Callable[[Expr], Expr]

    def apply(self, expression: Expr) -> Expr:
        """Rewrite everywhere until nothing changes, a few times at most."""
        for _ in range(MAX_PASSES):
            tidier = _everywhere(self.rewrite, expression)
            if tidier == expression:
                break
            expression = tidier
        return expression


def _everywhere(rewrite: Callable[[Expr], Expr], expression: Expr) -> Expr:
    """Apply a rewriting to every subtree, the parts before the whole."""
    if expression.args:
        args = tuple(_everywhere(rewrite, arg) for arg in expression.args)
        if any(new is not old for new, old in zip(args, expression.args, strict=True)):
            expression = board.rebuild(expression, args)
    return rewrite(expression)


# --- Signs and brackets ---------------------------------------------------------------------


def collect_signs(node: Expr) -> Expr:
    """Minus signs out of products and fractions, brackets off sums in sums, one fraction bar."""
    if isinstance(node, Add):
        return sum_of([piece for term in node.args for piece in _terms(term)])
    if not isinstance(node, Mul):
        return node
    return quotient_of(*as_fraction(node))


def _terms(term: Expr) -> list[Expr]:
    """The terms of a sum within a sum, a minus before it distributed."""
    if isinstance(term, Add):
        return list(term.args)
    positive = board.negated(term)
    if isinstance(positive, Add):
        return [_opposite(each) for each in positive.args]
    if isinstance(term, Rational) and term < 0:
        return [board.neg(-term)]
    return [term]


def _opposite(term: Expr) -> Expr:
    positive = board.negated(term)
    return board.neg(term) if positive is None else positive


# --- Equal factors and terms ----------------------------------------------------------------


def cancel(node: Expr) -> Expr:
    """Equal factors above and below a bar, and terms that add up to nothing, go away."""
    if isinstance(node, Add):
        return _cancel_terms(node)
    if board.fraction_parts(node) is None:
        return node
    negative, top, bottom = as_fraction(node)
    above, below = powers(top), powers(bottom)
    for base in above.keys() & below.keys() - {ZERO}:
        both = min(above[base], below[base])
        above[base] -= both
        below[base] -= both
    shorter = quotient_of(negative, *_reduced(from_powers(above), from_powers(below)))
    return shorter if parts_in(shorter) < parts_in(node) or _numbers_differ(shorter, node) else node


def _numbers_differ(shorter: Expr, node: Expr) -> bool:
    """Whether a number was reduced: 2x/4 has as many parts as x/2 only by chance."""
    return bool(product_of(as_fraction(shorter)[2]) != product_of(as_fraction(node)[2]))


def _reduced(top: list[Expr], bottom: list[Expr]) -> tuple[list[Expr], list[Expr]]:
    """Whole numbers above and below the bar without their common divisor."""
    above = [factor for factor in top if isinstance(factor, Rational)]
    below = [factor for factor in bottom if isinstance(factor, Rational)]
    if len(above) != 1 or len(below) != 1 or ZERO in (*above, *below):
        return top, bottom
    ratio = Fraction(int(above[0].p), int(above[0].q)) / Fraction(int(below[0].p), int(below[0].q))
    return (
        [*_unless_one(ratio.numerator), *(factor for factor in top if factor not in above)],
        [*_unless_one(ratio.denominator), *(factor for factor in bottom if factor not in below)],
    )


def _unless_one(number: int) -> list[Expr]:
    return [] if number == 1 else [board.number(number)]


def _cancel_terms(node: Expr) -> Expr:
    kept: list[Expr] = []
    for term in node.args:
        opposite = _opposite(term)
        if opposite in kept:
            kept.remove(opposite)
        else:
            kept.append(term)
    return node if len(kept) == len(node.args) else sum_of(kept)


def gather(node: Expr) -> Expr:
    """Equal factors become a power, equal terms a multiple."""
    if isinstance(node, Add):
        return _gather_terms(node)
    if isinstance(node, Pow) and isinstance(node.base, exp) and isinstance(node.exp, Integer):
        return _of_equal_factors(node.base, int(node.exp))
    if isinstance(node, Mul) and board.fraction_parts(node) is None and board.negated(node) is None:
        counts = powers(list(node.args))
        numbers_too_long = any(isinstance(base, Rational) for base in counts if counts[base] > 1)
        if len(counts) == len(node.args) or numbers_too_long:
            return node
        return product_of([_of_equal_factors(base, count) for base, count in counts.items()])
    return node


def _of_equal_factors(base: Expr, count: int) -> Expr:
    """A factor that occurs so often: e^x e^x is e^(2x)."""
    if isinstance(base, exp) and count > 1:
        (argument,) = base.args
        return board.exp(product_of([board.number(count), argument]))
    return power_of(base, count)


def _gather_terms(node: Expr) -> Expr:
    multiples: dict[frozenset[tuple[Expr, int]], Fraction] = {}
    shown: dict[frozenset[tuple[Expr, int]], list[Expr]] = {}
    for term in node.args:
        coefficient, factors = _coefficient(term)
        key = frozenset(powers(factors).items())
        multiples[key] = multiples.get(key, Fraction(0)) + coefficient
        shown.setdefault(key, factors)
    sizes = {key: signed_number(abs(multiple)) for key, multiple in multiples.items()}
    if len(multiples) == len(node.args) or None in sizes.values():
        return node
    terms = []
    for key, multiple in multiples.items():
        if multiple:
            size = [] if abs(multiple) == 1 and shown[key] else [board.number(abs(multiple))]
            terms.append(quotient_of(multiple < 0, [*size, *shown[key]], []))
    return sum_of(terms)


def _coefficient(term: Expr) -> tuple[Fraction, list[Expr]]:
    """The number before a term, and its other factors."""
    positive = board.negated(term)
    if positive is not None:
        coefficient, factors = _coefficient(positive)
        return -coefficient, factors
    factors = [term]
    if isinstance(term, Mul) and board.fraction_parts(term) is None:
        factors = list(term.args)
    number = number_value(factors[0])
    return (Fraction(1), factors) if number is None else (number, factors[1:])


def factor_out(node: Expr) -> Expr:
    """What every term of a sum has as a factor stands before the bracket.

    Numbers and single letters stay: 3x² + 2x is no worse than x(3x + 2).
    """
    if not isinstance(node, Add):
        return node
    split = [as_fraction(term) for term in node.args]
    if any(below for _, _, below in split):
        return node
    factors = [powers(top) for _, top, _ in split]
    common = {
        base: min(each.get(base, 0) for each in factors)
        for base in factors[0]
        if not isinstance(base, Rational | Symbol)
    }
    common = {base: count for base, count in common.items() if count > 0}
    if not common:
        return node
    terms = []
    for (negative, _, _), each in zip(split, factors, strict=True):
        rest = {base: count - common.get(base, 0) for base, count in each.items()}
        terms.append(quotient_of(negative, from_powers(rest), []))
    return board.mul(*from_powers(common), board.add(*terms))


TIDYINGS = (
    Tidying("numbers", "Terms 0 and factors 1 are left out; numbers are computed.", fold_numbers),
    Tidying("signs and brackets", "Signs are collected and brackets opened.", collect_signs),
    Tidying(
        Rule.CANCEL,
        "Common factors of numerator and denominator, and terms of opposite sign, cancel.",
        cancel,
    ),
    Tidying(
        Rule.FACTOR_OUT, "A factor that all terms share is put before the bracket.", factor_out
    ),
    Tidying("multiply out", "Brackets are multiplied out and equal terms collected.", multiply_out),
    Tidying("one fraction bar", "Fractions within a fraction are put over one bar.", one_bar),
    Tidying(Rule.COLLECT, "Equal factors become a power, equal terms a multiple.", gather),
)
"""In the order in which they are tried."""
