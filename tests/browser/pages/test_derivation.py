"""The Derivation page as a person sees and works it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ce_core.number_format import format_number
from ce_core.numeric import softmax
from ce_core.scenario import DEFAULT_SCENARIO
from ce_core.ui.derivation.view import LETTERS
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import Stage
from tests.browser.support.every_table import every_table
from tests.browser.support.server import ROOT, Server

ROWS = ".st-key-derivation_lines tbody tr"

_UNSET = """(rows) => [...document.querySelectorAll(rows)].filter((row) => {
    const [, letters, numbers] = row.children;
    return !letters.querySelector('.katex') || !numbers.querySelector('.katex');
}).length"""

_SETTLED = f"""(rows) => {{
    const count = (part) => document.querySelectorAll(`.st-key-derivation_lines ${{part}}`).length;
    return count('table') === count('h4') && ({_UNSET})(rows) === 0;
}}"""

_FITS = """() => ['html', '[data-testid=stMain]'].every((name) => {
    const node = document.querySelector(name);
    return node.scrollWidth <= node.clientWidth;
})"""

_UNREADABLE = """(rows) => [...document.querySelectorAll(`${rows} td`)].filter((cell) => {
    if (cell.scrollWidth <= cell.clientWidth + 1) return false;
    return !['auto', 'scroll'].includes(getComputedStyle(cell).overflowX);
}).length"""


@pytest.fixture(scope="module")
def every_line() -> Iterator[Server]:
    with Server(ROOT / "tests" / "browser" / "support" / "every_line.py") as running:
        yield running


def opened(page: Page, server: Server, query: str = "") -> Stage:
    return Stage(page, f"{server.url}/derivation?{query}")


def line_in_url(page: Page) -> str:
    found = re.search(r"[?&]line=([^&]*)", page.url)
    return found[1] if found else ""


FORMULA = re.compile(r"\$([^$]+)\$")
TYPESET = """async (all) => {
    const { default: katex } = await import('/katex.js');
    return all.flatMap((text) => {
        try {
            const html = katex.renderToString(text, { throwOnError: true, strict: 'error' });
            return html.includes('katex-html') ? [] : [text];
        } catch (problem) {
            return [`${text}: ${problem.message}`];
        }
    });
}"""


def test_katex_typesets_every_line_in_every_notation(modules: Page) -> None:
    assert modules.evaluate(TYPESET, [r"\frac{1", r"\nothing"]) != []
    for letters in LETTERS:
        tables = [*every_table(letters, "light")]
        # In a table of Markdown a bar of the formula has a backslash before it.
        formulas = [
            text.replace(r"\|", "|") for table, _ in tables for text in FORMULA.findall(table)
        ]
        assert len(formulas) >= 2 * sum(count for _, count in tables)
        assert modules.evaluate(TYPESET, formulas) == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_shows_every_line_typeset_and_readable(
    open_page: OpenPage, every_line: Server, dark: bool
) -> None:
    page = open_page(dark=dark)
    page.goto(f"{every_line.url}/?letters={next(iter(LETTERS))}")
    said = page.get_by_text("lines in all").inner_text()
    expect(page.locator(ROWS)).to_have_count(int(said.split()[0]))
    expect(page.locator(".katex-error")).to_have_count(0)
    assert page.evaluate(_UNSET, ROWS) == 0
    assert page.evaluate(_UNREADABLE, ROWS) == 0


def test_arrow_keys_unfold_and_fold_lines(page: Page, server: Server) -> None:
    opened(page, server, "line=together.1")
    page.locator(".st-key-line_links [role=status]").wait_for(state="attached")  # keys are heard
    for count in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect(page.locator(ROWS)).to_have_count(count)
        page.wait_for_url(lambda url, count=count: f"line=together.{count}" in url)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(ROWS)).to_have_count(3)


def test_arrow_keys_of_a_handle_move_the_logit_and_no_line(page: Page, server: Server) -> None:
    stage = opened(page, server, "line=together.2")
    stage.key("logit-0", "ArrowRight")
    stage.wait_until_told()
    assert line_in_url(page) == "together.2"
    assert stage.look().logits[0] == pytest.approx(DEFAULT_SCENARIO.logits[0] + 0.1)


def test_clicking_a_line_leads_to_it(page: Page, server: Server) -> None:
    opened(page, server, "line=all")
    page.locator('a[href="#line-together.4"]').click()
    expect(page.locator(ROWS)).to_have_count(4)
    page.wait_for_url(lambda url: "line=together.4" in url)


def test_dragging_the_stage_changes_the_numbers_of_the_line(page: Page, server: Server) -> None:
    stage = opened(page, server, "road=k-class&line=together.9")
    value = page.locator(f"{ROWS} td:last-child").last
    expect(value).to_have_text(format_number(softmax([1.0, 3.0, 5.0, 7.0])[3] - 1.0))
    x, y = stage.centre("logit-3")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y, steps=4)
    page.mouse.up()
    stage.wait_until_told()
    expected = format_number(float(softmax(stage.look().logits)[3]) - 1.0)
    expect(value).to_have_text(expected)
    assert set(page.locator(f"{ROWS} td:last-child").all_inner_texts()) == {expected}


def test_copying_a_line_puts_its_latex_on_the_clipboard(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    opened(page, server, "line=together.9")
    page.locator('a[href="#copy-together.9"]').click()
    expect(page.get_by_text("LaTeX copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == r"\hat{y}_{1} - y_{1}"


@pytest.mark.parametrize("method", ["two-class", "k-class", "short-road"])
def test_downloads_arrive(page: Page, server: Server, method: str) -> None:
    opened(page, server, f"road={method}")
    texts = {}
    for ending in ("tex", "md", "ipynb"):
        with page.expect_download() as started:
            page.locator(f".st-key-download_{ending} button").click()
        assert started.value.suggested_filename == f"{method}.{ending}"
        texts[ending] = Path(started.value.path()).read_text("utf-8")
    assert texts["tex"].rstrip().endswith(r"\end{document}")
    assert texts["md"].startswith("# ")
    assert json.loads(texts["ipynb"])["nbformat"] == 4


@pytest.mark.parametrize(
    ("query", "dark"),
    [
        ("line=all", False),
        ("line=all", True),
        ("road=k-class&sums=written&line=all", False),
        ("road=short-road&line=all", True),
        ("road=own&line=all", False),
        ("road=own&f=%3Cb%3Ex", True),
    ],
)
def test_phone_shows_the_page_without_sideways_scrolling(
    open_page: OpenPage, server: Server, query: str, dark: bool
) -> None:
    page = open_page(width=390, height=844, phone=True, dark=dark)
    page.goto(f"{server.url}/derivation?{query}")
    page.locator('[data-test-script-state="notRunning"]').wait_for(state="attached")
    ready = page.locator(".st-key-take_home, [data-testid=stAlert]").first
    ready.wait_for(state="attached")
    # Until its typesetter has arrived, a formula is one long word: wait for all of them.
    page.wait_for_function(_SETTLED, arg=ROWS)
    page.wait_for_function(_FITS)
    assert page.evaluate(_UNREADABLE, ROWS) == 0
    expect(page.locator(".katex-error")).to_have_count(0)
