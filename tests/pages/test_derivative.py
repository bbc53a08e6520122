"""The page The derivative answers every scenario, step and temperature."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.figures.gradient.jacobian import STEPS
from ce_core.scenario_query import to_query
from tests.figures.examples import SCENARIOS
from tests.pages.drawn import alts, charts
from tests.pages.opened import moved, shown

PAGE = Path(__file__).parents[2] / "pages" / "derivative.py"


# K from 2 to 10 and all presets are drawn figure by figure in tests/figures.
KEYS = ("two-classes", "3-classes", "low-cost", "10-classes", "soft", "warm", "vast")


def open_page(scenario, **query):
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.session_state["app_has_run"] = True
    for key, values in to_query(scenario).items():
        page.query_params[key] = values
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


SECTIONS = ("jacobian", "balance", "gradient-check", "triangle", "temperature")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws_every_scenario(section):
    page = open_page(SCENARIOS["low-cost"], section=section)
    for key in KEYS:
        moved(page, SCENARIOS[key])  # as a drag leaves it
        page.run()
        assert not page.exception, key
        drawn = 0 if section == "triangle" and SCENARIOS[key].n_classes < 3 else 1
        assert len(alts(page)) == drawn, key


def test_a_link_opens_on_its_step_and_leaves_out_what_it_hides():
    page = open_page(SCENARIOS["low-cost"], jacobian_step=STEPS[3], hide="temperature,triangle")
    assert alts(page)[0].startswith("Column sums split into")
    offered = page.segmented_control(key="bench_tabs").options
    assert offered == ["Jacobian", "Balance", "Gradient check"]


def test_a_step_that_does_not_exist_is_the_first():
    page = open_page(SCENARIOS["low-cost"], jacobian_step="<b>9</b>")
    assert not page.exception
    assert alts(page)[0].startswith("Heat map of the 4 by 4")


def test_the_analytic_gradient_is_held_against_fifty_digits():
    page = open_page(SCENARIOS["low-cost"], section="gradient-check")
    [said] = [drawn.caption for drawn in charts(page) if "fifty digits" in drawn.caption]
    assert "e-17" in said or "e-18" in said  # not more than rounding


def test_opens_on_the_jacobian_of_the_scenario_in_the_link():
    assert "−3.40e-05" in alts(open_page(SCENARIOS["low-cost"]))[0]
    assert "8.94e-04" not in alts(open_page(SCENARIOS["high-cost"]))[0]
    assert "0.000894" in alts(open_page(SCENARIOS["high-cost"]))[0]


@pytest.mark.parametrize("step", STEPS)
def test_each_step_can_be_chosen(step):
    page = open_page(SCENARIOS["soft"])
    page.segmented_control(key="jacobian_step").set_value(step).run()
    assert not page.exception
    starts = ("Heat map of the 4 by 4", "Heat map of the Jacobian's rows", "Column sums", "Column")
    assert alts(page)[0].startswith(starts[STEPS.index(step)])


def test_infinity_times_zero_is_told_on_the_page():
    page = open_page(SCENARIOS["extreme"])
    page.segmented_control(key="jacobian_step").set_value(STEPS[1]).run()
    assert any("underflowed to 0" in drawn.caption for drawn in charts(page))


def test_two_classes_are_told_where_their_triangle_is():
    page = open_page(SCENARIOS["two-classes"], section="triangle")
    assert ["the page Two classes" in info.value for info in page.info] == [True]


def test_temperature_changes_the_scenario():
    page = open_page(SCENARIOS["low-cost"], section="temperature")
    page.select_slider(key="temperature").set_value(2.0).run()
    assert not page.exception
    assert shown(page).temperature == 2
    assert any("at T = 2.00" in alt for alt in alts(page))
    assert page.query_params["t"] == "2"


def test_a_temperature_between_the_marks_is_kept():
    odd = SCENARIOS["low-cost"].__class__((1.0, 2.0), (1.0, 0.0), temperature=1.234)
    page = open_page(odd, section="temperature")
    assert not page.exception
    assert page.select_slider(key="temperature").value == 1.234
    assert shown(page).temperature == 1.234


def test_class_names_are_never_markup():
    page = open_page(SCENARIOS["hostile-names"])
    assert not page.exception
    for element in (*page.caption, *page.markdown):
        assert "<b>bold" not in element.value
