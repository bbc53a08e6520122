"""Compute how far numeric derivatives of the cost miss ŷ − y, as their step h shrinks from 1.

Central differences in two precisions and the complex step, each against the analytic gradient.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.shifted_exponentials import read_temperature
from ce_core.numeric.softmax import softmax

STEPS = 10.0 ** (np.arange(-80, 1) / 4)
"""The steps that are tried: four a decade, from 1e-20 to 1."""


@dataclass(frozen=True)
class StepStudy:
    """Errors of numeric gradients: for each step the largest |numeric − analytic| of all logits.

    Parameters
    ----------
    steps : ndarray, shape (S,)
        h, rising, in the unit of the logits.
    central, central_single, complex_step : ndarray, shape (S,)
        Errors in nats per unit of logit: the central difference in float64 and in float32, and
        the complex step in float64. nan where the difference itself is not a number.
    gradient : ndarray, shape (K,)
        The analytic gradient (ŷ − y)/T.
    third_derivative : float
        The largest |∂³E/∂z_j³| = ŷ_j(1 − ŷ_j)|1 − 2ŷ_j|/T³, which bends the central difference
        away from the tangent by h²/6 of it.
    """

    steps: FloatArray
    central: FloatArray
    central_single: FloatArray
    complex_step: FloatArray
    gradient: FloatArray
    third_derivative: float

    @cached_property
    def best(self) -> tuple[float, float] | None:
        """Step and error where the float64 central difference is best; the largest step of a tie.

        None where no difference is a number.
        """
        return _best(self.steps, self.central)

    @cached_property
    def best_single(self) -> tuple[float, float] | None:
        """Like `best`, for float32."""
        return _best(self.steps, self.central_single)


def study_steps(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    temperature: float = 1.0,
    steps: npt.ArrayLike = STEPS,
) -> StepStudy:
    """Measure the error of each numeric gradient of the cost for each of `steps`.

    Parameters
    ----------
    logits, target : array_like, shape (K,)
        Finite logits, and a distribution over the classes.
    temperature : float
        T > 0 divides the logits.
    steps : array_like, shape (S,)
        Positive, rising.

    Returns
    -------
    StepStudy

    Raises
    ------
    ValueError
        If `logits`, `target` or `temperature` are not as described.
    """
    z = np.asarray(logits, dtype=np.float64)
    if z.ndim != 1 or not np.isfinite(z).all():
        raise ValueError(
            f"logits must be one row of finite numbers, but came with shape {z.shape}."
        )
    y = np.asarray(target, dtype=np.float64)
    divisor = read_temperature(temperature)
    h = np.asarray(steps, dtype=np.float64)
    single = _as_single(z)
    gradient, single_gradient = analytic_gradient(np.stack([z, single]), y, divisor)
    p = softmax(z, temperature=divisor)
    return StepStudy(
        h,
        _central_errors(z, y, divisor, h, gradient),
        _single_errors(z, y, divisor, h, single_gradient),
        _worst(_complex_step(z, y, divisor, h) - gradient),
        gradient,
        float((p * (1 - p) * np.abs(1 - 2 * p)).max()) / divisor**3,
    )


def analytic_gradient(logits: FloatArray, target: FloatArray, temperature: float) -> FloatArray:
    """(ŷ − y)/T for one target (K,) and logits of shape (…, K), in nats per unit of logit."""
    targets = np.broadcast_to(target, logits.shape)
    scaled = _scaled(logits, temperature)
    return cross_entropy_grad(scaled, targets, reduction="sum") / temperature


def _scaled(logits: FloatArray, temperature: float) -> FloatArray:
    """(z − max z)/T in the dtype of z: the same softmax and cost as z/T, and never +inf."""
    with np.errstate(over="ignore"):
        shifted = logits - logits.max(axis=-1, keepdims=True)
        return np.asarray(shifted / logits.dtype.type(temperature))


def _central_errors(
    z: FloatArray, y: FloatArray, temperature: float, steps: FloatArray, analytic: FloatArray
) -> FloatArray:
    """(E(z + h·e_j) − E(z − h·e_j)) / 2h as a student writes it, in the dtype of z.

    Dividing by 2h, and not by the step that was left after rounding z ± h, is on purpose: what
    rounding does to a gradient check is the subject.
    """
    moves = steps.astype(z.dtype)[:, None, None] * np.eye(len(z), dtype=z.dtype)
    both = np.stack([z + moves, z - moves])
    targets = np.broadcast_to(y, both.shape)
    above, below = cross_entropy(_scaled(both, temperature), targets, reduction="none")
    # Costs beyond the largest float are ∞, and ∞ − ∞ is not a number: no error to show.
    with np.errstate(invalid="ignore", over="ignore"):
        estimate = (above - below).astype(z.dtype) / (2 * steps[:, None]).astype(z.dtype)
        return _worst(estimate.astype(np.float64) - analytic)


def _as_single(z: FloatArray) -> FloatArray:
    """The logits as float32 holds them, as float64; as they are where that would overflow."""
    limits = np.finfo(np.float32)
    held = z.astype(np.float32) if np.abs(z).max() <= limits.max / 2 else z
    return held.astype(np.float64)


def _single_errors(
    z: FloatArray, y: FloatArray, temperature: float, steps: FloatArray, analytic: FloatArray
) -> FloatArray:
    """The same in float32, against the analytic gradient at the logits as float32 holds them."""
    limits = np.finfo(np.float32)
    if np.abs(z).max() > limits.max / 2:
        return np.full(len(steps), np.nan)
    errors = _central_errors(z.astype(np.float32), y, temperature, steps, analytic)
    # A step below the smallest normal float32 is no step that anyone would try.
    return np.where(steps < limits.tiny, np.nan, errors)


def _complex_step(
    z: FloatArray, y: FloatArray, temperature: float, steps: FloatArray
) -> FloatArray:
    """Im E(z + i·h·e_j) / h, shape (S, K), after Squire and Trapp (1998): nothing is subtracted.

    E = log Σ_k exp(z_k/T) − Σ_k y_k·z_k/T, of which only the imaginary part is computed: the
    angle of the sum, less y_j·h/T.
    """
    turns = np.multiply.outer(steps, np.eye(len(z))) / temperature
    angle = np.angle(np.exp(_scaled(z, temperature) + 1j * turns).sum(axis=-1))
    return np.asarray((angle - np.multiply.outer(steps, y) / temperature) / steps[:, None])


def _worst(differences: FloatArray) -> FloatArray:
    return np.asarray(np.abs(differences).max(axis=-1))


def _best(steps: FloatArray, errors: FloatArray) -> tuple[float, float] | None:
    if np.isnan(errors).all():
        return None
    least = np.nanmin(errors)
    return float(steps[errors == least][-1]), float(least)
