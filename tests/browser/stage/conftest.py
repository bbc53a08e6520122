"""An empty page that offers the browser's modules exactly as shipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

ASSETS = Path(__file__).parents[3] / "assets"
ORIGIN = "http://stage.test"


def serve_from_repository(route: Route) -> None:
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if name.endswith(".js"):
        text = (ASSETS / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")


@pytest.fixture(scope="package")
def modules(browser: Browser) -> Iterator[Page]:
    """An empty page whose origin offers assets/**/*.js; no server, no network."""
    context = browser.new_context()
    context.route("**/*", serve_from_repository)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    yield page
    context.close()
