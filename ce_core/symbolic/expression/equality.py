"""Decide whether two lines are equal, exactly, and compute the number a line stands for.

Equality is decided exactly, at a random point modulo the prime 2⁶¹ − 1, with every exponential and
logarithm an independent letter (Schwartz–Zippel): "equal" there has no tolerance in it. Where that
says "not equal" although laws of powers or logarithms might hide an equality, points with 30
digits decide. All points are drawn anew for each comparison.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from mpmath import libmp
from sympy import Expr, Function, Integer, Pow

from ce_core.symbolic.expression.board import Grid, walk
from ce_core.symbolic.expression.enclosure import Precise
from ce_core.symbolic.expression.intervals import Undefined, Unsettled, middle, missing_bits
from ce_core.symbolic.expression.lowering import (
    Definitions,
    Fact,
    Setting,
    lower,
    names_of,
)
from ce_core.symbolic.expression.modular import Modular

Given = Mapping[Expr, float | Expr]
"""What stands for letters: a number, or an expression that is typeset in the letter's place."""

NUMERIC_POINTS, NUMERIC_ATTEMPTS = 6, 30
NUMERIC_RANGES = (
    (0.02, 0.2, 1, 1),
    (0.1, 2.0, -1, -1),
    (0.1, 0.9, 1, 1),
    (0.1, 2.0, 1, -1),
    (1.0, 6.0, 1, 1),
)
"""Smallest and largest size of the letters, the first sign, and the factor to the next one.

Ten labels from the first can still sum to 1 with none below 0; where signs are mixed, √(uv)² is
not uv.
"""
NUMERIC_BITS = 200
AGREEING_BITS = 100  # 30 digits of the 60 carried
LEAST_BITS = 192
MORE_BITS = (2048, 4096, 8192)
MOST_LABOUR = 2**16
"""Bits times functions in a line: a bound on the time that looking closer may take, some 30 ms."""


class Comparison:
    """Compares lines at one random point, remembering what their parts are worth.

    Parameters
    ----------
    definitions, setting
        What the lines' names and indices mean.
    seed
        Which random points; without it they are drawn anew, so that nobody can know them before.
    """

    def __init__(
        self,
        definitions: Definitions = (),
        setting: Setting | None = None,
        seed: int | None = None,
    ) -> None:
        self._names = names_of(definitions, setting)
        self._random = Random(seed)
        self._modular = Modular(self._random)
        self._known_exact: dict[Expr, bool] = {}

    def equal(self, left: Expr, right: Expr, facts: tuple[Fact, ...] = ()) -> bool:
        """Whether two lines are equal, given the facts.

        Raises
        ------
        Undefined
            If one of them divides by zero wherever one looks.
        """
        left = lower(left, self._names, facts)
        right = lower(right, self._names, facts)
        if left == right:
            self._modular.evaluate(left)
            return True
        if self._modular.evaluate(left) == self._modular.evaluate(right):
            return True
        if self._exact(left) and self._exact(right):
            return False
        return _numerically_equal(left, right, self._random)

    def _exact(self, lowered: Expr) -> bool:
        if lowered not in self._known_exact:
            self._known_exact[lowered] = self._modular.exact(lowered)
        return self._known_exact[lowered]

    def residue(self, expression: Expr) -> Any:
        """What an expression is worth at the random point: the same for equal expressions.

        Raises
        ------
        Undefined
            If it divides by zero.
        """
        return self._modular.evaluate(lower(expression, self._names))


def equal(
    left: Expr,
    right: Expr,
    definitions: Definitions = (),
    setting: Setting | None = None,
    facts: tuple[Fact, ...] = (),
) -> bool:
    """Whether two expressions are equal: :meth:`Comparison.equal` for a single pair."""
    return Comparison(definitions, setting).equal(left, right, facts)


def _numerically_equal(left: Expr, right: Expr, random: Random) -> bool:
    """Compare at real points, in ranges that roots and logarithms of all kinds can live in."""
    compared = 0
    for attempt in range(NUMERIC_ATTEMPTS):
        letters = _RandomLetters(random, *NUMERIC_RANGES[attempt % len(NUMERIC_RANGES)])
        point = Precise(letters, NUMERIC_BITS)
        try:
            first, second = point.evaluate(left), point.evaluate(right)
        except Undefined:
            continue
        if len(first) != len(second):
            return False
        if libmp.finf in map(libmp.mpf_abs, (*first, *second)):
            continue
        compared += 1
        if not all(_close(a, b) for a, b in zip(first, second, strict=True)):
            return False
        if compared == NUMERIC_POINTS:
            break
    if not compared:
        raise Undefined("the lines are not defined at any point that was tried.")
    return True


def _close(first: Any, second: Any) -> bool:
    """Whether two raw numbers agree in 30 digits, counted from 1 where both are smaller."""
    difference = libmp.mpf_abs(libmp.mpf_sub(first, second, NUMERIC_BITS))
    size = libmp.mpf_add(libmp.mpf_abs(first), libmp.mpf_abs(second), NUMERIC_BITS)
    # The one keeps a difference that ought to be 0 from being held against its own rounding.
    scale = libmp.mpf_add(size, libmp.fone, NUMERIC_BITS)
    return bool(libmp.mpf_le(difference, libmp.mpf_shift(scale, -AGREEING_BITS)))


class _RandomLetters(dict[Expr, float]):
    """Numbers between ``lowest`` and ``highest`` in size, drawn when a letter is first met."""

    def __init__(self, random: Random, lowest: float, highest: float, sign: int, turn: int) -> None:
        super().__init__()
        self._random, self._lowest, self._highest = random, lowest, highest
        self._sign, self._turn = sign, turn

    def __missing__(self, letter: Expr) -> float:
        self[letter] = self._sign * self._random.uniform(self._lowest, self._highest)
        self._sign *= self._turn
        return self[letter]


# --- The number a line stands for -----------------------------------------------------------


def values(
    expressions: tuple[Expr, ...],
    numbers: Given,
    definitions: Definitions = (),
    setting: Setting | None = None,
) -> tuple[float | tuple[float, ...], ...]:
    """What lines are worth at given numbers.

    Parameters
    ----------
    numbers
        A number for each letter that nothing defines. Entries that are expressions are for
        typesetting and are passed over.

    Returns
    -------
    tuple
        A float for each line, or a tuple of floats, row by row, for a vector or matrix. Carried
        with as many digits as the value calls for: 1 − f keeps its value for logits a thousand
        apart, and a difference that is zero is zero. ±∞ where the value is infinite, nan where it
        is undefined, where a letter has no number, or where ``MORE_BITS`` do not suffice.
    """
    letters = {
        key: float(number) for key, number in numbers.items() if isinstance(number, float | int)
    }
    places = _Places(letters)
    names = names_of(definitions, setting)
    return tuple(_value(lower(each, names), places) for each in expressions)


def value(
    expression: Expr,
    numbers: Given,
    definitions: Definitions = (),
    setting: Setting | None = None,
) -> float | tuple[float, ...]:
    """What one line is worth: :func:`values` for a single line."""
    return values((expression,), numbers, definitions, setting)[0]


def _value(lowered: Expr, places: "_Places") -> float | tuple[float, ...]:
    if isinstance(lowered, Grid):
        return tuple(places.value(item) for item in lowered.args[1:])
    return places.value(lowered)


class _Places:
    """Numbers for the letters, carried with ever more bits until they settle what is asked."""

    def __init__(self, letters: Mapping[Expr, float]) -> None:
        self._letters = letters
        self._bits = (_likely_bits(letters), *MORE_BITS)
        self._points: dict[int, Precise] = {}

    def value(self, lowered: Expr) -> float:
        """What a lowered line is worth, to all digits of a float; nan where that is not known."""
        needed = 0
        for bits in self._bits:
            if needed:
                labour = bits * _functions_in(lowered)
                # The last is tried in any case: what is missing is an upper bound.
                if labour > MOST_LABOUR or (bits < needed and bits != self._bits[-1]):
                    continue
            if bits not in self._points:
                self._points[bits] = Precise(self._letters, bits)
            try:
                known = self._points[bits].bounded(lowered)
                missing = missing_bits(known)
            except Unsettled as doubt:
                missing = doubt.missing
            except (Undefined, KeyError):
                break
            if not missing:
                # Adding zero turns a −0 that stands for a tiny negative number into a plain 0.
                return float(libmp.to_float(middle(known), rnd=libmp.round_nearest)) + 0.0
            needed = bits + missing
        return float("nan")


def _functions_in(lowered: Expr) -> int:
    """How many different functions and general powers there are to evaluate."""
    return len(
        {
            part
            for part in walk(lowered)
            if isinstance(part, Function)
            or (isinstance(part, Pow) and not isinstance(part.exp, Integer))
        }
    )


def _likely_bits(letters: Mapping[Expr, float]) -> int:
    """Enough that e^u − e^v loses nothing that a float would show, for u and v of this size."""
    finite = [abs(number) for number in letters.values() if abs(number) < 1e9]
    return min(LEAST_BITS + int(3 * max(finite, default=0.0)), MORE_BITS[0])
