"""`cross_entropy` means what PyTorch's means: 192 of its results, float64, CPU.

The gradient stored for reduction "none" is that of the sum of the losses.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ce_core.numeric import cross_entropy, cross_entropy_and_grad, cross_entropy_grad

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("torch_cross_entropy.json").read_text()
)["cases"]


def describe(case: dict[str, Any]) -> str:
    shape = "x".join(map(str, np.shape(case["logits"])))
    kind = "soft" if np.shape(case["target"]) == np.shape(case["logits"]) else "index"
    options = [f"smooth {case['label_smoothing']}"]
    options += ["weighted"] if case["weight"] else []
    options += [] if case["ignore_index"] is None else [f"ignore {case['ignore_index']}"]
    return f"{shape} {kind} {case['reduction']} {' '.join(options)}"


def test_all_stored_cases_are_there() -> None:
    assert len(CASES) == 192


@pytest.mark.parametrize("case", CASES, ids=describe)
def test_loss_and_gradient_equal_those_of_pytorch(case: dict[str, Any]) -> None:
    options = {
        name: case[name]
        for name in ("axis", "weight", "ignore_index", "label_smoothing", "reduction")
    }
    loss = cross_entropy(case["logits"], case["target"], **options)
    gradient = cross_entropy_grad(case["logits"], case["target"], **options)
    np.testing.assert_allclose(loss, case["loss"], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(gradient, case["grad"], rtol=1e-12, atol=1e-12)
    together = cross_entropy_and_grad(case["logits"], case["target"], **options)
    np.testing.assert_array_equal(together[0], loss)
    np.testing.assert_array_equal(together[1], gradient)


def test_mean_over_only_ignored_rows_is_nan_and_its_gradient_zero() -> None:
    # PyTorch since 1.11 (pytorch/pytorch#64572): a mean over nothing is 0/0.
    loss, gradient = cross_entropy_and_grad(
        [[1.0, 2.0], [3.0, 4.0]], [-100, -100], ignore_index=-100
    )
    assert np.isnan(loss)
    np.testing.assert_array_equal(gradient, np.zeros((2, 2)))


def test_sum_over_only_ignored_rows_is_zero() -> None:
    assert cross_entropy([[1.0, 2.0]], [-100], ignore_index=-100, reduction="sum") == 0


def test_mean_over_an_empty_batch_is_nan() -> None:
    loss, gradient = cross_entropy_and_grad(np.empty((0, 3)), np.empty(0, int))
    assert np.isnan(loss)
    assert gradient.shape == (0, 3)
