"""Fifty-digit answers from mpmath, and the distance to them in units in the last place."""

from collections.abc import Sequence

import mpmath
import numpy as np
import numpy.typing as npt

DIGITS = 50


def exact(value: float) -> mpmath.mpf:
    return mpmath.mpf(float(value))


def log_sum_of_exponentials(logits: Sequence[mpmath.mpf]) -> mpmath.mpf:
    """log Σ exp(z), with as many digits as its smallest part of use needs."""
    largest = max(logits)
    rest = mpmath.fsum(mpmath.exp(z - largest) for z in logits) - 1
    return largest + mpmath.log1p(rest)


def exact_log_softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> list[mpmath.mpf]:
    # Two-hundred digits inside: log ŷ may be as small as exp(−700) beside logits of 1e308.
    with mpmath.workdps(1000):
        scaled = [exact(z) / exact(temperature) for z in np.asarray(logits)]
        largest = max(scaled)
        log_total = log_sum_of_exponentials([z - largest for z in scaled])
        return [z - largest - log_total for z in scaled]


def exact_softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> list[mpmath.mpf]:
    with mpmath.workdps(DIGITS):
        return [mpmath.exp(v) for v in exact_log_softmax(logits, temperature)]


def exact_cross_entropy(logits: npt.ArrayLike, target: npt.ArrayLike) -> mpmath.mpf:
    """−Σ y·log ŷ for probabilities."""
    with mpmath.workdps(DIGITS):
        pairs = zip(np.asarray(target), exact_log_softmax(logits), strict=True)
        return -mpmath.fsum(exact(y) * v for y, v in pairs if y != 0)


def exact_one_class_gradient(logits: npt.ArrayLike, true: int) -> list[mpmath.mpf]:
    """ŷ − y for the true class `true`, with ŷ_true − 1 in full."""
    with mpmath.workdps(DIGITS):
        logs = exact_log_softmax(logits)
        return [mpmath.expm1(v) if j == true else mpmath.exp(v) for j, v in enumerate(logs)]


def ulps(computed: npt.NDArray[np.floating], expected: Sequence[mpmath.mpf]) -> float:
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
        unit = exact(np.spacing(np.abs(nearest)))
        worst = max(worst, float(abs(exact(value) - true) / unit))
    return worst
