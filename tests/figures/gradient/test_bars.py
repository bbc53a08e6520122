"""The bars of ŷ − y and their check."""

import numpy as np
import pytest

from ce_core.figures.gradient.bars import gradient_bars, gradient_check
from ce_core.number_format import format_number
from ce_core.scenario import PRESETS, one_hot_scenario
from tests.figures.examples import HOSTILE, SCENARIOS

PUBLISHED = {
    "low-cost": [2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01],
    "high-cost": [8.94679461e-04, -9.99999959e-01, 1.79701173e-02, 9.81135163e-01],
}
PRESET = {preset.key: preset.scenario for preset in PRESETS}


@pytest.mark.parametrize("key", PUBLISHED)
def test_bars_are_the_published_gradients(key):
    bars = gradient_bars(PRESET[key], "light").spec["data"][0]
    np.testing.assert_allclose(bars["x"], PUBLISHED[key], rtol=1e-7)


@pytest.mark.parametrize("key", SCENARIOS)
def test_bars_sum_to_zero(key):
    bars = gradient_bars(SCENARIOS[key], "light").spec["data"][0]
    assert sum(bars["x"]) == pytest.approx(0, abs=1e-13)


@pytest.mark.parametrize("key", SCENARIOS)
def test_central_difference_agrees(key):
    scenario = SCENARIOS[key]
    # Rounding of the cost, which can be in the thousands, over a step of 1e-5.
    allowed = 1e-6 / scenario.temperature
    assert gradient_check(scenario).largest_disagreement < allowed


def test_open_markers_are_the_central_difference_itself():
    check = gradient_check(PRESET["low-cost"])
    diamonds = gradient_bars(PRESET["low-cost"], "light").spec["data"][1]
    assert diamonds["x"] == check.numeric.tolist()
    assert diamonds["x"] != check.analytic.tolist()


def test_caption_says_the_largest_disagreement():
    check = gradient_check(PRESET["high-cost"])
    caption = gradient_bars(PRESET["high-cost"], "light").caption
    assert format_number(check.largest_disagreement) in caption


def test_signs_are_said_in_words_beside_the_bars_and_on_hover():
    spec = gradient_bars(PRESET["low-cost"], "light").spec
    beside = [a["text"] for a in spec["layout"]["annotations"][::2]]
    assert [("lowers" in text) for text in beside] == [False, False, False, True]
    assert [("lowers the cost" in t) for t in spec["data"][0]["hovertext"]] == [
        False,
        False,
        False,
        True,
    ]


def test_a_temperature_divides_the_gradient():
    warm = one_hot_scenario((2, 6, 10, 14), 3, temperature=2.0)
    np.testing.assert_allclose(
        gradient_bars(warm, "light").spec["data"][0]["x"],
        np.array(PUBLISHED["low-cost"]) / 2,
        rtol=1e-7,
    )


def test_alt_text_tells_each_class_with_its_value_and_sign():
    alt = gradient_bars(PRESET["low-cost"], "light").alt
    assert "class 4 −0.135, raising this logit lowers the cost" in alt
    assert "class 1 +0.00214, raising this logit raises the cost" in alt


def test_markup_in_names_stays_text():
    spec = gradient_bars(HOSTILE, "light").spec
    words = [a["text"] for a in spec["layout"]["annotations"]] + spec["data"][0]["hovertext"]
    assert any("&lt;b&gt;" in text for text in words)
    assert not any("<b>bold" in text or "$" in text or "%{" in text for text in words)
