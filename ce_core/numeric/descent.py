"""Gradient descent on the logits themselves, all steps at once, for either cost."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.landscape import Cost, Landscape
from ce_core.numeric.shifted import read_temperature

# A quarter of the largest number: room to walk without leaving the finite.
_LOWEST = -np.finfo(np.float64).max / 4


@dataclass(frozen=True)
class Run:
    """A descent of S steps, its start included in every array.

    Parameters
    ----------
    logits, probabilities : ndarray, shape (S + 1, K)
    costs : ndarray, shape (S + 1,)
        Cross-entropy in nats, or squared error.
    slopes : ndarray, shape (S + 1,)
        The length of the gradient with respect to the logits.
    """

    logits: FloatArray
    probabilities: FloatArray
    costs: FloatArray
    slopes: FloatArray


def descend(
    logits: npt.ArrayLike,
    target: tuple[float, ...],
    *,
    cost: Cost = "cross-entropy",
    rate: float = 1.0,
    steps: int = 100,
    temperature: float = 1.0,
) -> Run:
    """Follow z ← z − rate·∂E/∂z from `logits`.

    Parameters
    ----------
    logits : array_like, shape (K,)
        Finite numbers.
    target : tuple of float, length K
        A distribution, smoothed already if it is to be.
    cost : {"cross-entropy", "squared error"}
    rate : float
        The learning rate, positive.
    steps : int
        At least 0.
    temperature : float
        Divides the logits before softmax, and so the gradient.

    Raises
    ------
    ValueError
        If rate is not a positive number, steps is negative, or logits, target, cost or temperature
        are not as described.
    """
    if not 0 < rate < np.inf:
        raise ValueError(f"rate must be a positive number, but it is {rate!r}.")
    if steps < 0:
        raise ValueError(f"steps must not be negative, but there are {steps}.")
    divisor = read_temperature(temperature)
    start = np.array(logits, dtype=np.float64)
    landscape = Landscape(target, cost)
    # In units of the temperature the walk is z/T ← z/T − (rate/T²)·∂E/∂(z/T). Only differences
    # count, so the largest logit is put to 0, where rounding is finest.
    with np.errstate(over="ignore"):
        scaled = np.maximum((start - start.max()) / divisor, _LOWEST)
    places = landscape.walk(
        scaled, free=tuple(range(len(start))), rate=rate / divisor**2, steps=steps
    )
    return Run(
        logits=start + (np.array([place.logits for place in places]) - scaled) * divisor,
        probabilities=np.array([place.probabilities for place in places]),
        costs=np.array([place.cost for place in places]),
        slopes=np.array([math.hypot(*place.gradient) for place in places]) / divisor,
    )
