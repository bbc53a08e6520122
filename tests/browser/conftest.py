"""A real server and a real Chromium for every test in this folder.

Pages are watched: an error in the console, an uncaught exception or a request to any other
origin fails the test that caused it. Nothing here waits for a length of time.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests.browser.driver import Stage
from tests.browser.server import Server

HERE = Path(__file__).parent
FAILURES = HERE / "failures"
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROJECTOR = {"width": 1280, "height": 800}

OpenContext = Callable[..., BrowserContext]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a real Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Save what the pages of a failed test looked like."""
    report: Any = yield
    contexts = getattr(item, "contexts_of_test", [])
    if report.when == "call" and report.failed:
        name = re.sub(r"[^\w-]+", "_", item.name)
        FAILURES.mkdir(exist_ok=True)
        for number, page in enumerate(page for context in contexts for page in context.pages):
            page.screenshot(path=FAILURES / f"{name}-{number}.png")
    return report


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Launch the system's Chromium or Chrome if there is one, else Playwright's own."""
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    try:
        launched = playwright.chromium.launch(executable_path=system, args=[*QUIET])
    except Error as error:
        reason = (
            "No Chromium could be started. Install chromium or google-chrome, or run "
            f"`python -m playwright install chromium`. It said: {error.message.splitlines()[0]}"
        )
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def open_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenContext]:
    """Open watched browser contexts; what they complained about is asserted to be nothing."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []
    request.node.contexts_of_test = opened

    def open_one(**settings: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": PROJECTOR, **settings})
        context.set_default_timeout(30_000)
        opened.append(context)
        watch(context, complaints)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert complaints == []


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Note errors of pages in ``context``, and requests that leave this machine's loopback."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console error: {message.text} ({message.location.get('url')})")

    def on_request(request: Request) -> None:
        if not re.match(r"(https?|wss?)://127\.0\.0\.1:\d+/|data:|blob:", request.url):
            complaints.append(f"request to another origin: {request.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    context.on("request", on_request)


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """One watched page the size of a projector, in light colours."""
    return open_context(color_scheme="light").new_page()


@pytest.fixture
def stage(page: Page, server: Server) -> Stage:
    """The playground as it opens: figure 1's case."""
    return Stage(page, server.url)
