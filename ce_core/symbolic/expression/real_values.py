"""Prove that an expression has no real value, whatever its letters stand for.

A value found at some point settles that there is one. Where none is found, boxes that together hold
every number a float can be are evaluated in intervals: an expression has no real value in a box
where one of its logarithms, roots or fractions has none.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from mpmath import libmp
from sympy import Add, Expr, Symbol

from ce_core.symbolic.expression import intervals
from ce_core.symbolic.expression.board import Branch, Call, Entry, walk
from ce_core.symbolic.expression.elementary import elementary
from ce_core.symbolic.expression.enclosure import Precise
from ce_core.symbolic.expression.intervals import Interval, Undefined, Unsettled
from ce_core.symbolic.expression.lowering import Definitions, Setting, lower, names_of
from ce_core.symbolic.expression.modular import Modular

POINTS = 60
SIZES = (1e-3, 1e4)
"""How many points are tried, and the smallest and largest number in them."""
POINT_BITS, BOX_BITS = 192, 64
MOST_BOXES = 800
"""A bound on the time that a proof may take, some 0.2 s; what is not proved by then is not said."""
LEAST, LARGEST = 5e-324, 1.7976931348623157e308
NARROW = 1 + 1e-9

_LOGARITHM = "logarithm"
_RISING = frozenset({"exponential", _LOGARITHM, "sigmoid", "softplus", "tanh", "arctangent"})


def has_none(
    expression: Expr, definitions: Definitions = (), setting: Setting | None = None
) -> bool:
    """Whether an expression is proved to have no real value, for any floats as its letters."""
    modular = Modular(Random(1))
    try:
        lowered = lower(expression, names_of(definitions, setting))
        modular.evaluate(lowered)
    except Undefined:
        return True
    return not _has_value_somewhere(lowered) and _has_none_in_boxes(lowered, modular)


def _has_value_somewhere(lowered: Expr) -> bool:
    random = Random(2)
    for _ in range(POINTS):
        try:
            entries = Precise(_RandomLetters(random), POINT_BITS).evaluate(lowered)
        except Undefined:
            continue
        if all(map(_finite, entries)):
            return True
    return False


class _RandomLetters(dict[Expr, float]):
    """Numbers of either sign and of all sizes, drawn when a letter is first met."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, letter: Expr) -> float:
        size = math.exp(self._random.uniform(*map(math.log, SIZES)))
        self[letter] = self._random.choice((-size, size))
        return self[letter]


# --- Boxes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Range:
    """The numbers from ``sign · low`` to ``sign · high``, where 0 ≤ low ≤ high."""

    sign: int
    low: float
    high: float

    @property
    def interval(self) -> Interval:
        """The same in mpmath's raw numbers."""
        ends = (libmp.from_float(self.low), libmp.from_float(self.high))
        return ends if self.sign > 0 else intervals.negative(ends)

    @property
    def spread(self) -> float:
        """The logarithm of how many times as large as the smallest the largest number is."""
        return math.log(self.high) - math.log(self.low) if self.low else 0.0

    def halves(self) -> "tuple[_Range, _Range]":
        """The smaller numbers and the larger ones."""
        middle = math.sqrt(self.low) * math.sqrt(self.high)
        return _Range(self.sign, self.low, middle), _Range(self.sign, middle, self.high)


_WHOLE_LINE = (_Range(-1, LEAST, LARGEST), _Range(1, 0.0, 0.0), _Range(1, LEAST, LARGEST))


class _InBox(Precise):
    """The same arithmetic where letters stand for all numbers of a range each."""

    def __init__(self, box: Mapping[Expr, _Range], modular: Modular) -> None:
        super().__init__({}, BOX_BITS)
        self._box, self._modular = box, modular

    def _number(self, letter: Expr) -> Interval:
        return self._box[letter].interval

    def _evaluate(self, node: Expr) -> Interval:
        try:
            return self._in_ranges(node)
        except Unsettled:
            # One part without a value settles it, whatever is unknown of the others.
            if not isinstance(node, Branch):
                self._refuse_parts_without_value(node.args)
            raise

    def _refuse_parts_without_value(self, parts: tuple[Expr, ...]) -> None:
        for part in parts:
            with suppress(Unsettled):
                self.bounded(part)

    def _in_ranges(self, node: Expr) -> Interval:
        if isinstance(node, Add) and self._modular.evaluate(node) == 0:
            return intervals.ZERO
        function = elementary(node)
        if function is None or function.name not in _RISING:
            return super()._evaluate(node)
        low, high = self.bounded(node.args[0])
        if function.name == _LOGARITHM and libmp.mpf_sign(low) <= 0:
            if high == libmp.fzero:  # of a negative number there is none, and of 0 it is −∞
                return libmp.fninf, libmp.fninf
            return function.interval((low, high), BOX_BITS)
        # What rises everywhere lies between its values at the ends, however far they are apart.
        return (
            function.interval((low, low), BOX_BITS)[0],
            function.interval((high, high), BOX_BITS)[1],
        )


def _has_none_in_boxes(lowered: Expr, modular: Modular) -> bool:
    boxes: list[dict[Expr, _Range]] = [{}]
    for letter in _letters(lowered):
        boxes = [{**box, letter: part} for box in boxes for part in _WHOLE_LINE]
    looked_at = 0
    while boxes:
        box = boxes.pop()
        looked_at += 1
        if looked_at > MOST_BOXES or (proved := _none_in(lowered, box, modular)) is False:
            return False
        if proved:
            continue
        widest = max(box, key=lambda letter: box[letter].spread, default=None)
        if widest is None or box[widest].spread < math.log(NARROW):
            return False
        boxes += [{**box, widest: half} for half in box[widest].halves()]
    return True


def _none_in(lowered: Expr, box: Mapping[Expr, _Range], modular: Modular) -> bool | None:
    """Whether there is no real value in a box; None where a smaller box may tell."""
    try:
        value = _InBox(box, modular).bounded(lowered)
    except Unsettled:
        return None
    except Undefined:
        return True
    return value[0] == value[1] and not _finite(value[0])


def _finite(number: tuple[int, int, int, int]) -> bool:
    return bool(number[1]) or number == libmp.fzero


def _letters(lowered: Expr) -> list[Expr]:
    """What stands for a number of its own: letters, entries, values of unknown functions."""
    return list(dict.fromkeys(p for p in walk(lowered) if isinstance(p, Symbol | Entry | Call)))
