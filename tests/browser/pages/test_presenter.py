"""The presenter view: one panel at a time, answers covered, worked by a clicker's keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from ce_core.ui.formulas.brief import CHAINS
from ce_core.ui.shell.view import STAGE_PARTS
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY, STAGE_ALONE, Stage
from tests.browser.support.painted import visit
from tests.browser.support.server import Server

HEADINGS = {
    "cost-curves": "Cost curves",
    "each-logit": "Each logit",
    "derivative": "Gradient",
    "derivation": "Why it is ŷ − y",
}
ANSWERS = ("prob-0", "term-0", "grad-0", "cost", "sentence")


def expect_step(page: Page, number: int, of: int) -> None:
    expect(page.get_by_text(f"{number} of {of}", exact=True)).to_be_visible()
    page.locator(READY).wait_for(state="attached")


def expect_covered(stage: Stage) -> None:
    """Nobody sees the answers, and a screen reader does not meet them either."""
    for test_id in ANSWERS:
        expect(stage.part(test_id)).to_be_hidden()
    expect(stage.root.locator(".spoken")).to_be_hidden()
    heard = stage.root.aria_snapshot()
    assert "0.865" not in heard
    assert "0.145" not in heard


def test_the_class_sees_one_thing_at_a_time_and_no_navigation(page: Page, server: Server) -> None:
    stage = Stage(page, server.url)
    type_before = stage.part("class-0").bounding_box()
    page.get_by_role("button", name="Present").click()
    page.wait_for_url(re.compile("view=present"))
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect_step(page, 1, 5)
    type_now = stage.part("class-0").bounding_box()
    assert type_before is not None
    assert type_now is not None
    assert type_now["height"] > 1.2 * type_before["height"]
    for number, heading in enumerate(HEADINGS.values(), 2):
        page.keyboard.press("PageDown")
        expect_step(page, number, 5)
        expect(page.locator(".st-key-presenter")).to_contain_text(heading)
        expect(page.locator(".js-plotly-plot")).to_have_count(0)
    bar, chains = page.locator(".st-key-presenter"), range(1, len(CHAINS) + 1)
    for chain in chains:  # the last section goes on chain by chain
        expect(bar).to_contain_text(f"{chain} of {len(CHAINS)}")
        if chain < len(CHAINS):
            page.keyboard.press("PageDown")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    for chain in reversed(chains):
        expect(bar).to_contain_text(f"{chain} of {len(CHAINS)}")
        page.keyboard.press("PageUp")
    expect_step(page, 4, 5)


def test_answers_wait_until_they_are_revealed(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?view=present")
    expect_covered(stage)
    stage.key("logit-0", "ArrowRight", "ArrowLeft")
    stage.wait_until_told()
    expect_covered(stage)
    page.keyboard.press("v")
    expect(stage.part("cost")).to_have_text("0.145")
    for test_id in ANSWERS:
        expect(stage.part(test_id)).to_be_visible()
    page.keyboard.press("v")
    expect_covered(stage)
    page.keyboard.press("PageDown")  # a clicker's key, although a handle was moved last
    expect(page.get_by_text("What do you expect?")).to_be_visible()
    expect(stage.root).to_have_count(1)  # the one above the panel has taken the place of the first
    assert stage.look().logits == (1, 3, 5, 7)
    expect_covered(stage)
    page.keyboard.press("v")
    expect(page.locator(".js-plotly-plot")).to_have_count(1)  # one screen: the main figure
    page.keyboard.press("PageDown")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    expect_covered(stage)


def test_the_step_is_in_the_link(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?view=present&step=2")
    expect_step(page, 2, 5)
    page.keyboard.press("PageDown")
    page.wait_for_url(re.compile("step=3"))
    page.reload()
    stage.wait_for_python()
    expect_step(page, 3, 5)
    expect(page.locator(".st-key-presenter")).to_contain_text(HEADINGS["each-logit"])
    page.go_back()
    expect_step(page, 2, 5)


def test_leaving_comes_back_to_the_whole_page(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?view=present&step=3&z=1,-9,4,8&y=1")
    page.get_by_role("button", name="Leave presenter view").click()
    expect(page.get_by_test_id("stTopNavLink").first).to_be_visible()
    for heading in HEADINGS.values():
        expect(page.get_by_text(heading, exact=True)).to_be_visible()
    assert "view" not in page.url
    assert "step" not in page.url
    assert stage.look().logits == (1, -9, 4, 8)
    expect(stage.part("cost")).to_be_visible()


def test_letters_typed_in_a_field_are_letters(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?view=present")
    stage.edit()
    stage.part("name-0").fill("")
    stage.part("name-0").press_sequentially("vole?")
    stage.key("name-0", "Tab")
    stage.wait_until_told()
    assert stage.look().names[0] == "vole?"
    expect_covered(stage)
    expect(page.get_by_role("dialog")).to_have_count(0)
    # A clicker has no letters: its keys go on from any field.
    stage.part("logit-input-0").click()
    page.keyboard.press("PageDown")
    page.wait_for_url(re.compile("step=2"))


def test_the_buttons_stay_in_sight(open_page: OpenPage, server: Server) -> None:
    for width, height in ((1280, 720), (390, 844)):
        page = open_page(width=width, height=height)
        visit(page, f"{server.url}/?view=present&step=5")
        page.keyboard.press("v")
        page.locator(".katex").first.wait_for()
        expect(page.get_by_role("button", name="Cover")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# --- what a link hides ----------------------------------------------------------------------------

OF_THE_STAGE = {
    "presets": ".presets",
    "tools": ".tools",
    "sentence": ".sentence",
    "gradient": ".backward, .cell.grad",
}


def test_everything_that_can_be_hidden_is_hidden_by_a_link(
    open_page: OpenPage, server: Server
) -> None:
    assert OF_THE_STAGE.keys() == STAGE_PARTS.keys()
    page = open_page()
    stage = Stage(page, f"{server.url}/?{STAGE_ALONE}")
    for selector in OF_THE_STAGE.values():
        expect(stage.root.locator(selector).first).to_be_visible()
    for name, selector in OF_THE_STAGE.items():
        page.goto(f"{server.url}/?{STAGE_ALONE},{name}")
        stage.wait_for_python()
        for part in stage.root.locator(selector).all():
            expect(part).to_be_hidden()
        others = {sel for key, sel in OF_THE_STAGE.items() if key != name}
        for other in others:
            expect(stage.root.locator(other).first).to_be_visible()
    page.goto(f"{server.url}/?hide={','.join(('stage', 'curves', *HEADINGS))}")
    page.get_by_role("button", name="Present").wait_for()
    page.locator(READY).wait_for(state="attached")
    expect(page.get_by_test_id("stage")).to_have_count(0)
    expect(page.get_by_role("radiogroup", name="Section")).to_have_count(0)
    expect(page.locator(".chart")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        "view=<script>alert(1)</script>",
        "hide=%00,__class__,../../etc",
        "view=present&step=99999999999999999999",
        "view=present&step=%D9%A3&hide=cost-curves,nothing",
        "step=-1",
    ],
)
def test_a_hostile_view_gets_a_sentence(page: Page, server: Server, query: str) -> None:
    stage = Stage(page, f"{server.url}/?{query}")
    expect(page.get_by_text(re.compile("^The link('s step| asks| hides).*")).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert stage.look().logits == (1, 3, 5, 7)


def test_a_course_page_can_embed_the_lab(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?embed=true&z=1,-9,4,8&y=1")
    assert stage.look().logits == (1, -9, 4, 8)
    stage.key("logit-0", "ArrowRight")
    page.wait_for_url(re.compile(r"z=1\.1"))
    assert "embed=true" in page.url
