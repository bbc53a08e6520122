"""Two dozen digits of the truth: they measure errors as fifty digits do."""

import math
from decimal import Decimal

import pytest

from ce_core.numeric.floating_point.reference import close_truth, error_against
from ce_core.numeric.floating_point.step_by_step import (
    PRECISIONS,
    stable_cost,
    stable_gradient,
    textbook_cost,
    textbook_gradient,
)
from ce_core.symbolic.expression.fifty_digits import fifty_digits, relative_error
from ce_core.ui.stability.measure import scaled_logits
from tests.figures.examples import SCENARIOS

LEAST = 1e-21  # of an error, where three of its digits are sure


def same(error: float, reference: float) -> bool:
    if math.isnan(reference):
        return math.isnan(error)
    return error == reference or abs(error - reference) <= 1e-3 * reference


@pytest.mark.parametrize("key", SCENARIOS)
@pytest.mark.parametrize("scale", [1, 5, 20, 100, 1000])
def test_errors_are_those_that_fifty_digits_tell(scale, key):
    logits = scaled_logits(SCENARIOS[key], scale)
    target = SCENARIOS[key].smoothed_target
    cost, gradient = close_truth(logits, target)
    true = fifty_digits(logits, target)
    roads = (
        (textbook_cost, cost, (true.cost,)),
        (stable_cost, cost, (true.cost,)),
        (textbook_gradient, gradient, true.gradient),
        (stable_gradient, gradient, true.gradient),
    )
    for road, exact, fifty in roads:
        for precision in PRECISIONS:
            result = road(logits, target, precision).result.tolist()
            error, reference = error_against(exact, result), relative_error(result, fifty)
            assert same(error, reference) or max(error, reference) < LEAST


@pytest.mark.parametrize("gap", [40.0, 800.0, 9e3])
def test_a_cost_of_next_to_nothing_keeps_its_digits(gap):
    (cost,), gradient = close_truth((gap, 0.0), (1.0, 0.0))
    true = fifty_digits((gap, 0.0), (1.0, 0.0))
    assert abs(cost / Decimal(true.cost) - 1) < Decimal("1e-24")
    assert abs(gradient[0] / Decimal(true.gradient[0]) - 1) < Decimal("1e-24")


def test_beyond_every_float_nothing_computed_is_near_a_cost_that_is_not_0():
    cost, _ = close_truth((1e308, -1e308), (1.0, 0.0))
    assert cost[0] > 0
    assert error_against(cost, [0.0]) == 1
    assert math.isinf(error_against(cost, [5e-324]))


def test_what_is_not_a_number_has_no_finite_error():
    one = (Decimal(1), Decimal(1))
    assert math.isnan(error_against(one, [math.inf, math.nan]))
    assert math.isinf(error_against(one, [1.0, math.inf]))
    assert math.isinf(error_against((Decimal(0),), [1.0]))
    assert error_against(one, [1.0, 1.0]) == 0
    assert error_against(one, [0.5, 1.0]) == 0.5
