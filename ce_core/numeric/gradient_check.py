"""Check an analytic gradient against central differences."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, read_floats


@dataclass(frozen=True)
class GradientCheck:
    """An analytic gradient beside a numeric one, of the same shape."""

    analytic: FloatArray
    numeric: FloatArray

    @property
    def largest_disagreement(self) -> float:
        """The largest |analytic − numeric| of all entries; 0 if there are none."""
        return float(np.abs(self.analytic - self.numeric).max(initial=0.0))


def central_difference(
    f: Callable[[FloatArray], npt.ArrayLike],
    x: npt.ArrayLike,
    step: float = 1e-5,
) -> FloatArray:
    """The gradient of the scalar function f at x: (f(x + h) − f(x − h)) / 2h for each entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x and returns one number.
    x : array_like, any shape
        Finite numbers. Not modified.
    step : float
        h > 0. The error is of order h² from the curvature plus ε·|f|/h from rounding; the
        default is near the best for float64 and values around 1.

    Returns
    -------
    ndarray, the shape of x, float64

    Raises
    ------
    ValueError
        If x is not finite, or step is not positive or so small that x + h equals x.
    """
    point = read_floats(x, "x").astype(np.float64)
    if not np.isfinite(point).all():
        raise ValueError("x must hold finite numbers, but contains nan or infinity.")
    if not 0 < step < np.inf:
        raise ValueError(f"step must be a positive finite number, but came as {step!r}.")
    entries = np.arange(point.size)
    # One point a row: first those with an entry moved up, then those with it moved down.
    points = np.tile(point.ravel(), (2 * point.size, 1))
    points[entries, entries] += step
    points[point.size + entries, entries] -= step
    # The step that was really taken, after x ± h was rounded.
    taken = points[entries, entries] - points[point.size + entries, entries]
    if not taken.all():
        unmoved = point.ravel()[taken == 0][0]
        raise ValueError(
            f"step must be large enough to change x, but {unmoved} ± {step!r} is the same number."
        )
    points = points.reshape(-1, *point.shape)
    values = np.array([f(each) for each in points], dtype=np.float64)
    return ((values[: point.size] - values[point.size :]) / taken).reshape(point.shape)


def central_difference_row(
    f: Callable[[list[float]], float], x: list[float], step: float
) -> list[float]:
    """The same in plain numbers, for a short row and a step that changes each of its entries.

    A dozen values of f cost less than one call of ``central_difference``; tests hold the two
    together.
    """
    slopes = []
    for i, entry in enumerate(x):
        up, down = entry + step, entry - step
        rise = f([*x[:i], up, *x[i + 1 :]]) - f([*x[:i], down, *x[i + 1 :]])
        slopes.append(rise / (up - down))
    return slopes


def check_gradient(
    f: Callable[[FloatArray], npt.ArrayLike],
    gradient: Callable[[FloatArray], npt.ArrayLike],
    x: npt.ArrayLike,
    step: float = 1e-5,
) -> GradientCheck:
    """Evaluate an analytic gradient and its central difference at the same point x."""
    point = read_floats(x, "x").astype(np.float64)
    numeric = central_difference(f, point, step)
    return GradientCheck(np.asarray(gradient(point), dtype=np.float64), numeric)
