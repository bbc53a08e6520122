"""A frame in a course page, a zoom of 200 %, a small phone, paper: nothing is covered or lost."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.driver import Stage
from tests.browser.support.one_screen import CLASSES, resize
from tests.browser.support.painted import visit
from tests.browser.support.server import Server

_COVERED = """() => {
    const title = document.querySelector('.st-key-page_header').getBoundingClientRect();
    return [...document.querySelectorAll(
        '[data-testid="stTopNavLink"], [data-testid="stTopNavSection"]')]
        .filter((node) => node.checkVisibility()
            && node.getBoundingClientRect().right > title.left)
        .map((node) => node.innerText);
}"""
_CUT = """() => {
    const title = document.querySelector('.st-key-page_header h1');
    return title.scrollWidth - title.clientWidth;
}"""


def test_framed_at_900_by_600_the_playground_is_wholly_usable(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?embed=true&{CLASSES[4]}")
    seen = resize(page, (900, 600))
    assert seen.whole == seen.rows == 4
    assert seen.figure == 1
    for test_id in ("more-presets", "soft-labels", "edit-classes", "tour", "cost", "sentence"):
        expect(page.get_by_test_id(test_id)).to_be_in_viewport(ratio=1)


def test_the_title_stands_beside_the_navigation(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/stability")  # a long one
    for width in (1280, 1121, 1120, 1024, 900, 800, 769):
        resize(page, (width, 700))
        assert page.evaluate(_COVERED) == [], width
        assert width < 900 or page.evaluate(_CUT) <= 0, width


def test_a_small_phone_shows_the_whole_title(open_page: OpenPage, server: Server) -> None:
    page = open_page(width=320, height=640, phone=True)
    visit(page, server.url)
    assert page.evaluate(_CUT) <= 0


def test_at_twice_the_size_every_handle_is_there(page: Page, server: Server) -> None:
    # A window of 1280 × 720 at a zoom of 200 %.
    page.set_viewport_size({"width": 640, "height": 360})
    stage = Stage(page, f"{server.url}/?{CLASSES[10]}")
    for i in (0, 4, 9):
        stage.part(f"logit-{i}").scroll_into_view_if_needed()
        expect(stage.part(f"logit-{i}")).to_be_in_viewport(ratio=1)
        before = stage.look().cost
        assert stage.key(f"logit-{i}", "ArrowRight").cost != before


_ON_PAPER = """() => [...document.querySelectorAll('.chart-plot')]
    .map((plot) => plot.getBoundingClientRect())
    .map(({ left, right, top, bottom }) => [left, right, top, bottom])"""


def test_paper_has_the_title_first_and_no_chart_over_another(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?section=cost-curves&{CLASSES[4]}")
    # As a browser does for A4: the event, then the layout for the paper's width.
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    heading = page.get_by_role("heading", level=1)
    box, stage = heading.bounding_box(), page.get_by_test_id("stage").bounding_box()
    assert box is not None
    assert stage is not None
    assert 0 <= box["y"] < box["y"] + box["height"] <= stage["y"]
    expect(page.get_by_role("button", name="Present")).to_be_hidden()
    expect(page.get_by_test_id("tour")).to_be_hidden()
    below = 0.0
    for left, right, top, bottom in page.evaluate(_ON_PAPER):
        assert left >= 0
        assert right <= 718
        assert top >= below
        below = bottom
    assert below > 0
