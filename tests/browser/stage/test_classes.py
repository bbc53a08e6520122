"""Labels, classes and exact numbers: everything else a person can set on the stage."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.stage.test_numbers import assert_follows
from tests.browser.support.driver import Stage

# --- labels ----------------------------------------------------------------------------------


def test_a_click_on_a_class_makes_it_the_true_one(stage: Stage) -> None:
    stage.press("class-0")
    seen = stage.look()
    assert seen.target == (1, 0, 0, 0)
    assert seen.level == "high"
    assert_follows(seen)
    stage.wait_until_told()


def test_a_click_on_a_label_makes_its_class_the_true_one(stage: Stage) -> None:
    stage.press("target-1")
    assert stage.look().target == (0, 1, 0, 0)


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_label_can_be_chosen_from_the_keyboard(stage: Stage, key: str) -> None:
    assert stage.key("target-2", key).target == (0, 0, 1, 0)


def test_labels_cannot_be_dragged_until_they_are_soft(stage: Stage) -> None:
    x, y = stage.centre("target-3")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x - 40, y)
    stage.wait_for_frame()
    assert stage.look().target == (0, 0, 0, 1)
    stage.page.mouse.up()


def test_soft_labels_always_sum_to_one_while_one_is_dragged(stage: Stage) -> None:
    stage.press("soft-labels")
    expect(stage.part("soft-labels")).to_have_attribute("aria-checked", "true")
    expect(stage.part("target-3")).to_have_attribute("role", "slider")
    x, y = stage.centre("target-1")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    shares, costs = set(), set()
    for offset in range(2, 42, 2):
        stage.page.mouse.move(x + offset, y)
        stage.wait_for_frame()
        seen = stage.look()
        assert math.fsum(seen.target) == pytest.approx(1, abs=1e-12)
        assert min(seen.target) >= 0
        assert_follows(seen)
        shares.add(seen.target[1])
        costs.add(seen.cost)
    stage.page.mouse.up()
    assert len(shares) >= 8
    assert len(costs) >= 8
    stage.wait_until_told()


def test_soft_labels_move_by_keys_and_reach_both_ends(stage: Stage) -> None:
    stage.press("soft-labels")
    assert stage.key("target-0", "ArrowRight").target == pytest.approx((0.01, 0, 0, 0.99))
    assert stage.key("target-0", "End").target == (1, 0, 0, 0)
    assert math.fsum(stage.key("target-0", "Home").target) == pytest.approx(1)


def test_switching_soft_labels_off_leaves_one_true_class(stage: Stage) -> None:
    stage.press("soft-labels")
    stage.key("target-0", "Shift+ArrowRight", "Shift+ArrowRight")
    stage.press("soft-labels")
    assert stage.look().target == (0, 0, 0, 1)
    stage.wait_until_told()


# --- classes and names -----------------------------------------------------------------------


def test_classes_are_added_up_to_ten_and_removed_down_to_two(stage: Stage) -> None:
    stage.edit()
    for count in range(5, 11):
        stage.press("add-class")
        seen = stage.look()
        assert len(seen.logits) == count
        assert seen.target[3] == 1
        assert_follows(seen)
    expect(stage.part("add-class")).to_be_disabled()
    assert stage.look().names == tuple(f"class {i}" for i in range(1, 11))
    for count in range(9, 1, -1):
        stage.press("remove-class-0")
        seen = stage.look()
        assert len(seen.logits) == count
        assert math.fsum(seen.target) == 1
        assert_follows(seen)
    expect(stage.part("remove-class-0")).to_be_disabled()
    expect(stage.part("remove-class-1")).to_be_disabled()
    stage.wait_until_told()


def test_removing_a_class_takes_its_own_logit_and_name(stage: Stage) -> None:
    stage.edit()
    stage.part("name-0").fill("cat")
    stage.press("remove-class-1")
    seen = stage.look()
    assert seen.logits == (1, 5, 7)
    assert seen.names == ("cat", "class 2", "class 3")
    assert seen.target == (0, 0, 1)


def test_a_name_is_shown_and_spoken_everywhere(stage: Stage) -> None:
    stage.edit()
    stage.part("name-3").fill("  fox & 狐 ")
    stage.key("name-3", "Tab")
    stage.wait_until_told()
    assert stage.look().names[3] == "fox & 狐"
    assert "ox & 狐 gets 86.5 %" in stage.look().sentence
    assert "fox & 狐" in (stage.part("logit-3").get_attribute("aria-label") or "")


def test_markup_in_a_name_is_only_text(stage: Stage) -> None:
    stage.edit()
    stage.part("name-3").fill("<img src=x onerror=alert(1)>")
    stage.key("name-3", "Tab")
    stage.wait_until_told()
    assert stage.look().names[3] == "<img src=x onerror=alert(1)>"
    assert stage.page.locator("img[src=x]").count() == 0


# --- exact logits ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "logit"),
    [
        ("2.5", 2.5),
        ("−3", -3),
        ("-0.125", -0.125),
        ("1e3", 1000),
        ("0.1234567890123", 0.1234567890123),
    ],
)
def test_an_exact_logit_is_taken_as_typed(stage: Stage, text: str, logit: float) -> None:
    seen = stage.type_logit(1, text)
    assert seen.logits == (1, logit, 5, 7)
    assert_follows(seen)
    stage.wait_until_told()
    assert stage.scenario().logits == (1, logit, 5, 7)


def test_a_logit_that_is_no_number_changes_nothing_and_says_what_is_wanted(stage: Stage) -> None:
    for text in ("abc", "", "1/0", "nan", "1e999", "alert(1)"):
        assert stage.type_logit(1, text, commit="Tab").logits == (1, 3, 5, 7)
        expect(stage.root.get_by_role("alert")).to_be_visible()
        expect(stage.root.get_by_role("alert")).to_contain_text("number")
    stage.type_logit(1, "4")
    expect(stage.root.get_by_role("alert")).to_be_hidden()


def test_the_scale_makes_room_for_a_large_logit(stage: Stage) -> None:
    stage.type_logit(0, "250")
    high = float(stage.part("logit-0").get_attribute("aria-valuemax") or "nan")
    assert high > 250
    track, handle = stage.part("logit-0").locator("..").bounding_box(), stage.centre("logit-0")
    assert track is not None
    assert track["x"] <= handle[0] <= track["x"] + track["width"]


# --- undo, redo, reset -----------------------------------------------------------------------


def test_undo_and_redo_walk_through_what_was_done(stage: Stage) -> None:
    expect(stage.part("undo")).to_be_disabled()
    stage.key("logit-0", "Shift+ArrowRight")
    stage.press("class-1")
    stage.preset("uniform")
    stages = [(1, 3, 5, 7), (2, 3, 5, 7), (2, 3, 5, 7), (0, 0, 0, 0)]
    for logits in stages[2::-1]:
        stage.press("undo")
        assert stage.look().logits == logits
    assert stage.look().target == (0, 0, 0, 1)
    expect(stage.part("undo")).to_be_disabled()
    for logits in stages[1:]:
        stage.press("redo")
        assert stage.look().logits == logits
    expect(stage.part("redo")).to_be_disabled()
    stage.wait_until_told()


def test_a_whole_drag_is_undone_in_one_step(stage: Stage) -> None:
    x, y = stage.centre("logit-3")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for offset in range(0, 100, 5):
        stage.page.mouse.move(x - offset, y)
        stage.wait_for_frame()
    stage.page.mouse.up()
    stage.wait_until_told()
    stage.press("undo")
    assert stage.look().logits == (1, 3, 5, 7)
    stage.press("redo")
    assert stage.look().logits[3] < 7
    stage.wait_until_told()


def test_undo_works_from_the_keyboard_and_after_python_answered(stage: Stage) -> None:
    stage.key("logit-0", "Shift+ArrowRight")
    stage.wait_until_told()
    stage.key("logit-0", "Control+z")
    assert stage.look().logits == (1, 3, 5, 7)
    stage.key("logit-0", "Control+Shift+z")
    assert stage.look().logits == (2, 3, 5, 7)


def test_a_new_step_after_undo_ends_what_could_be_redone(stage: Stage) -> None:
    stage.key("logit-0", "Shift+ArrowRight")
    stage.press("undo")
    stage.key("logit-1", "Shift+ArrowRight")
    expect(stage.part("redo")).to_be_disabled()


def test_reset_leads_back_to_the_preset(stage: Stage) -> None:
    stage.preset("high-cost")
    stage.key("logit-0", "End")
    stage.press("class-3")
    stage.press("reset")
    seen = stage.look()
    assert (seen.logits, seen.target) == ((1, -9, 4, 8), (0, 1, 0, 0))
    expect(stage.part("reset")).to_be_disabled()
    stage.wait_until_told()
