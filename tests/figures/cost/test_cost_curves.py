"""The cost curves say what the numeric wing computes."""

import math

import numpy as np
import pytest

from ce_core.figures.cost import cost_curves, logit_curves
from ce_core.figures.cost.both_cases import both_cases
from ce_core.numeric import central_difference, cross_entropy, softmax
from ce_core.palette import roles
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from tests.figures.examples import SCENARIOS, SOFT

PRESET = {preset.key: preset.scenario for preset in PRESETS}
LOW, HIGH = PRESET["low-cost"], PRESET["high-cost"]


def cost_of(scenario: Scenario, logits: np.ndarray) -> float:
    scaled = np.asarray(logits) / scenario.temperature
    return float(cross_entropy(scaled, np.array(scenario.smoothed_target)))


def arrays(trace: dict) -> tuple[np.ndarray, np.ndarray]:
    return np.array(trace["x"], float), np.array(trace["y"], float)


def slope_of(trace: dict) -> float:
    (x0, x1), (y0, y1) = trace["x"], trace["y"]
    return (y1 - y0) / (x1 - x0)


@pytest.mark.parametrize("scenario", [LOW, HIGH, SOFT], ids=["low", "high", "soft"])
@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_every_point_of_the_two_curves_is_on_them(scenario, unit):
    log = np.log if unit == "nats" else np.log2
    p, cost = arrays(cost_curves.low_cost_curve(scenario, "light", unit=unit).spec["data"][0])
    assert p[0] == 0  # from the smallest double on it goes straight up
    assert cost[0] > 1e5
    p, cost = p[1:], cost[1:]
    np.testing.assert_allclose(cost, -log(p), rtol=2e-5, atol=2e-5)
    p, cost = arrays(cost_curves.high_cost_curve(scenario, "light", unit=unit).spec["data"][0])
    # Where 1 − p is tiny, p rounded to six digits no longer says how tiny.
    inner = p < 0.99
    np.testing.assert_allclose(cost[inner], -log(1 - p[inner]), rtol=1e-3, atol=2e-5)


def test_current_points_are_the_published_ones():
    low = cost_curves.low_cost_curve(LOW, "light").spec["data"][2]
    assert low["x"][0] == pytest.approx(8.64954877e-01)
    assert low["y"][0] == pytest.approx(0.14507794)
    high = cost_curves.low_cost_curve(HIGH, "light").spec["data"][2]
    assert high["x"][0] == pytest.approx(4.06183847e-08)
    assert high["y"][0] == pytest.approx(17.01904505)
    wrong = cost_curves.high_cost_curve(HIGH, "light").spec["data"][2]
    assert wrong["x"][0] == pytest.approx(9.81135163e-01)
    assert wrong["y"][0] == pytest.approx(-math.log(1 - 9.81135163e-01))


def test_tangents_of_the_two_curves_have_their_slopes():
    p = softmax(np.array(LOW.logits))
    assert slope_of(cost_curves.low_cost_curve(LOW, "light").spec["data"][1]) == pytest.approx(
        -1 / p[3]
    )
    assert slope_of(cost_curves.high_cost_curve(LOW, "light").spec["data"][1]) == pytest.approx(
        1 / (1 - p[2])
    )


def test_low_and_high_side_by_side_share_one_axis():
    ranges = [
        draw(HIGH, "light").spec["layout"]["yaxis"]["range"]
        for draw in (cost_curves.low_cost_curve, cost_curves.high_cost_curve)
    ]
    assert ranges[0] == ranges[1]
    assert ranges[0][1] > 17.02


@pytest.mark.parametrize("key", SCENARIOS)
def test_current_point_lies_within_the_axes(key):
    chart = cost_curves.low_cost_curve(SCENARIOS[key], "light")
    low, high = chart.spec["layout"]["yaxis"]["range"]
    assert low < chart.spec["data"][2]["y"][0] < high


def test_a_cost_is_low_under_half_an_even_guess_and_high_above_one():
    bands = cost_curves.low_cost_curve(LOW, "light").spec["layout"]["shapes"]
    assert bands[0]["y1"] == pytest.approx(math.log(4) / 2)
    assert bands[1]["y0"] == pytest.approx(math.log(4))


def test_on_the_log_axis_the_curve_is_a_straight_line_down_to_where_doubles_end():
    p, cost = arrays(both_cases(LOW, "dark", log_axis=True).spec["data"][0])
    assert p.min() < 1e-299
    slope = np.diff(cost) / np.diff(np.log10(p))
    np.testing.assert_allclose(slope, -math.log(10), rtol=1e-3)


def test_only_the_logarithmic_axis_is_zoomed_by_a_drag():
    for log_axis in (False, True):
        layout = both_cases(LOW, "light", log_axis=log_axis).spec["layout"]
        assert (layout["dragmode"] == "zoom") is log_axis


def test_the_two_cases_mirror_each_other():
    one, zero = both_cases(LOW, "light").spec["data"][:2]
    (p, cost), (q, mirrored) = arrays(one), arrays(zero)
    np.testing.assert_allclose(np.sort(1 - q), np.sort(p), atol=1e-5)
    np.testing.assert_allclose(np.sort(cost), np.sort(mirrored), rtol=1e-5)


def test_a_curve_is_drawn_to_the_top_of_any_axis_that_a_dragged_logit_needs():
    chart = cost_curves.low_cost_curve(one_hot_scenario((100_000, -100_000), 1), "light")
    assert chart.spec["layout"]["yaxis"]["range"][1] > 200_000
    p, cost = arrays(chart.spec["data"][0])
    assert cost.max() > chart.spec["layout"]["yaxis"]["range"][1]
    assert p[cost > 745].max() == 0  # where no double is left, the curve stands on p = 0


def test_an_underflowed_probability_is_said_in_words_not_drawn_at_a_wrong_place():
    chart = both_cases(PRESET["extreme"], "light", log_axis=True)
    words = " ".join(a["text"] for a in chart.spec["layout"]["annotations"])
    assert "2000 nats" in words
    drawn = [x for trace in chart.spec["data"][:2] for x in trace["x"]]
    assert min(drawn) > 0


@pytest.mark.parametrize(
    ("logits", "target", "said"),
    [
        ((2, 1, 0), (0.1, 0.2, 0.7), "none is further above its label"),
        ((1, 1, 1), (0.4, 0.3, 0.3), "none is further above its label"),
        ((0, 0, 0, 1), (0.1, 0.1, 0.1, 0.7), "none is further above its label"),
        ((5, 0), (0.625, 0.375), "None of the other classes gets more than its label"),
        ((2, 2), (0.5, 0.5), "about as much as its label"),
        ((9, 0, 0, 0, 0, 0, 0, 0, 0, 0), (0.55, *[0.05] * 9), "None of the other classes"),
        ((7, 0, 0), (0, 1, 0), "No wrong class gets more"),
    ],
)
def test_what_is_said_of_the_other_class_is_true(logits, target, said):
    scenario = Scenario(logits, target)
    caption = cost_curves.high_cost_curve(scenario, "light").caption
    assert said in caption
    p = softmax(np.array(logits, float))
    above = np.delete(p - np.array(target), int(np.argmax(target)))
    said_above = "further above" in caption or "No wrong class" in caption
    assert said_above == (above.max() > 1e-12)


@pytest.mark.parametrize(
    "scenario", [SOFT, SCENARIOS["smoothed"], SCENARIOS["warm"], Scenario((1, 2), (0.5, 0.5))]
)
def test_a_soft_label_is_never_called_the_true_class_or_y_1(scenario):
    for draw in (cost_curves.low_cost_curve, cost_curves.high_cost_curve, both_cases):
        chart = draw(scenario, "light")
        assert "true class" not in chart.caption + chart.alt
        assert "(y = 1)" not in chart.caption + chart.alt


@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "smoothed", "cold", "warm"])
def test_curves_along_each_logit_are_the_cost_with_that_logit_moved(key):
    scenario = SCENARIOS[key]
    traces = logit_curves.cost_along_each_logit(scenario, "light").spec["data"]
    for j in range(scenario.n_classes):
        changes, costs = arrays(traces[2 * j])
        for change, cost in zip(changes[::8], costs[::8], strict=True):
            moved = np.array(scenario.logits) + change * np.eye(scenario.n_classes)[j]
            assert cost == pytest.approx(cost_of(scenario, moved), rel=2e-5, abs=1e-6)


@pytest.mark.parametrize("key", ["low-cost", "soft", "smoothed", "cold", "warm", "10-classes"])
def test_tangents_along_each_logit_have_slope_prediction_minus_target(key):
    scenario = SCENARIOS[key]
    p = softmax(np.array(scenario.logits), temperature=scenario.temperature)
    expected = (p - np.array(scenario.smoothed_target)) / scenario.temperature
    traces = logit_curves.cost_along_each_logit(scenario, "light").spec["data"]
    slopes = [slope_of(traces[2 * j + 1]) for j in range(scenario.n_classes)]
    np.testing.assert_allclose(slopes, expected, rtol=1e-6, atol=1e-12)
    checked = central_difference(lambda z: cost_of(scenario, z), np.array(scenario.logits), 1e-5)
    np.testing.assert_allclose(slopes, checked, atol=1e-6)


def test_all_curves_meet_at_the_current_cost():
    traces = logit_curves.cost_along_each_logit(HIGH, "light").spec["data"]
    for j in range(4):
        changes, costs = arrays(traces[2 * j])
        assert costs[changes == 0] == pytest.approx(17.01904505, rel=1e-5)


def test_what_lowers_the_cost_and_what_raises_it_have_their_own_colours():
    traces = logit_curves.cost_along_each_logit(LOW, "dark").spec["data"]
    colours = [traces[2 * j]["line"]["color"] for j in range(4)]
    palette = roles("dark")
    assert colours == [palette["push_down"]] * 3 + [palette["push_up"]]
