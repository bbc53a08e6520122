"""Measure what the page Numerical stability shows: two formulas at a precision, their errors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from ce_core.figures.error_curves import WAYS, ErrorCurves, Way
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.reference import Reference, reference, relative_error
from ce_core.numeric.floating_point.step_by_step import (
    PRECISIONS,
    Computation,
    Precision,
    softmax_twice_cost,
    stable_cost,
    stable_gradient,
    textbook_cost,
    textbook_gradient,
    two_call_cost,
)
from ce_core.scenario import Scenario
from ce_core.ui.stability import table_html

SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_CURVE_SCALES = np.geomspace(1, 1000, 31)
_LARGEST = float(np.finfo(np.float64).max) / 4

TOLERABLE: dict[Precision, float] = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-13}
"""The relative error that a result may have and still be called right: some dozen roundings."""

_TINY = "{error}, but the exact result is tiny: the absolute error is only {off}"
_OPENING = (
    "In a softmax that shifts by its maximum no exponential overflows. But it passes on ŷ, and if "
    "ŷ has been rounded to 0, log ŷ cannot recover it. The smallest {precision} above 0 is "
    "{least}. So no cost above {most} nats can come out of ŷ."
)
_BOTH_RIGHT = "With your logits both ways are right: no ŷ is rounded to 0."
_ONE_CALL_RIGHT = (
    "With your logits the two calls fail and the single call does not. It goes from the logits to "
    "log ŷ = z − m − log Σ and never forms ŷ. That is why the function takes logits."
)
_TWO_CALLS_RIGHT = "With your logits the two calls are right, and the single call is not:"
_BOTH_FAIL = "With your logits both ways fail:"
_FEW_DIGITS = (
    "{precision} keeps about {digits} digits of each number, and the result is off by {off} nats."
)

Build = Callable[..., Computation]
COST: tuple[Build, Build] = (textbook_cost, stable_cost)
GRADIENT: tuple[Build, Build] = (textbook_gradient, stable_gradient)


@dataclass(frozen=True)
class Measured:
    """A computation and how far its result is from the truth."""

    computation: Computation
    error: float
    absolute_error: float

    @property
    def is_right(self) -> bool:
        """Whether rounding is all that is wrong with it."""
        return self.error < TOLERABLE[self.computation.precision] or self.is_lost_in_one

    @property
    def is_lost_in_one(self) -> bool:
        """Whether what is wrong could not be seen beside a 1 in this precision."""
        return self.absolute_error < float(np.finfo(self.computation.precision).eps)

    @property
    def verdict(self) -> str:
        """The error in words."""
        if np.isnan(self.error):
            return "not a number"
        if np.isinf(self.error):
            return "infinite error"
        if self.error == 0:
            return "exact"
        said = f"relative error {format_number(self.error)}"
        if self.error < TOLERABLE[self.computation.precision] or not self.is_lost_in_one:
            return said
        return _TINY.format(error=said, off=format_number(self.absolute_error))


def scaled_logits(scenario: Scenario, scale: float) -> tuple[float, ...]:
    """Give scale·z/T, kept finite: what the computations start from."""
    scaled = (scale * z / scenario.temperature for z in scenario.logits)
    return tuple(min(max(z, -_LARGEST), _LARGEST) for z in scaled)


def truth(scenario: Scenario, scale: float) -> Reference:
    """Give the true values to fifty digits."""
    return reference(scaled_logits(scenario, scale), scenario.smoothed_target)


def measure(build: Build, scenario: Scenario, scale: float, precision: Precision) -> Measured:
    """Compute, and compare its result with the truth."""
    computation = build(scaled_logits(scenario, scale), scenario.smoothed_target, precision)
    exact = _exact(computation, scenario, scale)
    error = relative_error(computation.result.tolist(), exact)
    return Measured(computation, error, error * max(abs(float(true)) for true in exact))


def cost_computations(scenario: Scenario, scale: float, precision: Precision) -> list[Measured]:
    """Give the two computations of the cost: textbook and stable."""
    return [measure(build, scenario, scale, precision) for build in COST]


def one_call_and_two(
    scenario: Scenario, scale: float, precision: Precision
) -> tuple[Measured, Measured]:
    """Give the stable computation of the cost, and a safe softmax with a logarithm after it."""
    one, two = (
        measure(build, scenario, scale, precision) for build in (stable_cost, two_call_cost)
    )
    return one, two


def once_and_twice(scenario: Scenario, scale: float, precision: Precision) -> list[Measured]:
    """Give the stable cost, and that of softmax applied twice, against the same truth."""
    builds = (stable_cost, softmax_twice_cost)
    return [measure(build, scenario, scale, precision) for build in builds]


def gradient_computations(scenario: Scenario, scale: float, precision: Precision) -> list[Measured]:
    """Give the two computations of the gradient with respect to the logits."""
    return [measure(build, scenario, scale, precision) for build in GRADIENT]


@lru_cache(maxsize=256)
def curves(scenario: Scenario, quantity: str) -> ErrorCurves:
    """Compute the errors of both computations at all factors and precisions.

    Parameters
    ----------
    quantity : {"cost", "gradient"}
    """
    builds = dict(zip(WAYS, COST if quantity == "cost" else GRADIENT, strict=True))
    logits = np.array([scaled_logits(scenario, scale) for scale in _CURVE_SCALES.tolist()])
    target = np.broadcast_to(scenario.smoothed_target, logits.shape)
    truths = [reference(tuple(z), scenario.smoothed_target) for z in logits.tolist()]
    exact = [(true.cost,) if quantity == "cost" else true.gradient for true in truths]
    errors: dict[tuple[Way, Precision], tuple[float, ...]] = {}
    sizes = [max(abs(float(true)) for true in each) for each in exact]
    titles: dict[Way, str] = {}
    for way, build in builds.items():
        for precision in PRECISIONS:
            computation = build(logits, target, precision)
            errors[way, precision] = tuple(map(relative_error, computation.result.tolist(), exact))
            titles[way] = computation.title
    lost = any(
        0.5 < error < np.inf and error * size < float(np.finfo(precision).eps)
        for precision in PRECISIONS
        for error, size in zip(errors["stable", precision], sizes, strict=True)
    )
    return ErrorCurves(quantity, tuple(_CURVE_SCALES.tolist()), errors, titles, lost)


def _exact(computation: Computation, scenario: Scenario, scale: float) -> Sequence[Decimal]:
    true = truth(scenario, scale)
    return (true.cost,) if computation.result.shape == (1,) else true.gradient


def why_with_logits(two_calls: Measured, stable: Measured, names: Sequence[str]) -> str:
    """Say what a logarithm after a stable softmax makes of these numbers: plain text.

    Which sentence ends it is decided by the two results; why a result is wrong is read from the
    first step of its computation that lost something.
    """
    precision = two_calls.computation.precision
    least = np.finfo(precision).smallest_subnormal
    most = format_number(-float(np.log(np.float64(least))))
    opening = _OPENING.format(precision=precision, least=format_number(float(least)), most=most)
    if two_calls.is_right and stable.is_right:
        return f"{opening} {_BOTH_RIGHT}"
    if stable.is_right:
        return f"{opening} {_ONE_CALL_RIGHT}"
    ending = _TWO_CALLS_RIGHT if two_calls.is_right else _BOTH_FAIL
    return f"{opening} {ending} {_why_wrong(stable, names)}"


def _why_wrong(measured: Measured, names: Sequence[str]) -> str:
    """Give the reason of a wrong result, as far as it was found, and what to do."""
    precision, born = measured.computation.precision, measured.computation.first_failure
    others = [p for p in PRECISIONS if np.finfo(p).max > np.finfo(precision).max]
    wider = f"Choose {' or '.join(others)}, or multiply" if others else "Multiply"
    finite = bool(np.isfinite(measured.computation.result).all())
    if born is not None and (born.failure == "overflow" or not finite):
        return f"{table_html.birth_sentence(born, precision, names)}. {wider} the logits by less."
    digits, off = np.finfo(precision).precision, format_number(measured.absolute_error)
    said = _FEW_DIGITS.format(precision=precision, digits=digits, off=off)
    return f"{said} {wider} the logits by less."
