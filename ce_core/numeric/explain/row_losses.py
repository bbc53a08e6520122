"""Compute the loss and the gradient of each row by a `Recipe`, before anything is reduced."""

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np

from ce_core.numeric.explain.case import Case, Matrix, Vector
from ce_core.numeric.explain.probabilities import Indices, Inputs, LogProbabilities
from ce_core.numeric.explain.recipe import RIGHT, Recipe


class Rows:
    """Some rows of a case, and what several recipes need of them.

    Parameters
    ----------
    case : Case
    over_rows : ndarray, shape (n, K), or None
        log softmax over the rows of the whole case, which these rows cannot know.
    """

    def __init__(self, case: Case, over_rows: Matrix | None = None) -> None:
        self.case = case
        self._inputs = Inputs(case, over_rows)

    def losses(self, recipe: Recipe) -> Vector:
        """The weighted loss of each row, shape (n,); 0 where the row is left out."""
        with np.errstate(all="ignore"):
            if recipe.formula == "cross-entropy":
                losses = self._cross_entropy(recipe)
            else:
                losses = self._other_formula(recipe) * self.weights(recipe, everywhere=True)
            return np.where(self.counted(recipe), losses, 0.0)

    def gradients(self, recipe: Recipe) -> Matrix:
        """The gradient of each row's loss by the logits, shape (n, K)."""
        with np.errstate(all="ignore"):
            mass, probabilities = self._mass(recipe), self._log(recipe).probabilities
            if recipe.gradient == "by-probabilities":
                result = -mass / probabilities
            elif recipe.gradient == "diagonal-only":
                result = -mass * (1 - probabilities)
            else:
                result = probabilities * mass.sum(axis=-1, keepdims=True) - mass
            if recipe.gradient == "through-twice":
                inner = self._log(RIGHT).probabilities
                result = inner * (result - (inner * result).sum(axis=-1, keepdims=True))
            temperature = self.case.temperature
            factor = {"given": 1 / temperature, "inverted": temperature}
            result = recipe.sign * result * factor.get(recipe.temperature, 1.0)
            return np.asarray(np.where(self.counted(recipe)[:, None], result, 0.0), np.float64)

    def counted(self, recipe: Recipe) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which rows enter the sum."""
        counted = self.case.counted
        return np.ones_like(counted) if recipe.ignored == "included" else counted

    def weights(self, recipe: Recipe, *, everywhere: bool = False) -> Vector:
        """The weight of each row's true class, shape (n,); 0 where the row is left out."""
        if not recipe.weighted or self.case.weight is None:
            weights = np.ones(self.case.shape[0])
        elif self.case.indices is None:
            weights = self.case.labels @ self.case.class_weights
        else:
            weights = self.case.class_weights[self._classes(recipe)]
        return weights if everywhere else np.where(self.counted(recipe), weights, 0.0)

    def _cross_entropy(self, recipe: Recipe) -> Vector:
        log, (floor, taken) = self._log(recipe), self._smoothing(recipe)
        weights = self._class_weights(recipe)
        spread = log.row_sums(weights) if floor and self.case.indices is not None else None
        # Where every class has a share above 0, one that is impossible makes the sum infinite, too.
        shared = taken < 1 and self._all_count(weights)
        if self.case.indices is not None and (
            spread is None or shared or np.isfinite(spread).all()
        ):
            classes = self._classes(recipe)
            entries = log.products(classes) if recipe.multiplied_out else log.at(classes)
            own = weights[classes]
            # A class of weight 0 costs nothing, however impossible it is.
            losses = np.where(own == 0, 0.0, -(1 - taken) * own * entries)
            return losses if spread is None else losses - floor * spread
        return np.asarray(-_times(self._mass(recipe), log.all).sum(axis=-1), np.float64)

    def _other_formula(self, recipe: Recipe) -> Vector:
        if recipe.formula == "binary-sum":
            losses = self._binary(recipe)
        elif recipe.formula == "sigmoid-sum":
            losses = self._sigmoid(recipe)
        elif recipe.formula == "squared-sum":
            off = self._off_target(recipe, self._log(recipe).probabilities)
            losses = np.einsum("ij,ij->i", off, off)
        elif recipe.formula == "kl":
            losses = self._divergence(recipe)
        else:
            log = self._log(recipe)
            kept = self._label_sums(recipe, log.probabilities, lambda: log.probability_sums)
            losses = -kept if recipe.formula == "no-log" else 1 - kept
        return np.asarray(losses, np.float64)

    def _off_target(self, recipe: Recipe, probabilities: Matrix) -> Matrix:
        """ŷ − y with the smoothed label, shape (n, K)."""
        if self.case.indices is None:
            return np.asarray(probabilities - self._targets(recipe), np.float64)
        floor, taken = self._smoothing(recipe)
        off = probabilities - floor
        classes = self._classes(recipe)
        off[np.arange(len(classes)), classes] -= 1 - taken
        return np.asarray(off, np.float64)

    def _divergence(self, recipe: Recipe) -> Vector:
        """Σ_c y_c log y_c − Σ_c y_c log ŷ_c."""
        log, (floor, taken) = self._log(recipe), self._smoothing(recipe)
        if self.case.indices is None:
            labels = self._targets(recipe)
            terms = _times(labels, np.log(labels)) - _times(labels, log.all)
            return np.asarray(terms.sum(axis=-1), np.float64)
        own, others = floor + 1 - taken, self.case.shape[1] - 1
        entropy = -sum(n * y * math.log(y) for n, y in ((1, own), (others, floor)) if y > 0)
        cost = -(1 - taken) * log.at(self._classes(recipe))
        if floor:
            cost = cost - floor * log.row_sums(self._ones)
        return np.asarray(cost - entropy, np.float64)

    def _binary(self, recipe: Recipe) -> Vector:
        """Σ_c −y log p − (1 − y) log(1 − p)."""
        log = self._log(recipe)
        if log.has_finite_odds:
            sums = self._label_sums(recipe, log.odds, lambda: log.odds_sums)
            return -log.complement_sums - sums
        labels = self._targets(recipe)
        terms = _times(labels, log.all) + _times(1 - labels, log.complements)
        return np.asarray(-terms.sum(axis=-1), np.float64)

    def _sigmoid(self, recipe: Recipe) -> Vector:
        """Σ_c −y log σ(z) − (1 − y) log σ(−z) = Σ_c log(1 + e^z) − Σ_c y z."""
        scores = self._inputs.scores(recipe.input, recipe.temperature)
        softplus, sums = self._inputs.softplus_sums(recipe.input, recipe.temperature)
        return softplus - self._label_sums(recipe, scores, lambda: sums)

    def _label_sums(self, recipe: Recipe, values: Matrix, sums: Callable[[], Vector]) -> Vector:
        """Σ_c y_c·v_c with the smoothed label, shape (n,); `sums` gives Σ_c v_c."""
        if self.case.indices is None:
            return np.asarray((self._targets(recipe) * values).sum(axis=-1), np.float64)
        floor, taken = self._smoothing(recipe)
        classes = self._classes(recipe)
        own = (1 - taken) * values[np.arange(len(classes)), classes]
        return np.asarray(own + floor * sums() if floor else own, np.float64)

    def _log(self, recipe: Recipe) -> LogProbabilities:
        temperature = recipe.temperature
        if temperature == "not-in-gradient":
            temperature = "given"
        return self._inputs.log(recipe.input, temperature, recipe.over_rows, recipe.log)

    def _classes(self, recipe: Recipe) -> Indices:
        assert self.case.indices is not None
        indices = self.case.indices
        if recipe.ignored == "included" and self.case.ignore_index is not None:
            indices = np.where(self.case.counted, indices, self.case.ignore_index)
        return (indices + recipe.label_shift) % self.case.shape[1]

    def _smoothing(self, recipe: Recipe) -> tuple[float, float]:
        """What every class gets, and what the label loses."""
        epsilon, classes = self.case.label_smoothing, self.case.shape[1]
        if epsilon == 0 or recipe.smoothing == "forgotten":
            return 0.0, 0.0
        if recipe.smoothing == "over-others":
            return epsilon / (classes - 1), epsilon * classes / (classes - 1)
        return epsilon / classes, 0.0 if recipe.smoothing == "adds-mass" else epsilon

    def _class_weights(self, recipe: Recipe) -> Vector:
        return self._weights if recipe.weighted else self._ones

    def _all_count(self, weights: Vector) -> bool:
        return weights is self._ones or self._weights_above_0

    @cached_property
    def _weights_above_0(self) -> bool:
        return bool((self._weights > 0).all())

    @cached_property
    def _weights(self) -> Vector:
        return self.case.class_weights

    @cached_property
    def _ones(self) -> Vector:
        return np.ones(self.case.shape[1])

    def _targets(self, recipe: Recipe) -> Matrix:
        """The smoothed labels, shape (n, K), before the weights."""
        if self.case.indices is None:
            hard = np.roll(self.case.labels, recipe.label_shift, axis=-1)
        else:
            hard = np.zeros(self.case.shape)
            hard[np.arange(len(hard)), self._classes(recipe)] = 1
        floor, taken = self._smoothing(recipe)
        return np.asarray(hard * (1 - taken) + floor, np.float64)

    def _mass(self, recipe: Recipe) -> Matrix:
        return self._targets(recipe) * self._class_weights(recipe)


def _times(mass: Matrix, logs: Matrix) -> Matrix:
    """mass·log with 0·(−∞) = 0."""
    product = mass * logs
    product[mass == 0] = 0
    return product
