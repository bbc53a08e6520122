"""Beside the board of Practice stands what its letters mean, with the numbers of the panel."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ce_core.number_format import format_given, format_number
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.symbolic.derivations.steps import Status, check
from ce_core.symbolic.practice.exercises import practices
from ce_core.symbolic.practice.slips import hunts
from ce_core.ui.components.chart import plain
from tests.pages.opened import opened

SCENARIOS = {
    "one-hot": one_hot_scenario((1, 3, 5, 7), 3),
    "soft": Scenario((1.0, -9.0, 4.0), (0.1, 0.7, 0.2)),
    "two classes": Scenario((2.0, -1.5), (0.0, 1.0)),
}


def letters(app: AppTest) -> str:
    said = next(text.value for text in app.markdown if "| Letter | Meaning |" in text.value)
    return re.sub(r"\[([a-z ]+)\]\(help\?[^)]*\)", r"\1", said)  # words link to the glossary


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("key", [each.key for each in practices()])
def test_letters_on_the_board_are_explained_with_their_numbers(key: str, name: str) -> None:
    scenario = SCENARIOS[name]
    said = letters(opened("practice", scenario, chain=key))
    logits, own = np.array(scenario.logits), int(np.argmax(scenario.target))
    shares = np.exp(logits) / np.exp(logits).sum()
    if key.startswith("two-class."):
        share = plain(format_number(float(shares[own])))
        assert f"| softmax probability of the first class | {share} |" in said
        assert f"| logit of the first class | {plain(format_given(logits[own]))} |" in said
        assert f"Here the first class is {plain(scenario.names[own])}" in said
    elif key == "sigmoid.logistic":
        share = plain(format_number(float(shares[own])))
        assert f"| sigmoid, the softmax probability of the first of two classes | {share} |" in said
    else:
        assert f"j = {own + 1}" in said
        assert plain(", ".join(map(format_given, scenario.logits))) in said
        assert plain(", ".join(format_number(float(p)) for p in shares)) in said


def test_the_logarithm_is_said_to_be_the_natural_one_where_there_is_one() -> None:
    explained = {
        each.key: "natural logarithm"
        in letters(opened("practice", SCENARIOS["one-hot"], chain=each.key))
        for each in practices()
    }
    assert explained["two-class.chain-rule"]
    assert explained["two-class.together"]  # in E(x)
    assert explained["short-road.log-sum-exp"]
    assert not explained["two-class.slope-of-f"]
    assert not explained["k-class.same"]


@pytest.mark.parametrize("hunt", hunts()[::4], ids=lambda each: each.key)
def test_find_the_mistake_says_how_many_lines_do_not_follow(hunt) -> None:
    app = opened("practice", SCENARIOS["soft"], section="slip", practice_hunt=hunt.key)
    found = [each.status for each in check(hunt.chain)]
    wrong = sum(status in (Status.SLIP, Status.REPAIRED) for status in found)
    asked = next(text.value for text in app.markdown if "follow from the line above" in text.value)
    assert ("One of these lines does not" in asked) == (wrong == 1)
    assert (f"{wrong} of these lines do not" in asked) == (wrong > 1)
    assert "| Letter | Meaning |" in letters(app)
