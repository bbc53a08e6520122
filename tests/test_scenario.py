"""A scenario is always valid, or it is refused with a sentence that says what is wrong."""

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.scenario import (
    DEFAULT_SCENARIO,
    MAX_NAME_LENGTH,
    PRESETS,
    Scenario,
    clean_name,
    one_hot_scenario,
)

VALID: dict[str, Any] = {"logits": (1.0, 2.0), "target": (0.0, 1.0)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"logits": (1.0,), "target": (1.0,)}, "logits must have 2 to 10 entries.*there are 1"),
        ({"logits": (0.0,) * 11, "target": (1.0, *[0.0] * 10)}, "logits must have.*are 11"),
        ({"logits": (1.0, math.nan)}, "logits must be finite"),
        ({"logits": (1.0, math.inf)}, "logits must be finite"),
        ({"target": (1.0,)}, "target must have 2 entries, one a class, not 1"),
        ({"target": (-0.5, 1.5)}, "target must have finite entries that are not negative"),
        ({"target": (math.nan, 1.0)}, "target must have finite entries"),
        ({"target": (math.inf, 0.0)}, "target must have finite entries"),
        ({"target": (0.5, 0.4)}, r"target must sum to 1, but it sums to 0\.9"),
        ({"target": (1e308, 1e308)}, "target must sum to 1"),
        ({"names": ("cat",)}, "names must have 2 entries, one a class, not 1"),
        ({"names": ("cat", "")}, "names must be one line each"),
        ({"names": ("cat", "a\nb")}, "names must be one line each"),
        ({"names": ("cat", "x" * 41)}, "1 to 40 visible characters"),
        ({"temperature": 0.0}, r"temperature must lie between 0\.05 and 20\.0, but it is 0\.0"),
        ({"temperature": math.nan}, "temperature must lie between"),
        ({"label_smoothing": 1.0}, r"label_smoothing must lie between 0\.0 and 0\.9"),
        ({"label_smoothing": -0.1}, "label_smoothing must lie between"),
    ],
)
def test_an_impossible_scenario_is_refused_with_the_reason(
    change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Scenario(**(VALID | change))


def test_a_scenario_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_SCENARIO.temperature = 2.0  # the mistake under test


def test_classes_are_named_as_people_count() -> None:
    assert DEFAULT_SCENARIO.names == ("class 1", "class 2", "class 3", "class 4")


def test_the_true_class_is_known_only_when_the_target_is_one_hot() -> None:
    assert one_hot_scenario((0, 0, 0), 2).label == 2
    assert Scenario((0.0, 0.0), (0.5, 0.5)).label is None
    assert Scenario((0.0, 0.0), (1.0, 1e-12)).label is None


def test_smoothing_spreads_its_share_over_all_classes() -> None:
    smoothed = one_hot_scenario((0, 0, 0, 0), 1, label_smoothing=0.2).smoothed_target
    assert smoothed == pytest.approx((0.05, 0.85, 0.05, 0.05))
    assert math.fsum(smoothed) == pytest.approx(1)


def test_no_smoothing_leaves_the_target_exactly_as_it_is() -> None:
    scenario = Scenario((0.0, 0.0, 0.0), (0.1, 0.2, 0.7))
    assert scenario.smoothed_target == scenario.target


@given(st.text(max_size=200))
def test_a_cleaned_name_is_one_visible_line_and_cleaning_again_changes_nothing(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= MAX_NAME_LENGTH
    assert name.isprintable()
    assert name == name.strip()
    assert clean_name(name) == name


def test_the_app_opens_in_the_low_cost_case() -> None:
    assert DEFAULT_SCENARIO.logits == (1, 3, 5, 7)
    assert DEFAULT_SCENARIO.label == 3


@pytest.mark.parametrize(
    ("key", "logits", "label"),
    [
        ("low-cost", (1, 3, 5, 7), 3),
        ("high-cost", (1, -9, 4, 8), 1),
        ("uniform", (0, 0, 0, 0), 0),
    ],
)
def test_the_published_cases_are_one_press_away(
    key: str, logits: tuple[float, ...], label: int
) -> None:
    preset = next(preset for preset in PRESETS if preset.key == key)
    assert (preset.scenario.logits, preset.scenario.label) == (logits, label)


def test_presets_cover_the_lessons_and_are_told_apart() -> None:
    keys = [preset.key for preset in PRESETS]
    assert {*keys} == {
        "low-cost",
        "high-cost",
        "uniform",
        "confident-right",
        "confident-wrong",
        "tie",
        "two-classes",
        "ten-classes",
        "extreme",
    }
    assert len(keys) == len({*keys})
    assert len({preset.scenario for preset in PRESETS}) == len(PRESETS)
    assert all(preset.title and preset.hint.endswith(".") for preset in PRESETS)
