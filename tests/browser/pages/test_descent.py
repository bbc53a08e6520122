"""Descent in a real browser: play and pause, and points under a hand."""

import pytest
from playwright.sync_api import Locator, Page, expect

from ce_core.numeric import cross_entropy
from ce_core.numeric.descent.landscape import COSTS, Landscape
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import Stage, scenario_in
from tests.browser.support.server import Server

HIGH = "z=1,-9,4,8&y=1"
PLANE = f"{HIGH}&descend=Points+in+the+plane"


@pytest.fixture
def player(page: Page, server: Server) -> Stage:
    stage = Stage(page, f"{server.url}/descent?{HIGH}")
    expect(page.get_by_test_id("run-cost-0")).to_be_visible()
    return stage


@pytest.fixture
def plane(open_page: OpenPage, server: Server) -> Stage:
    stage = Stage(open_page(height=1400), f"{server.url}/descent?{PLANE}", folded=True)
    expect(stage.page.get_by_test_id("point-0")).to_be_visible()
    return stage


def step_of(page: Page) -> int:
    return int(page.get_by_test_id("step").input_value())


def value(locator: Locator) -> float:
    return float(locator.get_attribute("data-value") or "nan")


# --- the player ---------------------------------------------------------------------------------


def test_nothing_plays_by_itself(player: Stage) -> None:
    player.wait_for_frame()
    assert step_of(player.page) == 0
    expect(player.page.get_by_test_id("play")).to_have_text("Play")


def test_play_moves_on_and_pause_holds(player: Stage) -> None:
    page = player.page
    play = page.get_by_test_id("play")
    play.click()
    expect(play).to_have_text("Pause")
    expect(page.get_by_test_id("count")).not_to_have_text("step 0 of 100")
    play.click()
    expect(play).to_have_text("Play")
    held = step_of(page)
    assert held > 0
    for _ in range(20):
        player.wait_for_frame()
    assert step_of(page) == held


def descents(logits: tuple[float, ...], label: tuple[float, ...]) -> list[list[float]]:
    """The costs of both descents, step by step, by Python's own landscape; T = 1, rate 1."""
    everywhere = tuple(range(len(logits)))
    found = []
    for landscape in (Landscape(label, cost) for cost in COSTS):
        path = landscape.descent(logits, free=everywhere, rate=1.0, steps=100)
        found.append(landscape.value(path).tolist())
    return found


def test_step_and_back_show_the_costs_that_python_finds(player: Stage) -> None:
    page = player.page
    runs = descents((1, -9, 4, 8), (0, 1, 0, 0))
    for action, step in (("on", 1), ("on", 2), ("on", 3), ("back", 2), ("start", 0)):
        page.get_by_test_id(action).click()
        assert step_of(page) == step
        for i, costs in enumerate(runs):
            shown = value(page.get_by_test_id(f"run-cost-{i}"))
            assert shown == pytest.approx(costs[step], rel=1e-9)
    expect(page.get_by_test_id("back")).to_be_disabled()


def test_the_slider_goes_to_any_step_with_the_keyboard(player: Stage) -> None:
    page = player.page
    slider = page.get_by_test_id("step")
    slider.press("End")
    assert step_of(page) == 100
    expect(page.get_by_test_id("on")).to_be_disabled()
    expect(page.get_by_test_id("descent-sentence")).to_contain_text("After 100 steps")
    slider.press("ArrowLeft")
    assert step_of(page) == 99


def test_the_end_of_a_run_is_the_end_of_playing(player: Stage) -> None:
    page = player.page
    slider, play = page.get_by_test_id("step"), page.get_by_test_id("play")
    slider.press("End")
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    play.click()
    expect(page.get_by_test_id("count")).to_have_text("step 100 of 100")
    expect(play).to_have_text("Play")


def test_with_reduced_motion_play_shows_few_still_pictures(player: Stage) -> None:
    page = player.page
    page.emulate_media(reduced_motion="reduce")
    page.get_by_test_id("play").click()
    expect(page.get_by_test_id("count")).to_have_text("step 10 of 100")
    page.get_by_test_id("play").click()
    assert step_of(page) % 10 == 0


def test_the_logits_of_a_step_go_to_the_stage(player: Stage) -> None:
    page = player.page
    page.get_by_test_id("step").press("End")
    page.get_by_test_id("take-0").click()
    costs, _ = descents((1, -9, 4, 8), (0, 1, 0, 0))
    page.wait_for_url(lambda url: scenario_in(url).logits != (1, -9, 4, 8))
    player.wait_for_python()
    seen = player.look()
    assert cross_entropy(seen.logits, seen.target) == pytest.approx(costs[100], rel=1e-9)
    assert seen.cost == pytest.approx(costs[100], rel=1e-9)
    assert step_of(page) == 0
    expect(page.get_by_test_id("run-cost-0")).to_have_attribute("data-value", str(seen.cost))


# Reads both in the very task in which the stage has painted a move.
IN_THE_FRAME = """() => {
    window.seen = [];
    const rooms = [...document.querySelectorAll('*')].flatMap((node) => node.shadowRoot ?? []);
    const find = (id) => rooms.flatMap((r) => [...r.querySelectorAll(`[data-testid="${id}"]`)])[0];
    const values = () => ['cost', 'run-cost-0', 'run-cost-1'].map((id) => find(id).dataset.value);
    window.addEventListener('lab-scenario', ({ detail }) => queueMicrotask(() =>
        window.seen.push([detail.logits, ...values().map(Number)])));
}"""


def test_both_runs_start_anew_in_every_frame_of_a_drag(player: Stage) -> None:
    page = player.page
    page.evaluate(IN_THE_FRAME)
    box = player.part("logit-1").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for far in (20, 40, 60):
        page.mouse.move(x + far, y)
        player.wait_for_frame()
    moved = page.evaluate("window.seen")
    assert len({tuple(logits) for logits, *_ in moved}) >= 3
    for logits, cost, first, second in moved:
        entropy, squared = descents(tuple(logits), (0, 1, 0, 0))
        assert cost == pytest.approx(entropy[0], rel=1e-12)
        assert (first, second) == pytest.approx((entropy[0], squared[0]), rel=1e-9)
    page.mouse.up()


def test_the_step_is_kept_while_the_start_moves_and_names_and_classes_follow(
    player: Stage,
) -> None:
    page = player.page
    page.get_by_test_id("step").press("End")
    player.key("logit-3", "ArrowLeft")
    assert step_of(page) == 100
    costs, _ = descents(player.look().logits, (0, 1, 0, 0))
    assert value(page.get_by_test_id("run-cost-0")) == pytest.approx(costs[100], rel=1e-9)
    player.edit()
    player.part("name-1").fill("fox")
    expect(page.get_by_test_id("descent-sentence")).to_contain_text("fox has")
    expect(page.get_by_test_id("triangle")).to_contain_text("fox")
    player.press("add-class")
    expect(page.get_by_test_id("run-0").locator(".value")).to_have_count(5)
    player.preset("two-classes")
    expect(page.get_by_test_id("run-0").locator(".value")).to_have_count(2)
    expect(page.get_by_test_id("triangle")).to_be_hidden()


# --- points in the plane --------------------------------------------------------------------------


def centre(locator: Locator) -> tuple[float, float]:
    box = locator.locator(".area").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def outermost(page: Page) -> int:
    """The point farthest to the left: nothing lies over it."""
    places = page.locator(".point").evaluate_all(
        "nodes => nodes.map((node) => node.getBoundingClientRect().x)"
    )
    return int(places.index(min(places)))


def test_a_dragged_point_stays_under_the_hand_in_every_frame_and_is_trained_on(
    plane: Stage,
) -> None:
    page = plane.page
    number = outermost(page)
    point = page.get_by_test_id(f"point-{number}")
    cost_before = page.get_by_test_id("mean-cost").inner_text()
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    for far in (20, 80, 160, 260):
        page.mouse.move(x + far, y - far / 8)
        plane.wait_for_frame()
        assert centre(point) == pytest.approx((x + far, y - far / 8), abs=1.5)
    page.mouse.up()
    expect(page.get_by_test_id("mean-cost")).not_to_have_text(cost_before)
    plane.wait_for_python()
    assert centre(point) == pytest.approx((x + 260, y - 32.5), abs=1.5)
    # A drag is no press: the stage keeps its own logits.
    assert scenario_in(page.url).logits == (1, -9, 4, 8)


def test_escape_puts_a_point_back(plane: Stage) -> None:
    page = plane.page
    point = page.get_by_test_id(f"point-{outermost(page)}")
    x, y = centre(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 30)
    page.keyboard.press("Escape")
    plane.wait_for_frame()
    assert centre(point) == pytest.approx((x, y), abs=1)
    page.mouse.up()


def test_a_pressed_point_shows_its_logits_in_the_stage(plane: Stage) -> None:
    page = plane.page
    number = outermost(page)
    point = page.get_by_test_id(f"point-{number}")
    page.mouse.click(*centre(point))
    page.wait_for_url(lambda url: scenario_in(url).n_classes == 3)
    plane.root.wait_for()
    plane.wait_for_python()
    look = plane.look()
    shown = page.get_by_test_id("chosen").inner_text()
    assert shown.startswith(f"Point {number + 1} of 90, class {look.target.index(1) + 1}")
    expect(page.get_by_test_id("chosen")).to_contain_text(f"cost {look.cost_text}")


def test_points_move_change_class_come_and_go_by_keyboard(plane: Stage) -> None:
    page = plane.page
    chosen = page.get_by_test_id("chosen")
    page.get_by_test_id("point-0").focus()
    before = centre(page.get_by_test_id("point-0"))
    page.keyboard.press("Shift+ArrowLeft")
    plane.wait_for_frame()
    assert centre(page.get_by_test_id("point-0"))[0] < before[0] - 10
    page.keyboard.press("2")
    expect(chosen).to_contain_text("class 2")
    page.keyboard.press("PageDown")
    expect(chosen).to_contain_text("Point 2 of 90")
    page.keyboard.press("Delete")
    expect(chosen).to_contain_text("of 89")
    page.keyboard.press("Insert")
    expect(chosen).to_contain_text("Point 90 of 90")
    plane.wait_for_python()
    expect(page.locator(".point")).to_have_count(90)


def test_an_empty_place_takes_a_new_point_of_the_class_asked_for(plane: Stage) -> None:
    page = plane.page
    page.get_by_test_id("new-2").click()
    box = page.locator(".plane").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 12, box["y"] + 12)
    expect(page.get_by_test_id("chosen")).to_contain_text("Point 91 of 91, class 3")
    plane.wait_for_python()
    expect(page.locator(".point")).to_have_count(91)


def test_the_regions_are_played_from_an_even_guess(plane: Stage) -> None:
    page = plane.page
    page.get_by_test_id("start").click()
    expect(page.get_by_test_id("mean-cost")).to_have_text("1.10")
    page.get_by_test_id("play").click()
    expect(page.get_by_test_id("mean-cost")).not_to_have_text("1.10")


def test_other_points_from_python_replace_those_in_the_browser(plane: Stage) -> None:
    page = plane.page
    before = page.locator(".point").first.get_attribute("transform")
    page.get_by_role("button", name="Draw new points").click()
    expect(page.locator(".point").first).not_to_have_attribute("transform", before or "")
    page.get_by_text("moons", exact=True).click()
    plane.wait_for_python()
    expect(page.locator(".point")).to_have_count(90)


def test_a_finger_drags_a_point_without_scrolling(open_page: OpenPage, server: Server) -> None:
    stage = Stage(
        open_page(width=390, height=844, phone=True), f"{server.url}/descent?{PLANE}", folded=True
    )
    expect(stage.page.get_by_test_id("point-0")).to_be_visible()  # they come after the page
    point = stage.page.get_by_test_id(f"point-{outermost(stage.page)}")
    point.scroll_into_view_if_needed()
    assert point.evaluate("n => getComputedStyle(n).touchAction") == "none"
