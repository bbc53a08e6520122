"""No request leaves the server's own origin: on any page, whatever is opened there."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.driver import READY
from tests.browser.painted import visit, wait_until_painted
from tests.browser.server import Server
from tests.browser.test_pages import PATHS

OF_THE_PAGE_ITSELF = ("data", "blob")


def asked_for(page: Page) -> list[str]:
    """Give a list that will hold the address of everything that the page asks for."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("websocket", lambda socket: seen.append(socket.url))
    return seen


def open_everything(page: Page) -> None:
    for tab in page.get_by_role("tab").all():
        tab.click()
        wait_until_painted(page)
        for fold in page.locator("details:not([open]) > summary").all():
            if fold.is_visible():
                fold.click()
                page.locator(READY).wait_for(state="attached")
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    for popover in page.get_by_test_id("stPopover").get_by_role("button").all():
        popover.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        page.locator(READY).wait_for(state="attached")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.get_by_test_id("copy-link").click()
    page.get_by_test_id("keys").click()
    page.keyboard.press("Escape")


@pytest.mark.parametrize("path", PATHS)
def test_no_request_leaves_the_servers_own_origin(
    open_page: OpenPage, server: Server, path: str
) -> None:
    page = open_page()
    seen = asked_for(page)
    visit(page, f"{server.url}/{path}")
    open_everything(page)
    for download in page.get_by_test_id("stDownloadButton").get_by_role("button").all():
        if download.is_visible() and download.is_enabled():
            with page.expect_download() as started:
                download.click()
            assert started.value.path().stat().st_size > 0
    origins = {
        (address.scheme, address.netloc)
        for address in map(urlsplit, seen)
        if address.scheme not in OF_THE_PAGE_ITSELF
    }
    here = urlsplit(server.url).netloc
    assert origins == {("http", here), ("ws", here)}
