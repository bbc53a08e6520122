"""Fifty-digit answers from mpmath, and the distance to them in units in the last place."""

from collections.abc import Sequence
from functools import cache
from typing import Any, SupportsFloat

import mpmath
import numpy as np
import numpy.typing as npt

DIGITS = 50


def exact(value: SupportsFloat) -> mpmath.mpf:
    return mpmath.mpf(float(value))


def exact_log_softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> list[mpmath.mpf]:
    return list(_log_softmax(tuple(float(z) for z in np.asarray(logits)), temperature))


@cache
def _log_softmax(logits: tuple[float, ...], temperature: float) -> tuple[mpmath.mpf, ...]:
    # A sum of 1 and exp(−745), the smallest that counts, has 324 digits; fifty more follow.
    with mpmath.workdps(400):
        scaled = [exact(z) / exact(temperature) for z in logits]
        largest = max(scaled)
        rest = mpmath.fsum(mpmath.exp(z - largest) for z in scaled) - 1
        log_total = mpmath.log1p(rest)
        # Logits of 1e308 and log_total 1e-324 at once: 632 digits apart.
        with mpmath.workdps(700):
            return tuple(z - largest - log_total for z in scaled)


def exact_softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> list[mpmath.mpf]:
    with mpmath.workdps(DIGITS):
        return [mpmath.exp(v) for v in exact_log_softmax(logits, temperature)]


def exact_one_class_gradient(logits: npt.ArrayLike, true: int) -> list[mpmath.mpf]:
    """ŷ − y for the true class `true`, with ŷ_true − 1 in full."""
    with mpmath.workdps(DIGITS):
        logs = exact_log_softmax(logits)
        return [mpmath.expm1(v) if j == true else mpmath.exp(v) for j, v in enumerate(logs)]


def ulps(computed: npt.NDArray[Any], expected: Sequence[mpmath.mpf]) -> float:
    """The largest |computed − expected| in units in the last place of the expected values.

    What is beyond the dtype's range has to come out as the rounded value: ±∞, or 0.
    """
    worst = 0.0
    for value, true in zip(np.ravel(computed), expected, strict=True):
        with np.errstate(over="ignore", under="ignore"):
            nearest = value.dtype.type(float(true))
        if np.isinf(nearest) or np.isnan(value):
            worst = max(worst, 0.0 if value == nearest else np.inf)
            continue
        worst = max(worst, float(abs(exact(value) - true) / unit(nearest)))
    return worst


def unit(value: Any) -> mpmath.mpf:
    """The unit in the last place of a finite float."""
    size = abs(value)
    # NumPy looks for the next larger number, which the largest does not have.
    is_largest = size == np.finfo(value.dtype).max
    return exact(np.spacing(np.nextafter(size, 0 * size) if is_largest else size))
