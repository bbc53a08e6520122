"""Hold a tree together with the place in the text from which each of its parts was read."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sympy import Expr, Integer, Pow, Rational, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.reading.tokens import Token


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read, and where each part of it stands.

    Parameters
    ----------
    expression
        The tree, unevaluated.
    start, end
        ``text[start:end]`` of what was typed is this expression, brackets around it included.
    parts
        A reading for each of ``expression.args``, in the same order. Arguments that were not
        typed, such as the −1 under a fraction bar, stand where what they belong to stands.
    """

    expression: Expr
    start: int
    end: int
    parts: tuple["Reading", ...] = ()
    height: int = field(init=False)
    """How many levels the tree has."""

    def __post_init__(self) -> None:
        tallest = max((part.height for part in self.parts), default=0)
        object.__setattr__(self, "height", 1 + tallest)

    @property
    def span(self) -> tuple[int, int]:
        """Where the expression stands in what was typed."""
        return self.start, self.end

    def part(self, path: tuple[int, ...]) -> "Reading":
        """The reading of a subtree: ``part((1, 0))`` is that of ``expression.args[1].args[0]``."""
        return self.parts[path[0]].part(path[1:]) if path else self

    def within(self, start: int, end: int) -> "Reading":
        """The same with a wider place, such as the brackets around it."""
        return replace(self, start=start, end=end)


def leaf(expression: Expr, start: int, end: int) -> Reading:
    """A number, a letter or an index."""
    return Reading(expression, start, end)


def total(terms: list[Reading]) -> Reading:
    """The sum of terms; a single term is itself."""
    if len(terms) == 1:
        return terms[0]
    expression = board.add(*(term.expression for term in terms))
    return Reading(expression, terms[0].start, terms[-1].end, tuple(terms))


def product(factors: list[Reading]) -> Reading:
    """The product of factors; a single factor is itself."""
    if len(factors) == 1:
        return factors[0]
    expression = board.mul(*(factor.expression for factor in factors))
    return Reading(expression, factors[0].start, factors[-1].end, tuple(factors))


def negative(sign: Token, term: Reading) -> Reading:
    """−term."""
    minus = leaf(board.MINUS_ONE, sign.start, sign.end)
    return Reading(board.neg(term.expression), sign.start, term.end, (minus, term))


def fraction(numerator: Reading, denominator: Reading) -> Reading:
    """numerator / denominator, as :func:`board.frac` builds it."""
    expression = board.frac(numerator.expression, denominator.expression)
    minus = leaf(board.MINUS_ONE, *denominator.span)
    inverse = Reading(expression.args[1], *denominator.span, (denominator, minus))
    return Reading(expression, numerator.start, denominator.end, (numerator, inverse))


def power(base: Reading, exponent: Reading) -> Reading:
    """base to the exponent."""
    expression = board.power(base.expression, exponent.expression)
    return Reading(expression, base.start, exponent.end, (base, exponent))


def as_number(exponent: Reading) -> Reading:
    """−2 or 1/2 as one number where it was read as minus 2 or 1 over 2: x^-2 is no product."""
    value = _exact(exponent.expression)
    return exponent if value is None else leaf(value, *exponent.span)


def _exact(expression: Expr) -> Expr | None:
    """The value of a number, of minus a number, or of one whole number over another."""
    positive = board.negated(expression)
    if positive is not None:
        value = _exact(positive)
        return None if value is None else -value
    parts = board.fraction_parts(expression)
    if parts is not None and isinstance(parts[0], Integer) and isinstance(parts[1], Integer):
        return None if parts[1] == 0 else Rational(*parts)
    return expression if isinstance(expression, Rational) else None


def applied(function: Callable[[Expr], Expr], start: int, argument: Reading) -> Reading:
    """A known function of one argument; ``start`` is where its name begins."""
    expression = function(argument.expression)
    parts: tuple[Reading, ...] = (argument,)
    if isinstance(expression, Pow):  # a square root is the power 1/2
        parts = (argument, leaf(expression.exp, start, argument.start))
    return Reading(expression, start, argument.end, parts)


def called(name: Token, meaning: Symbol, order: int, argument: Reading, end: int) -> Reading:
    """f(x), f′(x): a function without a formula."""
    parts = (
        leaf(meaning, name.start, name.end),
        argument,
        leaf(Integer(order), name.end, max(name.end, argument.start)),
    )
    expression = board.call(meaning.name, argument.expression, order)
    return Reading(expression, name.start, end, parts)


def indexed(letter: Token, meaning: Symbol, index: Reading) -> Reading:
    """One entry of a vector."""
    parts = (leaf(meaning, letter.start, letter.end), index)
    return Reading(board.entry(meaning, index.expression), letter.start, index.end, parts)


def kronecker(start: int, first: Reading, second: Reading) -> Reading:
    """δ with its two indices."""
    expression = board.delta(first.expression, second.expression)
    return Reading(expression, start, second.end, (first, second))


def whole_vector(letter: Token, meaning: Symbol) -> Reading:
    """A vector without an index."""
    inner = leaf(meaning, letter.start, letter.end)
    return Reading(board.vector(meaning), letter.start, letter.end, (inner,))


def summed(start: int, body: Reading, index: Reading, excluded: Reading | None) -> Reading:
    """Σ of the body over all classes, or over all but one."""
    if excluded is None:
        expression = board.sum_over(body.expression, index.expression)
        return Reading(expression, start, body.end, (body, index))
    expression = board.sum_except(body.expression, index.expression, excluded.expression)
    return Reading(expression, start, body.end, (body, index, excluded))


def announced(start: int, end: int, body: Reading, variable: Reading) -> Reading:
    """A derivative that is not yet worked out."""
    expression = board.untouched(body.expression, variable.expression)
    return Reading(expression, start, end, (body, variable))


def _relu(argument: Expr) -> Expr:
    return board.relu(argument, evaluate=False)


def extreme(name: Token, first: Reading, second: Reading) -> Reading:
    """max(u, v) = v + relu(u − v) or min(u, v) = v − relu(v − u), where a 0 leaves no term."""
    place = (name.start, max(first.end, second.end))
    if first.expression == 0:
        first, second = second, first
    largest = name.text == "max"
    above, below = (first, second) if largest else (second, first)
    minus = Token("operator", "-", name.start, name.end)
    if second.expression != 0:
        difference = total([above, negative(minus, below)])
    else:
        difference = first if largest else negative(minus, first)
    excess = applied(_relu, name.start, difference.within(*place)).within(*place)
    signed = excess if largest else negative(minus, excess)
    return signed if second.expression == 0 else total([second, signed]).within(*place)


def branch(relation: Token, left: Reading, right: Reading, one: Reading, other: Reading) -> Reading:
    """One value where the relation holds, another elsewhere."""
    if relation.text in ("≥", "≤"):  # u ≥ v is where u < v is not
        one, other = other, one
    if relation.text in ("<", "≥"):
        left, right = right, left
    place = min(left.start, right.start), max(left.end, right.end)
    minus = Token("operator", "-", relation.start, relation.end)
    opposite = negative(minus, right).within(*place)
    if right.expression == 0:
        test = left
    else:
        test = opposite if left.expression == 0 else total([left, opposite])
    expression = board.Branch(test.expression, one.expression, other.expression)
    return Reading(expression, place[0], other.end, (test.within(*place), one, other))
