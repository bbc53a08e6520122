"""The page Numerical stability: every control, every section, for every scenario."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.figures.error_curves import error_curves
from ce_core.numeric.floating_point.step_by_step import PRECISIONS
from ce_core.scenario import PRESETS, one_hot_scenario
from ce_core.ui.stability.measure import SCALES, curves, one_call_and_two, why_with_logits
from tests.figures.examples import SCENARIOS
from tests.pages.drawn import charts
from tests.pages.opened import PAGES, opened, words

HIGH = PRESETS[1].scenario
RIGHT, WRONG = 'aria-label="right">✓</span>', 'aria-label="wrong">✗</span>'
SECTIONS = ("cost", "gradient", "errors", "with-logits", "softmax-twice")


def said(app: AppTest) -> str:
    """Everything that the page says, its computations included."""
    return "\n".join([words(app), *(element.proto.body for element in app.get("html"))])


@pytest.mark.parametrize(
    "key", ["low-cost", "10-classes", "2-classes", "soft", "cold", "hostile-names", "vast"]
)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_stands_for_scenarios_of_every_kind(section, key):
    app = opened("stability", SCENARIOS[key], section, scale=1000, precision="float16")
    assert not app.exception
    assert len(charts(app)) == (section == "errors")


@pytest.mark.parametrize("title", ["The cost", "The gradient"])
def test_an_older_link_names_a_section_by_its_title(title):
    app = AppTest.from_file(PAGES / "stability.py", default_timeout=60)
    app.session_state["app_has_run"] = True
    app.query_params["road_to"] = title
    assert not app.run().info
    assert ("True gradient" in said(app)) == (title == "The gradient")


@pytest.mark.parametrize("precision", PRECISIONS)
def test_the_precision_control_reaches_tables_and_results(precision):
    app = opened("stability", HIGH)
    app.segmented_control(key="precision").set_value(precision).run()
    tables = "".join(e.proto.body for e in app.get("html")).split("<table>")[1:]
    assert len(tables) == 2
    assert all(f'<th scope="col">{precision}</th>' in table for table in tables)


def test_the_scale_control_multiplies_the_logits():
    app = opened("stability", HIGH)
    for scale in SCALES:
        app.select_slider(key="scale").set_value(scale).run()
        assert not app.exception
    table = next(
        e.proto.body for e in app.get("html") if 'class="lab-table computation"' in e.proto.body
    )
    assert "−9000" in table


def test_at_twenty_times_the_textbook_computation_ends_in_nan_and_the_stable_one_does_not():
    words = said(opened("stability", HIGH, scale=20, precision="float32"))
    assert f"{WRONG} <strong>nan</strong>" in words
    assert f"{RIGHT} <strong>340" in words
    words = said(opened("stability", HIGH, "with-logits", scale=20, precision="float32"))
    assert "That is why the function takes logits" in words


def test_on_tame_logits_all_computations_are_right():
    tame: dict[str, Any] = {"scale": 1, "precision": "float64"}
    words = said(opened("stability", PRESETS[0].scenario, **tame))
    assert words.count(RIGHT) == 2
    assert "0.145077938960782" in words
    words = said(opened("stability", PRESETS[0].scenario, "with-logits", **tame))
    assert words.count(RIGHT) == 1
    assert "both ways are right" in words


def test_the_truth_has_fifty_digits():
    # Ten are shown, all of them under the pointer: a projector has no room for sixty characters.
    words = said(opened("stability", HIGH, scale=1))
    assert "17.019045048497642941632852520667466539260129096799" in words
    assert "True cost: 17.01904505 nats" in words


def test_a_cost_of_next_to_nothing_is_not_called_wrong():
    words = said(opened("stability", PRESETS[0].scenario, scale=20, precision="float32"))
    assert "the exact result is tiny" in words


def test_the_page_says_that_bfloat16_is_not_there():
    assert "but not bfloat16" in words(opened("stability", HIGH, "with-logits"))


def test_a_link_opens_what_it_names_and_nonsense_opens_the_default():
    for asked, expected in (("float64", "float64"), ("float128", "float32")):
        fresh = AppTest.from_file(PAGES / "stability.py", default_timeout=60)
        fresh.session_state["app_has_run"] = True
        fresh.query_params["precision"] = asked
        fresh.query_params["scale"] = "<b>"
        fresh.run()
        assert not fresh.exception
        assert fresh.segmented_control(key="precision").value == expected
        assert fresh.select_slider(key="scale").value == 20


def test_class_names_are_never_markup():
    app = opened("stability", SCENARIOS["hostile-names"], scale=1000)
    tables = "".join(e.proto.body for e in app.get("html"))
    assert "<b>bold" not in tables
    assert "<b>bold" not in words(app)


FAIL_BOTH = [
    # The true cost is 200,000, 69,000, 2.13: none of them is too small.
    ((1, -9, 4, 8), 1, 10000, "float16", "is beyond the largest float16"),
    ((1, 2, 70), 0, 1000, "float16", "z of class 3 is beyond the largest float16"),
    ((1, -1e9, 3), 0, 1, "float16", "z of class 2 is beyond the largest float16"),
    ((2, 1e30, 3), 0, 1e20, "float32", "z of class 2 is beyond the largest float32"),
    ((300.4, 300.3), 1, 1000, "float16", "z of class 1 is beyond the largest float16"),
    ((60000, -60000), 1, 1, "float16", "z − m of class 2 is beyond the largest float16"),
    ((1000.3, 1000.2, 1000.1), 1, 1, "float16", "keeps about 3 digits of each number"),
    ((1e7, 1e7 - 0.3), 0, 1, "float32", "keeps about 6 digits of each number"),
]


@pytest.mark.parametrize(("logits", "label", "scale", "precision", "reason"), FAIL_BOTH)
def test_why_both_ways_fail_is_read_from_what_happened(logits, label, scale, precision, reason):
    scenario = one_hot_scenario(logits, label)
    stable, two_calls = one_call_and_two(scenario, scale, precision)
    assert not stable.is_right
    assert not two_calls.is_right
    said = why_with_logits(two_calls, stable, scenario.names)
    assert "both ways fail" in said
    assert reason in said
    assert "too small" not in said


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("key", SCENARIOS)
def test_the_ending_agrees_with_what_came_out(key, precision):
    for scale in SCALES:
        stable, two_calls = one_call_and_two(SCENARIOS[key], scale, precision)
        said = why_with_logits(two_calls, stable, SCENARIOS[key].names)
        assert ("both ways are right" in said) == (stable.is_right and two_calls.is_right)
        assert ("both ways fail" in said) == (not stable.is_right and not two_calls.is_right)
        assert ("takes logits" in said) == (stable.is_right and not two_calls.is_right)


def test_the_caption_speaks_of_tiny_values_only_where_one_is_lost():
    for scenario in SCENARIOS.values():
        for quantity in ("cost", "gradient"):
            found = curves(scenario, quantity)
            said = error_curves(found, 1.0, "float32", "light").caption
            assert ("is tiny" in said) == found.loses_tiny
    assert curves(PRESETS[0].scenario, "cost").loses_tiny
    assert not curves(one_hot_scenario((1.0, 2, 70), 0), "cost").loses_tiny
