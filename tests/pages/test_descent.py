"""The page Descent: every control of its three sections, and what the browser may send."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from ce_core.numeric import softmax
from ce_core.numeric.descent.plane_points import CLASSES, PATTERNS
from ce_core.scenario import PRESETS
from ce_core.stage_messages import scenario_for_stage
from ce_core.ui.components import descent_player, digit_cards, points_editor
from ce_core.ui.components.points_editor import Setup
from tests.figures.examples import SCENARIOS
from tests.pages.drawn import charts
from tests.pages.opened import opened, shown, words

HIGH = PRESETS[1].scenario
PLANE, DIGITS = "Points in the plane", "Handwritten digits"
SETUP = Setup("blobs", 3, 1, 2.0, 0)


# --- the logits ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["high-cost", "2-classes", "soft", "hostile-names", "vast"])
def test_the_player_stands_for_scenarios_of_every_kind(key):
    assert not opened("descent", SCENARIOS[key], steps=20).exception


def test_rate_steps_and_scenario_reach_the_player():
    app = opened("descent", HIGH)
    app.select_slider(key="rate").set_value(10.0).run()
    app.select_slider(key="steps").set_value(400).run()
    assert not app.exception
    sent = [e.proto for e in app.get("bidi_component")]
    told = next(proto for proto in sent if proto.component_name == "descent_player")
    found = json.loads(told.json)
    assert found.pop("revision") == app.session_state["scenario"].revision.as_sent()
    assert found == {"scenario": scenario_for_stage(HIGH), "rate": 10.0, "steps": 400}


def test_the_browser_puts_logits_on_the_stage_and_nothing_else():
    taken = descent_player.taken_from({"logits": [0.5, -2, 1e308, 3]}, HIGH)
    assert taken == replace(HIGH, logits=(0.5, -2.0, 1e308, 3.0))
    for nonsense in (
        None,
        "abcd",
        {},
        [],
        [1, 2, 3],
        [1, 2, 3, 4, 5],
        [1, 2, 3, "x"],
        [1, 2, 3, None],
        [1, 2, 3, []],
        [1, 2, 3, float("inf")],
        [1, 2, 3, float("nan")],
        [1, 2, 3, 10**400],
    ):
        assert descent_player.taken_from({"logits": nonsense}, HIGH) is None
        assert descent_player.taken_from(nonsense, HIGH) is None


# --- points in the plane -----------------------------------------------------------------------


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_and_number_of_classes_is_drawn_and_trained(pattern):
    app = opened("descent", HIGH, section=PLANE)
    app.segmented_control(key="pattern").set_value(pattern).run()
    for n_classes in range(CLASSES[0], CLASSES[1] + 1):
        app.segmented_control(key="classes").set_value(n_classes).run()
        assert not app.exception
        table = next(
            e.proto.body for e in app.get("html") if 'class="lab-table weights"' in e.proto.body
        )
        assert f"W {n_classes}" in table
        assert f"W {n_classes + 1}" not in table


def test_degree_rate_and_new_points_change_what_is_trained():
    app = opened("descent", HIGH, section=PLANE)
    before = app.session_state["plane_work"]
    app.segmented_control(key="degree").set_value(3).run()
    assert "x₁²x₂" in "".join(e.proto.body for e in app.get("html"))
    app.segmented_control(key="plane_rate").set_value(0.1).run()
    assert app.session_state["plane_work"] == before
    app.button(key="draw_again").click().run()
    after = app.session_state["plane_work"]
    assert after.value.points != before.value.points
    assert after.revision.session == before.revision.session
    assert after.revision.number == before.revision.number + 1


def test_the_answer_holds_regions_and_costs_for_every_kept_step():
    points = ((-0.5, 0.0, 0), (0.5, 0.0, 1), (0.4, 0.2, 1))
    answer = points_editor.answer(points, 2, 1, 2.0)
    side, last = answer["grid"], answer["regions"][-1]
    assert len(answer["steps"]) == len(answer["regions"]) == len(answer["costs"])
    assert all(len(region) == side * side for region in answer["regions"])
    left, right = (ord(last[side * (side // 2) + k]) - 48 for k in (2, side - 3))
    assert (left // 12, right // 12) == (0, 1)
    assert left % 12 >= 10
    assert ord(answer["regions"][0][0]) == 48
    assert answer["accuracies"][-1] == 1
    assert answer["meanCosts"][0] == pytest.approx(math.log(2))
    assert answer["costs"][-1] == pytest.approx(
        -np.log(
            softmax(
                points_editor.trained(points, 2, 1, 2.0).trained.logits(
                    [[x, y] for x, y, _ in points]
                )
            )[[0, 1, 2], [0, 1, 1]]
        ),
        rel=1e-3,
    )


def test_an_opened_point_has_the_logits_of_its_place_and_its_own_label():
    work = points_editor.Work(("blobs", 3, 0), ((0.25, -0.5, 2),) * 3, 0)
    training = points_editor.trained(work.points, 3, 1, 2.0)
    last = len(training.steps) - 1
    scenario = points_editor.scenario_of(work, SETUP, 1, last)
    trained = training.trained
    expected = trained.weights @ [0.25, -0.5] + trained.bias
    assert scenario.logits == pytest.approx(expected, rel=1e-5)
    assert scenario.label == 2
    for index, step in ((3, 0), (-1, 0), (0, last + 1), (0, -1)):
        with pytest.raises(IndexError):
            points_editor.scenario_of(work, SETUP, index, step)


def test_points_from_a_browser_are_read_or_refused():
    read = points_editor.points_from_browser
    assert read([[0.5, -1, 2]], 3) == ((0.5, -1.0, 2),)
    for nonsense in (
        None,
        [],
        {},
        "abc",
        [[1, 2]],
        [[1, 2, 3, 4]],
        [["x", 0, 0]],
        [[float("nan"), 0, 0]],
        [[2, 0, 0]],
        [[0, 0, 3]],
        [[0, 0, -1]],
        [[0, 0, float("inf")]],
        [[0, 0, 0]] * 201,
    ):
        with pytest.raises(ValueError, match=r"(points|labels) must"):
            read(nonsense, 3)


# --- handwritten digits -------------------------------------------------------------------------


def test_the_digits_stand_with_pictures_words_and_licence():
    app = opened("descent", HIGH, section=DIGITS)
    assert not app.exception
    cards = [e.proto.body for e in app.get("html") if 'figure class="digit"' in e.proto.body]
    assert len(cards) == 12
    assert all('alt="A handwritten ' in card and "data:image/png" in card for card in cards)
    assert "CC BY 4.0" in words(app)
    assert len(charts(app)) == 1


def test_training_can_be_looked_at_from_its_first_step():
    app = opened("descent", HIGH, section=DIGITS)
    assert "After 150 steps" in words(app)
    app.select_slider(key="trained").set_value(0).run()
    assert not app.exception
    assert "mean cost is 2.30 nats" in words(app)


def test_a_digit_opens_in_the_stage_with_ten_classes():
    app = opened("descent", HIGH, section=DIGITS)
    app.button(key="open_highest_0").click().run()
    assert not app.exception
    scenario = shown(app)
    assert scenario.n_classes == 10
    assert scenario.label is not None
    assert softmax(scenario.logits)[scenario.label] < 0.01


def test_the_dearest_digits_cost_more_than_an_even_guess_and_the_cheapest_nearly_nothing():
    school = digit_cards.school()
    classifier, held_out = school.training.trained, school.held_out
    low, high = digit_cards.extremes(classifier, held_out)
    costs = classifier.costs(held_out.pixels, held_out.labels)
    assert (costs[low] < 0.02).all()
    assert (costs[high] > math.log(10)).all()
    assert len({int(held_out.labels[i]) for i in low}) == digit_cards.SHOWN
    assert "The prediction is" in digit_cards.verdict(classifier, held_out, high[0])
