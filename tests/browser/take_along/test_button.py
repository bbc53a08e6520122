"""The button beside Copy link: this very page, as it is at that moment, in one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.access import serious
from tests.browser.support.driver import STAGE_ALONE, Stage
from tests.browser.support.painted import visit
from tests.browser.support.server import Server
from tests.browser.take_along.test_file import Opened, assert_as_computed, look

STAGE_PAGES = (
    "",
    "derivation",
    "practice",
    "cost_curves",
    "derivative",
    "two_classes",
    "stability",
    "descent",
)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    found = Opened(browser)
    yield found
    complaints = [said for said in found.heard if not said.startswith("asked: file:")]
    found.context.close()
    assert complaints == []


def take(page: Page) -> Download:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Take it with you").click()
    return waiting.value


def saved(page: Page, folder: Path) -> Path:
    got = take(page)
    path = folder / got.suggested_filename
    got.save_as(path)
    return path


def test_the_file_has_what_the_hand_set_up_last(
    stage: Stage, opened: Opened, tmp_path: Path
) -> None:
    stage.preset("high-cost")
    stage.key("logit-2", "Shift+ArrowRight")
    stage.wait_until_told()
    first = saved(stage.page, tmp_path)
    assert first.name == "playground.html"
    offline = opened.open(first)
    seen = look(offline)
    assert seen == stage.look()
    assert_as_computed(seen)
    # The button is not drawn again when the hand moves: its file is of that moment all the same.
    stage.key("logit-0", "ArrowLeft")
    stage.wait_until_told()
    assert look(opened.open(saved(stage.page, tmp_path))).logits == stage.look().logits
    offline.get_by_test_id("logit-0").press("Shift+ArrowRight")
    assert_as_computed(look(offline))
    assert look(offline).cost != stage.look().cost


def test_the_file_and_its_link_back_keep_what_is_set_in_the_section(
    page: Page, server: Server, opened: Opened, tmp_path: Path
) -> None:
    visit(page, f"{server.url}/cost_curves?section=two-cases&z=1,2&y=0.25,0.75")
    page.get_by_role("radio", name="bits").click()
    page.wait_for_url(lambda url: "unit=bits" in url)
    expect(page.locator(".chart-caption").nth(1)).to_contain_text("bits")
    path = saved(page, tmp_path)
    back = f"{server.url}/cost_curves?z=1,2&amp;y=0.25,0.75&amp;unit=bits&amp;section=two-cases"
    assert f'href="{back}"' in path.read_text("utf-8")
    offline = opened.open(path)
    expect(offline.locator(".chart-caption").nth(1)).to_contain_text("bits")
    offline.get_by_test_id("logit-0").press("Shift+ArrowRight")
    offline.wait_for_url(lambda url: "#z=2,2&y=0.25,0.75&unit=bits" in url)


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("?section=each-logit", "The cost along each logit"),
        ("?section=derivation", "Why it is ŷ − y"),
        ("two_classes?section=log-odds", "Log-odds"),
        ("derivation?road=k-class", "K classes: chain rule"),
        ("derivation?road=own&f=x^2%2Bx", "Your own function"),
    ],
)
def test_what_is_open_stands_first_below_the_panel(
    page: Page, server: Server, opened: Opened, tmp_path: Path, address: str, first: str
) -> None:
    visit(page, f"{server.url}/{address}")
    offline = opened.open(saved(page, tmp_path))
    assert offline.locator("main h2, main summary").first.inner_text() == first


def test_another_section_and_method_is_in_the_file_that_is_made_after_it(
    page: Page, server: Server, opened: Opened, tmp_path: Path
) -> None:
    visit(page, f"{server.url}/derivation")
    page.get_by_role("radio", name="K classes: log-sum-exp").click()
    expect(page.get_by_test_id("stMarkdown").filter(has_text="log Σ").first).to_be_visible()
    page.wait_for_url(lambda url: "road=short-road" in url)
    offline = opened.open(saved(page, tmp_path))
    assert offline.locator("main summary").inner_text() == "K classes: log-sum-exp"
    assert offline.locator("math").count() > 20
    for scheme in ("light", "dark"):
        offline.emulate_media(color_scheme=scheme)
        assert serious(offline) == []


def test_every_page_with_a_panel_and_no_other_can_be_taken_along(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page()
    for path in (*STAGE_PAGES, "batches", "help"):
        visit(page, f"{server.url}/{path}")
        button = page.get_by_role("button", name="Take it with you")
        expect(button).to_have_count(1 if path in STAGE_PAGES else 0)
        if path in STAGE_PAGES:
            name = take(page).suggested_filename
            assert name == f"{path or 'playground'}.html"


def test_a_phone_takes_the_page_along_too(
    open_page: OpenPage, server: Server, opened: Opened, tmp_path: Path
) -> None:
    page = open_page(width=390, height=844, phone=True)
    visit(page, f"{server.url}/?{STAGE_ALONE}&z=2,-3,5&y=0")
    button = page.get_by_role("button", name="Take it with you")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert box["x"] + box["width"] <= 390
    assert look(opened.open(saved(page, tmp_path))).logits == (2, -3, 5)
