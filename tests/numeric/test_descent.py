"""Gradient descent on the logits: downhill, and with a flat start only for squared error."""

import numpy as np
import pytest

from ce_core.numeric import central_difference, cross_entropy, softmax
from ce_core.numeric.descent import descend
from ce_core.numeric.squared_error import squared_error

START, LABEL = (1.0, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0)
COSTS = {
    "cross-entropy": lambda z, y: cross_entropy(z, y),
    "squared error": squared_error,
}


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_each_step_follows_the_slope_measured_by_central_differences(cost, temperature):
    run = descend(START, LABEL, cost=cost, rate=0.4, steps=12, temperature=temperature)

    def height(z):
        return COSTS[cost](np.asarray(z) / temperature, LABEL)

    for before, after, slope in zip(run.logits, run.logits[1:], run.slopes, strict=False):
        gradient = central_difference(height, before)
        np.testing.assert_allclose(after - before, -0.4 * gradient, atol=1e-8)
        assert slope == pytest.approx(np.linalg.norm(gradient), abs=1e-8)


@pytest.mark.parametrize("cost", COSTS)
def test_a_run_holds_what_belongs_to_its_logits(cost):
    run = descend(START, LABEL, cost=cost, steps=20)
    np.testing.assert_array_equal(run.logits[0], START)
    np.testing.assert_allclose(run.probabilities, softmax(run.logits), rtol=1e-12)
    np.testing.assert_allclose(
        run.costs, [COSTS[cost](z, LABEL) for z in run.logits], rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("rate", [0.1, 1.0, 2.0])
def test_cross_entropy_only_falls_up_to_a_rate_of_two(rate):
    # No curvature of it is above 1/2, so a step of up to 4 cannot overshoot the start.
    for start in np.random.default_rng(0).normal(0, 5, (6, 4)):
        assert (np.diff(descend(start, LABEL, rate=rate, steps=60).costs) <= 1e-12).all()


def test_the_flat_start_is_squared_errors_alone():
    steep = descend(START, LABEL, steps=200)
    flat = descend(START, LABEL, cost="squared error", steps=200)
    assert steep.slopes[0] == pytest.approx(np.sqrt(0.98113516**2 + 1 + 0.01797**2), rel=1e-3)
    assert flat.slopes[0] < 0.05
    assert (steep.probabilities[:, 1] >= 0.9).argmax() == 18
    assert (flat.probabilities[:, 1] < 0.01).all()


def test_descent_ends_at_a_soft_label():
    label = (0.2, 0.3, 0.5)
    run = descend((3.0, -1, 0), label, steps=400)
    np.testing.assert_allclose(run.probabilities[-1], label, atol=1e-6)


def test_vast_logits_are_walked_from_without_overflow():
    run = descend((1e308, -1e308), (0.0, 1.0), steps=5)
    assert np.isfinite(run.logits).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": 0.0}, "rate must be a positive number"),
        ({"rate": float("nan")}, "rate must be a positive number"),
        ({"steps": -1}, "steps must not be negative"),
        ({"temperature": 0.0}, "temperature must be a positive"),
        ({"cost": "hinge"}, "cost must be one of"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(options, words):
    with pytest.raises(ValueError, match=words):
        descend(START, LABEL, **options)
