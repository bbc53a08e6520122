"""The truth that floating point is measured against."""

import math

import mpmath
import pytest

from ce_core.symbolic.expression.fifty_digits import absolute_error, fifty_digits, relative_error

HIGH = ((1.0, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0))


def test_the_published_high_cost_comes_out():
    true = fifty_digits(*HIGH)
    assert float(true.cost) == pytest.approx(17.01904505, abs=5e-9)
    assert [float(p) for p in true.probabilities] == pytest.approx(
        [8.94679461e-04, 4.06183847e-08, 1.79701173e-02, 9.81135163e-01], rel=1e-8
    )
    assert float(true.gradient[1]) == pytest.approx(-9.99999959e-01, abs=1e-9)


def test_fifty_digits_are_right_by_the_definition_at_two_hundred():
    true = fifty_digits(*HIGH)
    with mpmath.workdps(200):
        powers = [mpmath.exp(z) for z in HIGH[0]]
        cost = -mpmath.log(powers[1] / mpmath.fsum(powers))
        assert abs(mpmath.mpf(true.cost) - cost) < mpmath.mpf(10) ** -48
        for text, power in zip(true.probabilities, powers, strict=True):
            share = power / mpmath.fsum(powers)
            assert abs(mpmath.mpf(text) / share - 1) < mpmath.mpf(10) ** -49


@pytest.mark.parametrize("gap", [40.0, 800.0, 1e4])
def test_a_cost_of_next_to_nothing_keeps_all_its_digits(gap):
    true = fifty_digits((gap, 0.0), (1.0, 0.0))
    with mpmath.workdps(60):
        # log(1 + x) = x − x²/2 + …, and x² is nothing beside x here.
        x = mpmath.exp(-gap)
        assert abs(mpmath.mpf(true.cost) / (x - x**2 / 2 + x**3 / 3) - 1) < mpmath.mpf(10) ** -48
        assert abs(mpmath.mpf(true.gradient[0]) / (-x / (1 + x)) - 1) < mpmath.mpf(10) ** -48


def test_the_gradient_sums_to_zero():
    true = fifty_digits((0.3, -2.0, 5.5), (0.2, 0.3, 0.5))
    with mpmath.workdps(60):
        assert abs(mpmath.fsum(map(mpmath.mpf, true.gradient))) < mpmath.mpf(10) ** -16


def test_vast_logits_are_as_good_as_any():
    true = fifty_digits((1e308, -1e308), (0.0, 1.0))
    assert mpmath.mpf(true.cost) == 2 * mpmath.mpf(1e308)


@pytest.mark.parametrize("gap", [3e9, 1e20, 1e308])
def test_errors_are_told_of_truths_smaller_than_any_other_number_type_holds(gap):
    true = fifty_digits((gap, -gap), (1.0, 0.0))
    assert relative_error([0.0], [true.cost]) == 1
    assert absolute_error([0.0, 0.0], true.gradient) == 0
    assert math.isinf(relative_error([5e-324], [true.cost]))


def test_the_relative_error_is_measured_against_the_largest_entry():
    assert relative_error([1.5], ["1"]) == 0.5
    assert relative_error([0.25, 1.0], ["0", "1"]) == 0.25
    assert relative_error([0.1], ["0.1"]) == pytest.approx(5.55e-17, rel=1e-2)
    assert relative_error([0.5], ["0.5"]) == 0


def test_what_is_not_a_number_has_no_finite_error():
    assert math.isnan(relative_error([1.0, math.nan], ["1", "1"]))
    assert math.isinf(relative_error([1.0, math.inf], ["1", "1"]))
    assert math.isinf(relative_error([1.0], ["0"]))


@pytest.mark.parametrize("logits", [(math.inf, 0.0), (math.nan, 1.0), (1.0, 2.0, 3.0)])
def test_logits_that_are_none_are_refused_in_a_sentence(logits):
    with pytest.raises(ValueError, match="logits must be finite numbers"):
        fifty_digits(logits, (1.0, 0.0))
