"""Squared error on softmax: values, slopes and curvatures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.numeric.descent.squared_error import (
    squared_error,
    squared_error_grad,
    squared_error_hessian,
)
from ce_core.numeric.gradient_check import central_difference
from ce_core.numeric.softmax import softmax, softmax_jacobian

LOGITS = st.lists(st.floats(-8, 8), min_size=2, max_size=7)


def random_target(k: int) -> np.ndarray:
    return np.random.default_rng(k).dirichlet(np.ones(k))


def test_value_is_the_sum_of_squared_differences():
    z, y = np.array([1.0, 3.0, 5.0, 7.0]), np.array([0.0, 0.0, 0.0, 1.0])
    assert squared_error(z, y) == pytest.approx(sum((softmax(z) - y) ** 2))


def test_value_lies_between_zero_and_two():
    assert squared_error([1000.0, 0.0], [1.0, 0.0]) == 0
    assert squared_error([1000.0, 0.0], [0.0, 1.0]) == 2


@given(LOGITS)
def test_gradient_is_the_chain_rule_and_the_central_difference(logits):
    z, y = np.array(logits), random_target(len(logits))
    gradient = squared_error_grad(z, y)
    np.testing.assert_allclose(gradient, 2 * softmax_jacobian(z) @ (softmax(z) - y), atol=1e-14)
    numeric = central_difference(lambda x: float(squared_error(x, y)), z)
    np.testing.assert_allclose(gradient, numeric, atol=1e-9)


@given(LOGITS)
def test_hessian_is_the_derivative_of_the_gradient(logits):
    z, y = np.array(logits), random_target(len(logits))
    columns = [
        central_difference(lambda x, i=i: float(squared_error_grad(x, y)[i]), z)
        for i in range(len(z))
    ]
    hessian = squared_error_hessian(z, y)
    np.testing.assert_allclose(hessian, np.stack(columns), atol=1e-9)
    np.testing.assert_array_equal(hessian, hessian.T)


@given(LOGITS, st.floats(-5, 5))
def test_shifting_all_logits_changes_nothing(logits, shift):
    z, y = np.array(logits), random_target(len(logits))
    assert squared_error(z + shift, y) == pytest.approx(float(squared_error(z, y)), abs=1e-12)
    assert abs(squared_error_grad(z, y).sum()) < 1e-13


def test_gradient_vanishes_where_the_prediction_is_confidently_wrong():
    assert np.abs(squared_error_grad([0.0, 30.0], [1.0, 0.0])).max() < 1e-12


def test_batches_are_rows_done_one_by_one():
    z = np.random.default_rng(3).normal(size=(2, 3, 4))
    y = random_target(4)
    for index in np.ndindex(2, 3):
        assert squared_error(z, y)[index] == squared_error(z[index], y)
        np.testing.assert_array_equal(
            squared_error_grad(z, y)[index], squared_error_grad(z[index], y)
        )
        np.testing.assert_allclose(
            squared_error_hessian(z, y)[index], squared_error_hessian(z[index], y), rtol=1e-14
        )


@pytest.mark.parametrize("target", [[1.0, 0.0, 0.0], [0.7, 0.7], [-0.5, 1.5]])
def test_a_target_that_does_not_fit_is_refused_in_a_sentence(target):
    with pytest.raises(ValueError, match="target must"):
        squared_error([1.0, 2.0], target)
