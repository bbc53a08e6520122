"""Measures what of a section can be seen together with all rows of the stage, without scrolling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.support.driver import READY
from tests.browser.support.painted import visit, wait_until_painted

WITH_STAGE = (
    "",
    "derivation",
    "cost_curves",
    "derivative",
    "two_classes",
    "stability",
    "descent",
    "practice",
)
SIZES = ((1280, 720), (1366, 768), (1024, 768), (1920, 1080))
PRESENTED = ((1280, 720), (1024, 768))
PHONES = ((390, 844), (360, 640))
CLASSES = {
    4: "z=1,3,5,7&y=3",
    10: "z=-2,0.5,1,3,-1,0,2,-3,1.5,-0.5&y=3",
}
LEAST = {4: 0.95, 10: 0.85}
"""Of the main figure's height, by the number of classes."""

_SEEN = """() => {
    const header = document.querySelector('.st-key-presenter, [data-testid="stHeader"]');
    const top = header?.getBoundingClientRect().bottom ?? 0;
    const within = ({ top: from, bottom: to, height }) =>
        height ? Math.max(0, Math.min(to, innerHeight) - Math.max(from, top)) / height : 0;
    const stage = document.querySelector('[data-testid="stage"]')
        ?? [...document.querySelectorAll('*')].map((node) => node.shadowRoot)
            .filter(Boolean).map((root) => root.querySelector('[data-testid="stage"]'))
            .find(Boolean);
    const rows = [...(stage?.querySelectorAll('.row') ?? [])]
        .map((row) => within(row.getBoundingClientRect()));
    const figure = document.querySelector('[data-testid="main-figure"]');
    const main = document.querySelector('[data-testid="stMain"]');
    return {
        rows: rows.length,
        whole: rows.filter((share) => share > 0.999).length,
        figure: figure ? within(figure.getBoundingClientRect()) : -1,
        height: figure?.getBoundingClientRect().height ?? 0,
        scrolls: main.scrollHeight - main.clientHeight,
        frame: figure ? figure.getBoundingClientRect().top : 0,
    };
}"""


SIDEWAYS = """() => Math.max(...[document.scrollingElement, ...document.querySelectorAll(
    '[data-testid="stMain"], [data-testid="stAppViewContainer"]')]
    .map((node) => node.scrollWidth - node.clientWidth))"""
"""By how many pixels the page can be scrolled sideways."""


@dataclass(frozen=True)
class Seen:
    """What the window shows of a section.

    Parameters
    ----------
    rows, whole : int
        How many rows the stage has, and how many of them are wholly in the window.
    figure : float
        The share of the main figure's height that is in the window; negative without a figure.
    height : float
        Of the main figure, in pixels.
    scrolls : float
        By how many pixels the page can be scrolled.
    frame : float
        Where the figure begins, in pixels from the top.
    """

    rows: int
    whole: int
    figure: float
    height: float
    scrolls: float
    frame: float


def look(page: Page) -> Seen:
    """Measure the page as it stands."""
    return Seen(**page.evaluate(_SEEN))


def resize(page: Page, size: tuple[int, int]) -> Seen:
    """Give the window another size and measure once everything has been laid out for it."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    return look(page)


def settle(page: Page) -> None:
    """Wait until the section stands, its charts in sight are painted and the room is measured."""
    page.locator(READY).wait_for(state="attached")
    wait_until_painted(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def sections(page: Page, address: str) -> Iterator[str]:
    """Go through a page's sections by choosing one after the other; give the link of each."""
    visit(page, address)
    settle(page)
    choices = page.get_by_role("radiogroup", name="Section").get_by_role("radio")
    yield address
    for number in range(1, choices.count()):
        before = page.url
        choices.nth(number).click()
        page.wait_for_url(lambda url, before=before: url != before)
        settle(page)
        yield page.url


def section_of(link: str) -> str:
    """Name a section by its link."""
    query = parse_qs(urlsplit(link).query)
    return (query.get("section") or query.get("road") or ["first"])[0]


def steps(page: Page) -> Iterator[str]:
    """Go through all that a presenter's Next leads to, each with its answers revealed."""
    place = page.locator(".st-key-presenter")
    following = place.get_by_role("button", name="Next", exact=True)
    while True:
        page.keyboard.press("v")
        expect(page.get_by_role("button", name="Cover")).to_be_visible()
        settle(page)
        here = place.inner_text()
        yield " · ".join(re.findall(r"\d+ of \d+", here))
        if following.is_disabled():
            return
        page.keyboard.press("PageDown")
        expect(page.get_by_role("button", name="Reveal")).to_be_visible()
        expect(place).not_to_have_text(here, use_inner_text=True)
