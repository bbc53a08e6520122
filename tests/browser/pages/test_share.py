"""The link of this very state: copied, scanned, embedded; and the list of keys."""

import io
import re

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.driver import STAGE_ALONE, Stage, scenario_in
from tests.browser.support.painted import visit
from tests.browser.support.server import Server

_STANDS_STILL = """async (image) => {
    await image.decode();
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
}"""


def scan(page: Page) -> str:
    """Read the QR code from the screen, as a phone at the back of the room would."""
    page.get_by_role("button", name="QR code").click()
    code = page.get_by_role("img", name="QR code")
    expect(code).to_be_visible()
    code.evaluate(_STANDS_STILL)
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())).convert("L"))
    return str(found.text)


def test_the_copied_link_is_this_very_state(stage: Stage, open_page: OpenPage) -> None:
    page = stage.page
    stage.preset("high-cost")
    stage.key("logit-2", "Shift+ArrowRight")
    stage.wait_until_told()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_permissions()
    assert copied == page.url
    assert Stage(open_page(), copied).look() == stage.look()


def test_without_a_clipboard_the_link_stands_in_a_field(stage: Stage) -> None:
    page = stage.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_test_id("copy-link").click()
    field = page.get_by_label("The link of this state")
    expect(field).to_have_value(page.url)
    expect(page.get_by_text("Copy the link from this field")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == page.url


def test_the_code_on_the_projector_leads_to_this_state(stage: Stage, open_page: OpenPage) -> None:
    stage.preset("high-cost")
    stage.edit()
    stage.part("name-0").fill("fox & 狐")
    stage.key("name-0", "Tab")
    stage.key("logit-2", "ArrowRight")
    stage.wait_until_told()
    link = scan(stage.page)
    assert scenario_in(link) == scenario_in(stage.page.url)
    assert Stage(open_page(), link).look() == stage.look()
    frame = stage.page.get_by_test_id("stPopoverBody").get_by_text("<iframe")
    expect(frame).to_contain_text("embed=true")


def test_the_code_is_big_and_fits_a_phone_too(open_page: OpenPage, server: Server) -> None:
    for width, least in ((1280, 400), (390, 250)):
        page = open_page(width=width, height=844)
        visit(page, f"{server.url}/?{STAGE_ALONE}")
        assert scan(page).startswith(server.url)
        box = page.get_by_role("img", name="QR code").bounding_box()
        assert box is not None
        assert box["width"] >= least
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_code_leads_to_the_page_it_is_shown_on(page: Page, server: Server) -> None:
    Stage(page, f"{server.url}/?{STAGE_ALONE}&z=1,-9,4,8&y=1")
    page.get_by_test_id("stTopNavLink").filter(has_text="Derivation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Derivation")
    page.wait_for_url(re.compile("z=1"))
    link = scan(page)
    assert link.startswith(f"{server.url}/derivation?")
    expect(page.get_by_test_id("stPopoverBody")).to_be_focused()  # the keyboard goes on inside
    expect(page.get_by_test_id("stPopoverBody").get_by_text(link, exact=True)).to_be_visible()
    assert scenario_in(link).logits == (1, -9, 4, 8)


def test_names_too_long_for_a_code_are_met_with_a_sentence(page: Page, server: Server) -> None:
    names = "&".join(["n=" + "狐" * 40] * 10)
    Stage(page, f"{server.url}/?{STAGE_ALONE}&z={','.join('1' * 10)}&y=0&{names}")
    page.get_by_role("button", name="QR code").click()
    expect(page.get_by_text("too long for a QR code")).to_be_visible()


def test_the_question_mark_opens_the_list_of_keys(stage: Stage) -> None:
    page = stage.page
    dialog = page.get_by_role("dialog", name="Keys and hints")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_test_id("keys").press("Enter")
    expect(dialog).to_be_visible()
    page.get_by_test_id("close-keys").press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_test_id("keys")).to_be_focused()
    stage.edit()
    stage.part("name-0").press("?")
    expect(dialog).to_be_hidden()
    stage.part("logit-0").press("?")
    expect(dialog).to_be_visible()
