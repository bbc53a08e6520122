"""What a link may say of view, section, hidden parts and step; a sentence for the rest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.ui.shell.view import STAGE_PARTS, Contents, View, parse, steps_of

SECTIONS = {"curves": "Curves", "cost-curves": "Cost curves", "derivation": "Why it is ŷ − y"}
CONTENTS = Contents("Playground", SECTIONS, ("stage", "cost-curves", "derivation"))
NAMES = ("stage", *SECTIONS, *STAGE_PARTS)
SENTENCE = re.compile(r"[A-Z].* .*\.", re.DOTALL)
FIRST = View(section="curves")


def read(**query: str) -> tuple[View, list[str]]:
    return parse(query, CONTENTS)


def test_a_link_that_says_nothing_opens_the_first_section() -> None:
    assert read() == (FIRST, [])


@pytest.mark.parametrize("name", ["cost-curves", "Cost curves"])
@pytest.mark.parametrize("field", ["section", "descend", "road_to", "practise"])
def test_a_section_is_named_by_key_or_title_in_its_field_or_an_older_one(
    field: str, name: str
) -> None:
    assert read(**{field: name}) == (View(section="cost-curves"), [])


def test_the_presenter_view_opens_on_the_step_that_the_link_names() -> None:
    view, problems = read(view="present", step="3")
    assert (view.presenting, view.step, problems) == (True, 2, [])


@pytest.mark.parametrize("name", NAMES)
def test_each_section_and_each_part_of_the_stage_can_be_hidden(name: str) -> None:
    view, problems = read(hide=name)
    assert problems == []
    assert view.hidden == {name}
    assert view.section == ("cost-curves" if name == "curves" else "curves")


def test_a_page_without_a_stage_can_hide_none_of_its_parts() -> None:
    alone = Contents("Help", {"help": "Help"}, ("help",))
    view, [problem] = parse({"hide": "presets"}, alone)
    assert view.hidden == frozenset()
    assert problem.endswith("what can be hidden is help.")


def test_a_hidden_section_is_no_step() -> None:
    view, problems = read(view="present", hide="cost-curves,presets", step="2")
    assert problems == []
    assert steps_of(CONTENTS, view.hidden) == ("stage", "derivation")
    assert read(hide="cost-curves", step="3")[1] != []


def test_hiding_everything_leaves_one_step() -> None:
    view, problems = read(view="present", hide=",".join(NAMES))
    assert problems == []
    assert view.section == ""
    assert steps_of(CONTENTS, view.hidden) == ("stage",)


@pytest.mark.parametrize(
    "query",
    [
        {"section": "no-such"},
        {"section": "<img src=x onerror=alert(1)>"},
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


@given(st.dictionaries(st.sampled_from(["view", "section", "hide", "step"]), st.text()))
def test_no_link_leads_nowhere(query: dict[str, str]) -> None:
    view, problems = parse(query, CONTENTS)
    assert view.hidden <= set(NAMES)
    assert view.section in SECTIONS
    assert 0 <= view.step < len(steps_of(CONTENTS, view.hidden))
    assert all(SENTENCE.fullmatch(problem) for problem in problems)


@given(st.sets(st.sampled_from(NAMES)), st.integers(1, 3))
def test_what_a_link_hides_is_hidden(names: set[str], step: int) -> None:
    view, problems = read(hide=",".join(sorted(names)), step=str(step))
    assert view.hidden == names
    assert (problems == []) == (step <= len(steps_of(CONTENTS, frozenset(names))))
