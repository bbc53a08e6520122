"""What stands on the stage: the published cases, the presets, words that fit the numbers."""

import math

import numpy as np
import pytest

from ce_core import cross_entropy, cross_entropy_grad, softmax
from ce_core.number_format import format_number, format_signed
from ce_core.scenario import LABEL_SMOOTHING_RANGE, PRESETS, TEMPERATURE_RANGE
from tests.browser.support.driver import Look, Stage

# The published outputs for figure 1, and for figures 2 and 3.
PUBLISHED = {
    "low-cost": (
        (1, 3, 5, 7),
        (0, 0, 0, 1),
        (2.14400878e-03, 1.58422012e-02, 1.17058913e-01, 8.64954877e-01),
        0.14507794,
        (2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01),
    ),
    "high-cost": (
        (1, -9, 4, 8),
        (0, 1, 0, 0),
        (8.94679461e-04, 4.06183847e-08, 1.79701173e-02, 9.81135163e-01),
        17.01904505,
        (8.94679461e-04, -9.99999959e-01, 1.79701173e-02, 9.81135163e-01),
    ),
}


def test_the_published_numbers_are_on_the_stage(stage: Stage, subtests: pytest.Subtests) -> None:
    for key, (logits, target, prob, cost, grad) in PUBLISHED.items():
        with subtests.test(key):
            seen = stage.preset(key)
            assert seen.logits == logits
            assert seen.target == target
            assert seen.prob == pytest.approx(prob, rel=1e-8)
            assert seen.cost == pytest.approx(cost, rel=1e-8)
            assert seen.grad == pytest.approx(grad, rel=1e-8)


def test_the_app_opens_on_figure_1_with_its_numbers_as_text(stage: Stage) -> None:
    seen = stage.look()
    assert seen.logits == (1, 3, 5, 7)
    assert seen.prob_texts == ("0.00214", "0.0158", "0.117", "0.865")
    assert seen.target_texts == ("0", "0", "0", "1")
    assert seen.term_texts == ("0", "0", "0", "0.145")
    assert seen.grad_texts == ("+0.00214", "+0.0158", "+0.117", "−0.135")
    assert seen.cost_text == "0.145"


def test_figure_2_shows_the_tiny_probability_as_it_is(stage: Stage) -> None:
    seen = stage.preset("high-cost")
    assert seen.prob_texts[1] == "4.06e-08"
    assert seen.cost_text == "17.0"
    assert seen.grad_texts[1] == "−1.00"


def assert_follows(seen: Look) -> None:
    """Every number on the stage is what Python computes from the logits and labels there."""
    logits, target = np.array(seen.logits), np.array(seen.target)
    assert seen.prob == pytest.approx(softmax(logits), rel=1e-12)
    assert seen.cost == pytest.approx(float(cross_entropy(logits, target)), rel=1e-12)
    assert seen.grad == pytest.approx(cross_entropy_grad(logits, target), rel=1e-12, abs=1e-15)
    assert math.fsum(seen.term) == pytest.approx(seen.cost, rel=1e-12)


def test_every_preset_is_computed_and_written_as_python_would(
    stage: Stage, subtests: pytest.Subtests
) -> None:
    for preset in PRESETS:
        with subtests.test(preset.key):
            seen = stage.preset(preset.key)
            assert seen.logits == preset.scenario.logits
            assert seen.target == preset.scenario.target
            assert_follows(seen)
            assert seen.prob_texts == tuple(map(format_number, seen.prob))
            assert seen.term_texts == tuple(map(format_number, seen.term))
            assert seen.grad_texts == tuple(map(format_signed, seen.grad))
            assert seen.cost_text == format_number(seen.cost)
            stage.wait_until_told(preset.scenario)


def test_the_extreme_preset_overflows_nothing(stage: Stage) -> None:
    seen = stage.preset("extreme")
    assert seen.cost == 2000
    assert seen.cost_text == "2000"
    assert seen.prob == (1, 0, 0)


def test_how_large_the_cost_is_is_said_in_a_word_beside_the_colour(
    stage: Stage, subtests: pytest.Subtests
) -> None:
    levels = {
        "low-cost": "low",
        "confident-right": "low",
        "tie": "medium",
        "uniform": "medium",
        "high-cost": "high",
        "confident-wrong": "high",
        "extreme": "high",
    }
    for key, level in levels.items():
        with subtests.test(key):
            seen = stage.preset(key)
            assert seen.level == level
            assert level in seen.level_text
            assert level in seen.sentence


def test_the_sentence_says_the_state(stage: Stage) -> None:
    sentence = stage.look().sentence
    assert sentence.startswith("Class 4 gets 86.5 %; the cost is 0.145")
    assert "low" in sentence
    assert "close to the label" in sentence


def test_a_screen_reader_hears_the_sentence_once_the_hand_rests(stage: Stage) -> None:
    stage.key("logit-3", "Shift+ArrowLeft")
    stage.wait_until_told()
    live = stage.root.locator(".spoken")
    assert live.text_content() == stage.look().sentence


def test_every_handle_has_a_name_a_value_and_its_limits(stage: Stage) -> None:
    for i, logit in enumerate((1, 3, 5, 7)):
        handle = stage.part(f"logit-{i}")
        low, now, high = (
            float(handle.get_attribute(f"aria-value{what}") or "nan")
            for what in ("min", "now", "max")
        )
        assert handle.get_attribute("role") == "slider"
        assert f"class {i + 1}" in (handle.get_attribute("aria-label") or "")
        assert handle.get_attribute("aria-valuetext") == format_number(logit)
        assert now == logit
        assert low < now < high
    ends = "(slider) => [Number(slider.min), Number(slider.max), slider.valueAsNumber]"
    low, high, now = stage.part("temperature").evaluate(ends)
    assert (low, high) == pytest.approx(tuple(map(math.log, TEMPERATURE_RANGE)), abs=0.01)
    assert low <= math.log(TEMPERATURE_RANGE[0]) < math.log(TEMPERATURE_RANGE[1]) <= high
    assert now == 0  # T = 1 is a place of the slider
    assert stage.part("label-smoothing").evaluate(ends) == [*LABEL_SMOOTHING_RANGE, 0]


_HEADS_TOUCH = """(stage) => {
    const range = document.createRange();
    const boxes = [...stage.querySelectorAll('.head .cell')].map((cell) => {
        range.selectNodeContents(cell);
        return [cell.textContent, range.getBoundingClientRect()];
    });
    return boxes.slice(1).map(([text, box], i) => [boxes[i][0], text, box.left - boxes[i][1].right])
        .filter(([, , gap]) => gap < 0);
}"""


def test_no_head_of_a_column_lies_over_the_next(stage: Stage) -> None:
    """With smoothing and a temperature the heads have most words."""
    stage.edit()
    for control in ("label-smoothing", "temperature"):
        stage.key(control, *["ArrowRight"] * 10)
    for width in (1280, 1366, 1024):
        stage.page.set_viewport_size({"width": width, "height": 800})
        stage.wait_for_frame()
        assert stage.root.evaluate(_HEADS_TOUCH) == []


def test_a_finger_finds_every_handle(stage: Stage) -> None:
    for i in range(4):
        x, y = stage.centre(f"logit-{i}")
        hit = stage.root.evaluate(
            """(stage, [x, y]) => [[-21, 0], [21, 0], [0, -21], [0, 21]].map(([dx, dy]) =>
                stage.getRootNode().elementFromPoint(x + dx, y + dy)
                     ?.closest('[data-testid]').dataset.testid)""",
            [x, y],
        )
        assert hit[:2] == [f"logit-{i}"] * 2
