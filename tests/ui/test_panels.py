"""What ``?view``, ``?hide`` and ``?step`` may say, and what is said about the rest."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.ui.shell.panels import STAGE_PARTS, Panels, View, parse

PANELS = {"cost-curves": "Cost curves", "derivation": "Why it is ŷ − y"}
NAMES = ("stage", *PANELS, *STAGE_PARTS)
SENTENCE = re.compile(r"[A-Z].* .*\.", re.DOTALL)


def read(**query: str) -> tuple[View, list[str]]:
    return parse(query, PANELS, "Playground")


def test_a_link_that_says_nothing_shows_everything() -> None:
    assert read() == (View(), [])
    assert Panels(View(), PANELS).names == ["stage", *PANELS]


def test_the_presenter_view_opens_on_the_step_that_the_link_names() -> None:
    assert read(view="present", step="3") == (View(True, frozenset(), 2), [])


@pytest.mark.parametrize("name", NAMES)
def test_each_panel_and_each_part_of_the_stage_can_be_hidden(name: str) -> None:
    assert read(hide=name) == (View(hidden=frozenset({name})), [])


def test_a_hidden_panel_is_no_step() -> None:
    view, problems = read(view="present", hide="cost-curves,presets", step="2")
    assert problems == []
    assert Panels(view, PANELS).names == ["stage", "derivation"]
    assert read(hide="cost-curves", step="3")[1] != []


def test_hiding_every_panel_leaves_one_step() -> None:
    view, problems = read(view="present", hide=",".join(NAMES))
    assert problems == []
    assert Panels(view, PANELS).names == ["stage"]


@pytest.mark.parametrize(
    "query",
    [
        {"view": "Present"},
        {"view": ""},
        {"view": "present\n"},
        {"hide": "cost_curves"},
        {"hide": "<script>alert(1)</script>"},
        {"hide": "presets,__class__"},
        {"hide": "gradient" * 100},
        {"step": "0"},
        {"step": "4"},
        {"step": "-1"},
        {"step": "1.5"},
        {"step": ""},
        {"step": "²"},
        {"step": "٣"},
        {"step": "9" * 5000},
        {"step": "1_0"},
    ],
)
def test_what_is_wrong_in_a_link_gets_one_sentence(query: dict[str, str]) -> None:
    view, problems = read(**query)
    assert view.step == 0
    assert view.hidden <= set(NAMES)
    assert len(problems) == 1
    assert SENTENCE.fullmatch(problems[0])
    # What somebody else put in a link is not repeated on the page.
    asked = next(iter(query.values()))
    assert len(asked) < 3 or asked.strip().lower() == "present" or asked not in problems[0]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["view", "hide", "step"]), st.text()))
def test_no_link_leads_nowhere(query: dict[str, str]) -> None:
    view, problems = parse(query, PANELS, "Playground")
    assert view.hidden <= set(NAMES)
    assert 0 <= view.step < max(1, len({"stage", *PANELS} - view.hidden))
    assert all(SENTENCE.fullmatch(problem) for problem in problems)


@settings(deadline=None)
@given(st.sets(st.sampled_from(NAMES)), st.integers(1, 3))
def test_what_a_link_hides_is_hidden(names: set[str], step: int) -> None:
    view, problems = read(hide=",".join(sorted(names)), step=str(step))
    assert view.hidden == names
    assert (problems == []) == (step <= max(1, len({"stage", *PANELS} - names)))
