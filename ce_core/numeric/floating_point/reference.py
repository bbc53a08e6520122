"""Compute cost, probabilities and gradient to fifty digits, and errors against them.

What floating point is measured against. Plain decimal numbers of the standard library; the tests
hold them against mpmath.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import cached_property, lru_cache

DIGITS = 50
# e to −10¹⁸ is known to fifty digits only if all eighteen before the point are carried as well.
_WORKING = Context(prec=DIGITS + 24, Emin=MIN_EMIN, Emax=MAX_EMAX)
_FOR_LOGARITHMS = Context(prec=DIGITS + 50, Emin=MIN_EMIN, Emax=MAX_EMAX)
_DEEPEST = Decimal(MIN_EMIN)
"""No decimal number is as small as e to much less than this: what would be is called VANISHED."""
_NEGLIGIBLE = 180
"""e to minus this, 7e-79, is not seen beside a 1 of so many digits."""
_SMALL = Decimal("1e-20")
"""Below it three terms of log(1 + x) have all the digits."""

VANISHED = _WORKING.exp(_DEEPEST)
"""Stands for every positive number below it, which is about 10^(−4·10¹⁷)."""


@dataclass(frozen=True)
class Reference:
    """The true values, each computed when it is asked for.

    Parameters
    ----------
    depths : tuple of Decimal, length K
        z/T of each class less the largest of them.
    target : tuple of float, length K
        y.
    temperature : float
        T.
    """

    depths: tuple[Decimal, ...]
    target: tuple[float, ...]
    temperature: float

    @cached_property
    def cost(self) -> Decimal:
        """−Σ y·log ŷ in nats."""
        log_total, cost = _log1p(self._rest), Decimal(0)
        for y, depth in zip(self.target, self.depths, strict=True):
            if y:
                cost = _WORKING.fma(Decimal(y), _WORKING.subtract(log_total, depth), cost)
        return cost

    @cached_property
    def probabilities(self) -> tuple[Decimal, ...]:
        """ŷ of each class."""
        total = _WORKING.add(1, self._rest)
        return tuple(_WORKING.divide(power, total) for power in self._powers)

    @cached_property
    def gradient(self) -> tuple[Decimal, ...]:
        """∂E/∂z for each class, in nats per unit of logit."""
        # Where ŷ is nearly y = 1, the others keep the digits that ŷ − 1 would lose.
        missing = _WORKING.divide(self._rest.copy_negate(), _WORKING.add(1, self._rest))
        slopes = (
            missing if y == 1 and i == self._top else _WORKING.subtract(p, Decimal(y))
            for i, (p, y) in enumerate(zip(self.probabilities, self.target, strict=True))
        )
        return tuple(_WORKING.divide(slope, Decimal(self.temperature)) for slope in slopes)

    @property
    def _top(self) -> int:
        return self.depths.index(Decimal(0))

    @cached_property
    def _powers(self) -> tuple[Decimal, ...]:
        """e to each depth; 1 for the largest logit."""
        return tuple(_exp(depth) for depth in self.depths)

    @cached_property
    def _rest(self) -> Decimal:
        """The sum of the powers without that of the largest logit: what stands beside the 1."""
        others = [depth for i, depth in enumerate(self.depths) if i != self._top]
        rest, highest = Decimal(0), max(others)
        for depth in others:
            if _WORKING.subtract(highest, depth) < _NEGLIGIBLE:
                rest = _WORKING.add(rest, _exp(depth))
        return rest


@lru_cache(maxsize=1024)
def reference(
    logits: tuple[float, ...], target: tuple[float, ...], temperature: float = 1.0
) -> Reference:
    """Compute what softmax and cross-entropy are worth for logits and target as given.

    Parameters
    ----------
    logits : tuple of float, length K
        Finite, at least two; taken as exactly the numbers that the floats are.
    target : tuple of float, length K
        A distribution over the classes.
    temperature : float
        T > 0 divides the logits, and with them the gradient.

    Raises
    ------
    ValueError
        If a logit is not finite, or the lengths differ.
    """
    if len(logits) != len(target) or not all(map(math.isfinite, logits)):
        raise ValueError(
            "logits must be finite numbers, one for each entry of target, "
            f"but they came as {logits} for a target of {len(target)} entries."
        )
    largest, divisor = Decimal(max(logits)), Decimal(temperature)
    below = (_WORKING.subtract(Decimal(z), largest) for z in logits)
    return Reference(tuple(_WORKING.divide(depth, divisor) for depth in below), target, temperature)


def in_digits(value: Decimal, digits: int = DIGITS) -> str:
    """Write a value with so many of its digits, such as ``17.019…`` or ``4.2…e-18``."""
    size = value.copy_abs()
    if 0 < size <= VANISHED:
        bound = f"1e{VANISHED.adjusted() + 1}"
        return f"less than {bound}" if value > 0 else f"more than −{bound}"
    shown = Context(prec=digits, Emin=MIN_EMIN, Emax=MAX_EMAX)
    text = f"{shown.normalize(size)}".replace("E+", "e").replace("E", "e")
    return f"−{text}" if value < 0 else text


def absolute_error(computed: Sequence[float], exact: Sequence[Decimal]) -> float:
    """The largest |computed − exact|; nan where something computed is nan, ∞ where infinite."""
    if not all(map(math.isfinite, computed)):
        return math.nan if any(map(math.isnan, computed)) else math.inf
    return float(_farthest(computed, exact))


def relative_error(computed: Sequence[float], exact: Sequence[Decimal]) -> float:
    """The largest |computed − exact| in units of the largest |exact|.

    Returns
    -------
    float
        nan where something computed is nan, ∞ where it is infinite, 0 where all is exact.
    """
    if not all(map(math.isfinite, computed)):
        return math.nan if any(map(math.isnan, computed)) else math.inf
    far = _farthest(computed, exact)
    if not far:
        return 0.0
    size = max(true.copy_abs() for true in exact)
    return float(_WORKING.divide(far, size)) if size else math.inf


def _farthest(computed: Sequence[float], exact: Sequence[Decimal]) -> Decimal:
    pairs = zip(computed, exact, strict=True)
    return max(_WORKING.subtract(Decimal(c), t).copy_abs() for c, t in pairs)


@lru_cache(maxsize=1024)  # the sum of the powers asks for them, and then each class for its own
def _exp(depth: Decimal) -> Decimal:
    return VANISHED if depth < _DEEPEST else _WORKING.exp(depth)


def _log1p(value: Decimal) -> Decimal:
    digits = _FOR_LOGARITHMS
    if value >= _SMALL:
        return digits.ln(digits.add(1, value))
    half_and_third = digits.subtract(Decimal("0.5"), digits.divide(value, Decimal(3)))
    return digits.multiply(value, digits.subtract(1, digits.multiply(value, half_and_third)))
