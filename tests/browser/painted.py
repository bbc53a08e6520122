"""A page that stands: the script is done, components are mounted, charts and letters painted."""

from playwright.sync_api import Page

from tests.browser.driver import READY

_PAINTED = """() => document.fonts.status === 'loaded'
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
        .every((chart) => !chart.checkVisibility() || chart.querySelector('.main-svg'))"""


def visit(page: Page, url: str) -> None:
    """Open ``url`` and wait until all of it is there."""
    page.goto(url)
    wait_until_painted(page)


def wait_until_painted(page: Page) -> None:
    page.get_by_test_id("copy-link").wait_for()
    page.locator(READY).wait_for(state="attached")
    page.wait_for_function(_PAINTED)
