"""A real server and a real Chromium for every test in this folder.

Pages are watched: an error in the console, an uncaught exception or a request to any other
origin fails the test that caused it. Nothing here waits for a length of time.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.browser.support.driver import STAGE_ALONE, Stage
from tests.browser.support.javascript import ORIGIN, serve_from_repository
from tests.browser.support.server import Server
from tests.browser.support.watched import PATIENCE_MS, Chromium, WatchedBrowser

HERE = Path(__file__).parent
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Draw in the browser's own process: where there is no graphics card, another only costs time.
DRAWN_AT_HOME = ("--disable-gpu", "--in-process-gpu")

# What Chromium and Streamlit's frontend write to the console when a connection is lost.
OF_AN_OUTAGE = re.compile(
    r"WebSocket connection to|net::ERR_|/_stcore/|Connection|disconnected|not responding|"
    r"Failed to fetch|status of (404|502)"
)

OpenPage = Callable[..., Page]
WATCHED = pytest.StashKey[WatchedBrowser]()
STAYS = pytest.StashKey[bool]()
"""Whether something of the test stays in its tabs: it failed, or it says so."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a real Chromium")
    config.addinivalue_line("markers", "own_tab: does something to its tab that stays there")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Save what the pages of a failed test looked like."""
    report: Any = yield
    if report.when == "call":
        item.stash[STAYS] = not report.passed or item.get_closest_marker("own_tab") is not None
    if report.when == "call" and report.failed and WATCHED in item.stash:
        name = re.sub(r"[^\w-]+", "_", item.name)
        item.stash[WATCHED].picture_pages(HERE / "failures", name)
    return report


@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    """The system's Chromium or Chrome if there is one, else Playwright's own."""
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        found = Chromium(playwright.chromium, system, [*QUIET, *DRAWN_AT_HOME], Path(profile))
        try:
            found.start()
        except Error as error:
            reason = (
                "No Chromium could be started. Install chromium or google-chrome, or run "
                f"`python -m playwright install chromium`. It said: {error.message.splitlines()[0]}"
            )
            if os.environ.get("CI"):
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)
        yield found
        found.close()


@pytest.fixture(scope="package")
def browser(chromium: Chromium) -> Browser:
    """A browser that knows no page, for whoever opens contexts of a special kind."""
    return chromium.browser


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="package")
def watched(chromium: Chromium) -> WatchedBrowser:
    return WatchedBrowser(chromium)


@pytest.fixture
def open_page(watched: WatchedBrowser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open watched pages; at the end of the test none of them may have complained."""
    request.node.stash[WATCHED] = watched
    yield watched.open
    assert watched.finish(keep=not request.node.stash.get(STAYS, True)) == []


@pytest.fixture
def open_page_in_an_outage(
    watched: WatchedBrowser, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open pages that may complain of one thing only: that their server is gone."""
    request.node.stash[WATCHED] = watched
    yield watched.open
    said = watched.finish(keep=False)
    assert [line for line in said if not OF_AN_OUTAGE.search(line)] == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One watched page the size of a projector, in light colours."""
    return open_page()


@pytest.fixture
def stage(page: Page, server: Server) -> Stage:
    """The playground's stage as it opens, figure 1's case, without the panels."""
    return Stage(page, f"{server.url}/?{STAGE_ALONE}")


@pytest.fixture
def playground(page: Page, server: Server) -> Stage:
    """The whole playground as it opens, with the charts and the derivation."""
    return Stage(page, server.url)


@pytest.fixture(scope="package")
def modules(browser: Browser) -> Iterator[Page]:
    """An empty page whose origin offers assets/**/*.js; no server, no network."""
    context = browser.new_context()
    context.route("**/*", serve_from_repository)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    yield page
    context.close()
