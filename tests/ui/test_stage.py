"""What the browser sends is checked before anything else sees it."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.scenario import MAX_CLASSES, Scenario, one_hot_scenario
from ce_core.stage_messages import scenario_from_stage

SENT: dict[str, Any] = {
    "logits": [1, -9.5, 4],
    "target": [0, 1, 0],
    "names": ["cat", "dog", "owl"],
    "temperature": 1,
    "labelSmoothing": 0,
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["nan", "Infinity", "1e999", "1_0", "٣", "0x10", "__import__('os')"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def accepted(sent: Any) -> Scenario | None:
    """Give the scenario, or None where a sentence refused it; anything else is an error."""
    try:
        return scenario_from_stage(sent)
    except ValueError:
        return None


def assert_sound(scenario: Scenario) -> None:
    assert 2 <= scenario.n_classes <= MAX_CLASSES
    assert all(math.isfinite(z) for z in scenario.logits)
    assert math.isclose(sum(scenario.target), 1, abs_tol=1e-6)
    assert all(name and name.isprintable() and len(name) <= 200 for name in scenario.names)


@given(ANYTHING)
def test_whatever_is_sent_is_a_sound_scenario_or_refused(sent: Any) -> None:
    scenario = accepted(sent)
    assert scenario is None or isinstance(scenario, Scenario)


@settings(max_examples=200)
@given(st.sampled_from(sorted(SENT)), ANYTHING)
def test_one_hostile_field_does_no_harm(field: str, value: Any) -> None:
    scenario = accepted({**SENT, field: value})
    if scenario is not None:
        assert_sound(scenario)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=MAX_CLASSES),
    st.data(),
)
def test_every_scenario_of_the_stage_arrives_as_it_was(logits: list[float], data: Any) -> None:
    target = data.draw(st.integers(0, len(logits) - 1))
    wanted = one_hot_scenario(logits, target)
    sent = {
        "logits": logits,
        "target": [float(i == target) for i in range(len(logits))],
        "names": list(wanted.names),
        "temperature": 1,
        "labelSmoothing": 0,
    }
    assert scenario_from_stage(sent) == wanted


@pytest.mark.parametrize("count", [0, 1, MAX_CLASSES + 1, 10_000])
def test_a_number_of_classes_beyond_the_lab_is_refused(count: int) -> None:
    sent = {**SENT, "logits": [0.0] * count, "target": [1.0] + [0.0] * (count - 1)}
    assert accepted({**sent, "names": ["a"] * count}) is None


@given(st.text(max_size=10_000))
def test_a_name_is_one_short_line_of_text(name: str) -> None:
    scenario = scenario_from_stage({**SENT, "names": [name, "dog", "owl"]})
    assert_sound(scenario)
