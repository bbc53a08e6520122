"""One softmax against independent sigmoids on the same logits."""

import numpy as np
import pytest

from ce_core.figures.cost.softmax_or_sigmoids import (
    gap,
    independent_terms,
    shifted_costs,
    two_readings,
)
from ce_core.numeric import cross_entropy, logsumexp, sigmoid, softmax
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from tests.figures.examples import SCENARIOS

PRESET = {preset.key: preset.scenario for preset in PRESETS}


def test_terms_are_binary_cross_entropies_of_the_sigmoids():
    scenario = SCENARIOS["soft"]
    p, y = sigmoid(np.array(scenario.logits)), np.array(scenario.target)
    expected = -y * np.log(p) - (1 - y) * np.log(1 - p)
    np.testing.assert_allclose(independent_terms(scenario), expected, rtol=1e-9)


def test_probabilities_drawn_are_softmax_and_sigmoid():
    _, _, together, apart = two_readings(PRESET["low-cost"], "light").spec["data"]
    np.testing.assert_allclose(together["x"], softmax([1.0, 3, 5, 7]))
    np.testing.assert_allclose(apart["x"], sigmoid([1.0, 3, 5, 7]))


def test_the_difference_of_the_costs_does_not_depend_on_the_label():
    logits = (1.0, -0.5, 2.0)
    gaps = [gap(one_hot_scenario(logits, label)) for label in range(3)]
    gaps.append(gap(Scenario(logits, (0.2, 0.3, 0.5))))
    z = np.array(logits)
    assert gaps == pytest.approx([float(np.log1p(np.exp(z)).sum() - logsumexp(z))] * 4)


@pytest.mark.parametrize("key", SCENARIOS)
def test_independent_outputs_never_cost_less(key):
    assert gap(SCENARIOS[key]) >= 0
    assert independent_terms(SCENARIOS[key]).sum() >= 0


def test_they_agree_where_one_logit_is_large_and_the_others_far_below_zero():
    agreeing = one_hot_scenario((12.0, -12.0, -12.0), 0)
    assert gap(agreeing) < 1e-4
    assert "They agree:" in two_readings(agreeing, "light").caption
    assert "does not depend on the label" in two_readings(PRESET["low-cost"], "light").caption


def test_a_common_shift_moves_the_sigmoids_and_not_softmax():
    apart, _, together, _ = shifted_costs(PRESET["low-cost"], "light").spec["data"]
    assert np.ptp(together["y"]) < 1e-5
    assert np.ptp(apart["y"]) > 5
    for shift, cost in zip(apart["x"][::10], apart["y"][::10], strict=True):
        moved = np.array([1.0, 3, 5, 7]) + shift
        expected = np.log1p(np.exp(moved)).sum() - moved[3]
        assert cost == pytest.approx(expected, rel=1e-4)
        assert cost > float(cross_entropy(moved, 3))
