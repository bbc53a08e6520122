"""Cost, probabilities and gradient to fifty digits, and how far a computed number is from them.

What floating point is measured against; mpmath only. Numbers leave here as decimal text or as a
plain float, so that no other wing needs mpmath.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import mpmath

DIGITS = 50
_WORKING_DIGITS = 60


@dataclass(frozen=True)
class FiftyDigits:
    """The true values as decimal text: the cost in nats, and ŷ and ∂E/∂z for each class."""

    cost: str
    probabilities: tuple[str, ...]
    gradient: tuple[str, ...]


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
        y = [mpmath.mpf(v) for v in target]
        top = logits.index(max(logits))
        # Without the largest term, which is 1: log1p then keeps every digit of a small rest.
        rest = mpmath.fsum(mpmath.exp(v - z[top]) for i, v in enumerate(z) if i != top)
        log_total = mpmath.log1p(rest)
        log_probabilities = [v - z[top] - log_total for v in z]
        cost = mpmath.fsum(-a * b for a, b in zip(y, log_probabilities, strict=True) if a)
        probabilities = [mpmath.exp(v) for v in log_probabilities]
        # Where ŷ is nearly y = 1, expm1 keeps the digits that a subtraction would lose.
        gradient = [
            (mpmath.expm1(v) if a == 1 else p - a) / mpmath.mpf(temperature)
            for v, p, a in zip(log_probabilities, probabilities, y, strict=True)
        ]
        return FiftyDigits(
            _text(cost), tuple(map(_text, probabilities)), tuple(map(_text, gradient))
        )


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
