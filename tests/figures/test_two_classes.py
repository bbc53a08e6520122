"""Softmax of two is the sigmoid of a difference, in every figure that says so."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.figures.plotly_figure import as_figure
from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import gradient_words, pair_of, shift_both
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.numeric.binary import binary_cross_entropy_with_logits, sigmoid
from ce_core.numeric.gradient_check import central_difference
from ce_core.numeric.softmax import softmax
from ce_core.scenario import Scenario, one_hot_scenario
from tests.figures.examples import HOSTILE, SCENARIOS

TWO = one_hot_scenario((2, 0), 0, ("cat", "dog"))
LOGITS = st.floats(-300, 300)


def charts(scenario, theme="light"):
    pair = pair_of(scenario)
    return [
        sigmoid_chart(pair, theme, constant=3.0),
        slope_chart(pair, theme),
        log_odds_ruler(pair, theme),
        shift_chart(pair, 3.0, theme),
    ]


@pytest.mark.parametrize("key", SCENARIOS)
def test_plotly_accepts_the_figures_and_their_data_are_json(key):
    for theme in ("light", "dark"):
        for chart in charts(SCENARIOS[key], theme):
            as_figure(chart.spec)
            assert len(json.dumps(chart.spec, allow_nan=False)) < 45_000
            assert chart.caption.endswith(".")
            assert chart.alt.endswith(".")


# --- which two ---


def test_of_two_classes_the_first_stays_the_first():
    pair = pair_of(one_hot_scenario((2, 0), 1))
    assert (pair.classes, pair.label) == ((0, 1), 0.0)


def test_of_more_classes_the_labelled_one_meets_its_strongest_rival():
    pair = pair_of(SCENARIOS["high-cost"])
    assert pair.classes == (1, 3)
    assert pair.difference == -17
    shares = softmax(SCENARIOS["high-cost"].logits)
    assert pair.probability == pytest.approx(shares[1] / (shares[1] + shares[3]))


def test_a_soft_label_is_shared_between_the_two():
    pair = pair_of(Scenario((1, 3, 5), (0.5, 0.2, 0.3)))
    assert (pair.classes, pair.label) == ((0, 2), pytest.approx(0.625))


def test_temperature_divides_the_difference():
    assert pair_of(one_hot_scenario((2, 0), 0, temperature=4.0)).difference == 0.5


# --- softmax and sigmoid ---


@given(LOGITS, LOGITS)
def test_probability_of_the_pair_is_softmax_of_two(first, second):
    pair = pair_of(one_hot_scenario((first, second), 0))
    assert pair.probability == pytest.approx(softmax([first, second])[0], rel=1e-13)


@pytest.mark.parametrize("key", ["two-classes", "high-cost", "extreme", "uniform", "cold", "vast"])
def test_both_curves_are_one_and_the_points_lie_on_both(key):
    wide, thin, other, ring, disc = sigmoid_chart(
        pair_of(SCENARIOS[key]), "light", constant=-7.0
    ).spec["data"]
    np.testing.assert_allclose(wide["y"], thin["y"], atol=2e-6)
    np.testing.assert_allclose(thin["y"], sigmoid(thin["x"]), rtol=1e-4, atol=1e-12)
    np.testing.assert_allclose(np.add(thin["y"], other["y"]), 1, atol=2e-6)
    difference = pair_of(SCENARIOS[key]).difference
    assert ring["x"] == disc["x"] == [difference]
    assert disc["y"] == [pytest.approx(sigmoid(difference))]
    assert ring["y"] == [pytest.approx(disc["y"][0], rel=1e-12)]


@given(LOGITS, LOGITS, st.floats(-20, 20))
def test_adding_the_same_to_both_logits_changes_nothing(first, second, constant):
    moved = shift_both(pair_of(one_hot_scenario((first, second), 0)), constant)
    # z + c is rounded to about 1e-13 at the largest, and no slope is above 1/4.
    assert moved.largest_change < 1e-13
    assert moved.logits == (first + constant, second + constant)


def test_shift_is_drawn_with_its_distance_kept_and_said():
    chart = shift_chart(pair_of(TWO), 5.0, "light")
    current, moved = chart.spec["data"]
    assert (current["x"], moved["x"]) == ([2, 0], [7, 5])
    assert [a["text"] for a in chart.spec["layout"]["annotations"]] == ["2.00", "2.00"]
    assert "distance stays 2.00" in chart.alt
    assert "gives 0.881 and 0.119: " in chart.caption


def test_change_by_a_shift_is_measured_and_said():
    tie = pair_of(one_hot_scenario((0, 0), 0))
    assert shift_both(tie, 5.0).largest_change == 0
    assert "no digit of them changed" in shift_chart(tie, 5.0, "light").caption
    # So far out that the sums z + c can no longer hold the difference.
    far = pair_of(one_hot_scenario((1e16, 1e16 - 2), 0))
    assert shift_both(far, 1.0).largest_change > 0.1
    assert "the largest change is 0.38" in shift_chart(far, 1.0, "light").caption


# --- slope ---


@given(st.floats(-30, 30))
def test_slope_is_sigma_times_one_minus_sigma(difference):
    chart = slope_chart(pair_of(one_hot_scenario((difference, 0), 0)), "light")
    line, _, below = (chart.spec["data"][i] for i in (1, 2, 4))
    numeric = central_difference(lambda x: float(sigmoid(x[0])), [difference])[0]
    assert below["y"][0] == pytest.approx(numeric, abs=1e-9)
    (x0, x1), (y0, y1) = line["x"], line["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(below["y"][0], rel=1e-4, abs=1e-9)


def test_slope_is_largest_at_a_tie():
    curve = slope_chart(pair_of(TWO), "light").spec["data"][3]
    assert max(curve["y"]) == 0.25
    assert curve["x"][int(np.argmax(curve["y"]))] == 0


@given(LOGITS, LOGITS, st.floats(0, 1))
def test_gradient_is_the_slope_of_the_two_class_cost(first, second, label):
    pair = pair_of(Scenario((first, second), (label, 1 - label)))

    def cost(x):
        return float(binary_cross_entropy_with_logits(x[0], label))

    if abs(first - second) < 30:
        numeric = central_difference(cost, [first - second])[0]
        assert pair.gradient == pytest.approx(numeric, abs=1e-8)


def test_gradient_is_said_with_its_numbers():
    assert gradient_words(pair_of(TWO)) == (
        "p − y = 0.881 − 1 = −0.119: raising this logit lowers the cost."
    )


# --- log-odds ---


def test_marks_of_the_ruler_stand_at_their_log_odds():
    marks = log_odds_ruler(pair_of(TWO), "light").spec["data"][0]
    np.testing.assert_allclose(sigmoid(marks["x"]), [float(t) for t in marks["text"]], rtol=1e-12)


def test_the_current_point_stands_at_the_difference_of_the_logits():
    *_, current = log_odds_ruler(pair_of(TWO), "light").spec["data"]
    assert current["x"] == [2.0]
    assert "p = 0.881" in log_odds_ruler(pair_of(TWO), "light").alt


def test_what_lies_beyond_the_ruler_is_an_arrow_at_its_end():
    chart = log_odds_ruler(pair_of(SCENARIOS["extreme"]), "light")
    _, label, current = chart.spec["data"]
    assert (current["x"], current["marker"]["symbol"]) == ([-10.0], "triangle-left")
    assert (label["x"], label["marker"]["symbol"]) == ([10.0], "triangle-right")
    assert "+∞" in chart.caption


def test_soft_label_has_a_place_on_the_ruler():
    label = log_odds_ruler(pair_of(Scenario((2, 0), (0.9, 0.1))), "light").spec["data"][1]
    assert label["x"] == [pytest.approx(math.log(9))]


# --- words ---


def test_names_are_literal():
    for chart in charts(HOSTILE):
        text = json.dumps(chart.spec)
        assert "<b>bold" not in text
        assert "$x^2$" not in text


def test_axis_holds_still_while_the_point_moves():
    near, far = (
        sigmoid_chart(pair_of(one_hot_scenario((d, 0), 0)), "light").spec["layout"]["xaxis"]
        for d in (1.0, 6.0)
    )
    assert near["range"] == far["range"] == [-8, 8]


def test_views_are_kept():
    for first, second in zip(charts(TWO), charts(SCENARIOS["extreme"]), strict=True):
        assert first.spec["layout"]["uirevision"] == second.spec["layout"]["uirevision"]
        assert first.height == second.height
