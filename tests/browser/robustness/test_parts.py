"""The section that is shown follows the stage once the hand rests, and nothing else runs."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect

from ce_core.scenario import PRESETS
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY, Stage
from tests.browser.support.painted import wait_until_painted
from tests.browser.support.server import Server

NUMBERS = "() => JSON.stringify([...document.querySelectorAll('.js-plotly-plot')].map(p => p.data))"


def sent(page: Page) -> list[str | bytes]:
    """Give the list that everything the page tells the server from now on goes into."""
    frames: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: frames.append(data))

    page.on("websocket", listen)
    return frames


def test_one_message_does_for_the_stage_and_the_section(page: Page, server: Server) -> None:
    frames = sent(page)
    stage = Stage(page, f"{server.url}/?section=cost-curves")
    wait_until_painted(page)
    frames.clear()
    before = page.locator(".chart-caption").first.inner_text()
    stage.key("logit-0", "Shift+ArrowRight")
    expect(page.locator(".chart-caption").first).not_to_have_text(before)
    stage.wait_until_told()
    assert len(frames) == 1


def test_a_section_that_does_not_follow_is_not_drawn_anew(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/descent?section=plane")
    page.get_by_role("button", name="Show the logits").click()
    page.get_by_test_id("logit-0").wait_for()
    stage = Stage.on(page)
    page.evaluate("document.querySelector('.st-key-points_editor').dataset.kept = 'yes'")
    stage.key("logit-0", "Shift+ArrowRight")
    stage.wait_until_told()
    expect(page.locator(".st-key-points_editor")).to_have_attribute("data-kept", "yes")


# A hand that moves on just as Python's answer arrives: its words are there, and nothing is painted.
MOVES_ON = """() => new MutationObserver((_, observer) => {
    observer.disconnect();
    document.documentElement.setAttribute('data-hand-moves', '');
}).observe(document.querySelector('.chart-caption'), { childList: true })"""
WHEN_A_MOVE_IS_OVER = """() => window.addEventListener('pointermove', () => {
    window.moving = document.documentElement.hasAttribute('data-hand-moves');
})"""


def test_nothing_is_painted_while_the_hand_moves(open_page: OpenPage, server: Server) -> None:
    page = open_page(height=2400)
    stage = Stage(page, f"{server.url}/?section=cost-curves")
    wait_until_painted(page)
    before = page.evaluate(NUMBERS)
    page.evaluate(MOVES_ON)
    stage.key("logit-0", "Shift+ArrowRight")
    page.locator("html[data-hand-moves] .chart[data-waits]").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(NUMBERS) == before
    page.evaluate("document.documentElement.removeAttribute('data-hand-moves')")
    page.wait_for_function(f"(before) => ({NUMBERS})() !== before", arg=before)


def test_a_hand_moves_from_its_first_move_until_it_rests(stage: Stage) -> None:
    page = stage.page
    page.evaluate(WHEN_A_MOVE_IS_OVER)
    x, y = stage.centre("logit-0")
    page.mouse.move(x, y)
    assert page.evaluate("window.moving") is False
    page.mouse.down()
    page.mouse.move(x + 30, y)
    assert page.evaluate("window.moving") is True
    expect(page.locator("html[data-hand-moves]")).to_have_count(0)
    page.mouse.move(x + 40, y)
    assert page.evaluate("window.moving") is True
    page.mouse.up()
    expect(page.locator("html[data-hand-moves]")).to_have_count(0)


@pytest.mark.parametrize("preset", ["two-classes", "ten-classes"])
def test_a_new_number_of_classes_concerns_every_part(
    page: Page, server: Server, preset: str
) -> None:
    stage = Stage(page, f"{server.url}/derivation?road=k-class&line=all")
    count = page.get_by_text(re.compile(r"\d+ lines in \d+ chains"))
    expect(count).to_be_visible()
    lines = page.locator(".st-key-derivation_lines")
    before = lines.inner_text()
    stage.preset(preset)
    stage.wait_until_told()
    expect(lines).not_to_have_text(before, use_inner_text=True)  # drawn anew: a menu stays open
    page.locator(READY).wait_for(state="attached")
    names = next(each.scenario.names for each in PRESETS if each.key == preset)
    chooser = page.get_by_role("combobox", name=re.compile("Class j"))
    expect(chooser).to_be_visible()
    chooser.focus()
    wait_until_painted(page)  # the last formulas are laid out: what is opened now stays open
    chooser.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(len(names))


def test_a_choice_below_the_stage_reaches_the_stage(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/two_classes?z=1,3,5&y=2")
    page.get_by_role("button", name="Keep only these two").click()
    stage.expect_logits(5, 3)  # the true class first
    expect(page.get_by_role("button", name="Keep only these two")).to_have_count(0)
    stage.wait_until_told()


def test_on_paper_every_chart_is_painted(page: Page, server: Server) -> None:
    Stage(page, server.url)
    page.set_viewport_size({"width": 700, "height": 500})
    expect(page.locator(".chart-plot")).to_have_count(3)
    wait_until_painted(page)
    page.pdf()
    assert page.locator(".chart[data-waits]").count() == 0
