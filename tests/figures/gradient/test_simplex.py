"""The triangle's points are distributions, its contours costs, and its path goes downhill."""

import json

import numpy as np
import pytest

from ce_core.figures.gradient.simplex import EXCESS, STEPS, simplex_chart, three_classes, triangle
from ce_core.figures.plotly_figure import as_figure
from ce_core.number_format import format_number
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import softmax
from ce_core.scenario import Scenario, one_hot_scenario
from tests.figures.examples import HOSTILE, SCENARIOS, WARM

WITH_THREE = {key: s for key, s in SCENARIOS.items() if s.n_classes >= 3}
THREE = Scenario((4, -3, 0), (0.2, 0.5, 0.3), ("cat", "dog", "owl"))


def coordinates(trace):
    columns = [
        [np.nan if value is None else value for value in trace[side]] for side in ("a", "b", "c")
    ]
    points = np.array(columns).T
    return points[~np.isnan(points).any(axis=1)]


@pytest.mark.parametrize("key", WITH_THREE)
def test_plotly_accepts_the_figure_and_its_data_are_json(key):
    for theme in ("light", "dark"):
        spec = simplex_chart(WITH_THREE[key], theme).spec
        as_figure(spec)
        assert len(json.dumps(spec, allow_nan=False)) < 45_000


@pytest.mark.parametrize("key", WITH_THREE)
def test_coordinates_of_everything_drawn_sum_to_one(key):
    for trace in simplex_chart(WITH_THREE[key], "light").spec["data"]:
        points = coordinates(trace)
        assert len(points)
        np.testing.assert_allclose(points.sum(axis=1), 1, atol=3e-6)
        assert points.min() >= 0


def test_contours_drawn_have_the_costs_written_on_them():
    lines, names = simplex_chart(THREE, "light").spec["data"][:2]
    y = np.array(THREE.target)
    levels = entropy(y) + np.array(EXCESS)
    written = [f"<b>{format_number(level, 2)}</b>" for level in levels]
    costs = -np.log(coordinates(names)) @ y
    shown = [written.index(text) for text in names["text"]]
    assert len(shown) >= 4
    np.testing.assert_allclose(costs, levels[shown], rtol=1e-3)
    drawn = -np.log(np.maximum(coordinates(lines), 1e-300)) @ y
    nearest = np.abs(drawn[:, None] - levels).min(axis=1)
    assert np.median(nearest) < 1e-4


@pytest.mark.parametrize("key", WITH_THREE)
def test_costs_written_on_the_contours_do_not_overlap(key):
    places = coordinates(simplex_chart(WITH_THREE[key], "light").spec["data"][1])
    gaps = np.linalg.norm(np.diff(places, axis=0), axis=1) / np.sqrt(2)
    assert (gaps > 0.08 - 1e-5).all()


def test_the_current_point_and_label_stand_where_they_are():
    *_, label, current = simplex_chart(THREE, "light").spec["data"]
    np.testing.assert_allclose(coordinates(current)[0], softmax(THREE.logits), rtol=1e-5)
    np.testing.assert_allclose(coordinates(label)[0], THREE.target)
    assert "cost" in current["text"][0]


@pytest.mark.parametrize("key", WITH_THREE)
def test_path_starts_at_the_current_point_and_goes_down(key):
    drawn = triangle(WITH_THREE[key])
    assert drawn.path.shape == (STEPS + 1, 3)
    np.testing.assert_allclose(drawn.path.sum(axis=1), 1, atol=1e-12)
    slack = 1e-12 * np.maximum(1, np.abs(drawn.costs[:-1]))
    assert (np.diff(drawn.costs) <= slack).all()


def test_arrows_of_the_field_point_downhill():
    field = simplex_chart(THREE, "light").spec["data"][2]
    points = coordinates(field)
    starts, tips = points[0::2], points[1::2]
    assert len(starts) == len(tips) > 20
    y = np.array(THREE.target)
    near = np.linalg.norm(starts - y, axis=1) < 0.1  # there an arrow may overshoot the minimum
    downhill = (-np.log(tips) @ y) < (-np.log(starts) @ y)
    assert downhill[~near].all()


def test_of_many_classes_the_labelled_one_and_its_strongest_rivals_are_taken():
    scenario = SCENARIOS["ten-classes"]
    chosen = three_classes(scenario.logits, scenario.target)
    assert chosen == (3, 6, 8)
    shares = softmax([scenario.logits[i] for i in chosen])
    np.testing.assert_allclose(triangle(scenario).probabilities, shares)
    assert "Of the 10 classes" in simplex_chart(scenario, "light").caption
    assert "classes these are" not in simplex_chart(THREE, "light").caption


def test_temperature_is_taken_into_account():
    expected = softmax(WARM.logits, temperature=WARM.temperature)
    np.testing.assert_allclose(triangle(WARM).probabilities, expected, rtol=1e-12)
    np.testing.assert_allclose(triangle(WARM).target, WARM.smoothed_target, rtol=1e-12)


def test_extreme_logits_have_a_finite_cost():
    chart = simplex_chart(SCENARIOS["extreme"], "light")
    assert "cost 2000 nats" in chart.alt
    assert "∞" not in chart.alt


def test_alternative_text_holds_the_shares_and_costs():
    alt = simplex_chart(THREE, "light").alt
    assert "cat 98.1 %, dog less than 0.1 %, owl 1.8 %" in alt
    assert "cost 4.72 nats" in alt


def test_names_at_the_corners_are_literal_and_short():
    ternary = simplex_chart(HOSTILE, "light").spec["layout"]["ternary"]
    assert ternary["aaxis"]["title"]["text"] == "ŷ &lt;b&gt;bol…/b&gt;"
    assert ternary["caxis"]["title"]["text"] == "ŷ " + "W" * 6 + "…" + "W" * 3


def test_two_classes_have_no_triangle():
    with pytest.raises(ValueError, match="at least 3 classes"):
        simplex_chart(one_hot_scenario((1, 2), 0), "light")
