"""Whoever drags sees what the drag moves: all rows and the main figure on one screen."""

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY, Stage
from tests.browser.support.one_screen import (
    CLASSES,
    LEAST,
    PHONES,
    PRESENTED,
    SIDEWAYS,
    SIZES,
    WITH_STAGE,
    look,
    resize,
    sections,
    settle,
    steps,
)
from tests.browser.support.painted import visit
from tests.browser.support.server import Server


def named(path: str) -> str:
    return path or "playground"


PAGES = pytest.mark.parametrize("path", WITH_STAGE, ids=named)
WITHOUT_FIGURE = ("practice",)  # exercises are words and fields


@PAGES
def test_rows_and_main_figure_are_on_one_screen_on_opening(
    page: Page, server: Server, path: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    links = []
    for link in sections(page, f"{server.url}/{path}?{CLASSES[4]}"):
        assert_rows_and_figure(page, path, 4)
        links.append(link)
    for link in links:  # the larger number of classes, from the section's own link
        visit(page, link.replace(CLASSES[4], CLASSES[10]))
        assert_rows_and_figure(page, path, 10)
        page.set_viewport_size({"width": 320, "height": 640})
        page.wait_for_function(f"() => ({SIDEWAYS})() <= 0")


def assert_rows_and_figure(page: Page, path: str, classes: int) -> None:
    for size in SIZES:
        seen = resize(page, size)
        where = f"{page.url} at {size} with {classes} classes: {seen}"
        assert seen.whole == seen.rows, where
        assert path in WITHOUT_FIGURE or seen.figure >= LEAST[classes], where


@pytest.mark.parametrize("classes", CLASSES)
@pytest.mark.parametrize("path", [path for path in WITH_STAGE if path != "derivation"], ids=named)
def test_each_step_of_a_presenter_is_one_screen(
    page: Page, server: Server, path: str, classes: int
) -> None:
    visit(page, f"{server.url}/{path}?{CLASSES[classes]}&view=present")
    for step in steps(page):
        assert_one_screen(page, classes, step)


# Of each derivation: where it begins, its longest chains, and where it ends.
LINES = {
    2: ("", "second-ratio.5", "together.9", "vector.9"),
    3: ("", "same.7", "together.9"),
    4: ("", "log-sum-exp.6", "meeting.4"),
}


@pytest.mark.parametrize("classes", CLASSES)
@pytest.mark.parametrize("step", LINES)
def test_each_line_that_a_presenter_reveals_is_on_one_screen(
    page: Page, server: Server, step: int, classes: int
) -> None:
    for line in LINES[step]:
        query = f"{CLASSES[classes]}&view=present&step={step}&line={line}"
        visit(page, f"{server.url}/derivation?{query}")
        page.keyboard.press("v")
        expect(page.get_by_role("button", name="Cover")).to_be_visible()
        assert_one_screen(page, classes, line)


def assert_one_screen(page: Page, classes: int, step: str) -> None:
    for size in PRESENTED:
        seen = resize(page, size)
        where = f"{step} at {size} with {classes} classes: {seen}"
        assert seen.whole == seen.rows, where
        assert seen.figure < 0 or seen.figure >= LEAST[classes], where
        assert seen.scrolls <= 0, where


_NUMBERS = """(stage) => ['cost', 'prob-0', 'grad-0', 'logit-input-0'].map((id) =>
    parseFloat(getComputedStyle(stage.querySelector(`[data-testid="${id}"]`)).fontSize))"""


@pytest.mark.parametrize("size", [*PRESENTED, (1920, 1080)], ids=str)
def test_a_presenters_numbers_are_large_and_grow_with_the_window(
    open_page: OpenPage, server: Server, size: tuple[int, int]
) -> None:
    stage = Stage(
        open_page(width=size[0], height=size[1]), f"{server.url}/derivative?view=present&step=2"
    )
    sizes: Sequence[float] = stage.root.evaluate(_NUMBERS)
    assert min(sizes) >= 24 * max(1, size[0] / 1280) * 0.99


@pytest.mark.parametrize("size", PHONES, ids=str)
@pytest.mark.parametrize("classes", CLASSES)
@pytest.mark.parametrize("path", ["", "cost_curves", "derivative"])
def test_on_a_phone_cost_and_figure_stay_while_a_handle_is_dragged(
    open_page: OpenPage, server: Server, path: str, classes: int, size: tuple[int, int]
) -> None:
    page = open_page(width=size[0], height=size[1], phone=True)
    stage = Stage(page, f"{server.url}/{path}?{CLASSES[classes]}")
    settle(page)
    for i in range(classes):
        stage.part(f"logit-{i}").scroll_into_view_if_needed()
        before = stage.look().cost
        finger(stage, f"logit-{i}", 30, lambda: seen_in_drag(stage))
        assert stage.look().cost != before


def seen_in_drag(stage: Stage) -> None:
    expect(stage.part("cost")).to_be_in_viewport(ratio=1)
    assert look(stage.page).figure >= 0.6


def finger(stage: Stage, test_id: str, distance: float, during: Callable[[], None]) -> None:
    """Drag with a real finger; look while it is down."""
    session = stage.page.context.new_cdp_session(stage.page)
    x, y = stage.centre(test_id)
    for kind, at in (("touchStart", x), ("touchMove", x + distance)):
        points = [{"x": at, "y": y, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    stage.wait_for_frame()
    during()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


# --- nothing moves that no hand moves -----------------------------------------------------------

_SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: 'layout-shift' });"""


@pytest.mark.parametrize("path", ["", "cost_curves", "derivative", "two_classes"])
def test_nothing_shifts_while_charts_arrive_and_while_the_hand_moves(
    page: Page, server: Server, path: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    stage = Stage(page, f"{server.url}/{path}?{CLASSES[4]}")
    page.evaluate(_SHIFTS)  # from here on: before, Streamlit builds its own frame
    settle(page)
    x, y = stage.centre("logit-3")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 160, y, steps=12)  # across log K and back: the sentence changes
    page.mouse.move(x, y, steps=12)
    page.mouse.up()
    settle(page)
    assert page.evaluate("window.shifted") < 0.05


# --- keyboard and fingers -----------------------------------------------------------------------


@PAGES
def test_from_the_skip_link_the_first_handle_is_three_tabs_away(
    page: Page, server: Server, path: str
) -> None:
    if path == "practice":
        path = "practice?section=write"
    Stage(page, f"{server.url}/{path}")
    settle(page)
    page.get_by_role("link", name="Skip to main content").press("Enter")
    focused = (
        "() => { const { activeElement } = document; return "
        "(activeElement?.shadowRoot?.activeElement ?? activeElement)?.dataset.testid; }"
    )
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
    assert "logit-0" in reached


_SMALL = """() => {
    const shadows = [...document.querySelectorAll('*')].map((node) => node.shadowRoot);
    const roots = [document, ...shadows.filter(Boolean)];
    const kinds = 'button, [role="slider"], [role="radio"], [role="switch"]';
    return roots.flatMap((root) => [...root.querySelectorAll(kinds)])
        .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && !node.closest('[data-testid="stSidebar"], [data-testid="stHeader"]')
            && getComputedStyle(node).pointerEvents !== 'none')
        .map((node) => node.matches('input') ? node.closest('label') ?? node : node)
        .map((node) => [node, node.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && (box.width < 43.5 || box.height < 43.5))
        .map(([node, box]) => `${node.outerHTML.slice(0, 100)} ${box.width} ${box.height}`);
}"""


@pytest.mark.parametrize("path", ["", "cost_curves", "derivation"])
def test_on_a_touch_screen_everything_to_press_is_large_enough(
    open_page: OpenPage, server: Server, path: str
) -> None:
    page = open_page(width=390, height=844, phone=True)
    stage = Stage(page, f"{server.url}/{path}")
    settle(page)
    stage.press("more-tools")
    stage.press("more-presets")
    assert page.evaluate(_SMALL) == []


@pytest.mark.parametrize("width", [900, 1024, 1280])
@pytest.mark.parametrize("path", ["", "cost_curves"])
def test_the_track_of_a_logit_is_long_enough_to_aim(
    open_page: OpenPage, server: Server, path: str, width: int
) -> None:
    stage = Stage(open_page(width=width, height=768), f"{server.url}/{path}")
    box = stage.root.locator(".track").first.bounding_box()
    assert box is not None
    assert box["width"] >= 200


def test_the_menu_of_a_phone_closes_after_a_choice(open_page: OpenPage, server: Server) -> None:
    page = open_page(width=390, height=664, phone=True)
    Stage(page, server.url)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Cost curves").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cost curves")
    page.locator(READY).wait_for(state="attached")
    expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()


# --- the arrow of the gradient ------------------------------------------------------------------


def test_the_arrow_tells_a_hundredth_from_a_tenth_from_one(page: Page, server: Server) -> None:
    lengths = []
    for target, gap in ((0, 4.6), (0, 2.2), (1, 4.6)):  # gradients 0.01, 0.1 and 0.99
        stage = Stage(page, f"{server.url}/?hide=curves&z={gap},0&y={target}")
        gradient = abs(stage.look().grad[0])
        box = stage.part("push-0").bounding_box()
        assert box is not None
        lengths.append((gradient, box["width"]))
    (_, short), (_, middle), (_, long) = lengths
    assert middle > short + 12
    assert long > middle + 12
