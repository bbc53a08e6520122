"""Laws that hold for every vector of logits and every target (Hypothesis)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ce_core.numeric import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    central_difference,
    check_gradient,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    cross_entropy_hessian,
    entropy,
    kl_divergence,
    log_softmax,
    logistic_denormalize,
    logistic_normalize,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
    softmax_jacobian,
)

Array = npt.NDArray[Any]

TINY = 1e-15
# Below 2e-308 a number has fewer digits, down to none: there a bit is all one can ask for.
LAST_BITS = 4 * np.finfo(np.float64).smallest_subnormal


def vectors(limit: float, least: int = 1) -> st.SearchStrategy[Array]:
    return hnp.arrays(
        np.float64, st.integers(least, 8), elements=st.floats(-limit, limit, allow_nan=False)
    )


@st.composite
def logits_and_distribution(draw: st.DrawFn, limit: float = 30.0) -> tuple[Array, Array]:
    logits = draw(vectors(limit, least=2))
    parts = draw(
        hnp.arrays(np.float64, logits.shape, elements=st.floats(0, 1, allow_subnormal=False))
    )
    total = parts.sum()
    distribution = parts / total if total > 1e-3 else one_hot(0, len(logits))
    return logits, distribution


@given(vectors(1.7e308))
def test_probabilities_sum_to_one(logits: Array) -> None:
    probabilities = softmax(logits)
    assert (probabilities >= 0).all()
    assert abs(probabilities.sum() - 1) <= 4 * TINY


@given(vectors(1.7e308))
def test_a_larger_logit_never_has_a_smaller_probability(logits: Array) -> None:
    order = np.argsort(logits, kind="stable")
    assert (np.diff(softmax(logits)[order]) >= -TINY).all()


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=8), st.integers(-(2**40), 2**40))
def test_shifting_all_logits_changes_nothing(logits: list[int], shift: int) -> None:
    shifted = [z + shift for z in logits]
    np.testing.assert_allclose(softmax(shifted), softmax(logits), rtol=4 * TINY, atol=LAST_BITS)
    np.testing.assert_allclose(
        log_softmax(shifted), log_softmax(logits), rtol=4 * TINY, atol=LAST_BITS
    )


@given(vectors(700), st.permutations(range(8)))
def test_reordering_the_classes_reorders_the_probabilities(logits: Array, order: list[int]) -> None:
    kept = [i for i in order if i < len(logits)]
    np.testing.assert_allclose(softmax(logits[kept]), softmax(logits)[kept], rtol=8 * TINY)


@given(vectors(1e3), st.floats(0.01, 100))
def test_temperature_divides_the_logits(logits: Array, temperature: float) -> None:
    divided = logits / temperature
    # Dividing first rounds each quotient, by up to its size times 1.1e-16.
    rounding = 4 * TINY * (1 + np.abs(divided).max())
    np.testing.assert_allclose(
        softmax(logits, temperature=temperature), softmax(divided), atol=rounding
    )
    np.testing.assert_allclose(
        logsumexp(logits, temperature=temperature), logsumexp(divided), atol=rounding
    )


@given(vectors(1e3))
def test_log_softmax_is_the_logarithm_of_softmax(logits: Array) -> None:
    np.testing.assert_allclose(
        np.exp(log_softmax(logits)), softmax(logits), rtol=1e-12, atol=LAST_BITS
    )
    np.testing.assert_allclose(log_softmax(logits), logits - logsumexp(logits), atol=1e-12)


@given(vectors(1e3))
def test_scipy_agrees(logits: Array) -> None:
    # SciPy rounds z − max before it exponentiates: at 2000, by up to 1.1e-13.
    np.testing.assert_allclose(softmax(logits), scipy.special.softmax(logits), rtol=1e-12)
    np.testing.assert_allclose(
        log_softmax(logits), scipy.special.log_softmax(logits), rtol=1e-14, atol=1e-15
    )
    np.testing.assert_allclose(
        logsumexp(logits), scipy.special.logsumexp(logits), rtol=1e-14, atol=1e-15
    )
    # Below −709 SciPy answers 0, where a subnormal number is nearer.
    np.testing.assert_allclose(
        sigmoid(logits), scipy.special.expit(logits), rtol=1e-14, atol=1e-307
    )


@given(logits_and_distribution(limit=1e3))
def test_gradient_sums_to_zero(case: tuple[Array, Array]) -> None:
    logits, target = case
    assert abs(cross_entropy_grad(logits, target).sum()) <= 8 * TINY
    for true in range(len(logits)):
        assert abs(cross_entropy_grad(logits, true).sum()) <= 8 * TINY


@given(logits_and_distribution())
def test_gradient_is_prediction_minus_target(case: tuple[Array, Array]) -> None:
    logits, target = case
    np.testing.assert_allclose(
        cross_entropy_grad(logits, target), softmax(logits) - target, atol=8 * TINY
    )


@given(logits_and_distribution())
def test_gradient_equals_the_central_difference(case: tuple[Array, Array]) -> None:
    logits, target = case
    check = check_gradient(
        lambda z: float(cross_entropy(z, target, label_smoothing=0.1)),
        lambda z: cross_entropy_grad(z, target, label_smoothing=0.1),
        logits,
    )
    # Rounding of a loss of up to 60 over 2e-5, and h² of curvature.
    assert check.largest_disagreement < 1e-8


@given(logits_and_distribution())
def test_the_chain_rule_gives_the_same_gradient(case: tuple[Array, Array]) -> None:
    """Σ_i (−y_i/ŷ_i)·∂ŷ_i/∂z_j = ŷ_j − y_j."""
    logits, target = case
    by_chain_rule = (-target / softmax(logits)) @ softmax_jacobian(logits)
    np.testing.assert_allclose(by_chain_rule, softmax(logits) - target, atol=1e-14)


@given(vectors(30, least=2))
def test_jacobian_rows_sum_to_zero_and_it_is_symmetric(logits: Array) -> None:
    jacobian = softmax_jacobian(logits)
    np.testing.assert_array_equal(jacobian, jacobian.T)
    np.testing.assert_allclose(jacobian.sum(axis=-1), 0, atol=4 * TINY)


@given(vectors(5, least=2))
def test_jacobian_equals_central_differences(logits: Array) -> None:
    for i, row in enumerate(softmax_jacobian(logits)):
        numeric = central_difference(lambda z, i=i: float(softmax(z)[i]), logits)
        np.testing.assert_allclose(row, numeric, atol=1e-9)


@given(logits_and_distribution(limit=5.0))
def test_hessian_equals_central_differences_of_the_gradient(case: tuple[Array, Array]) -> None:
    logits, target = case
    for j, row in enumerate(cross_entropy_hessian(logits)):
        numeric = central_difference(lambda z, j=j: float(cross_entropy_grad(z, target)[j]), logits)
        np.testing.assert_allclose(row, numeric, atol=1e-9)


@given(vectors(30))
def test_hessian_bends_the_cost_upwards(logits: Array) -> None:
    assert np.linalg.eigvalsh(cross_entropy_hessian(logits)).min() >= -4 * TINY


@given(logits_and_distribution())
def test_cross_entropy_is_entropy_plus_divergence(case: tuple[Array, Array]) -> None:
    logits, target = case
    whole = entropy(target) + kl_divergence(target, softmax(logits))
    np.testing.assert_allclose(cross_entropy(logits, target), whole, rtol=1e-13, atol=1e-14)


@given(logits_and_distribution())
def test_divergence_is_never_negative_and_zero_from_itself(case: tuple[Array, Array]) -> None:
    logits, target = case
    assert kl_divergence(target, softmax(logits)) >= 0
    assert kl_divergence(target, target) == 0


@given(logits_and_distribution())
def test_scipy_agrees_on_entropy_and_divergence(case: tuple[Array, Array]) -> None:
    logits, target = case
    predicted = softmax(logits)
    np.testing.assert_allclose(entropy(target), scipy.special.entr(target).sum(), atol=4 * TINY)
    np.testing.assert_allclose(
        kl_divergence(target, predicted), scipy.stats.entropy(target, predicted), atol=1e-13
    )


@given(logits_and_distribution(), st.floats(0, 1))
def test_smoothing_mixes_the_target_with_the_uniform_one(
    case: tuple[Array, Array], smoothing: float
) -> None:
    logits, target = case
    mixed = (1 - smoothing) * target + smoothing / len(target)
    smoothed = cross_entropy_and_grad(logits, target, label_smoothing=smoothing)
    np.testing.assert_allclose(smoothed[0], cross_entropy(logits, mixed), rtol=1e-14)
    np.testing.assert_allclose(smoothed[1], cross_entropy_grad(logits, mixed), atol=4 * TINY)


@given(st.floats(-1e3, 1e3), st.floats(0, 1, allow_subnormal=False))
def test_two_classes_are_the_binary_case(logit: float, y: float) -> None:
    np.testing.assert_allclose(sigmoid(logit), softmax([logit, 0])[0], rtol=4 * TINY)
    np.testing.assert_allclose(
        binary_cross_entropy_with_logits(logit, y),
        cross_entropy([logit, 0], logistic_normalize(y)),
        rtol=8 * TINY,
    )


@given(st.floats(-30, 30), st.floats(0, 1, allow_subnormal=False))
def test_binary_cross_entropy_of_a_sigmoid_is_that_of_its_logit(logit: float, y: float) -> None:
    # 1 − sigmoid(30) is 9.4e-14, of which the rounding of sigmoid leaves three digits.
    np.testing.assert_allclose(
        binary_cross_entropy(sigmoid(logit), y),
        binary_cross_entropy_with_logits(logit, y),
        rtol=3e-3 if logit > 0 else 1e-14,
    )


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0), elements=st.floats(0, 1)))
def test_logistic_denormalize_undoes_normalize(p: Array) -> None:
    pairs = logistic_normalize(p)
    assert pairs.shape == (*p.shape, 2)
    np.testing.assert_array_equal(logistic_denormalize(pairs), p)
