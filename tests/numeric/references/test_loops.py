"""A version written with loops, to be read; the vectorised one gives the same numbers."""

import math

import numpy as np
import pytest

from ce_core.numeric import cross_entropy_and_grad, softmax_jacobian


def softmax_with_loops(logits: list[float]) -> list[float]:
    largest = max(logits)
    powers = [math.exp(z - largest) for z in logits]
    return [power / sum(powers) for power in powers]


def jacobian_with_loops(logits: list[float]) -> list[list[float]]:
    p = softmax_with_loops(logits)
    classes = range(len(p))
    return [[p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in classes] for i in classes]


def cross_entropy_with_loops(
    rows: list[list[float]],
    classes: list[int],
    weight: list[float],
    ignore_index: int,
    smoothing: float,
) -> tuple[float, list[list[float]]]:
    """The weighted, smoothed mean over the rows that are not ignored, and its gradient."""
    counted = [true for true in classes if true != ignore_index]
    divisor = sum(weight[true] for true in counted)
    cost, gradient = 0.0, []
    for logits, true in zip(rows, classes, strict=True):
        p = softmax_with_loops(logits)
        slope = [0.0] * len(p)
        if true != ignore_index:
            for c in range(len(p)):
                hot = 1.0 if c == true else 0.0
                mass = weight[c] * ((1 - smoothing) * hot + smoothing / len(p))
                cost -= mass * math.log(p[c]) / divisor
                for j in range(len(p)):
                    slope[j] += mass * (p[j] - (1.0 if j == c else 0.0)) / divisor
        gradient.append(slope)
    return cost, gradient


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
def test_cross_entropy_equals_the_loops(smoothing: float) -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(scale=3, size=(9, 4))
    classes = rng.integers(-1, 4, size=9)
    weight = rng.uniform(0.1, 3, size=4)
    cost, gradient = cross_entropy_and_grad(
        rows, classes, weight=weight, ignore_index=-1, label_smoothing=smoothing
    )
    expected = cross_entropy_with_loops(
        rows.tolist(), classes.tolist(), weight.tolist(), -1, smoothing
    )
    assert (classes == -1).any()
    assert cost == pytest.approx(expected[0], rel=1e-14)
    np.testing.assert_allclose(gradient, expected[1], rtol=1e-13, atol=1e-15)


def test_jacobian_equals_the_loops() -> None:
    logits = [0.5, -1.0, 2.0, 0.1]
    np.testing.assert_allclose(
        softmax_jacobian([logits, logits]), [jacobian_with_loops(logits)] * 2, rtol=1e-14
    )
