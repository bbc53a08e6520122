"""Evaluate many recipes for one case: row losses block by block, sums, what divides them."""

import math
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ce_core.numeric.explain.case import Case, Matrix, Vector
from ce_core.numeric.explain.probabilities import exact_log_softmax
from ce_core.numeric.explain.recipe import RIGHT, Division, Ignored, Recipe
from ce_core.numeric.explain.row_losses import Rows

BLOCK_VALUES = 1 << 17
"""Logits that are worked on at once: 1 MB, so that what recipes share stays in the cache."""

THREADS = 2
"""How many of them at a time."""


class Evaluator:
    """Evaluates recipes for one case and keeps what several of them share."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._losses: dict[Recipe, Vector] = {}
        self._sums: dict[Recipe, float] = {}
        self._divisors: dict[tuple[Division, bool, Ignored, int], float] = {}
        self._whole = Rows(case)

    def prepare(
        self,
        recipes: Iterable[Recipe],
        progress: Callable[[float], None] = lambda _share: None,
        *,
        for_sums: bool = False,
    ) -> None:
        """Compute the row losses of these recipes together, block by block.

        Parameters
        ----------
        recipes
            What is computed.
        progress
            Is told the share done.
        for_sums
            Only their sums are wanted: after a row that has no value none is computed any more.
        """
        known = {**self._losses, **self._sums} if for_sums else self._losses
        wanted = [r for r in {recipe.of_rows for recipe in recipes} if r not in known]
        over_rows = None
        if any(recipe.over_rows for recipe in wanted):
            over_rows = exact_log_softmax(self.case.rows / self.case.temperature, 0)
        n, classes = self.case.shape
        height = max(1, BLOCK_VALUES // classes)
        blocks = [slice(start, start + height) for start in range(0, n, height)]

        def compute(block: slice) -> list[Vector]:
            rows = Rows(self.case.part(block), None if over_rows is None else over_rows[block])
            return [rows.losses(recipe) for recipe in wanted]

        found = dict(zip(wanted, ([losses] for losses in compute(blocks[0])), strict=True))
        if for_sums and len(blocks) > 1:
            lost = {recipe for recipe in wanted if np.isnan(found[recipe][0]).any()}
            self._sums.update(dict.fromkeys(lost, math.nan))
            wanted = [recipe for recipe in wanted if recipe not in lost]
        with ThreadPoolExecutor(THREADS) as pool:  # NumPy lets go of the interpreter
            for done, computed in enumerate(pool.map(compute, blocks[1:]), 2):
                for recipe, losses in zip(wanted, computed, strict=True):
                    found[recipe].append(losses)
                progress(done / len(blocks))
        self._losses.update({recipe: np.concatenate(found[recipe]) for recipe in wanted})

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
