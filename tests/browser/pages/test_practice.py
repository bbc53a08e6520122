"""The page Practice as a person works it: typing, pointing, predicting, dragging, coming back."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY
from tests.browser.support.painted import wait_until_painted
from tests.browser.support.server import Server

WHOLE = {"chain": "two-class.slope-of-f", "blank": "2"}
LINES = ("(e^x (e^x+b) - e^x e^x)/(e^x+b)^2", "e^x (e^x + b − e^x)/(e^x+b)²", "b e^x/(e^x+b)^2")


def opened(page: Page, server: Server, **query: str) -> Page:
    page.goto(f"{server.url}/practice?{urlencode(query)}")
    page.get_by_text("Your progress", exact=True).wait_for()
    page.locator(READY).wait_for(state="attached")
    return page


@pytest.fixture
def newcomer(page: Page, server: Server) -> Page:
    """A page in a browser that has kept no progress: pages of several tests share their storage."""
    page.goto(f"{server.url}/_stcore/health")
    page.evaluate("localStorage.clear()")
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("Write line|as it should be"))


def said(page: Page, words: str | re.Pattern[str]) -> Locator:
    """What is announced to who cannot see it: at once what is wrong, in its turn what is right."""
    return page.get_by_role("alert").or_(page.get_by_role("status")).filter(has_text=words)


def write(page: Page, text: str) -> None:
    field(page).press_sequentially(text)
    field(page).press("Enter")


def test_a_whole_derivation_is_typed_and_accepted_by_keyboard_alone(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, **WHOLE)
    field(page).focus()
    for number, line in enumerate(LINES, 2):
        expect(field(page)).to_have_accessible_name(f"Write line {number}")
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value("")
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(said(page, "Correct: this is the next line")).to_be_visible()
    expect(page.get_by_text("The derivation is complete.")).to_be_visible()


def test_enter_that_comes_before_its_button_checks_the_line_once_it_is_there(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, **WHOLE)
    page.locator(".st-key-practice_check").wait_for()
    # As while a page is being drawn: Streamlit mounts the field, and its button a moment later.
    page.evaluate(
        "window.button = document.querySelector('.st-key-practice_check');"
        "window.room = window.button.parentElement; window.button.remove();"
    )
    write(page, LINES[0])
    page.evaluate("window.room.prepend(window.button)")
    expect(said(page, "Correct: this is the next line")).to_be_visible()
    expect(field(page)).to_have_accessible_name("Write line 3")


def test_the_formula_appears_while_it_is_typed_and_trouble_in_plain_words(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, **WHOLE)
    preview = page.locator(".st-key-practice_preview")
    field(page).press_sequentially("e^x/(b")
    expect(preview).to_contain_text("expected ')' after 'b', at character 7")
    field(page).press_sequentially(")")
    expect(preview.locator(".katex")).to_be_visible()


def test_a_wrong_line_is_marked_where_it_goes_wrong_and_announced(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, chain="two-class.slope-of-f")
    write(page, "e^x b/(e^x+b)^3")
    expect(said(page, "the power is another one")).to_contain_text("With your numbers")
    expect(page.locator(".st-key-practice_marked p")).to_have_text("In your line: e^x b/(e^x+b)^3")
    expect(page.locator(".st-key-practice_marked .stMarkdownColoredBackground")).to_have_text("3")


def test_what_is_typed_never_becomes_markup(newcomer: Page, server: Server) -> None:
    page = opened(newcomer, server, chain="two-class.slope-of-f")
    write(page, "<img src=x> [a](http://x) :red[b]")
    expect(said(page, "cannot be read")).to_be_visible()
    expect(page.locator(".st-key-practice_marked")).to_contain_text("<img src=x> [a](http://x)")
    expect(page.locator(".stMain img[src=x]")).to_have_count(0)


def test_a_slip_is_located_and_mended(newcomer: Page, server: Server) -> None:
    page = opened(newcomer, server, practise="slip")
    page.get_by_text(re.compile("^Line 4")).click()
    page.get_by_role("button", name="The mistake is in this line").click()
    expect(said(page, "further up")).to_be_visible()
    page.get_by_text(re.compile("^Line 3")).click()
    page.get_by_role("button", name="The mistake is in this line").click()
    expect(said(page, "Found: line 3")).to_be_visible()
    expect(page.get_by_text("silently corrected")).to_be_visible()
    write(page, "(e^x b/(e^x+b)^2) ((e^x+b)/e^x)")
    expect(said(page, "Correct: this is the next line")).to_be_visible()


def test_a_prediction_is_locked_and_then_shown_by_dragging(newcomer: Page, server: Server) -> None:
    page = opened(newcomer, server, practise="predict")
    expect(page.get_by_test_id("stage")).to_have_count(0)
    expect(page.get_by_role("button", name="Lock my answer")).to_be_disabled()
    page.get_by_text("It rises", exact=True).click()
    page.get_by_role("button", name="Lock my answer").click()
    expect(page.get_by_text("You said: It rises")).to_be_visible()
    asked = re.search(r"the logit of class (\d+) up", said(page, "Drag the logit").inner_text())
    assert asked is not None
    number = int(asked[1]) - 1
    page.get_by_test_id(f"logit-{1 - number % 2}").press("Shift+ArrowLeft")
    expect(page.get_by_text("Not there yet")).to_be_visible()
    page.get_by_test_id(f"logit-{1 - number % 2}").press("Shift+ArrowRight")
    for _ in range(5):
        page.get_by_test_id(f"logit-{number}").press("ArrowRight")
    expect(said(page, "The cost went from")).to_be_visible()
    page.get_by_role("radiogroup", name="Why is that?").get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(said(page, re.compile("that is why|not the reason"))).to_be_visible()


def test_a_challenge_is_solved_by_dragging(newcomer: Page, server: Server) -> None:
    page = opened(newcomer, server, practise="challenges")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(said(page, "Not yet")).to_be_visible()
    handle = page.get_by_test_id("logit-1")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=4)
    page.mouse.move(x + 800, y, steps=4)
    page.mouse.up()
    expect(said(page, "Solved")).to_be_visible()


def test_reloading_keeps_the_progress_and_it_can_be_forgotten(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, **WHOLE)
    write(page, LINES[0])
    expect(said(page, "Correct: this is the next line")).to_be_visible()
    stored = "JSON.parse(localStorage.getItem('softmax-lab.practice') ?? '{}').lines"
    page.wait_for_function(f"{stored} === 1")
    opened(page, server, **WHOLE)
    expect(field(page)).to_have_accessible_name("Write line 3")
    open_progress(page)
    expect(page.get_by_test_id("stMetric").first).to_contain_text("1")
    page.get_by_role("button", name="Delete my progress").click()
    expect(field(page)).to_have_accessible_name("Write line 2")
    page.wait_for_function(f"{stored} === 0")


def open_progress(page: Page) -> None:
    """Open what has been achieved, and wait until it has slid open: a press meets what stands."""
    page.get_by_text("Your progress", exact=True).click()
    page.get_by_role("button", name="Delete my progress").wait_for()
    wait_until_painted(page)


COUNT_WHAT_IS_KEPT = """() => {
    window.kept = 0;
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, text) {
        if (key === "softmax-lab.practice") window.kept += 1;
        return setItem.call(this, key, text);
    };
}"""


def test_a_server_that_is_restarted_loses_no_progress(open_page_in_an_outage: OpenPage) -> None:
    lines = "JSON.parse(localStorage.getItem('softmax-lab.practice') ?? '{}').lines"
    with Server() as first:
        page = opened(open_page_in_an_outage(), first, **WHOLE)
        page.evaluate("localStorage.clear()")
        write(page, LINES[0])
        page.wait_for_function(f"{lines} === 1")
        first.kill()
        page.evaluate(COUNT_WHAT_IS_KEPT)
        with Server(port=first.port):
            # The new server knows nothing but what this browser tells it, and sends it back.
            page.wait_for_function("window.kept > 0")
            expect(field(page)).to_have_accessible_name("Write line 3")
            write(page, LINES[1])
            page.wait_for_function(f"{lines} === 2")
            page.close()


def test_progress_is_saved_as_a_file_and_brought_back(newcomer: Page, server: Server) -> None:
    page = opened(newcomer, server, **WHOLE)
    write(page, LINES[0])
    expect(field(page)).to_have_accessible_name("Write line 3")
    open_progress(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    saved = download.value.path().read_bytes()
    page.get_by_role("button", name="Delete my progress").click()
    expect(field(page)).to_have_accessible_name("Write line 2")
    page.locator(".st-key-practice_import input[type=file]").set_input_files(
        {"name": "progress.json", "mimeType": "application/json", "buffer": saved}
    )
    expect(field(page)).to_have_accessible_name("Write line 3")


def test_what_somebody_else_wrote_into_the_browser_is_refused(
    newcomer: Page, server: Server
) -> None:
    page = opened(newcomer, server, **WHOLE)
    page.evaluate("localStorage.setItem('softmax-lab.practice', '{\"version\": \"<b>\"}')")
    opened(page, server, **WHOLE)
    expect(said(page, "not of version 1")).to_be_visible()
    expect(field(page)).to_have_accessible_name("Write line 2")
    # Left as it is until there is something to keep.
    assert "<b>" in page.evaluate("localStorage.getItem('softmax-lab.practice')")
    write(page, LINES[0])
    expect(said(page, "not of version 1")).to_have_count(0)
    page.wait_for_function("JSON.parse(localStorage.getItem('softmax-lab.practice')).lines === 1")


@pytest.mark.parametrize("practise", ["write", "slip", "predict", "challenges"])
def test_the_page_fits_a_phone(open_page: OpenPage, server: Server, practise: str) -> None:
    page = opened(open_page(width=390, height=844, phone=True), server, practise=practise)
    widths = page.evaluate(
        "[document.querySelector('.stMain')].map((main) => [main.scrollWidth, main.clientWidth])[0]"
    )
    assert widths[0] == widths[1]
