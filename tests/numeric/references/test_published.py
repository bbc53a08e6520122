"""The outputs published with the notes this lab grew from."""

import numpy as np
import pytest

from ce_core.numeric import (
    cross_entropy,
    cross_entropy_grad,
    cross_entropy_hessian,
    one_hot,
    softmax,
    softmax_jacobian,
    textbook,
)

CASES = {
    "low cost": (
        [1.0, 3.0, 5.0, 7.0],
        3,
        [2.14400878e-03, 1.58422012e-02, 1.17058913e-01, 8.64954877e-01],
        0.14507794,
        [2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01],
    ),
    "high cost": (
        [1.0, -9.0, 4.0, 8.0],
        1,
        [8.94679461e-04, 4.06183847e-08, 1.79701173e-02, 9.81135163e-01],
        17.01904505,
        [8.94679461e-04, -9.99999959e-01, 1.79701173e-02, 9.81135163e-01],
    ),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(
    request: pytest.FixtureRequest,
) -> tuple[list[float], int, list[float], float, list[float]]:
    return request.param


def test_softmax_gives_the_published_probabilities(case) -> None:
    logits, _, probabilities, _, _ = case
    np.testing.assert_allclose(softmax(logits), probabilities, rtol=1e-8)


def test_cross_entropy_gives_the_published_cost(case) -> None:
    logits, label, _, cost, _ = case
    assert cross_entropy(logits, label) == pytest.approx(cost, rel=0, abs=5.1e-9)


def test_gradient_is_the_published_one(case) -> None:
    logits, label, _, _, gradient = case
    np.testing.assert_allclose(cross_entropy_grad(logits, label), gradient, rtol=1e-8)


def test_the_textbook_formulas_agree_where_they_can(case) -> None:
    logits, label, probabilities, cost, gradient = case
    target = one_hot(label, 4)
    np.testing.assert_allclose(textbook.softmax(logits), probabilities, rtol=1e-8)
    assert textbook.cross_entropy(logits, target) == pytest.approx(cost, rel=0, abs=5.1e-9)
    np.testing.assert_allclose(textbook.cross_entropy_grad(logits, target), gradient, rtol=1e-8)


@pytest.mark.parametrize("matrix", [softmax_jacobian, cross_entropy_hessian])
def test_jacobian_and_hessian_are_the_published_matrix(matrix) -> None:
    computed = matrix([1.0, 3.0, 5.0, 7.0])
    diagonal = [2.13941201e-03, 1.55912258e-02, 1.03356124e-01, 1.16807938e-01]
    first_row = [-3.39658185e-05, -2.50975338e-04, -1.85447085e-03]
    np.testing.assert_allclose(np.diag(computed), diagonal, rtol=1e-8)
    np.testing.assert_allclose(computed[0, 1:], first_row, rtol=1e-8)
    np.testing.assert_array_equal(computed, computed.T)
