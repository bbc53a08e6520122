"""My number in a real browser: from a link to the answer, by keyboard, and on a phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.support.painted import visit
from tests.browser.support.server import Server

LINK = "my_number?batch=2,1,0.1&labels=0&printed=0.798442"


def test_a_link_leads_to_the_answer_and_the_keyboard_to_another(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/{LINK}")
    answer = page.locator(".st-key-main_figure")
    expect(answer).to_contain_text("binary cross-entropy of each class")
    printed = page.get_by_role("textbox", name="The number that was printed")
    printed.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0.4170")
    page.keyboard.press("Control+Enter")
    expect(answer).to_contain_text("This is right: the loss.")
    page.wait_for_url("**printed=0.4170**")


def test_a_phone_shows_fields_and_answer_without_sideways_scrolling(
    page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{server.url}/{LINK}")
    expect(page.locator(".st-key-main_figure")).to_contain_text("The right value")
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert wide <= 0
    found = Axe().run(page, context='[data-testid="stMain"]').response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
