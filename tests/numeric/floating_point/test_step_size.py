"""The errors of numeric gradients have the shape that theory gives them."""

import math

import mpmath
import numpy as np
import pytest

from ce_core.numeric.floating_point.step_size import STEPS, study_steps

LOW_COST = ([1, 3, 5, 7], [0, 0, 0, 1])
SOFT = ([1, -9, 4, 8], [0.1, 0.6, 0.1, 0.2])


def at(study, errors, step):
    return errors[np.argmin(np.abs(np.log(study.steps / step)))]


def exact_gradient(logits, target, temperature):
    with mpmath.workdps(50):
        powers = [mpmath.exp(mpmath.mpf(z) / mpmath.mpf(temperature)) for z in logits]
        total = mpmath.fsum(powers)
        pairs = zip(powers, target, strict=True)
        return [float((e / total - mpmath.mpf(y)) / mpmath.mpf(temperature)) for e, y in pairs]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
@pytest.mark.parametrize(("logits", "target"), [LOW_COST, SOFT])
def test_reference_agrees_with_fifty_digits(logits, target, temperature):
    study = study_steps(logits, target, temperature=temperature)
    np.testing.assert_allclose(
        study.gradient, exact_gradient(logits, target, temperature), rtol=1e-14, atol=1e-17
    )


@pytest.mark.parametrize(("logits", "target"), [LOW_COST, SOFT])
def test_right_arm_is_the_third_derivative_times_a_sixth_of_h_squared(logits, target):
    study = study_steps(logits, target)
    # Below 3e-4 the rounding of a cost of 8 already shows.
    arm = (study.steps > 3e-4) & (study.steps < 3e-2)
    # What the central difference misses without any rounding.
    truncation = study.steps**2 / 6 * study.third_derivative
    np.testing.assert_allclose(study.central[arm], truncation[arm], rtol=0.02)


def test_third_derivative_is_that_of_the_cost():
    logits, target = LOW_COST
    with mpmath.workdps(50):

        def cost(z):
            return mpmath.log(mpmath.fsum(mpmath.exp(v) for v in [1, 3, 5, z])) - z

        exact = float(abs(mpmath.diff(cost, 7, 3)))
    assert study_steps(logits, target).third_derivative == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize(("logits", "target"), [LOW_COST, SOFT])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_best_step_is_near_the_cube_root_that_balances_rounding_and_curvature(
    logits, target, precision
):
    study = study_steps(logits, target)
    best = study.best if precision == "float64" else study.best_single
    unit = np.finfo(precision).eps / 2
    shares = np.exp(np.array(logits)) / np.exp(np.array(logits)).sum()
    cost = -float(np.array(target) @ np.log(shares))
    balanced = math.cbrt(3 * unit * cost / study.third_derivative)
    assert abs(math.log10(best[0] / balanced)) < 1


@pytest.mark.parametrize(("logits", "target"), [LOW_COST, SOFT])
def test_left_arm_rises_as_the_step_shrinks(logits, target):
    study = study_steps(logits, target)
    best = study.best[1]
    assert at(study, study.central, 1e-8) > 10 * best
    assert at(study, study.central, 1e-11) > 10 * at(study, study.central, 1e-8)


def test_a_step_that_no_longer_changes_the_logit_misses_the_whole_gradient():
    study = study_steps(*LOW_COST)
    assert study.central[0] == np.abs(study.gradient).max()


def test_float32_is_worse_than_float64_for_all_small_steps():
    study = study_steps(*LOW_COST)
    small = (study.steps < 1e-4) & (study.steps > 1e-14)
    assert (study.central_single[small] > 10 * study.central[small]).all()


@pytest.mark.parametrize(("logits", "target"), [LOW_COST, SOFT])
def test_complex_step_has_no_left_arm(logits, target):
    study = study_steps(logits, target)
    assert study.complex_step[study.steps < 1e-9].max() < 5e-16


def test_straight_cost_has_no_right_arm():
    study = study_steps([1000, -1000, 0], [0, 1, 0])
    assert study.third_derivative == 0
    assert study.best == (1.0, 0.0)


def test_cost_beyond_the_largest_float_leaves_nothing_to_compare():
    study = study_steps([1e308, -1e308], [0, 1], temperature=0.05)
    assert study.best is None
    assert study.best_single is None
    assert study.gradient.tolist() == [20, -20]


def test_steps_are_four_a_decade():
    assert STEPS[0] == pytest.approx(1e-20)
    assert STEPS[-1] == 1
    np.testing.assert_allclose(STEPS[4:] / STEPS[:-4], 10)


def test_infinite_logits_are_refused():
    with pytest.raises(ValueError, match="finite numbers"):
        study_steps([np.inf, 0], [0, 1])
