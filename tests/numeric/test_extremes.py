"""Extreme and impossible logits give the right limit, silently; dtypes and inputs are kept."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ce_core.numeric import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    cross_entropy_hessian,
    entropy,
    kl_divergence,
    log_softmax,
    logistic_normalize,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
    softmax_jacobian,
    textbook,
)

INF = float("inf")

pytestmark = pytest.mark.filterwarnings("error")


def test_logits_at_the_end_of_the_range() -> None:
    np.testing.assert_array_equal(softmax([1e308, -1e308, 0]), [1, 0, 0])
    np.testing.assert_array_equal(log_softmax([1e308, -1e308]), [0, -INF])
    np.testing.assert_array_equal(softmax([1e308, 1e308]), [0.5, 0.5])
    assert logsumexp([1e308, -1e308]) == 1e308
    assert cross_entropy([1e308, -1e308], 0) == 0
    assert cross_entropy([5e307, -5e307], 1) == 1e308
    np.testing.assert_array_equal(cross_entropy_grad([1e308, -1e308], 1), [1, -1])
    np.testing.assert_array_equal(softmax_jacobian([1e308, -1e308]), np.zeros((2, 2)))


def test_a_soft_target_does_not_overflow_before_it_is_weighed() -> None:
    assert cross_entropy([1e308, -1e308], [0.75, 0.25]) == 5e307


def test_a_confident_right_prediction_keeps_its_small_cost() -> None:
    loss, gradient = cross_entropy_and_grad([0.0, 40.0], 1)
    assert loss == pytest.approx(np.exp(-40.0), rel=1e-15)
    np.testing.assert_allclose(gradient, [np.exp(-40.0), -np.exp(-40.0)], rtol=1e-15)


def test_one_class_costs_nothing() -> None:
    for logit in (-1e308, -3.5, 0.0, 1e308):
        assert softmax([logit]) == 1
        assert cross_entropy([logit], 0) == 0
        assert cross_entropy_grad([logit], 0) == 0
        assert softmax_jacobian([logit]) == 0


def test_ties_share_equally() -> None:
    for count in (2, 3, 1000):
        np.testing.assert_allclose(softmax(np.full(count, 123.4)), 1 / count, rtol=1e-15)


def test_a_masked_class_has_no_probability_and_no_gradient() -> None:
    logits = [1.0, -INF, 2.0]
    np.testing.assert_array_equal(softmax(logits)[[0, 2]], softmax([1.0, 2.0]))
    assert softmax(logits)[1] == 0
    assert log_softmax(logits)[1] == -INF
    assert cross_entropy_grad(logits, 0)[1] == 0
    assert logsumexp(logits) == logsumexp([1.0, 2.0])
    np.testing.assert_array_equal(softmax_jacobian(logits)[1], np.zeros(3))


def test_a_masked_class_costs_nothing_where_the_target_has_no_mass() -> None:
    assert cross_entropy([1.0, -INF, 2.0], [0.5, 0.0, 0.5]) == cross_entropy([1.0, 2.0], [0.5, 0.5])
    assert cross_entropy([1.0, -INF], 0) == 0


def test_a_target_on_an_impossible_class_costs_infinity_not_nan() -> None:
    assert cross_entropy([1.0, -INF], 1) == INF
    assert cross_entropy([1.0, -INF], [0.9, 0.1]) == INF
    assert cross_entropy([1.0, -INF], 0, label_smoothing=0.1) == INF
    assert cross_entropy([[1.0, -INF], [0.0, 0.0]], [1, 0]) == INF
    np.testing.assert_array_equal(cross_entropy_grad([1.0, -INF], 1), [1, -1])


def test_an_impossible_class_of_weight_zero_costs_nothing() -> None:
    assert cross_entropy([1.0, -INF], 1, weight=[1.0, 0.0], reduction="sum") == 0


def test_one_extreme_row_leaves_the_others_as_they_are() -> None:
    ordinary = np.array([[0.3, -0.2, 2.2], [-1.0, -2.0, -3.0]])
    mixed = np.vstack([ordinary, [[1e308, -1e308, -INF]]])
    np.testing.assert_allclose(softmax(mixed)[:2], softmax(ordinary), rtol=1e-15)


def test_extreme_temperatures_sharpen_and_flatten() -> None:
    np.testing.assert_array_equal(softmax([1.0, 2.0], temperature=1e-300), [0, 1])
    np.testing.assert_array_equal(softmax([1.0, 2.0], temperature=1e300), [0.5, 0.5])
    np.testing.assert_array_equal(log_softmax([1e308, -1e308], temperature=1e300), [0, -2e8])


def test_zero_times_log_zero_is_zero() -> None:
    assert entropy([1.0, 0.0]) == 0
    assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == np.log(2)
    np.testing.assert_array_equal(binary_cross_entropy([0.0, 1.0], [0.0, 1.0]), [0, 0])


def test_what_was_called_impossible_and_happens_costs_infinity() -> None:
    assert kl_divergence([0.5, 0.5], [1.0, 0.0]) == INF
    np.testing.assert_array_equal(binary_cross_entropy([0.0, 1.0], [0.5, 0.0]), [INF, INF])
    np.testing.assert_array_equal(binary_cross_entropy_with_logits([-INF, INF], [0.5, 0.0]), INF)
    np.testing.assert_array_equal(binary_cross_entropy_with_logits([-INF, INF], [0.0, 1.0]), 0)


def test_sigmoid_reaches_both_ends() -> None:
    np.testing.assert_array_equal(sigmoid([-INF, -1e308, 0, 1e308, INF]), [0, 0, 0.5, 1, 1])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_dtype_that_comes_in_goes_out(dtype: type) -> None:
    logits = np.array([[1, 3, 5, 7], [0, 0, 0, 0]], dtype)
    probabilities = np.full((2, 4), 0.25, dtype)
    results: list[Any] = [
        softmax(logits),
        log_softmax(logits, temperature=2.0),
        logsumexp(logits),
        softmax_jacobian(logits),
        cross_entropy_hessian(logits),
        *cross_entropy_and_grad(logits, [0, 1]),
        *cross_entropy_and_grad(logits, probabilities.astype(np.float64), weight=[1.0, 2, 3, 4]),
        cross_entropy(logits, [0, 1], reduction="none"),
        sigmoid(logits),
        binary_cross_entropy(probabilities, 1.0),
        binary_cross_entropy_with_logits(logits, 1.0),
        logistic_normalize(probabilities),
        entropy(probabilities),
        kl_divergence(probabilities, probabilities),
        one_hot([0, 1], 4, dtype=dtype),
        textbook.softmax(logits, dtype),
        textbook.cross_entropy_grad(logits, probabilities, dtype),
    ]
    assert [result.dtype for result in results] == [np.dtype(dtype)] * len(results)


def test_integers_are_computed_in_float64() -> None:
    assert softmax(np.array([1, 2], np.int8)).dtype == np.float64
    assert cross_entropy([1, 2], 0).dtype == np.float64


def test_inputs_are_never_modified() -> None:
    for value in (1.0, 1000.0):
        arrays = {
            "logits": np.array([[value, -2.0, 3.0], [0.0, 1.0, 2.0]]),
            "target": np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]),
            "indices": np.array([1, -1]),
            "weight": np.array([1.0, 2.0, 3.0]),
        }
        before = {name: array.copy() for name, array in arrays.items()}
        for array in arrays.values():
            array.flags.writeable = False
        z, y, indices, weight = arrays.values()
        softmax(z)
        log_softmax(z, temperature=2.0)
        softmax_jacobian(z)
        cross_entropy_and_grad(z, y, weight=weight, label_smoothing=0.1)
        cross_entropy_and_grad(z, indices, weight=weight, ignore_index=-1)
        kl_divergence(y, softmax(z))
        for name, array in arrays.items():
            np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_classes_may_stand_on_any_axis(axis: int) -> None:
    rng = np.random.default_rng(3)
    last: npt.NDArray[Any] = rng.normal(size=(2, 5, 3))
    moved = np.moveaxis(last, -1, axis)
    np.testing.assert_array_equal(softmax(moved, axis=axis), np.moveaxis(softmax(last), -1, axis))
    np.testing.assert_array_equal(logsumexp(moved, axis=axis), logsumexp(last))
    target = rng.integers(3, size=(2, 5))
    np.testing.assert_array_equal(
        cross_entropy(moved, target, axis=axis, reduction="none"),
        cross_entropy(last, target, reduction="none"),
    )
    np.testing.assert_array_equal(
        cross_entropy_grad(moved, target, axis=axis),
        np.moveaxis(cross_entropy_grad(last, target), -1, axis),
    )
    assert one_hot(target, 3, axis=axis).shape == moved.shape


def test_an_empty_batch_gives_an_empty_answer() -> None:
    assert softmax(np.empty((0, 4))).shape == (0, 4)
    assert logsumexp(np.empty((2, 0, 4))).shape == (2, 0)
    assert softmax_jacobian(np.empty((0, 4))).shape == (0, 4, 4)
    assert cross_entropy(np.empty((0, 4)), np.empty((0, 4)), reduction="sum") == 0


def test_the_textbook_formulas_fail_where_textbooks_do() -> None:
    np.testing.assert_array_equal(textbook.exponentials([710.0]), [INF])
    np.testing.assert_array_equal(textbook.softmax([710.0, 0.0]), [np.nan, 0])
    assert np.isnan(textbook.softmax(np.array([89.0, 0.0]), np.float32)[0])
    assert np.isnan(textbook.softmax([-746.0, -747.0])).all()
    assert textbook.cross_entropy([0.0, 40.0], [0.0, 1.0]) == 0
    assert np.isnan(textbook.cross_entropy_grad([1000.0, 0.0], [1.0, 0.0])).any()
