"""Evaluate many recipes for one case: row losses block by block, sums, what divides them."""

import math
from collections.abc import Callable, Iterable

import numpy as np

from ce_core.numeric.explain.case import Case, Matrix, Vector
from ce_core.numeric.explain.probabilities import exact_log_softmax
from ce_core.numeric.explain.recipe import RIGHT, Division, Ignored, Recipe
from ce_core.numeric.explain.row_losses import Rows

BLOCK_VALUES = 1 << 17
"""Logits that are worked on at once: 1 MB, so that what recipes share stays in the cache."""


class Evaluator:
    """Evaluates recipes for one case and keeps what several of them share."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._losses: dict[Recipe, Vector] = {}
        self._sums: dict[Recipe, float] = {}
        self._divisors: dict[tuple[Division, bool, Ignored, int], float] = {}
        self._whole = Rows(case)

    def prepare(
        self, recipes: Iterable[Recipe], progress: Callable[[float], None] = lambda _share: None
    ) -> None:
        """Compute the row losses of these recipes together, block by block."""
        wanted = [r for r in {recipe.of_rows for recipe in recipes} if r not in self._losses]
        over_rows = None
        if any(recipe.over_rows for recipe in wanted):
            over_rows = exact_log_softmax(self.case.rows / self.case.temperature, 0)
        n, classes = self.case.shape
        results = {recipe: np.empty(n) for recipe in wanted}
        height = max(1, BLOCK_VALUES // classes)
        for start in range(0, n, height):
            block = slice(start, start + height)
            rows = Rows(self.case.part(block), None if over_rows is None else over_rows[block])
            for recipe, losses in results.items():
                losses[block] = rows.losses(recipe)
            progress(min(1.0, (start + height) / n))
        self._losses.update(results)

    def row_losses(self, recipe: Recipe) -> Vector:
        """The weighted loss of each row, shape (n,), before division; 0 where left out."""
        if recipe.of_rows not in self._losses:
            self.prepare([recipe])
        return self._losses[recipe.of_rows] * recipe.factor(self.case.shape[1])

    def reduced(self, recipe: Recipe) -> float:
        """The loss of all rows as one number; nan where a mean divides by nothing."""
        key = recipe.of_rows
        if key not in self._sums:
            if key not in self._losses:
                self.prepare([recipe])
            with np.errstate(all="ignore"):
                self._sums[key] = float(self._losses[key].sum())
        total = self._sums[key] * recipe.factor(self.case.shape[1])
        divisor = self.divisor(recipe)
        if divisor == 0:
            return math.nan if total == 0 or math.isnan(total) else math.copysign(math.inf, total)
        return total / divisor

    def gradients(self, recipe: Recipe) -> Matrix:
        """The gradient of the reduced loss by the logits, shape (n, K)."""
        rows = self._whole
        if recipe.over_rows:
            logs = exact_log_softmax(self.case.rows / self.case.temperature, 0)
            rows = Rows(self.case, logs)
        divisor = self.divisor(recipe)
        with np.errstate(all="ignore"):
            # Where all rows are ignored the gradient is 0, although the mean has no value.
            return rows.gradients(recipe) / (divisor or 1.0)

    def divisor(self, recipe: Recipe) -> float:
        """What the sum of the row losses is divided by."""
        if recipe.divides not in self._divisors:
            self._divisors[recipe.divides] = self._divisor(recipe)
        return self._divisors[recipe.divides]

    def _divisor(self, recipe: Recipe) -> float:
        n, classes = self.case.shape
        counted = float(self._whole.counted(recipe).sum())
        rows = float(n) if recipe.ignored == "counted" else counted
        if recipe.division == "sum":
            return 1.0
        if recipe.division == "by-classes":
            return rows * classes
        if recipe.division == "by-rows" or self.case.is_soft or not recipe.weighted:
            mean = rows
        else:
            mean = float(self._whole.weights(recipe).sum()) + rows - counted
        return mean * rows if recipe.division == "twice" else mean

    @property
    def right(self) -> float:
        """The right loss: the mean, weighted where class indices have weights."""
        return self.reduced(RIGHT)
