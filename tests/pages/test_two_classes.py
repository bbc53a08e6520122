"""The page Two classes answers every scenario, every shift and anything that is typed."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.scenario_query import to_query
from tests.figures.examples import SCENARIOS
from tests.pages.drawn import alts
from tests.pages.opened import moved, shown

PAGE = Path(__file__).parents[2] / "pages" / "two_classes.py"


KEYS = ("low-cost", "two-classes", "10-classes", "soft", "cold", "vast", "hostile-names")


def open_page(scenario, **query):
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.session_state["app_has_run"] = True
    for key, values in to_query(scenario).items():
        page.query_params[key] = values
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.fixture
def page(request):
    return open_page(SCENARIOS["two-classes"], section=request.param)


def at(section):
    """Open the page at a section."""
    return pytest.mark.parametrize("page", [section], indirect=True)


@pytest.mark.parametrize("section", ["sigmoid", "shift", "slope", "log-odds"])
def test_every_section_draws_every_scenario(section):
    page = open_page(SCENARIOS["two-classes"], section=section)
    for key in KEYS:
        moved(page, SCENARIOS[key])  # as a drag leaves it
        page.run()
        assert not page.exception, key
        assert len(alts(page)) == 1, key


def test_a_link_may_hide_the_slider_and_still_shift():
    page = open_page(SCENARIOS["two-classes"], hide="shift,normalization", shift="-7.5")
    assert not page.exception
    assert not page.slider
    assert page.session_state["shift"] == -7.5
    assert len(alts(page)) == 1


def test_a_presenter_reaches_the_section_that_the_stage_leaves_alone():
    page = open_page(SCENARIOS["two-classes"], view="present", step="7")
    assert not page.text_area
    page.button(key="presenter_reveal").click().run()
    assert not page.exception
    assert [area.key for area in page.text_area] == ["there", "back"]
    page.button(key="presenter_back").click().run()
    assert not page.text_area


@at("sigmoid")
def test_softmax_and_sigmoid_say_the_same(page):
    assert any("both give class 1 0.881 and class 2 0.119" in alt for alt in alts(page))
    assert "keep_pair" not in [button.key for button in page.button]


def test_more_classes_are_told_which_two_are_meant_and_can_be_reduced_to_them():
    page = open_page(SCENARIOS["high-cost"])
    [said] = [text.value for text in page.markdown if "Two of your 4 classes" in text.value]
    assert "**class 2**" in said
    assert "**class 4**" in said
    page.button(key="keep_pair").click().run()
    assert not page.exception
    scenario = shown(page)
    assert scenario.logits == (-9, 8)
    assert scenario.target == (1, 0)
    assert scenario.names == ("class 2", "class 4")
    assert page.query_params["z"] == "-9,8"


@at("shift")
def test_shifting_both_logits_leaves_the_probabilities(page):
    for constant in (-20.0, 0.0, 12.5):
        page.slider(key="shift").set_value(constant).run()
        assert not page.exception
        assert any(
            "distance stays 2.00 and the probabilities 0.881 and 0.119" in a for a in alts(page)
        )


@at("quotient-rule")
def test_quotient_rule_is_shown_and_checked(page):
    assert [latex.value.count("&=") for latex in page.latex] == [5]
    page.session_state["slope_in_numbers"] = True  # as a click on the expander leaves it
    page.run()
    letters, numbers = (latex.value for latex in page.latex)
    assert letters.count("&=") == numbers.count("&=") == 5
    assert "#8b6303}{2}" in numbers
    assert "#8b6303}{2}" not in letters
    assert any("5 of 5 lines equal the line above" in text.value for text in page.markdown)


@at("quotient-rule")
def test_gradient_is_the_one_of_the_stage(page):
    assert any(
        "0\\.119" in text.value and "lowers the cost" in text.value for text in page.markdown
    )


@at("normalization")
def test_probabilities_become_pairs(page):
    page.text_area(key="there").set_value("0.25; 1\n.5").run()
    assert not page.exception
    assert not page.warning
    table = page.table[0].value
    assert table["p"].tolist() == ["0.25", "1", "0.5"]
    assert table["[p, 1 − p]"].tolist() == ["0.25, 0.75", "1, 0", "0.5, 0.5"]


@at("normalization")
def test_pairs_become_probabilities(page):
    page.text_area(key="back").set_value("[0.25, 0.75]\n1 0").run()
    assert not page.warning
    assert page.table[1].value["p"].tolist() == ["0.25", "1"]


@at("normalization")
@pytest.mark.parametrize("key", ["there", "back"])
def test_what_is_no_probability_is_refused_in_a_sentence_and_never_repeated(page, key):
    for text in (
        "__import__('os').getcwd()",
        "1e999",
        "nan",
        "-0.1",
        "<script>alert(1)</script>",
        "9" * 5000,
    ):
        page.text_area(key=key).set_value(text).run()
        assert not page.exception
        assert page.warning, text
        for warning in page.warning:
            assert warning.value.endswith(".")
            assert text[:20] not in warning.value


@at("normalization")
def test_nothing_typed_is_an_empty_table(page):
    for key in ("there", "back"):
        page.text_area(key=key).set_value("").run()
    assert not page.exception
    assert [len(table.value) for table in page.table] == [0, 0]
