"""Grabbing a logit: every frame of the hand's motion shows the mathematics of that moment."""

import math
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from ce_core import cross_entropy
from tests.browser.conftest import OpenPage
from tests.browser.stage.test_numbers import assert_follows
from tests.browser.support.driver import STAGE_ALONE, Look, Stage
from tests.browser.support.server import Server


def moved(stage: Stage, test_id: str, offsets: Sequence[float]) -> Iterator[Look]:
    """Hold ``test_id`` with the mouse, pull it sideways, and look after each painted move."""
    x, y = stage.centre(test_id)
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for offset in offsets:
        stage.page.mouse.move(x + offset, y)
        stage.wait_for_frame()
        yield stage.look()
    stage.page.mouse.up()


def test_everything_follows_during_the_drag(stage: Stage) -> None:
    """The button is never released while these fifty looks are taken."""
    looks = list(moved(stage, "logit-3", [-2.0 * step for step in range(1, 51)]))
    assert len({look.logits[3] for look in looks}) >= 45
    assert len({look.cost for look in looks}) >= 45
    assert len({look.cost_text for look in looks}) >= 40
    for i in range(4):
        assert len({look.prob[i] for look in looks}) >= 45
        assert len({look.grad[i] for look in looks}) >= 45
    for look in looks:
        assert_follows(look)
        assert look.logits[:3] == (1, 3, 5)


def test_pulling_the_true_logit_down_raises_the_cost_all_the_way(stage: Stage) -> None:
    costs = [look.cost for look in moved(stage, "logit-3", range(-5, -100, -5))]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_the_cost_is_painted_in_the_very_frame_of_the_move(stage: Stage) -> None:
    """A listener of ours that follows the stage's own sees the new cost in the same frame."""
    stage.root.evaluate(
        """(stage) => {
            const seen = (window.seenInFrame = []);
            const read = (id) => stage.querySelector(`[data-testid="${id}"]`);
            window.addEventListener('pointermove', () => {
                requestAnimationFrame(() => seen.push([
                    Number(read('logit-3').getAttribute('aria-valuenow')),
                    Number(read('cost').dataset.value),
                ]));
            });
        }"""
    )
    looks = list(moved(stage, "logit-3", range(-3, -93, -3)))
    seen = stage.page.evaluate("window.seenInFrame")
    assert {cost for _, cost in seen} >= {look.cost for look in looks}
    for logit, cost in seen:
        assert cost == pytest.approx(float(cross_entropy([1, 3, 5, logit], 3)), rel=1e-12)


def test_the_handle_stays_under_the_hand(stage: Stage) -> None:
    x, _ = stage.centre("logit-2")
    for offset, _ in zip(
        (12, 40, -25, -90), moved(stage, "logit-2", (12, 40, -25, -90)), strict=True
    ):
        assert stage.centre("logit-2")[0] == pytest.approx(x + offset, abs=1.5)


def test_a_pull_past_the_end_stops_at_the_end(stage: Stage) -> None:
    *_, last = moved(stage, "logit-2", (2000,))
    high = float(stage.part("logit-2").get_attribute("aria-valuemax") or "nan")
    assert last.logits[2] <= high
    assert_follows(stage.look())


def test_releasing_outside_the_window_ends_the_drag(stage: Stage) -> None:
    list(moved(stage, "logit-2", (30, -4000)))
    after = stage.look()
    stage.page.mouse.move(700, 300)
    stage.page.mouse.move(300, 500)
    stage.wait_for_frame()
    assert stage.look() == after


def test_escape_lets_go_and_puts_the_logit_back(stage: Stage) -> None:
    x, y = stage.centre("logit-1")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + 40, y)
    stage.page.keyboard.press("Escape")
    stage.page.mouse.move(x + 60, y)
    stage.wait_for_frame()
    assert stage.look().logits == (1, 3, 5, 7)
    stage.page.mouse.up()


def test_pressing_beside_the_handle_brings_it_there(stage: Stage) -> None:
    x, y = stage.centre("logit-2")
    stage.page.mouse.click(x - 60, y)
    stage.wait_for_frame()
    assert stage.look().logits[2] < 5
    assert stage.centre("logit-2")[0] == pytest.approx(x - 60, abs=2)


def test_the_right_button_drags_nothing(stage: Stage) -> None:
    x, y = stage.centre("logit-2")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down(button="right")
    stage.page.mouse.move(x + 50, y)
    stage.page.mouse.up(button="right")
    stage.wait_for_frame()
    assert stage.look().logits == (1, 3, 5, 7)


@pytest.mark.parametrize("logits", ["1.7e308,-1.7e308,0", "6e307,0,0", "5e-324,-5e-324,0"])
def test_extreme_logits_can_be_dragged_too(page: Page, server: Server, logits: str) -> None:
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}&z={logits}&y=0")
    looks = list(moved(stage, "logit-0", (-40, -80, -120)))
    assert len({look.logits[0] for look in looks}) == 3
    for look in looks:
        assert all(map(math.isfinite, look.logits))
        assert not any(map(math.isnan, (*look.prob, *look.grad, look.cost)))


def test_what_python_draws_follows_when_the_hand_lets_go(stage: Stage) -> None:
    *_, last = moved(stage, "logit-3", (-30, -60, -90))
    stage.wait_until_told()
    assert stage.look().logits == last.logits


def test_what_python_draws_follows_when_the_hand_rests_without_letting_go(stage: Stage) -> None:
    x, y = stage.centre("logit-3")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x - 80, y)
    stage.wait_until_told()
    assert stage.look().logits[3] < 7
    stage.page.mouse.move(x - 120, y)
    stage.wait_until_told()
    stage.page.mouse.up()


# --- touch -----------------------------------------------------------------------------------


@pytest.fixture
def phone(open_page: OpenPage, server: Server) -> Stage:
    return Stage(open_page(width=390, height=844, phone=True), f"{server.url}/?{STAGE_ALONE}")


def touched(
    stage: Stage, start: tuple[float, float], path: Sequence[tuple[float, float]]
) -> list[Look]:
    """Move one real finger from ``start`` along ``path`` (offsets), looking at each point."""
    session = stage.page.context.new_cdp_session(stage.page)
    x, y = start

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": px, "y": py, "id": 1} for px, py in points]},
        )

    looks = []
    touch("touchStart", (x, y))
    for dx, dy in path:
        touch("touchMove", (x + dx, y + dy))
        stage.wait_for_frame()
        looks.append(stage.look())
    touch("touchEnd")
    return looks


def test_a_finger_drags_as_a_mouse_does(phone: Stage) -> None:
    phone.part("logit-3").scroll_into_view_if_needed()
    before = phone.centre("logit-3")
    looks = touched(phone, before, [(-2.0 * step, 0.5 * step) for step in range(1, 31)])
    assert len({look.cost for look in looks}) >= 25
    assert looks[-1].logits[3] < 7
    for look in looks:
        assert_follows(look)
    phone.wait_until_told()
    assert phone.look().logits == looks[-1].logits
    assert phone.centre("logit-3")[1] == pytest.approx(before[1], abs=1), "the page scrolled"


def test_a_finger_that_scrolls_over_a_bar_changes_nothing(phone: Stage) -> None:
    phone.part("logit-0").scroll_into_view_if_needed()
    x, y = phone.centre("logit-0")
    touched(phone, (x - 60, y), [(0, -10.0 * step) for step in range(1, 12)])
    assert phone.look().logits == (1, 3, 5, 7)


# --- keyboard --------------------------------------------------------------------------------


def test_keys_move_a_logit(stage: Stage, subtests: pytest.Subtests) -> None:
    moves = {
        "ArrowRight": 3.1,
        "ArrowUp": 3.1,
        "ArrowLeft": 2.9,
        "ArrowDown": 2.9,
        "Shift+ArrowRight": 4,
        "Shift+ArrowLeft": 2,
        "Alt+ArrowRight": 3.01,
        "Alt+ArrowDown": 2.99,
        "ArrowRight ArrowRight ArrowRight": 3.3,
        "Home": -10,
        "End": 10,
    }
    for keys, logit in moves.items():
        with subtests.test(keys):
            stage.preset("low-cost")
            seen = stage.key("logit-1", *keys.split())
            assert seen.logits == (1, logit, 5, 7)
            assert_follows(seen)


def test_python_hears_of_a_key(stage: Stage) -> None:
    stage.key("logit-1", "ArrowRight")
    stage.wait_until_told()


def focused(page: Page) -> str | None:
    found: str | None = page.evaluate(
        """() => {
            const { activeElement } = document;
            return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.dataset.testid;
        }"""
    )
    return found


def stops(stage: Stage, count: int) -> list[str | None]:
    """Press Tab so often, and say where each of them has led."""
    found = []
    for _ in range(count):
        stage.page.keyboard.press("Tab")
        found.append(focused(stage.page))
    return found


def test_the_whole_stage_is_within_reach_of_the_tab_key(stage: Stage) -> None:
    """Presets and tools are one stop each, the true class is one, a class has two."""
    stage.part("preset-low-cost").focus()
    reached = stops(stage, 11)
    classes = [f"{part}-{i}" for i in range(4) for part in ("logit", "logit-input")]
    assert reached[0] == "soft-labels"  # the first tool that can be used: nothing to undo
    assert reached[1:10] == [*classes, "target-3"]


def test_arrow_keys_lead_along_a_toolbar(stage: Stage) -> None:
    stage.part("soft-labels").focus()
    stage.page.keyboard.press("ArrowRight")
    assert focused(stage.page) == "edit-classes"
    stage.page.keyboard.press("End")
    assert focused(stage.page) == "tour"
    stage.page.keyboard.press("ArrowRight")
    assert focused(stage.page) == "soft-labels"
    stage.part("preset-low-cost").focus()
    stage.page.keyboard.press("ArrowRight")
    assert focused(stage.page) == "preset-high-cost"


def test_arrow_keys_choose_the_true_class(stage: Stage) -> None:
    stage.part("target-3").focus()
    stage.page.keyboard.press("ArrowUp")
    assert stage.look().target == (0, 0, 1, 0)
    assert focused(stage.page) == "target-2"
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("ArrowDown")
    assert stage.look().target == (1, 0, 0, 0)
    expect(stage.root.get_by_role("radio", checked=True)).to_have_accessible_name("class 1")
    group = stage.root.get_by_role("radiogroup", name="True class")
    expect(group).to_have_attribute("aria-owns", "truth-0 truth-1 truth-2 truth-3")


def test_enter_on_a_handle_leads_to_its_exact_number(stage: Stage) -> None:
    stage.key("logit-1", "Enter")
    assert focused(stage.page) == "logit-input-1"


def test_focus_can_be_seen(stage: Stage) -> None:
    stage.key("logit-1", "ArrowRight")
    expect(stage.part("logit-1")).to_be_focused()
    shown = stage.part("logit-1").evaluate(
        """(node) => [null, '::before', '::after'].some((pseudo) => {
            const style = getComputedStyle(node, pseudo);
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        })"""
    )
    assert shown
