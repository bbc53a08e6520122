"""The terms of the chain rule add up to the gradient, however the textbook product fares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.numeric.chain_rule import chain_rule
from ce_core.numeric.cross_entropy import cross_entropy_grad

LOGITS = st.lists(st.floats(-30, 30), min_size=2, max_size=10)


def soft_target(classes, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(classes))


def test_published_jacobian_of_the_low_cost_case():
    rule = chain_rule([1, 3, 5, 7], [0, 0, 0, 1])
    diagonal = [2.13941201e-03, 1.55912258e-02, 1.03356124e-01, 1.16807938e-01]
    np.testing.assert_allclose(np.diagonal(rule.jacobian), diagonal, rtol=1e-8)
    first_row = [-3.39658185e-05, -2.50975338e-04, -1.85447085e-03]
    np.testing.assert_allclose(rule.jacobian[0, 1:], first_row, rtol=1e-8)


@given(LOGITS, st.integers(0, 1000), st.sampled_from([0.05, 0.5, 1.0, 3.0, 20.0]))
def test_columns_add_up_to_the_gradient(logits, seed, temperature):
    target = soft_target(len(logits), seed)
    rule = chain_rule(logits, target, temperature=temperature)
    scaled = (np.array(logits) - max(logits)) / temperature
    gradient = cross_entropy_grad(scaled, target) / temperature
    np.testing.assert_allclose(rule.gradient, gradient, atol=4e-15 / temperature)
    np.testing.assert_allclose(rule.terms.sum(axis=0), gradient, atol=4e-15 / temperature)


@given(LOGITS, st.integers(0, 1000))
def test_terms_are_the_rows_of_the_jacobian_times_their_factors(logits, seed):
    rule = chain_rule(logits, soft_target(len(logits), seed))
    product = rule.factors[:, None] * rule.jacobian
    np.testing.assert_allclose(rule.terms, product, rtol=1e-13, atol=1e-300)


def test_infinity_times_zero_is_born_where_a_labelled_probability_underflows():
    rule = chain_rule([1000, -1000, 0], [0, 1, 0])
    assert rule.born_infinite == (1,)
    assert rule.factors.tolist() == [0, -np.inf, 0]
    with np.errstate(invalid="ignore"):
        assert np.isnan(rule.factors[1] * rule.jacobian[1]).all()
    assert rule.gradient.tolist() == [1, -1, 0]


def test_terms_keep_their_digits_where_the_prediction_is_nearly_sure():
    rule = chain_rule([40.0, 0.0], [1, 0])
    assert rule.same[0] == pytest.approx(-np.exp(-40) / (1 + np.exp(-40)), rel=1e-14)


def test_largest_floats_give_finite_terms():
    rule = chain_rule([1e308, -1e308], [0, 1], temperature=0.05)
    assert rule.gradient.tolist() == [20, -20]


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"two rows of one length.*\(3,\) and \(2,\)"):
        chain_rule([1, 2, 3], [0, 1])
