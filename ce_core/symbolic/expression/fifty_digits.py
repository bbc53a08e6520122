"""Cost, probabilities and gradient to fifty digits, and how far a computed number is from them.

What floating point is measured against; mpmath only. Numbers leave here as decimal text or as a
plain float, so that no other wing needs mpmath.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import mpmath

DIGITS = 50
_WORKING_DIGITS = 60


@dataclass(frozen=True)
class FiftyDigits:
    """The true values as decimal text, each computed when it is asked for.

    Parameters
    ----------
    depths : tuple of mpf
        log ŷ of each class.
    target : tuple of float
        y.
    temperature : float
        T.
    """

    depths: tuple[mpmath.mpf, ...]
    target: tuple[float, ...]
    temperature: float

    @cached_property
    def cost(self) -> str:
        """−Σ y·log ŷ in nats."""
        with mpmath.workdps(_WORKING_DIGITS):
            pairs = zip(self.target, self.depths, strict=True)
            return _text(mpmath.fsum(-mpmath.mpf(y) * depth for y, depth in pairs if y))

    @cached_property
    def probabilities(self) -> tuple[str, ...]:
        """ŷ of each class."""
        with mpmath.workdps(_WORKING_DIGITS):
            return tuple(_text(mpmath.exp(depth)) for depth in self.depths)

    @cached_property
    def gradient(self) -> tuple[str, ...]:
        """∂E/∂z for each class."""
        with mpmath.workdps(_WORKING_DIGITS):
            # Where ŷ is nearly y = 1, expm1 keeps the digits that a subtraction would lose.
            slopes = (
                mpmath.expm1(depth) if y == 1 else mpmath.exp(depth) - mpmath.mpf(y)
                for depth, y in zip(self.depths, self.target, strict=True)
            )
            return tuple(_text(slope / mpmath.mpf(self.temperature)) for slope in slopes)


@lru_cache(maxsize=4096)
def fifty_digits(
    logits: tuple[float, ...], target: tuple[float, ...], temperature: float = 1.0
) -> FiftyDigits:
    """Compute what softmax and cross-entropy are worth for logits and target as given.

    Parameters
    ----------
    logits : tuple of float, length K
        Finite; taken as exactly the numbers that the floats are.
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
    with mpmath.workdps(_WORKING_DIGITS):
        z = [mpmath.mpf(v) / mpmath.mpf(temperature) for v in logits]
        top = logits.index(max(logits))
        # Without the largest term, which is 1: log1p then keeps every digit of a small rest.
        rest = mpmath.fsum(mpmath.exp(v - z[top]) for i, v in enumerate(z) if i != top)
        log_total = mpmath.log1p(rest)
        return FiftyDigits(tuple(v - z[top] - log_total for v in z), target, temperature)


def absolute_error(computed: Sequence[float], exact: Sequence[str]) -> float:
    """The largest |computed − exact|; nan where something computed is nan, ∞ where infinite."""
    if any(map(math.isnan, computed)):
        return math.nan
    if any(map(math.isinf, computed)):
        return math.inf
    with mpmath.workdps(_WORKING_DIGITS):
        return float(
            max(abs(mpmath.mpf(c) - mpmath.mpf(t)) for c, t in zip(computed, exact, strict=True))
        )


def relative_error(computed: Sequence[float], exact: Sequence[str]) -> float:
    """The largest |computed − exact| in units of the largest |exact|.

    Returns
    -------
    float
        nan where something computed is nan, ∞ where it is infinite, 0 where all is exact.
    """
    if any(map(math.isnan, computed)):
        return math.nan
    if any(map(math.isinf, computed)):
        return math.inf
    with mpmath.workdps(_WORKING_DIGITS):
        true = [mpmath.mpf(text) for text in exact]
        size = max(map(abs, true))
        far = max(abs(mpmath.mpf(c) - t) for c, t in zip(computed, true, strict=True))
        if not far:
            return 0.0
        return float(far / size) if size else math.inf


def _text(value: mpmath.mpf) -> str:
    return str(mpmath.nstr(value, DIGITS, strip_zeros=True))
