"""Compute cost and gradient from logits step by step at one precision, and find what breaks where.

Each step is computed literally in its dtype, as a program without rescue would; a computation
knows at which step and in which entry the first number was lost.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast, get_args

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, read_classes
from ce_core.numeric.floating_point.ieee754 import Failure, Operation, find_failures, is_born

Precision = Literal["float16", "float32", "float64"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

_OPERATIONS: dict[Operation, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
}


@dataclass(frozen=True)
class Step:
    """One line of a computation.

    Parameters
    ----------
    symbol : str
        What is computed, as plain text: "Σ eᶻ".
    operation : str
        How it follows from `inputs`.
    values : ndarray, shape (…, K), (…, 1) or (…, K, K)
        In the computation's dtype.
    inputs : tuple of Step
    """

    symbol: str
    operation: Operation
    values: FloatArray
    inputs: tuple["Step", ...] = ()

    @cached_property
    def failures(self) -> list[str]:
        """What was lost in each entry, in the order of ``values.ravel()``; "" if nothing was."""
        return find_failures(
            self.operation,
            self.values,
            [step.values for step in self.inputs],
            [step.failures for step in self.inputs],
        )


@dataclass(frozen=True)
class Birth:
    """Where a computation first went wrong."""

    step: Step
    entry: tuple[int, ...]
    failure: Failure


@dataclass(frozen=True)
class Computation:
    """A way to compute something from logits, its last step being the result."""

    title: str
    precision: Precision
    steps: tuple[Step, ...]

    @property
    def result(self) -> FloatArray:
        """The values of the last step."""
        return self.steps[-1].values

    @cached_property
    def first_failure(self) -> Birth | None:
        """The first number that was lost, or None; for a computation of one row of logits.

        Of several in one step, one that became infinite or nan.
        """
        for step in self.steps:
            born = [n for n, failure in enumerate(step.failures) if is_born(failure)]
            if born:
                values = step.values.ravel().tolist()
                n = next((n for n in born if not math.isfinite(values[n])), born[0])
                entry = tuple(map(int, np.unravel_index(n, step.values.shape)))
                return Birth(step, entry, cast(Failure, step.failures[n]))
        return None


# --- the computations ------------------------------------------------------------------------


def textbook_cost(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """exp, divide, log: −Σ_c y_c·log(exp z_c / Σ_j exp z_j) as it is printed.

    Parameters
    ----------
    logits, target : array_like, shape (…, K)
        The target a distribution over the classes, of the shape of `logits`.
    precision : {"float16", "float32", "float64"}
        Of every step.
    """
    z, y = _store("z", logits, precision), _store("y", target, precision)
    steps = _textbook_softmax(z)
    return Computation("Textbook formula", precision, (*steps, *_log_and_sum(steps[-1], y)))


def two_call_cost(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """A softmax that is safe, and after it a logarithm that knows only ŷ; as `textbook_cost`."""
    z, y = _store("z", logits, precision), _store("y", target, precision)
    steps = _shifted_softmax(z)
    return Computation("Stable softmax, then log", precision, (*steps, *_log_and_sum(steps[-1], y)))


def stable_cost(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """Shift by the maximum, then −Σ_c y_c·(z_c − m − log Σ exp(z − m)); as `textbook_cost`.

    Blanchard, Higham and Higham (2021), "Accurately computing the log-sum-exp and softmax
    functions".
    """
    z, y = _store("z", logits, precision), _store("y", target, precision)
    return Computation("Stable formula", precision, (z, *_stable_cost(z, y)))


def softmax_twice_cost(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """The stable cost of ŷ taken for logits: softmax is applied twice; as `textbook_cost`."""
    z, y = _store("z", logits, precision), _store("y", target, precision)
    steps = _shifted_softmax(z)
    second = Step("ŷ, taken for z", "pick", steps[-1].values, (steps[-1],))
    return Computation(
        "Softmax applied twice", precision, (*steps, second, *_stable_cost(second, y))
    )


def largest_share_of_softmax_twice(n_classes: int) -> float:
    """Give e/(e + K − 1): no class gets more from a softmax of numbers between 0 and 1."""
    return math.e / (math.e + n_classes - 1)


def least_cost_of_softmax_twice(classes: int) -> float:
    """The least cost, in nats, that softmax applied twice can give for K classes.

    ŷ lies between 0 and 1, so the second softmax gives the true class at most e/(e + K − 1), and
    the cost is at least log(1 + (K − 1)/e).
    """
    return math.log1p((classes - 1) / math.e)


def textbook_gradient(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """The chain rule unsimplified: Σ_i (−y_i/ŷ_i)·∂ŷ_i/∂z_j; arguments as `textbook_cost`."""
    z, y = _store("z", logits, precision), _store("y", target, precision)
    steps = _textbook_softmax(z)
    predicted = steps[-1]
    outer = _apply("−y/ŷ", "divide", _negated(y), predicted)
    rows = _view(predicted, predicted.values[..., :, None])
    same = _store("δ", np.eye(predicted.values.shape[-1]), precision)
    rest = _apply("δᵢⱼ − ŷⱼ", "subtract", same, _view(predicted, predicted.values[..., None, :]))
    jacobian = _apply("∂ŷᵢ/∂zⱼ = ŷᵢ·(δᵢⱼ − ŷⱼ)", "multiply", rows, rest)
    terms = _apply(
        "(−yᵢ/ŷᵢ)·∂ŷᵢ/∂zⱼ", "multiply", _view(outer, outer.values[..., :, None]), jacobian
    )
    gradient = _sum("∂E/∂zⱼ, summed over i", terms, axis=-2)
    return Computation("Textbook formula", precision, (*steps, outer, jacobian, terms, gradient))


def stable_gradient(
    logits: npt.ArrayLike, target: npt.ArrayLike, precision: Precision = "float64"
) -> Computation:
    """ŷ − y, with ŷ from shifted logits; arguments as `textbook_cost`."""
    z, y = _store("z", logits, precision), _store("y", target, precision)
    steps = _shifted_softmax(z)
    return Computation(
        "Stable formula ŷ − y", precision, (*steps, _apply("ŷ − y", "subtract", steps[-1], y))
    )


# --- what they are made of -------------------------------------------------------------------


def _textbook_softmax(z: Step) -> tuple[Step, ...]:
    powers = _apply("eᶻ", "exp", z)
    total = _sum("Σ eᶻ", powers)
    return z, powers, total, _apply("ŷ = eᶻ / Σ", "divide", powers, total)


def _shifted_exponentials(z: Step) -> tuple[Step, Step, Step, Step]:
    largest = Step("m = max z", "pick", z.values.max(axis=-1, keepdims=True), (z,))
    shifted = _apply("z − m", "subtract", z, largest)
    powers = _apply("eᶻ⁻ᵐ", "exp", shifted)
    return largest, shifted, powers, _sum("Σ eᶻ⁻ᵐ", powers)


def _shifted_softmax(z: Step) -> tuple[Step, ...]:
    largest, shifted, powers, total = _shifted_exponentials(z)
    predicted = _apply("ŷ = eᶻ⁻ᵐ / Σ", "divide", powers, total)
    return z, largest, shifted, powers, total, predicted


def _stable_cost(z: Step, y: Step) -> tuple[Step, ...]:
    largest, shifted, powers, total = _shifted_exponentials(z)
    log_total = _apply("log Σ", "log", total)
    log_probability = _apply("log ŷ = z − m − log Σ", "subtract", shifted, log_total)
    steps = (largest, shifted, powers, total, log_total, log_probability)
    return *steps, *_weigh(log_probability, y)


def _log_and_sum(predicted: Step, y: Step) -> tuple[Step, ...]:
    log_probability = _apply("log ŷ", "log", predicted)
    return log_probability, *_weigh(log_probability, y)


def _weigh(log_probability: Step, y: Step) -> tuple[Step, Step]:
    terms = _apply("−y·log ŷ", "multiply", _negated(y), log_probability)
    return terms, _sum("E", terms)


def _store(symbol: str, values: npt.ArrayLike, precision: Precision) -> Step:
    array, _ = read_classes(values, symbol, -1)
    given = Step(symbol, "given", array)
    with np.errstate(all="ignore"):
        return Step(symbol, "store", array.astype(precision), (given,))


def _negated(y: Step) -> Step:
    return _view(y, -y.values)


def _view(step: Step, values: FloatArray) -> Step:
    """The same numbers, negated or in another shape: nothing can be lost."""
    return Step(step.symbol, "view", values, (step,))


def _apply(symbol: str, operation: Operation, *inputs: Step) -> Step:
    with np.errstate(all="ignore"):
        values = _OPERATIONS[operation](*(step.values for step in inputs))
    return Step(symbol, operation, np.asarray(values), inputs)


def _sum(symbol: str, terms: Step, axis: int = -1) -> Step:
    keep = axis == -1  # a sum over the classes stays beside them, as one entry
    with np.errstate(all="ignore"):
        values = terms.values.sum(axis=axis, keepdims=keep, dtype=terms.values.dtype)
    return Step(symbol, "sum" if keep else "sum over i", values, (terms,))
