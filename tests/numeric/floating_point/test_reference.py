"""The truth that floating point is measured against, held against mpmath."""

import math
from decimal import Decimal

import mpmath
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ce_core.numeric.floating_point.reference import (
    VANISHED,
    absolute_error,
    in_digits,
    reference,
    relative_error,
)

HIGH = ((1.0, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0))


def mpf(value: Decimal) -> mpmath.mpf:
    return mpmath.mpf(str(value))


def test_the_published_high_cost_comes_out() -> None:
    true = reference(*HIGH)
    assert float(true.cost) == pytest.approx(17.01904505, abs=5e-9)
    assert [float(p) for p in true.probabilities] == pytest.approx(
        [8.94679461e-04, 4.06183847e-08, 1.79701173e-02, 9.81135163e-01], rel=1e-8
    )
    assert float(true.gradient[1]) == pytest.approx(-9.99999959e-01, abs=1e-9)


def by_definition(
    logits: tuple[float, ...], target: tuple[float, ...], temperature: float
) -> tuple[mpmath.mpf, list[mpmath.mpf], list[mpmath.mpf]]:
    """Cost, probabilities and gradient as they are defined, with digits in plenty."""
    powers = [mpmath.exp(mpmath.mpf(z) / mpmath.mpf(temperature)) for z in logits]
    shares = [power / mpmath.fsum(powers) for power in powers]
    pairs = list(zip(shares, map(mpmath.mpf, target), strict=True))
    cost = -mpmath.fsum(y * mpmath.log(p) for p, y in pairs if y)
    return cost, shares, [(p - y) / mpmath.mpf(temperature) for p, y in pairs]


LOGITS = st.one_of(st.floats(-50, 50), st.floats(-1e4, 1e4), st.sampled_from((0.0, 1e-300, 700.0)))
TARGETS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.2, 0.3, 0.5), (0.0, 0.25, 0.75))


@given(
    logits=st.tuples(LOGITS, LOGITS, LOGITS),
    target=st.sampled_from(TARGETS),
    temperature=st.sampled_from((1.0, 0.3, 5.0)),
)
@example(logits=(800.0, 0.0, 0.0), target=(1.0, 0.0, 0.0), temperature=1.0)
@example(logits=(1e4, 0.0, -1e4), target=(1.0, 0.0, 0.0), temperature=0.3)
@example(logits=(50.0, 0.0, 3.0), target=(1.0, 0.0, 0.0), temperature=1.0)
@settings(max_examples=60)
def test_all_fifty_digits_are_those_of_the_definition(
    logits: tuple[float, ...], target: tuple[float, ...], temperature: float
) -> None:
    true = reference(logits, target, temperature)
    # Beside a 1, e^(−20,000/0.3) has 28,953 digits.
    digits = 120 + int((max(logits) - min(logits)) / temperature / 2)
    with mpmath.workdps(digits):
        cost, shares, gradient = by_definition(logits, target, temperature)
        with_cost = [(true.cost, cost), *zip(true.probabilities, shares, strict=True)]
        for found, exact in with_cost:
            assert abs(mpf(found) - exact) <= abs(exact) * mpmath.mpf(10) ** -50
        largest = max(map(abs, gradient))
        for found, exact in zip(true.gradient, gradient, strict=True):
            assert abs(mpf(found) - exact) <= largest * mpmath.mpf(10) ** -50


@pytest.mark.parametrize("gap", [40.0, 800.0, 1e4, 1e12, 1e17])
def test_a_cost_of_next_to_nothing_keeps_all_its_digits(gap: float) -> None:
    true = reference((gap, 0.0), (1.0, 0.0))
    with mpmath.workdps(120):
        # log(1 + x) = x − x²/2 + …, and x² is nothing beside x here.
        x = mpmath.exp(-gap)
        assert abs(mpf(true.cost) / (x - x**2 / 2 + x**3 / 3) - 1) < mpmath.mpf(10) ** -50
        assert abs(mpf(true.gradient[0]) / (-x / (1 + x)) - 1) < mpmath.mpf(10) ** -50


def test_the_gradient_sums_to_what_the_floats_of_the_target_leave() -> None:
    true = reference((0.3, -2.0, 5.5), (0.2, 0.3, 0.5))
    with mpmath.workdps(60):
        assert abs(mpmath.fsum(map(mpf, true.gradient))) < mpmath.mpf(10) ** -16


def test_vast_logits_are_as_good_as_any() -> None:
    true = reference((1e308, -1e308), (0.0, 1.0))
    with mpmath.workdps(120):
        assert abs(mpf(true.cost) / (2 * mpmath.mpf(1e308)) - 1) < mpmath.mpf(10) ** -50


def test_vast_logits_that_differ_little_keep_their_difference() -> None:
    near = math.nextafter(1e16, 0)
    true = reference((1e16, near), (1.0, 0.0), 3.0)
    with mpmath.workdps(120):
        share = 1 / (1 + mpmath.exp(-mpmath.mpf(1e16 - near) / 3))
        assert abs(mpf(true.probabilities[0]) / share - 1) < mpmath.mpf(10) ** -50


@pytest.mark.parametrize("gap", [3e9, 1e20, 1e308])
def test_errors_are_told_of_truths_smaller_than_any_float(gap: float) -> None:
    true = reference((gap, -gap), (1.0, 0.0))
    assert true.cost > 0
    assert relative_error([0.0], [true.cost]) == 1
    assert absolute_error([0.0, 0.0], true.gradient) == 0
    assert math.isinf(relative_error([5e-324], [true.cost]))


def test_the_relative_error_is_measured_against_the_largest_entry() -> None:
    assert relative_error([1.5], [Decimal(1)]) == 0.5
    assert relative_error([0.25, 1.0], [Decimal(0), Decimal(1)]) == 0.25
    assert relative_error([0.1], [Decimal("0.1")]) == pytest.approx(5.55e-17, rel=1e-2)
    assert relative_error([0.5], [Decimal("0.5")]) == 0


def test_what_is_not_a_number_has_no_finite_error() -> None:
    one = (Decimal(1), Decimal(1))
    for error in (relative_error, absolute_error):
        assert math.isnan(error([math.inf, math.nan], one))
        assert math.isinf(error([1.0, math.inf], one))
    assert math.isinf(relative_error([1.0], [Decimal(0)]))


@pytest.mark.parametrize("logits", [(math.inf, 0.0), (math.nan, 1.0), (1.0, 2.0, 3.0)])
def test_logits_that_are_none_are_refused_in_a_sentence(logits: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="logits must be finite numbers"):
        reference(logits, (1.0, 0.0))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(0), "0"),
        (Decimal("-2.50"), "−2.5"),
        (reference(*HIGH).cost, "17.019045048497642941632852520667466539260129096799"),
        (Decimal("1e-40"), "1e-40"),
        (Decimal(2) * 10**60, "2e60"),
    ],
)
def test_values_are_written_with_their_fifty_digits(value: Decimal, text: str) -> None:
    assert in_digits(value) == text


def test_values_are_written_with_as_many_digits_as_are_asked_for() -> None:
    assert in_digits(reference(*HIGH).cost, 10) == "17.01904505"
    assert in_digits(Decimal("1e-40"), 3) == "1e-40"


def test_what_no_decimal_number_reaches_is_written_as_a_bound() -> None:
    true = reference((1e20, 0.0), (1.0, 0.0))
    assert true.cost == VANISHED
    assert in_digits(true.cost).startswith("less than 1e-4")
    assert in_digits(VANISHED.copy_negate()).startswith("more than −1e-4")
