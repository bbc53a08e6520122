"""What every page is held to: axe, focus, little room, the presenter view, its own origin.

Each page is opened once, and its tests look at it one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WATCHED
from tests.browser.support.access import serious, tabbed
from tests.browser.support.driver import READY
from tests.browser.support.one_screen import SIDEWAYS
from tests.browser.support.painted import PATHS, assert_sound, visit, wait_until_painted, wear
from tests.browser.support.server import Server
from tests.browser.support.watched import PROJECTOR, Chromium, WatchedBrowser

ROOMS = {"twice as large": (640, 450), "phone": (390, 844), "narrow": (320, 640)}
NOTHING_TO_PRESENT = {"/batches", "/check_mine", "/help", "/my_number"}
OF_THE_PAGE_ITSELF = ("data", "blob")


@dataclass
class Opened:
    """A page that stands, and the address of everything that it has asked for so far."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        wait_until_painted(self.page)


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path or "playground")
def standing(
    chromium: Chromium, server: Server, request: pytest.FixtureRequest
) -> Iterator[tuple[Opened, WatchedBrowser]]:
    watched = WatchedBrowser(chromium)
    opened = Opened(watched.open())
    opened.page.on("request", lambda sent: opened.seen.append(sent.url))
    opened.page.on("websocket", lambda socket: opened.seen.append(socket.url))
    visit(opened.page, f"{server.url}/{request.param}")
    yield opened, watched
    assert watched.finish() == []


@pytest.fixture
def opened(
    standing: tuple[Opened, WatchedBrowser], request: pytest.FixtureRequest
) -> Iterator[Opened]:
    """The page at a projector's size in light colours; its picture is saved if the test fails."""
    found, request.node.stash[WATCHED] = standing
    yield found
    wear(found.page, "light")
    found.resize(*PROJECTOR)


# --- for everybody --------------------------------------------------------------------------------


def test_the_focus_is_seen_wherever_it_is(opened: Opened) -> None:
    stops = tabbed(opened.page)
    assert len(stops) > 5
    assert [stop["html"] for stop in stops if not stop["ringed"]] == []


def test_axe_finds_nothing_serious(opened: Opened) -> None:
    page = opened.page
    assert serious(page) == []
    wear(page, "dark")
    assert serious(page) == []


def sections(page: Page) -> list[Locator]:
    """What opens the sections of a page that has any: tabs, or choices of one."""
    choices = page.get_by_role("radiogroup", name="Section").get_by_role("radio")
    return [*page.get_by_role("tab").all(), *choices.all()]


# Right after a click the script has not begun, and what is about to go still stands.
_WATCH_FOR_A_RUN = """() => {
    window.asked = performance.now();
    window.ran = false;
    new MutationObserver((changes, observer) => {
        window.ran = true;
        observer.disconnect();
    }).observe(document.querySelector('[data-test-script-state]'), {
        attributes: true, attributeFilter: ['data-test-script-state'],
    });
}"""


def open_section(page: Page, section: Locator) -> None:
    page.evaluate(_WATCH_FOR_A_RUN)
    section.click()
    # A tab, or the section that is open already, asks for no run.
    page.wait_for_function("window.ran || performance.now() > window.asked + 2000")
    page.locator(READY).wait_for(state="attached")
    wait_until_painted(page)


def test_axe_finds_nothing_serious_in_any_section(opened: Opened) -> None:
    page = opened.page
    for section in sections(page)[1:]:
        open_section(page, section)
        assert serious(page) == [], section.inner_text()


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


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_lost_where_there_is_little_room(opened: Opened, room: str) -> None:
    opened.resize(*ROOMS[room])
    # Charts take a moment to hear that they have less room.
    opened.page.wait_for_function(f"() => ({SIDEWAYS})() <= 0 && !({_OVER_THE_EDGE})().length")
    assert_sound(opened.page)


# --- for the classroom ----------------------------------------------------------------------------


def test_it_can_be_presented(opened: Opened) -> None:
    page = opened.page
    if urlsplit(page.url).path in NOTHING_TO_PRESENT:
        expect(page.get_by_test_id("copy-link")).to_be_visible()
        expect(page.get_by_role("button", name="Present")).to_have_count(0)
        return
    page.get_by_role("button", name="Present").click()
    leave = page.get_by_role("button", name="Leave presenter view")
    expect(leave).to_be_visible()
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    assert_sound(page)
    leave.click()
    expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()


def open_everything(page: Page) -> None:
    for section in sections(page):
        open_section(page, section)
        open_folds(page)
    open_folds(page)
    for popover in page.get_by_test_id("stPopover").get_by_role("button").all():
        popover.click()
        # Python is asked what is inside; a key pressed before it has answered would be overtaken.
        expect(page.get_by_test_id("stPopoverBody")).not_to_be_empty()
        page.locator(READY).wait_for(state="attached")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.get_by_test_id("copy-link").click()
    page.get_by_test_id("keys").click()
    page.keyboard.press("Escape")


def open_folds(page: Page) -> None:
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
            page.locator(READY).wait_for(state="attached")


def test_no_request_leaves_the_servers_own_origin(opened: Opened, server: Server) -> None:
    page = opened.page
    open_everything(page)
    for download in page.get_by_test_id("stDownloadButton").get_by_role("button").all():
        if download.is_visible() and download.is_enabled():
            with page.expect_download() as started:
                download.click()
            assert started.value.path().stat().st_size > 0
    origins = {
        (address.scheme, address.netloc)
        for address in map(urlsplit, opened.seen)
        if address.scheme not in OF_THE_PAGE_ITSELF
    }
    here = urlsplit(server.url).netloc
    assert origins == {("http", here), ("ws", here)}
