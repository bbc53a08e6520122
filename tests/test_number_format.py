"""Numbers as people read them: the same three digits everywhere, never a tiny value shown as 0."""

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.number_format import (
    format_given,
    format_latex,
    format_number,
    format_percent,
    format_signed,
)

finite = st.floats(allow_nan=False, allow_infinity=False)
positive = st.floats(min_value=5e-324, allow_infinity=False)


def read_back(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1.00"),
        (-9.0, "−9.00"),
        (7.0, "7.00"),
        (0.14507794, "0.145"),
        (17.01904505, "17.0"),
        (0.864954877, "0.865"),
        (-0.135045123, "−0.135"),
        (4.06183847e-08, "4.06e-08"),
        (0.00214400878, "0.00214"),
        (0.0001, "0.000100"),
        (0.00009999, "0.000100"),
        (0.0000999, "9.99e-05"),
        (9.996, "10.0"),
        (99.96, "100"),
        (999.6, "1000"),
        (1234.5, "1235"),
        (999499.0, "999499"),
        (999500.0, "1.00e+06"),
        (123456789.0, "1.23e+08"),
        (1000.0, "1000"),
        (-1000.0, "−1000"),
        (5e-324, "4.94e-324"),
        (1.7976931348623157e308, "1.80e+308"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_numbers_are_written_with_three_significant_digits(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.125, "0.13"), (0.375, "0.38"), (2.5, "2.5"), (0.25, "0.25")]
)
def test_an_exact_half_is_rounded_up(value: float, text: str) -> None:
    assert format_number(value, digits=2) == text


@given(finite)
def test_what_is_shown_is_within_half_a_unit_of_the_third_digit(value: float) -> None:
    shown = read_back(format_number(value))
    assert abs(shown - Decimal(value)) <= abs(Decimal(value)) * Decimal("0.005")


@given(positive | st.integers(1, 10**6).map(lambda n: n / 2**9), st.integers(2, 6))
def test_rounding_is_that_of_exact_decimal_arithmetic(value: float, digits: int) -> None:
    exact = Decimal(value)
    unit = Decimal((0, (1,), exact.adjusted() - digits + 1))
    expected = exact.quantize(min(unit, Decimal(1)) if value < 999500 else unit, ROUND_HALF_UP)
    assert read_back(format_number(value, digits)) == expected


@given(positive)
def test_nothing_but_zero_is_shown_as_zero(value: float) -> None:
    assert read_back(format_number(value)) > 0


@given(finite, finite)
def test_a_larger_number_never_reads_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert read_back(format_number(low)) <= read_back(format_number(high))


@given(positive)
def test_the_sign_is_a_true_minus_before_the_same_digits(value: float) -> None:
    assert format_number(-value) == "−" + format_number(value)


@given(finite)
def test_a_signed_number_always_shows_its_sign(value: float) -> None:
    text = format_signed(value)
    assert text[0] == ("+" if value > 0 else "−" if value < 0 else "0")
    assert text.lstrip("+") == format_number(value)


@given(st.floats(min_value=1e-4, max_value=9.9e5))
def test_ordinary_numbers_have_no_exponent(value: float) -> None:
    assert "e" not in format_number(value)


@given(finite)
def test_a_number_is_short_enough_for_a_table(value: float) -> None:
    assert len(format_number(value)) <= len("−1.80e+308")


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "0 %"),
        (-0.0, "0 %"),
        (1.0, "100 %"),
        (0.864954877, "86.5 %"),
        (0.25, "25.0 %"),
        (0.0009, "less than 0.1 %"),
        (5e-324, "less than 0.1 %"),
        (0.9999, "more than 99.9 %"),
        (math.nextafter(1.0, 0.0), "more than 99.9 %"),
        (0.001, "0.1 %"),
        (0.999, "99.9 %"),
    ],
)
def test_percentages_are_honest_at_the_ends(probability: float, text: str) -> None:
    assert format_percent(probability) == text


@given(st.floats(min_value=0.0, max_value=1.0, exclude_min=True, exclude_max=True))
def test_only_certainty_is_shown_as_0_or_100_percent(probability: float) -> None:
    assert format_percent(probability) not in ("0 %", "100 %", "0.0 %", "100.0 %")


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (0.14507794, "0.145"),
        (-9.0, "-9.00"),
        (4.06183847e-08, r"4.06 \times 10^{-8}"),
        (1e300, r"1.00 \times 10^{300}"),
        (math.inf, r"\infty"),
        (-math.inf, r"-\infty"),
        (math.nan, r"\text{undefined}"),
    ],
)
def test_latex_says_the_same_number(value: float, latex: str) -> None:
    assert format_latex(value) == latex


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (-9.0, "−9"),
        (1.0, "1"),
        (0.0, "0"),
        (0.5, "0.5"),
        (0.25, "0.25"),
        (10.0, "10"),
        (1000.0, "1000"),
        (0.1, "0.1"),
        (6.9999, "7.00"),  # 7 it is not
        (1 / 3, "0.333"),
        (0.1 + 0.2, "0.300"),
        (4.06e-8, "4.06e-08"),
        (float("inf"), "∞"),
        (float("nan"), "undefined"),
    ],
)
def test_what_a_person_sets_is_written_without_empty_zeros(value: float, text: str) -> None:
    assert format_given(value) == text
    if math.isfinite(value):
        assert float(read_back(text)) == pytest.approx(value, rel=0.005)
