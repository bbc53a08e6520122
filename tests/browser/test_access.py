"""For everybody: by keyboard, by ear, enlarged, without motion, in one's own colours."""

import io
from collections import Counter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from ce_core.number_format import format_number
from ce_core.palette import roles
from tests.browser.conftest import OpenPage
from tests.browser.driver import Stage
from tests.browser.painted import visit, wait_until_painted
from tests.browser.server import Server
from tests.browser.test_pages import PATHS, rgb

THEMES = ("light", "dark")
ACCENT = rgb(roles("light")["moved"])
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


def serious(page: Page) -> list[str]:
    """Give what axe-core finds serious or critical on the page as it stands."""
    found = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_on_any_page(
    open_page: OpenPage, server: Server, path: str, theme: str
) -> None:
    page = open_page(dark=theme == "dark")
    visit(page, f"{server.url}/{path}")
    assert serious(page) == []
    if theme == "light":
        for tab in page.get_by_role("tab").all()[1:]:
            tab.click()
            expect(tab).to_have_attribute("aria-selected", "true")
            wait_until_painted(page)
            assert serious(page) == [], tab.inner_text()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_serious_in_any_state_of_the_playground(
    open_page: OpenPage, server: Server, theme: str
) -> None:
    stage = Stage(open_page(dark=theme == "dark"), server.url)
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

_FOCUSED = """(accent) => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    if (!node || node === document.body) return null;
    const box = node.getBoundingClientRect();
    // A field's frame may draw the ring, or take the accent's colour, rather than the field.
    const frames = [node];
    for (let up = node.parentElement; up && frames.length < 6; up = up.parentElement) {
        frames.push(up);
    }
    const ringed = frames.some((frame, level) => {
        const style = getComputedStyle(frame);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
            || (level < 3 && style.boxShadow !== 'none')
            || (level > 0 && style.borderTopColor === accent);
    });
    return {
        id: node.dataset.testid ?? '', name: node.getAttribute('aria-label') ?? node.textContent,
        html: node.outerHTML.slice(0, 200), ringed, place: `${box.left},${box.top + scrollY}`,
        inside: node.getRootNode() !== document,
    };
}"""

_CONTROLS = """(stage) => [...stage.querySelectorAll('button, input, [role="slider"], [tabindex]')]
    .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0)
    .map((node) => node.dataset.testid)"""


def tabbed(page: Page, limit: int = 160) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the focus leaves it; give where it stood."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED, ACCENT)
        if stop is None:
            break
        stops.append(stop)
    return stops


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


@pytest.mark.parametrize("path", PATHS)
def test_the_focus_is_seen_wherever_it_is(open_page: OpenPage, server: Server, path: str) -> None:
    page = open_page()
    visit(page, f"{server.url}/{path}")
    stops = tabbed(page)
    assert len(stops) > 5
    assert [stop["html"] for stop in stops if not stop["ringed"]] == []


def test_every_handle_works_by_keys_alone(stage: Stage) -> None:
    stage.part("soft-labels").press("Enter")
    assert stage.key("logit-0", "ArrowRight").logits[0] == 1.1
    assert stage.key("target-0", "Shift+ArrowRight").target[0] == pytest.approx(0.1)
    stage.part("soft-labels").press(" ")
    assert stage.key("target-2", "Enter").target == (0, 0, 1, 0)
    assert stage.key("class-1", "Enter").target == (0, 1, 0, 0)
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


_OVER_THE_EDGE = """() => {
    const room = document.documentElement.clientWidth;
    const shadows = [...document.querySelectorAll('*')].map((node) => node.shadowRoot);
    const roots = [document, ...shadows.filter(Boolean)];
    const kinds = 'button, input, h1, h2, h3, p, svg, [role]';
    const scrolls = (node) => {
        for (; node; node = node.parentElement ?? node.getRootNode().host) {
            if (/auto|scroll|hidden|clip/.test(getComputedStyle(node).overflowX)
                && node.clientWidth < node.scrollWidth && node.clientWidth <= room
                && !node.matches('[data-testid^="stMain"], [data-testid^="stApp"], body')) {
                return true;
            }
        }
        return false;
    };
    return roots.flatMap((root) => [...root.querySelectorAll(kinds)])
        .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && !node.closest('[data-testid="stSidebar"], #js-plotly-tester'))
        .map((node) => [node, node.getBoundingClientRect()])
        .filter(([node, box]) => box.width > 1 && (box.right > room + 1 || box.left < -1))
        .filter(([node]) => !scrolls(node))
        .map(([node, box]) => `${node.outerHTML.slice(0, 120)} ${box.left} ${box.right}`);
}"""


@pytest.mark.parametrize(("width", "ratio"), [(640, 2), (390, 1)], ids=["twice as large", "phone"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_lost_where_there_is_little_room(
    open_page: OpenPage, server: Server, path: str, width: int, ratio: int
) -> None:
    page = open_page(width=width, height=900 // ratio)
    visit(page, f"{server.url}/{path}")
    assert page.evaluate(_OVER_THE_EDGE) == []
    sideways = page.evaluate(
        """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
            .map((node) => node.scrollWidth - node.clientWidth)"""
    )
    assert max(sideways) <= 0


def test_every_button_of_the_stage_has_room_for_its_words(
    open_page: OpenPage, server: Server
) -> None:
    for width in (390, 640, 1280):
        stage = Stage(open_page(width=width, height=800), server.url)
        stage.press("tour")
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
    stage = Stage(page, f"{server.url}/?z=1,3,5,7&y=3")
    stage.wait_for_frame()
    for selector in (".row:last-child .track", ".row:last-child .fill", ".circle", ".backward"):
        darkest, brightest = picture(stage.root.locator(selector)).getextrema()
        assert brightest - darkest > 100, selector
    # Black on white or white on black: the true class's circle is filled, the bar has its length.
    background = picture(stage.root.locator(".sigma")).tobytes()[0]
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
