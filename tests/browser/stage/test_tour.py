"""The guided tour: five stops, each asking for one action and noticing when it is done."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.driver import STAGE_ALONE, Stage
from tests.browser.support.server import Server

STOPS = 5


def begin(stage: Stage) -> None:
    stage.part("tour").press("Enter")
    expect(stage.part("tour-card")).to_be_visible()


def expect_stop(stage: Stage, number: int, *, done: bool) -> None:
    card = stage.part("tour-card")
    expect(card.locator(".where")).to_have_text(f"{number} of {STOPS}")
    onward = "Skip" if not done else "Finish" if number == STOPS else "Next"
    expect(stage.part("tour-onward")).to_have_text(onward)
    told = card.locator(".told")
    if done:
        expect(told).to_contain_text("✓")
    else:
        expect(told).to_be_empty()


def go_on(stage: Stage) -> None:
    stage.part("tour-onward").press("Enter")
    stage.wait_for_frame()


def true_class(stage: Stage) -> int:
    target = stage.look().target
    return target.index(max(target))


def test_the_whole_tour_by_keyboard(stage: Stage) -> None:
    begin(stage)
    truth = true_class(stage)
    expect_stop(stage, 1, done=False)
    stage.key(f"logit-{truth}", "ArrowRight")
    expect_stop(stage, 1, done=False)  # the wrong way
    stage.key(f"logit-{truth}", "Shift+ArrowLeft")
    expect_stop(stage, 1, done=True)

    go_on(stage)
    expect_stop(stage, 2, done=False)
    stage.key(f"target-{truth}", "Enter")  # the same class again
    expect_stop(stage, 2, done=False)
    stage.key("target-0", "Enter")
    expect_stop(stage, 2, done=True)

    go_on(stage)
    expect_stop(stage, 3, done=False)
    assert stage.look().level == "high"  # so the stop asks for the way down
    expect(stage.part("tour-card")).to_contain_text("falls below log 4")
    stage.key("logit-1", "ArrowLeft")
    expect_stop(stage, 3, done=False)
    for _ in range(10):
        if stage.key("logit-0", "Shift+ArrowRight").level != "high":
            break
    expect_stop(stage, 3, done=True)

    go_on(stage)
    expect_stop(stage, 4, done=False)
    gradient = stage.look().grad
    steepest = max(range(len(gradient)), key=lambda i: abs(gradient[i]))
    along, against = ("ArrowLeft", "ArrowRight")[:: 1 if gradient[steepest] > 0 else -1]
    stage.key(f"logit-{steepest}", against)
    expect_stop(stage, 4, done=False)
    stage.key(f"logit-{steepest}", along, along)
    expect_stop(stage, 4, done=True)

    go_on(stage)
    expect_stop(stage, 5, done=False)
    stage.key("logit-0", "ArrowRight")
    expect_stop(stage, 5, done=False)
    stage.key("undo", "Enter")
    expect_stop(stage, 5, done=True)

    go_on(stage)
    expect(stage.part("tour-card")).to_be_hidden()
    expect(stage.part("tour")).to_be_focused()


def test_the_cost_can_be_made_high_where_it_is_low(stage: Stage) -> None:
    begin(stage)
    for _ in range(2):
        go_on(stage)
    expect(stage.part("tour-card")).to_contain_text("above log 4")
    stage.key("logit-3", "Home")
    assert stage.look().level == "high"
    expect_stop(stage, 3, done=True)


@pytest.mark.parametrize("z", ["-10,3,5,7", "-10,-10,10,10"])
def test_what_the_tour_asks_for_can_be_done_at_the_ends_of_the_scale(
    page: Page, server: Server, z: str
) -> None:
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}&z={z}&y=0")
    begin(stage)
    expect(stage.part("tour-card")).to_contain_text("to the right")
    stage.key("logit-0", "ArrowRight")
    expect_stop(stage, 1, done=True)
    for _ in range(3):
        go_on(stage)
    asked = stage.part("tour-card").locator(".ask").inner_text()
    found = re.search(r"gradient of class (\d) is ([+−]).* to the (left|right)", asked)
    assert found, asked
    assert (found[2] == "+") == (found[3] == "left")
    stage.key(f"logit-{int(found[1]) - 1}", f"Arrow{found[3].capitalize()}")
    expect_stop(stage, 4, done=True)


def test_only_undo_counts_as_undo(stage: Stage) -> None:
    stage.key("logit-0", "ArrowRight")
    stage.key("undo", "Enter")
    begin(stage)
    for _ in range(STOPS - 1):
        go_on(stage)
    stage.key("redo", "Enter")
    expect_stop(stage, 5, done=False)
    stage.key("logit-0", "Control+z")
    expect_stop(stage, 5, done=True)


def test_every_stop_can_be_skipped(stage: Stage) -> None:
    before = stage.look()
    begin(stage)
    for number in range(1, STOPS + 1):
        expect_stop(stage, number, done=False)
        go_on(stage)
    expect(stage.part("tour-card")).to_be_hidden()
    assert stage.look() == before


@pytest.mark.parametrize("number", [1, 3, STOPS])
def test_the_tour_can_be_ended_and_begun_again(stage: Stage, number: int) -> None:
    begin(stage)
    for _ in range(number - 1):
        go_on(stage)
    stage.part("tour-end").press("Enter")
    expect(stage.part("tour-card")).to_be_hidden()
    expect(stage.part("tour")).to_be_focused()
    begin(stage)
    expect_stop(stage, 1, done=False)


@pytest.mark.parametrize(
    "prepare",
    [lambda stage: stage.preset("ten-classes"), lambda stage: stage.press("soft-labels")],
    ids=["ten classes", "soft labels"],
)
def test_the_first_stop_is_noticed_in_a_drag_too(
    stage: Stage, prepare: Callable[[Stage], object]
) -> None:
    prepare(stage)
    begin(stage)
    x, y = stage.centre(f"logit-{true_class(stage)}")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x - 40, y, steps=4)
    expect_stop(stage, 1, done=True)
    stage.page.mouse.up()
