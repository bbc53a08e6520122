"""Compute log ŷ in the ways that code does: exactly, clipped, in few digits, of other inputs."""

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.explain import narrow
from ce_core.numeric.explain.case import Case, Matrix, Vector
from ce_core.numeric.softmax import log_softmax

DTYPES = {"float64": np.float64, "float32": np.float32, "float16": np.float16}
_FAR_BELOW = 1e-4
"""Of ŷ: what is added to it is far below it up to this share."""
Indices = npt.NDArray[np.intp]
Narrow = npt.NDArray[Any]


class LogProbabilities:
    """log ŷ by one way of computing it, for all classes or for one class a row.

    Parameters
    ----------
    values : ndarray, shape (n, K)
        log ŷ, or ŷ where `log` says what is done to it before the logarithm.
    log : str
        As in `Recipe`.
    """

    def __init__(self, values: Matrix, log: str, *, are_logs: bool) -> None:
        self._values = values
        self._kind, _, self._detail = log.partition(":")
        self._are_logs = are_logs

    @cached_property
    def all(self) -> Matrix:
        """log ŷ, shape (n, K)."""
        return self._finish(self._values)

    @cached_property
    def probabilities(self) -> Matrix:
        """ŷ, shape (n, K)."""
        return np.asarray(np.exp(self.all), np.float64)

    @cached_property
    def complements(self) -> Matrix:
        """log(1 − ŷ), shape (n, K)."""
        return np.asarray(np.log1p(-self.probabilities), np.float64)

    @cached_property
    def odds(self) -> Matrix:
        """log ŷ − log(1 − ŷ), shape (n, K)."""
        return np.asarray(self.all - self.complements, np.float64)

    @cached_property
    def has_finite_odds(self) -> bool:
        """Whether no ŷ is 0 or 1."""
        return bool(np.isfinite(self.odds).all())

    @cached_property
    def odds_sums(self) -> Vector:
        """Σ_c log ŷ_c − log(1 − ŷ_c), shape (n,)."""
        return np.asarray(self.odds.sum(axis=-1), np.float64)

    @cached_property
    def complement_sums(self) -> Vector:
        """Σ_c log(1 − ŷ_c), shape (n,)."""
        return np.asarray(self.complements.sum(axis=-1), np.float64)

    @cached_property
    def probability_sums(self) -> Vector:
        """Σ_c ŷ_c, shape (n,)."""
        return np.asarray(self.probabilities.sum(axis=-1), np.float64)

    def at(self, indices: Indices) -> Vector:
        """log ŷ of one class a row, shape (n,)."""
        return self._finish(self._values[np.arange(len(indices)), indices])

    @cached_property
    def impossible(self) -> npt.NDArray[np.intp]:
        """How many classes of each row have ŷ = 0, shape (n,)."""
        return np.asarray(np.isneginf(self.all).sum(axis=-1))

    def products(self, indices: Indices) -> Vector:
        """Σ_c y_c·log ŷ_c with one-hot rows multiplied out: nan where 0 meets −∞."""
        entries = self.at(indices)
        return np.where(self.impossible > np.isneginf(entries), np.nan, entries)

    def row_sums(self, weights: Vector) -> Vector:
        """Σ_c w_c·log ŷ_c, shape (n,); `weights` must be the same object for the same weights."""
        if id(weights) not in self._row_sums:
            self._row_sums[id(weights)] = np.asarray(self.all @ weights, np.float64)
        return self._row_sums[id(weights)]

    @cached_property
    def _row_sums(self) -> dict[int, Vector]:
        return {}

    def _finish(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if self._are_logs:
            return values
        if self._kind == "max":
            values = np.maximum(values, float(self._detail))
        elif self._kind == "clip":
            bound = float(self._detail)
            values = np.clip(values, bound, 1 - bound)
        elif self._kind == "plus":
            values = values + float(self._detail)
        else:
            return np.asarray(np.log(values), np.float64)
        return np.asarray(np.log(values, out=values), np.float64)


class NearLog(LogProbabilities):
    """log(ŷ + c) for a c far below every ŷ: log ŷ + c/ŷ − c²/2ŷ², whose sums several c share.

    What is left out is at most (c/ŷ)³/3, below 1e-12.

    Parameters
    ----------
    exact : LogProbabilities
        log ŷ itself.
    inverse : LogProbabilities
        What keeps the sums of 1/ŷ and 1/ŷ².
    added : float
        The number c.
    """

    def __init__(self, exact: LogProbabilities, inverse: "Inverses", added: float) -> None:
        self._exact, self._inverse, self._added = exact, inverse, added

    @cached_property
    def all(self) -> Matrix:
        return np.asarray(np.log(self._exact.probabilities + self._added), np.float64)

    def at(self, indices: Indices) -> Vector:
        entries = np.arange(len(indices)), indices
        return np.asarray(np.log(self._exact.probabilities[entries] + self._added), np.float64)

    def row_sums(self, weights: Vector) -> Vector:
        first, second = self._inverse.row_sums(weights)
        c = self._added
        return self._exact.row_sums(weights) + c * first - c**2 / 2 * second


class Inverses:
    """1/ŷ of all classes, and the weighted sums of it and of its square."""

    def __init__(self, probabilities: Matrix) -> None:
        self._values = 1 / probabilities
        self._sums: dict[int, tuple[Vector, Vector]] = {}
        self.largest = float(self._values.max())

    def row_sums(self, weights: Vector) -> tuple[Vector, Vector]:
        """Σ_c w_c/ŷ_c and Σ_c w_c/ŷ_c², each of shape (n,)."""
        if id(weights) not in self._sums:
            values = self._values
            first = values @ weights
            second = np.einsum("ij,ij,j->i", values, values, weights)
            self._sums[id(weights)] = (np.asarray(first), np.asarray(second))
        return self._sums[id(weights)]


class NarrowLog(LogProbabilities):
    """log ŷ in few digits: of rounded exponentials, or by the stable formula.

    Parameters
    ----------
    shifted : ndarray, shape (n, K)
        The logits in the narrow dtype, less their maximum where `log` shifts.
    exponentials : ndarray, shape (n, K)
    largest : ndarray, shape (n, 1)
        The maximum that was subtracted.
    total : ndarray, shape (n, 1)
        The sum of the exponentials.
    log : {"softmax-then-log", "without-shift", "fused", "absorbed"}
    """

    def __init__(
        self, shifted: Narrow, exponentials: Narrow, largest: Narrow, total: Narrow, log: str
    ) -> None:
        self._shifted, self._exponentials, self._largest = shifted, exponentials, largest
        self._total = total
        self._log = log

    @cached_property
    def all(self) -> Matrix:
        return self._of(self._shifted, self._exponentials, self._total, self._largest)

    def at(self, indices: Indices) -> Vector:
        entries = np.arange(len(indices)), indices
        total, largest = self._total[:, 0], self._largest[:, 0]
        return self._of(self._shifted[entries], self._exponentials[entries], total, largest)

    @cached_property
    def impossible(self) -> npt.NDArray[np.intp]:
        if self._log in ("fused", "absorbed"):
            return super().impossible
        # A quotient of at most half the smallest number above 0 is rounded to 0.
        smallest = float(np.finfo(self._total.dtype).smallest_subnormal)
        bound = (self._total.astype(np.float64) * (smallest / 2)).astype(self._total.dtype)
        vanish = np.less_equal(*map(narrow.wide, (self._exponentials, bound)))
        return np.asarray(vanish.sum(axis=-1))

    def _of(self, shifted: Narrow, exponentials: Narrow, total: Narrow, largest: Narrow) -> Matrix:
        if self._log == "fused":
            result = narrow.minus(shifted, np.log(total))
        elif self._log == "absorbed":
            result = narrow.minus(narrow.minus(shifted, -largest), largest + np.log(total))
        else:
            result = np.log(narrow.over(exponentials, total))
        return np.asarray(result, np.float64)


class Inputs:
    """What softmax is taken of in each way, and what comes of it; computed once and kept."""

    def __init__(self, case: Case, over_rows: Matrix | None) -> None:
        self._case = case
        self._over_rows = over_rows
        self._kept: dict[tuple[str, str, str], Matrix] = {}
        self._cast: dict[tuple[str, ...], tuple[Narrow, Narrow]] = {}
        self._narrowed: dict[tuple[str, ...], tuple[Narrow, Narrow, Narrow, Narrow]] = {}
        self._extremes: dict[int, tuple[float, float]] = {}
        self._logs: dict[tuple[str, str, bool, str], LogProbabilities] = {}
        self._inverses: dict[tuple[str, str], Inverses] = {}
        self._softplus: dict[tuple[str, str], tuple[Vector, Vector]] = {}

    def log(self, source: str, temperature: str, over_rows: bool, log: str) -> LogProbabilities:
        """Give log ŷ for one input, temperature, axis and way of computing the logarithm."""
        key = (source, temperature, over_rows, log)
        if key not in self._logs:
            self._logs[key] = self._make(*key)
        return self._logs[key]

    def softplus_sums(self, source: str, temperature: str) -> tuple[Vector, Vector]:
        """Σ_c log(1 + e^z) and Σ_c z of what softmax is taken of, each of shape (n,)."""
        key = (source, temperature)
        if key not in self._softplus:
            z = self.scores(source, temperature)
            softplus = np.log1p(np.exp(-np.abs(z)))
            softplus += np.maximum(z, 0)
            self._softplus[key] = softplus.sum(axis=-1), z.sum(axis=-1)
        return self._softplus[key]

    def scores(self, source: str, temperature: str) -> Matrix:
        """What softmax is taken of, shape (n, K), divided by the temperature."""
        return self._keep(("scores", source, temperature))

    def _make(self, source: str, temperature: str, over_rows: bool, log: str) -> LogProbabilities:
        kind, _, detail = log.partition(":")
        given = self._case.given == "probabilities" and source in ("given", "rescaled")
        if source == "taken-as-logs":
            return LogProbabilities(self.scores("given", temperature), log, are_logs=True)
        taken = source in ("taken-as-probabilities", "over-their-sum")
        if taken or (given and kind == "exact"):
            return LogProbabilities(self._taken(source, kind, detail), log, are_logs=False)
        if over_rows:
            assert self._over_rows is not None
            return LogProbabilities(self._over_rows, log, are_logs=True)
        if detail in DTYPES:
            return NarrowLog(*self._narrow(source, temperature, detail, kind), kind)
        if kind == "exact":
            values = self._keep(("exact", source, temperature))
            return LogProbabilities(values, log, are_logs=True)
        values = self._case.rows if given else self._keep(("softmax", source, temperature))
        if not given and kind != "plus" and self._bound_changes_nothing(values, float(detail)):
            return self.log(source, temperature, over_rows, "exact")
        if kind == "plus" and not given:
            inverses = self._inverses_of(source, temperature, values)
            if float(detail) * inverses.largest < _FAR_BELOW:
                exact = self.log(source, temperature, over_rows, "exact")
                return NearLog(exact, inverses, float(detail))
        if kind == "renormalised":
            values = np.maximum(values, float(detail))
            values = values / values.sum(axis=-1, keepdims=True)
        return LogProbabilities(np.asarray(values, np.float64), log, are_logs=False)

    def _taken(self, source: str, kind: str, detail: str) -> Matrix:
        """What was given, taken for probabilities."""
        values = self._case.rows
        if kind == "clip-rescaled":
            values = np.clip(values, float(detail), 1 - float(detail))
        if kind == "clip-rescaled" or source in ("rescaled", "over-their-sum"):
            values = values / values.sum(axis=-1, keepdims=True)
        return np.asarray(values, np.float64)

    def _keep(self, key: tuple[str, str, str]) -> Matrix:
        if key not in self._kept:
            self._kept[key] = np.asarray(self._compute(*key), np.float64)
        return self._kept[key]

    def _compute(self, what: str, source: str, temperature: str) -> Matrix:
        if what == "scores":
            return self._scores(source, temperature)
        logits = self.scores(source, temperature)
        if what == "exact":
            return exact_log_softmax(logits, -1)
        return np.asarray(np.exp(self._keep(("exact", source, temperature))), np.float64)

    def _inverses_of(self, source: str, temperature: str, values: Matrix) -> Inverses:
        key = (source, temperature)
        if key not in self._inverses:
            self._inverses[key] = Inverses(values)
        return self._inverses[key]

    def _bound_changes_nothing(self, probabilities: Matrix, bound: float) -> bool:
        key = id(probabilities)
        if key not in self._extremes:
            self._extremes[key] = float(probabilities.min()), float(probabilities.max())
        low, high = self._extremes[key]
        return bound <= low and high <= 1 - bound

    def _narrow(
        self, source: str, temperature: str, dtype: str, kind: str
    ) -> tuple[Narrow, Narrow, Narrow, Narrow]:
        """Shifted logits, their exponentials, the shift and the sum, in a narrow dtype."""
        shifts = kind != "without-shift"
        key = (source, temperature, dtype, str(shifts))
        if key not in self._narrowed:
            logits, largest = self._in_dtype(source, temperature, dtype)
            shifted = narrow.minus(logits, largest) if shifts else logits
            exponentials = np.exp(shifted)
            total = narrow.row_sums(exponentials)
            largest = largest if shifts else np.zeros_like(largest)
            self._narrowed[key] = shifted, exponentials, largest, total
        return self._narrowed[key]

    def _in_dtype(self, source: str, temperature: str, dtype: str) -> tuple[Narrow, Narrow]:
        """What softmax is taken of, rounded, and the largest of each row."""
        key = (source, temperature, dtype)
        if key not in self._cast:
            scores = self.scores(source, temperature)
            # Rounding keeps the order, so the largest may be found first.
            largest = scores.max(axis=-1, keepdims=True).astype(DTYPES[dtype])
            self._cast[key] = scores.astype(DTYPES[dtype]), largest
        return self._cast[key]

    def _scores(self, source: str, temperature: str) -> Matrix:
        case = self._case
        divisors = {"given": case.temperature, "forgotten": 1.0, "inverted": 1 / case.temperature}
        divisor = divisors[temperature]
        if case.given == "logits":
            if source == "softmax-twice":
                return self._keep(("softmax", "given", temperature))
            return case.rows / divisor if divisor != 1 else case.rows
        if source == "taken-as-logits":
            return case.rows / divisor
        log_given = np.log(case.rows)
        if source == "log-odds":
            log_given = log_given - np.log1p(-case.rows)
        return np.asarray(log_given / divisor, np.float64)


def exact_log_softmax(logits: Matrix, axis: int) -> Matrix:
    """log softmax, or nan throughout where it has no value (nan, +∞, a row of −∞)."""
    largest = logits.max(axis=axis, initial=-np.inf)
    if not np.isfinite(largest).all():
        return np.full(logits.shape, np.nan)
    return np.asarray(log_softmax(logits, axis=axis), np.float64)
