"""Check mine in a real browser: paste, verdicts, mending, on paper, by keyboard and by touch."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.support.access import serious, tabbed
from tests.browser.support.painted import assert_sound, visit
from tests.browser.support.server import Server

WRONG = "f(x) = e^x/(e^x + b)\nf'(x) = (e^x (e^x + b) + e^x e^x)/(e^x + b)^2\n= e^x b/(e^x + b)^2"
MENDED = "f'(x) = (e^x (e^x + b) - e^x e^x)/(e^x + b)^2"
LATEX = r"""We start here.
\begin{align}
\frac{\partial E}{\partial z_j}
&= -\sum_i \frac{y_i}{\hat y_i}\frac{\partial\hat y_i}{\partial z_j} \\
&= -y_j(1 - \hat y_j) \\
&= \hat y_j y_j - y_j
\end{align}"""


@pytest.fixture
def newcomer(page: Page, server: Server) -> Page:
    """A page in a browser that has kept no choice: pages of several tests share their storage."""
    page.goto(f"{server.url}/_stcore/health")
    page.evaluate("localStorage.clear()")
    return page


def text_field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your derivation")


def judged(page: Page) -> Locator:
    """What a screen reader is told of the whole, as soon as it is known."""
    return (
        page.locator(".st-key-main_figure")
        .get_by_role("alert")
        .or_(page.locator(".st-key-main_figure").get_by_role("status"))
    )


def lines(page: Page) -> Locator:
    return page.locator(".st-key-mine_lines").get_by_role("listitem")


def paste(page: Page, text: str) -> None:
    text_field(page).focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def on_paper(page: Page, name: str) -> Locator:
    """A field in which a formula is written as on paper, and its text box within it."""
    return page.locator(f'math-field[aria-label="{name}"]')


def write_on_paper(page: Page, text: str) -> None:
    on_paper(page, "Next line").click()
    expect(page.get_by_role("textbox", name="Next line")).to_be_focused()
    page.keyboard.type(text, delay=30)
    page.keyboard.press("Enter")


def test_a_pasted_derivation_is_judged_line_by_line_and_a_screen_reader_hears_it(
    newcomer: Page, server: Server
) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    paste(page, LATEX)
    expect(judged(page)).to_contain_text("Line 1 is right; line 2 is wrong")
    expect(lines(page)).to_have_count(3)
    for number, verdict in enumerate(("✓ right", "✗ mistake", "carries the mistake")):
        expect(lines(page).nth(number)).to_contain_text(verdict)
        expect(lines(page).nth(number).locator(".katex").first).to_be_visible()
    expect(lines(page).nth(1)).to_contain_text("only the term i = j")
    expect(page.locator(".st-key-mine_lines")).to_contain_text("We start here.")
    assert_sound(page)
    assert serious(page) == []


def test_the_wrong_line_is_mended_by_keyboard_and_a_reload_keeps_it(
    newcomer: Page, server: Server
) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    paste(page, WRONG)
    mend = page.get_by_role("textbox", name="Write line 2 as it should be")
    expect(mend).to_have_value(WRONG.splitlines()[1])
    mend.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(MENDED)
    page.keyboard.press("Enter")
    expect(judged(page)).to_contain_text("Every line that was judged is right.")
    expect(text_field(page)).to_have_value(WRONG.replace(WRONG.splitlines()[1], MENDED))
    expect(mend).to_have_count(0)
    page.wait_for_url("**text=*")
    page.reload()
    expect(judged(page)).to_contain_text("Every line that was judged is right.")


def test_both_files_hold_the_verdicts(newcomer: Page, server: Server) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    paste(page, WRONG)
    expect(judged(page)).to_contain_text("line 2 is wrong")
    for name, mark in (("LaTeX", r"\checked{2}"), ("Markdown", "> **mistake.**")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=False).click()
        assert mark in waiting.value.path().read_text("utf-8")


def test_lines_are_written_as_on_paper_and_the_choice_is_remembered(
    newcomer: Page, server: Server
) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    assert page.evaluate("typeof MathLive") == "undefined", "it is loaded only when it is asked for"
    page.get_by_text("Write as on paper").click()
    expect(on_paper(page, "Next line")).to_be_visible()
    write_on_paper(page, "f=e^x")
    expect(text_field(page)).to_have_value("f=e^{x}")
    write_on_paper(page, "f'=x")
    expect(judged(page)).to_contain_text("Line 1 is right; line 2 is wrong")
    expect(on_paper(page, "Write line 2 as it should be")).to_be_visible()
    assert serious(page) == []
    page.reload()
    expect(on_paper(page, "Next line")).to_be_visible()
    # MathLive's own Tab led back to the page's beginning: what follows the field was never reached.
    stops = tabbed(page)
    assert len(stops) < 60
    assert [stop["html"] for stop in stops if not stop["ringed"]] == []


def test_a_phone_writes_a_formula_by_touch(open_page: OpenPage, server: Server) -> None:
    page = open_page(width=390, height=844, phone=True)
    visit(page, f"{server.url}/check_mine")
    page.get_by_text("Write as on paper").tap()
    expect(on_paper(page, "Next line")).to_be_visible()
    on_paper(page, "Next line").tap()
    keys = page.locator(".MLK__plate .MLK__layer.is-visible .MLK__keycap")
    for key in ("f", "=", "x"):
        keys.filter(has_text=key).first.tap()
    page.locator(".MLK__layer.is-visible [data-command*=commit]").or_(
        page.locator(".MLK__layer.is-visible .MLK__keycap").last
    ).last.tap()
    expect(text_field(page)).to_have_value("f=x")
    expect(judged(page)).to_contain_text("Line 1 holds")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 0


# MathLive draws what is pasted into the formula, and knows commands for more than mathematics.
MARKUP = (
    r"\htmlStyle{background:url(https://elsewhere.example/a)}{x}",
    r"\style{background:url(https://elsewhere.example/b)}{x}",
    r"\href{https://elsewhere.example/c}{x}",
    r"\htmlData{href=https://elsewhere.example/d}{x}",
    r"\cssId{stolen}{x}",
    r"\class{stolen}{x}",
    r"\text{<img src=https://elsewhere.example/e onerror=alert(1)>}",
    r"\mathtip{x}{\href{https://elsewhere.example/f}{y}}",
    r"\bbox[5px, border: 1px solid red; background: url(https://elsewhere.example/g)]{x}",
    r"\textcolor{red;background:url(https://elsewhere.example/h)}{x}",
    r'\enclose{roundedbox}[border="1px solid red;background:url(https://elsewhere.example/i)"]{x}',
)
_MARKED = """(field) => [...field.shadowRoot.querySelectorAll('[part=content] *')]
    .filter((node) => node.matches('a, img, script, #stolen, .stolen, [href], [data-href]')
        || node.style.backgroundImage)
    .map((node) => node.outerHTML)"""


def test_a_pasted_formula_brings_no_markup(newcomer: Page, server: Server) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    page.get_by_text("Write as on paper").click()
    field = on_paper(page, "Next line")
    expect(field).to_be_visible()
    for latex in MARKUP:
        field.evaluate("(field, latex) => field.setValue(latex)", latex)
        expect(field.locator("[part=content]")).not_to_have_text("")
        assert field.evaluate(_MARKED) == [], latex
    # An address that was asked for would be a request to another origin, which every test forbids.


def test_hostile_text_stays_text(newcomer: Page, server: Server) -> None:
    page = newcomer
    visit(page, f"{server.url}/check_mine")
    paste(
        page, r"<img src=x onerror=alert(1)> = 1" + "\n" + r"f(x) = \href{javascript:alert(1)}{x}"
    )
    expect(judged(page)).to_be_visible()
    expect(page.locator(".st-key-mine_lines img, .st-key-mine_lines a")).to_have_count(0)
    assert_sound(page)


def test_practice_and_the_own_function_are_written_as_on_paper_too(
    newcomer: Page, server: Server
) -> None:
    page = newcomer
    visit(page, f"{server.url}/practice?chain=two-class.slope-of-f")
    page.get_by_text("Write as on paper").click()
    field = page.locator("math-field")
    field.click()
    expect(field.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("e^x b", delay=30)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="not equal")).to_be_visible()
    visit(page, f"{server.url}/derivation?road=own")
    expect(on_paper(page, "f(x) =")).to_be_visible()
    on_paper(page, "f(x) =").click()
    expect(on_paper(page, "f(x) =").get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("sin x", delay=30)
    page.wait_for_url("**f=sin*")
    expect(page.locator(".st-key-own_function").get_by_role("alert")).to_have_count(0)
