"""For everybody: by keyboard, by ear, enlarged, without motion, in one's own colours."""

import io
from collections import Counter

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from ce_core.number_format import format_number
from tests.browser.conftest import OpenPage
from tests.browser.support.access import serious, tabbed
from tests.browser.support.driver import STAGE_ALONE, Stage
from tests.browser.support.painted import visit, wait_until_painted
from tests.browser.support.server import Server

THEMES = ("light", "dark")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_serious_in_any_state_of_the_playground(
    open_page: OpenPage, server: Server, theme: str
) -> None:
    stage = Stage(open_page(dark=theme == "dark"), f"{server.url}/?{STAGE_ALONE}")
    page = stage.page
    for test_id in ("edit-classes", "soft-labels", "tour"):
        stage.press(test_id)
    wait_until_painted(page)
    assert serious(page) == []
    page.get_by_role("button", name="QR code").click()
    page.get_by_role("img", name="QR code").wait_for()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_test_id("keys").click()
    assert serious(page) == []
    visit(page, f"{server.url}/?view=present")
    assert serious(page) == []


def test_axe_would_notice_a_control_without_a_name(stage: Stage) -> None:
    stage.part("logit-0").evaluate("node => node.removeAttribute('aria-label')")
    assert any("logit-0" in violation for violation in serious(stage.page))


# --- by keyboard ----------------------------------------------------------------------------------

_CONTROLS = """(stage) => [...stage.querySelectorAll('button, input, [role="slider"], [tabindex]')]
    .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0)
    .map((node) => node.dataset.testid)"""


def test_tab_reaches_every_control_of_the_stage(stage: Stage) -> None:
    stage.edit()
    stage.press("tour")
    stage.page.mouse.click(1, 1)
    reached = Counter(stop["id"] for stop in tabbed(stage.page))
    missed = {*stage.root.evaluate(_CONTROLS)} - reached.keys()
    assert missed == set()
    assert {"copy-link", "keys"} <= reached.keys()
    twice = {test_id for test_id, times in reached.items() if test_id and times > 1}
    assert not {test_id for test_id in twice if test_id.startswith(("logit", "target", "class"))}


def test_every_handle_works_by_keys_alone(stage: Stage) -> None:
    stage.part("soft-labels").press("Enter")
    assert stage.key("logit-0", "ArrowRight").logits[0] == 1.1
    assert stage.key("target-0", "Shift+ArrowRight").target[0] == pytest.approx(0.1)
    stage.part("soft-labels").press(" ")
    assert stage.key("target-2", "Enter").target == (0, 0, 1, 0)
    assert stage.key("target-2", "ArrowUp").target == (0, 1, 0, 0)
    before = stage.look()
    stage.key("logit-3", "End")
    assert stage.key("undo", "Enter") == before


# --- by ear ---------------------------------------------------------------------------------------


def test_handles_say_what_they_are_and_where_they_stand(stage: Stage) -> None:
    stage.press("soft-labels")
    for i, logit in enumerate((1, 3, 5, 7)):
        for kind, now, said in (
            ("logit", logit, format_number(logit)),
            ("label", int(i == 3), str(int(i == 3))),
        ):
            name = f"{kind} of class {i + 1}"
            handle = stage.root.get_by_role("slider", name=name, exact=True)
            expect(handle).to_have_attribute("aria-valuenow", str(now))
            expect(handle).to_have_attribute("aria-valuetext", said)
            low, high = (handle.get_attribute(f"aria-value{end}") for end in ("min", "max"))
            assert float(low or "nan") <= now <= float(high or "nan")
    expect(stage.root.get_by_role("group", name="class 1")).to_have_count(1)
    expect(stage.root.get_by_role("switch", name="Soft labels")).to_be_checked()
    for picture in stage.root.get_by_role("img").all():
        assert picture.get_attribute("aria-label")


# What a screen reader would announce: changes inside live regions, and how long the hand had
# rested by then.
_LISTEN = """(stage) => {
    window.heard = [];
    let moved = -Infinity;
    stage.addEventListener('pointermove', () => { moved = performance.now(); }, true);
    const live = 'output, [aria-live], [role="status"], [role="alert"]';
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const node = target.nodeType === 1 ? target : target.parentElement;
            const region = node?.closest(live);
            if (!region || region.getAttribute('aria-live') === 'off') continue;
            window.heard.push([region.className, performance.now() - moved, region.textContent]);
        }
    }).observe(stage, { subtree: true, childList: true, characterData: true });
}"""


def test_the_state_is_spoken_at_rest_and_not_during_the_drag(stage: Stage) -> None:
    stage.root.evaluate(_LISTEN)
    x, y = stage.centre("logit-3")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for step in range(40):
        stage.page.mouse.move(x - 2 * step, y)
    early = [words for _, rest, words in stage.page.evaluate("heard") if rest < 100]
    assert early == []
    stage.page.mouse.up()
    stage.wait_until_told()
    *_, (region, _, words) = stage.page.evaluate("heard")
    assert region == "spoken"
    assert words == stage.look().sentence


# --- motion, size, colours ------------------------------------------------------------------------


def test_who_wants_no_motion_gets_none(stage: Stage) -> None:
    def moving() -> list[str]:
        found: list[str] = stage.root.evaluate(
            """(stage) => [stage, ...stage.querySelectorAll('*')]
                .flatMap((node) => [null, '::before', '::after'].map((part) => [node, part]))
                .filter(([node, part]) => {
                    const style = getComputedStyle(node, part);
                    return style.transitionDuration.split(', ').some((time) => time !== '0s')
                        || style.animationName !== 'none';
                }).map(([node]) => node.className)"""
        )
        return found

    assert moving() != []
    stage.page.emulate_media(reduced_motion="reduce")
    assert moving() == []


def test_every_button_of_the_stage_has_room_for_its_words(
    open_page: OpenPage, server: Server
) -> None:
    stage = Stage(open_page(), f"{server.url}/?{STAGE_ALONE}")
    stage.press("tour")
    for width in (390, 640, 1280):
        stage.page.set_viewport_size({"width": width, "height": 800})
        stage.wait_for_frame()
        cramped = stage.root.evaluate(
            """(stage) => [...stage.querySelectorAll('.toolbar button, .tour button')]
                .filter((button) => button.scrollWidth > button.clientWidth)
                .map((button) => button.textContent)"""
        )
        assert cramped == [], width


def picture(part: Locator) -> Image.Image:
    return Image.open(io.BytesIO(part.screenshot())).convert("L")


@pytest.mark.parametrize("theme", THEMES)
def test_in_forced_colours_every_sign_is_still_there(
    open_page: OpenPage, server: Server, theme: str
) -> None:
    page = open_page(dark=theme == "dark")
    page.emulate_media(forced_colors="active")
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}&z=1,3,5,7&y=3")
    stage.wait_for_frame()
    for selector in (
        ".row:last-child .track",
        ".row:last-child .prob .fill",
        ".circle",
        ".backward",
    ):
        darkest, brightest = picture(stage.root.locator(selector)).getextrema()
        assert brightest - darkest > 100, selector
    # Black on white or white on black: the true class's circle is filled, the bar has its length.
    background = picture(stage.part("sentence")).tobytes()[0]
    true, other = (picture(stage.part(f"target-{i}")).crop((0, 4, 16, 28)) for i in (3, 0))
    ink = [sum(abs(pixel - background) for pixel in part.tobytes()) for part in (true, other)]
    assert ink[0] > 1.15 * ink[1]
    pressed, released = (
        stage.part(f"preset-{key}").evaluate("node => getComputedStyle(node).backgroundColor")
        for key in ("low-cost", "high-cost")
    )
    assert pressed != released
    stage.part("logit-0").focus()
    stage.page.keyboard.press("ArrowRight")
    outline = stage.part("logit-0").evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
