"""Two scenarios side by side, and the floor under the cost."""

import numpy as np
import pytest

from ce_core.figures.cost.comparison import compared_gradients, compared_terms
from ce_core.figures.cost.entropy_floor import cost_floor, divergence
from ce_core.numeric import cross_entropy, entropy
from ce_core.scenario import PRESETS
from tests.figures.examples import SCENARIOS

PRESET = {preset.key: preset.scenario for preset in PRESETS}
LOW, HIGH = PRESET["low-cost"], PRESET["high-cost"]


def test_terms_of_each_scenario_sum_to_its_published_cost():
    a, b = compared_terms(LOW, HIGH, "light").spec["data"]
    assert sum(a["x"]) == pytest.approx(0.14507794)
    assert sum(b["x"]) == pytest.approx(17.01904505)


def test_gradients_are_the_published_ones():
    a, b = compared_gradients(LOW, HIGH, "light").spec["data"]
    assert a["x"][3] == pytest.approx(-1.35045123e-01)
    assert b["x"][1] == pytest.approx(-9.99999959e-01)


def test_a_and_b_differ_by_more_than_colour():
    a, b = compared_terms(LOW, HIGH, "light").spec["data"]
    assert "pattern" in b["marker"]
    assert "pattern" not in a["marker"]
    letters = {
        note["text"][0] for note in compared_terms(LOW, HIGH, "light").spec["layout"]["annotations"]
    }
    assert {"A", "B"} <= letters


def test_scenarios_of_different_length_share_the_rows_they_have():
    a, b = compared_terms(PRESET["two-classes"], PRESET["ten-classes"], "light").spec["data"]
    assert (len(a["x"]), len(b["x"])) == (2, 10)


def test_caption_says_which_costs_more():
    assert "B costs 117 times as much" in compared_terms(LOW, HIGH, "light").caption
    assert "A costs 117 times as much" in compared_terms(HIGH, LOW, "light").caption
    assert "the same" in compared_terms(LOW, LOW, "light").caption


@pytest.mark.parametrize("key", SCENARIOS)
def test_floor_and_divergence_stack_up_to_the_cost(key):
    scenario = SCENARIOS[key]
    if key == "vast":
        scaled = np.array([0.0, -np.finfo(float).max / 4])
    else:
        scaled = np.array(scenario.logits) / scenario.temperature
    cost = float(cross_entropy(scaled, np.array(scenario.smoothed_target)))
    floor, rest = (bar["x"][0] for bar in cost_floor(scenario, "light").spec["data"])
    assert floor == pytest.approx(float(entropy(scenario.smoothed_target)))
    assert rest >= 0
    assert floor + rest == pytest.approx(cost, rel=1e-9, abs=1e-12)


def test_a_label_for_certain_has_no_floor():
    assert cost_floor(LOW, "light").spec["data"][0]["x"] == [0]
    assert divergence(LOW) == pytest.approx(0.14507794)


def test_bits_are_nats_over_log_two():
    nats, bits = (cost_floor(SCENARIOS["soft"], "light", unit=u) for u in ("nats", "bits"))
    for one, other in zip(nats.spec["data"], bits.spec["data"], strict=True):
        assert one["x"][0] / other["x"][0] == pytest.approx(np.log(2))
