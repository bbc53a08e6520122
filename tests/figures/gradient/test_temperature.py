"""Cooling and heating one scenario: curves agree with softmax, and end where theory says."""

import numpy as np
import pytest

from ce_core.figures.gradient.temperature import cooling, temperature_chart
from ce_core.figures.plotly_figure import as_figure
from ce_core.numeric.cross_entropy import cross_entropy_grad
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import softmax
from ce_core.scenario import one_hot_scenario
from tests.figures.examples import SCENARIOS, SOFT

LOW = SCENARIOS["low-cost"]
T = [0.05, 0.3, 1.0, 4.0, 20.0]


def traces(chart, axis):
    return [t for t in chart.spec["data"] if t.get("yaxis", "y") == axis]


@pytest.mark.parametrize("key", SCENARIOS)
def test_plotly_accepts_the_figure(key):
    as_figure(temperature_chart(SCENARIOS[key], "light").spec)


@pytest.mark.parametrize("scenario", [LOW, SOFT, SCENARIOS["ten-classes"], SCENARIOS["warm"]])
def test_swept_numbers_are_those_of_the_numeric_wing(scenario):
    swept = cooling(scenario, T)
    for i, t in enumerate(T):
        p = softmax(scenario.logits, temperature=t)
        np.testing.assert_allclose(swept.probabilities[i], p, rtol=1e-12, atol=1e-300)
        assert swept.entropy[i] == pytest.approx(entropy(p), rel=1e-12)
        gradient = cross_entropy_grad(np.array(scenario.logits) / t, scenario.smoothed_target) / t
        assert swept.push[i] == pytest.approx(np.abs(gradient).sum() / 2, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("key", SCENARIOS)
def test_no_push_exceeds_one_over_the_temperature(key):
    swept = cooling(SCENARIOS[key], T)
    assert (swept.push <= (1 + 1e-12) / swept.temperatures).all()
    most = np.log(SCENARIOS[key].n_classes)
    assert (swept.entropy <= most * (1 + 1e-12)).all()


def test_entropy_rises_with_the_temperature():
    swept = cooling(LOW, np.geomspace(0.05, 20, 60).tolist())
    assert (np.diff(swept.entropy) > 0).all()


def test_curves_drawn_are_the_ones_swept_and_the_current_point_lies_on_them():
    chart = temperature_chart(LOW, "light")
    lines = [t for t in traces(chart, "y") if t["mode"] == "lines"]
    points = [t for t in traces(chart, "y") if t["mode"] == "markers"]
    p = softmax(LOW.logits)
    for j, (line, point) in enumerate(zip(lines, points, strict=True)):
        swept = cooling(LOW, line["x"]).probabilities[:, j]
        np.testing.assert_allclose(line["y"], swept, rtol=1e-4, atol=1e-9)
        assert (point["x"], point["y"]) == ([1.0], [pytest.approx(p[j])])


def test_bound_of_the_push_is_drawn_as_one_over_t():
    bound = traces(temperature_chart(LOW, "light"), "y3")[0]
    np.testing.assert_allclose(np.multiply(bound["x"], bound["y"]), 1)


def test_the_current_temperature_is_marked_and_said():
    warm = one_hot_scenario(LOW.logits, 3, temperature=2.0)
    chart = temperature_chart(warm, "light")
    line = chart.spec["layout"]["shapes"][0]
    assert line["x0"] == line["x1"] == 2.0
    assert "Now T = 2:" in chart.caption
    assert "at T = 2.00" in chart.alt


def test_names_beside_the_curves_do_not_overlap_and_the_true_class_is_named():
    for key, scenario in SCENARIOS.items():
        marks = temperature_chart(scenario, "light").spec["layout"]["annotations"]
        heights = sorted(a["y"] for a in marks if "yref" not in a)
        assert (np.diff(heights) >= 0.08 - 1e-12).all(), key
        assert heights


def test_labelled_class_differs_by_width_and_not_by_colour_alone():
    lines = [t for t in traces(temperature_chart(LOW, "light"), "y") if t["mode"] == "lines"]
    widths = [t["line"]["width"] for t in lines]
    assert widths[3] > max(widths[:3])
