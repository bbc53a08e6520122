"""Many rows in blocks give what the same rows give one by one."""

import math
from typing import Any

import numpy as np
import pytest

from ce_core.numeric.explain.case import read_case
from ce_core.numeric.explain.deviations import DEVIATIONS
from ce_core.numeric.explain.evaluator import BLOCK_VALUES, Evaluator
from ce_core.numeric.explain.recipe import RIGHT


def test_blocks_and_threads_give_what_one_row_at_a_time_gives() -> None:
    rng = np.random.default_rng()
    shape = (5, 2 * BLOCK_VALUES // 5)  # each row is a block of its own
    logits, target = rng.normal(size=shape), rng.integers(shape[1] - 1, size=shape[0])
    settings: dict[str, Any] = {
        "weight": rng.uniform(0.5, 2, size=shape[1]),
        "label_smoothing": 0.2,
        "temperature": 1.5,
    }
    case = read_case(logits, target, **settings)
    usable = [d for d in DEVIATIONS if d.of != "gradient" and d.applies(case)]
    recipes = [d.change(RIGHT) for d in usable]
    together = Evaluator(case)
    together.prepare(recipes, for_sums=True)
    alone = [
        Evaluator(read_case(logits[i : i + 1], target[i : i + 1], **settings))
        for i in range(shape[0])
    ]
    for deviation, recipe in zip(usable, recipes, strict=True):
        if recipe.over_rows:
            continue
        divisor = together.divisor(recipe)
        rows = [each.row_losses(recipe)[0] for each in alone]
        wanted = math.fsum(rows) / divisor if np.isfinite(rows).all() else np.sum(rows) / divisor
        found = together.reduced(recipe)
        assert found == pytest.approx(wanted, rel=1e-11, nan_ok=True), deviation


def test_a_small_number_added_to_probabilities_is_added_exactly() -> None:
    rng = np.random.default_rng()
    logits, target = rng.normal(size=(7, 30)), rng.integers(30, size=7)
    case = read_case(logits, target, label_smoothing=0.3)
    labels = np.eye(30)[target] * 0.7 + 0.3 / 30
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    for deviation in DEVIATIONS:
        log = deviation.steps.get("log", "")
        if log.startswith("plus:"):
            wanted = -(labels * np.log(shares + float(log[5:]))).sum(axis=1)
            found = Evaluator(case).row_losses(deviation.change(RIGHT))
            assert found == pytest.approx(wanted, rel=1e-11)
