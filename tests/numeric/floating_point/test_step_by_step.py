"""Computations at a precision compute what they say, and know where the first number is lost."""

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import scipy.special

from ce_core.numeric import textbook
from ce_core.numeric.floating_point.ieee754 import Failure
from ce_core.numeric.floating_point.step_by_step import (
    PRECISIONS,
    least_cost_of_softmax_twice,
    softmax_twice_cost,
    stable_cost,
    stable_gradient,
    textbook_cost,
    textbook_gradient,
    two_call_cost,
)

COSTS = (textbook_cost, two_call_cost, stable_cost)
GRADIENTS = (textbook_gradient, stable_gradient)
# In half precision e⁻⁹ has lost digits already, so it is not among them.
TAME = [[1.0, 3, 5, 7], [1, -2, 4, 3], [0, 0, 0, 0], [0.5, -0.25, 2, 1]]
LABEL = [0.0, 1, 0, 0]
TOLERANCE = {"float16": 2e-2, "float32": 1e-5, "float64": 1e-13}
TORCH_RESULTS = Path(__file__).parents[1] / "references" / "torch_cross_entropy.json"
TORCH = json.loads(TORCH_RESULTS.read_text("utf-8"))["cases"]
PLAIN = [
    case
    for case in TORCH
    if case["reduction"] == "none"
    and not case["weight"]
    and case["ignore_index"] is None
    and not case["label_smoothing"]
    and np.shape(case["logits"]) == np.shape(case["target"])
    and case["axis"] in (-1, len(np.shape(case["logits"])) - 1)
]


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("computation", COSTS)
@pytest.mark.parametrize("logits", TAME)
def test_on_tame_logits_every_computation_arrives(computation, precision, logits):
    expected = -scipy.special.log_softmax(logits)[1]
    found = computation(logits, LABEL, precision)
    assert found.result.dtype == precision
    assert found.result[0] == pytest.approx(expected, rel=TOLERANCE[precision])


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("computation", GRADIENTS)
@pytest.mark.parametrize("logits", TAME)
def test_on_tame_logits_both_gradients_are_prediction_minus_label(computation, precision, logits):
    expected = scipy.special.softmax(logits) - LABEL
    found = computation(logits, LABEL, precision).result
    np.testing.assert_allclose(found, expected, atol=TOLERANCE[precision])


def test_there_are_stored_cases_of_pytorch_to_compare_with():
    assert len(PLAIN) >= 4


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: str(np.shape(case["logits"])))
def test_the_stable_computations_agree_with_pytorch(case):
    cost = stable_cost(case["logits"], case["target"]).result
    gradient = stable_gradient(case["logits"], case["target"]).result
    np.testing.assert_allclose(cost[..., 0], case["loss"], rtol=1e-12)
    # The stored labels are rounded to six digits: they do not sum to 1, as ŷ − y takes for granted.
    excess = np.sum(case["target"], axis=-1, keepdims=True) - 1
    grad = case["grad"] - excess * scipy.special.softmax(case["logits"], axis=-1)
    np.testing.assert_allclose(gradient, grad, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("logits", [*TAME, [20, -180, 80, 160], [1000, -9000, 4000, 8000]])
def test_the_textbook_computations_are_the_textbook_formulas(logits, precision):
    cost = textbook_cost(logits, LABEL, precision).result
    np.testing.assert_array_equal(cost[0], textbook.cross_entropy(logits, LABEL, precision))
    softmax = [
        step for step in textbook_cost(logits, LABEL, precision).steps if "ŷ =" in step.symbol
    ]
    np.testing.assert_array_equal(softmax[0].values, textbook.softmax(logits, precision))
    gradient = textbook_gradient(logits, LABEL, precision).result
    np.testing.assert_array_equal(gradient, textbook.cross_entropy_grad(logits, LABEL, precision))


def born(computation):
    first = computation.first_failure
    return first and (first.step.symbol, first.entry, first.failure)


def test_the_first_overflow_is_marked_where_it_is_born():
    assert born(textbook_cost([1, 30, 5, 100], LABEL, "float32")) == ("eᶻ", (3,), "overflow")
    assert born(textbook_cost([1, 3, 5, 12], LABEL, "float16")) == ("eᶻ", (3,), "overflow")


def test_logits_too_large_for_the_precision_are_lost_before_anything_is_computed():
    assert born(stable_cost([0, 70000.0], [1.0, 0], "float16")) == ("z", (1,), "overflow")


def test_two_logits_that_each_fit_overflow_in_their_sum():
    found = born(textbook_cost([88.5, 88.5], [1.0, 0], "float32"))
    assert found == ("Σ eᶻ", (0,), "overflow")


def test_the_chain_from_overflow_to_nan_is_named_at_each_step():
    computation = textbook_cost([100.0, 0], [1.0, 0], "float32")
    marks = {step.symbol: step.failures for step in computation.steps}
    assert marks["eᶻ"] == ["overflow", ""]
    assert marks["Σ eᶻ"] == ["carried"]
    assert marks["ŷ = eᶻ / Σ"] == ["∞ / ∞", "x / ∞"]
    assert marks["log ŷ"] == ["carried", "log of 0"]
    assert marks["−y·log ŷ"] == ["carried", "0 · ∞"]
    assert marks["E"] == ["carried"]


def test_a_safe_softmax_does_not_save_the_logarithm_after_it():
    logits, label = [0.0, -200], [0.0, 1]
    two_calls = two_call_cost(logits, label, "float32")
    assert born(two_calls) == ("eᶻ⁻ᵐ", (1,), "underflow")
    assert np.isinf(two_calls.result[0]) or np.isnan(two_calls.result[0])
    assert stable_cost(logits, label, "float32").result[0] == 200


def test_the_unsimplified_gradient_divides_by_zero():
    computation = textbook_gradient([0.0, -200], [0.0, 1], "float32")
    marks = {step.symbol: step.failures for step in computation.steps}
    assert marks["−y/ŷ"][1] == "division by 0"
    assert np.isnan(computation.result).any()
    np.testing.assert_array_equal(stable_gradient([0.0, -200], [0.0, 1], "float32").result, [1, -1])


def test_digits_that_fade_are_told_from_digits_that_are_gone():
    powers = textbook_cost([-12.0, -20], [1.0, 0], "float16").steps[1]
    assert powers.failures == ["subnormal", "underflow"]


def test_terms_too_small_to_change_a_sum_are_noticed():
    total = stable_cost([40.0, 0], [1.0, 0], "float64").steps[4]
    assert total.symbol == "Σ eᶻ⁻ᵐ"
    assert total.failures == ["absorbed"]


def test_a_label_of_zero_makes_a_zero_that_is_right():
    computation = stable_cost([0, -200.0, 3], [1.0, 0, 0], "float32")
    assert computation.steps[-2].failures == ["", "", ""]


@pytest.mark.parametrize("logits", TAME)
def test_nothing_is_lost_on_tame_logits_in_double_precision(logits):
    for computation in (*COSTS, *GRADIENTS):
        assert computation(logits, LABEL).first_failure is None


@pytest.mark.parametrize("computation", [*COSTS, *GRADIENTS])
def test_whatever_is_not_finite_has_a_name(computation):
    random = np.random.default_rng(3)
    for size in (1, 30, 300, 1e5, 1e308):
        for precision in PRECISIONS:
            logits = size * random.uniform(-1, 1, 5)
            for step in computation(logits, [0.5, 0, 0.5, 0, 0], precision).steps:
                lost = ~np.isfinite(step.values.ravel())
                assert len(step.failures) == lost.size
                assert (np.array(step.failures)[lost] != "").all()
                assert set(step.failures) <= {"", *get_args(Failure)}


@pytest.mark.parametrize("computation", [*COSTS, *GRADIENTS])
def test_many_rows_at_once_are_each_row_by_itself(computation):
    logits = np.array(TAME) * 30
    together = computation(logits, np.broadcast_to(LABEL, logits.shape), "float32").result
    single = [computation(row, LABEL, "float32").result for row in logits]
    np.testing.assert_array_equal(together, single)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_softmax_twice_is_softmax_of_softmax_and_has_a_least_cost(classes: int) -> None:
    logits = np.linspace(-3, 4, classes)
    target = np.eye(classes)[-1]
    twice = -np.log(scipy.special.softmax(scipy.special.softmax(logits)))[-1]
    assert softmax_twice_cost(logits, target).result[0] == pytest.approx(twice, rel=1e-14)
    sure = softmax_twice_cost(1000 * target, target).result[0]
    assert sure == pytest.approx(least_cost_of_softmax_twice(classes), rel=1e-14)


def test_softmax_twice_has_the_published_least_costs() -> None:
    assert least_cost_of_softmax_twice(2) == pytest.approx(0.313262, abs=5e-7)
    assert least_cost_of_softmax_twice(10) == pytest.approx(1.4612, abs=5e-5)
