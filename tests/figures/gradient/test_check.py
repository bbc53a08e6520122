"""The V of a gradient check is drawn from errors that were measured."""

import numpy as np
import pytest

from ce_core.figures.gradient.check import FLOOR, gradient_check_chart
from ce_core.figures.plotly_figure import as_figure
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.step_size import study_steps
from tests.figures.examples import SCENARIOS, VAST


def study_of(scenario):
    return study_steps(scenario.logits, scenario.smoothed_target, temperature=scenario.temperature)


def curve(chart, name):
    return next(t for t in chart.spec["data"] if t.get("name") == name)


@pytest.mark.parametrize("key", SCENARIOS)
def test_plotly_accepts_the_figure(key):
    as_figure(gradient_check_chart(SCENARIOS[key], "dark").spec)


@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "warm", "ten-classes"])
def test_curves_are_the_measured_errors(key):
    study = study_of(SCENARIOS[key])
    chart = gradient_check_chart(SCENARIOS[key], "light")
    for name, errors in (
        ("central, float64", study.central),
        ("central, float32", study.central_single),
        ("complex step", study.complex_step),
    ):
        drawn = curve(chart, name)
        np.testing.assert_allclose(drawn["x"], study.steps, rtol=1e-5)
        np.testing.assert_allclose(drawn["y"], np.maximum(errors, FLOOR), rtol=1e-5)


def test_best_step_is_marked_at_the_bottom_of_the_v():
    chart = gradient_check_chart(SCENARIOS["low-cost"], "light")
    ring = next(t for t in chart.spec["data"] if t["marker"].get("symbol") == "circle-open")
    v = curve(chart, "central, float64")
    assert ring["y"][0] == pytest.approx(min(v["y"]), rel=1e-5)
    step = study_of(SCENARIOS["low-cost"]).best[0]
    assert ring["x"] == [step]
    assert f"h = {format_number(step)}" in chart.caption


def test_an_error_of_zero_is_drawn_on_the_floor_and_named_zero():
    v = curve(gradient_check_chart(SCENARIOS["extreme"], "light"), "central, float64")
    assert v["y"][-1] == FLOOR
    assert v["text"][-1] == "0"
    assert "error %{text}" in v["hovertemplate"]


def test_a_straight_cost_is_said_to_be_straight():
    assert "straight line" in gradient_check_chart(SCENARIOS["extreme"], "light").caption
    assert "straight line" not in gradient_check_chart(SCENARIOS["low-cost"], "light").caption


def test_a_cost_beyond_all_floats_leaves_a_gap_and_a_sentence():
    cold = gradient_check_chart(SCENARIOS["vast"], "light")
    assert "analytic gradient ŷ − y never needs the cost" in cold.caption
    assert set(curve(cold, "central, float64")["y"]) == {None}
    assert study_of(VAST).best is None


def test_alternative_text_holds_the_best_steps():
    alt = gradient_check_chart(SCENARIOS["low-cost"], "light").alt
    study = study_of(SCENARIOS["low-cost"])
    for number in (*study.best, *study.best_single):
        assert format_number(number) in alt
