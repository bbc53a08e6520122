"""The panel's module in a real browser, with a host that keeps to anywidget's specification.

The host stands where a notebook's front end stands: it imports the module, calls its ``render``
with a model and an element, and carries values between the model and Python's Stage. See
anywidget.dev, "Anywidget Front-End Module": get, set, save_changes, on and off are all there is.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ce_core.notebook import Stage
from ce_core.palette import roles
from tests.browser.support.access import serious
from tests.browser.support.driver import _LOOK, Look
from tests.browser.support.painted import rgb

HOST = """async ([script, state]) => {
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const widget = (await import(address)).default;
    const listeners = new Map();
    const sent = [];
    let unsaved = {};
    const heard = (name) => [...(listeners.get(`change:${name}`) ?? [])];
    const put = (name, value) => {
        state[name] = value;
        heard(name).forEach((call) => call());
    };
    const model = {
        get: (name) => state[name],
        set: (name, value) => { unsaved[name] = value; put(name, value); },
        save_changes: () => { sent.push(JSON.parse(JSON.stringify(unsaved))); unsaved = {}; },
        on: (event, call) => listeners.set(event, [...(listeners.get(event) ?? []), call]),
        off: (event, call) => listeners.set(event, listeners.get(event).filter((c) => c !== call)),
    };
    window.host = {
        put,
        taken: () => sent.splice(0),
        waiting: () => sent.length,
        listening: () => [...listeners.values()].flat().length,
        show: (element) => widget.render({ model, el: element, signal: undefined }),
    };
}"""
SHOW = """async (id) => {
    const output = Object.assign(document.createElement('div'), { id });
    document.body.append(output);
    window.host[id] = await window.host.show(output);
}"""
HOSTILE = ("<img src=x onerror=alert(1)>", "</style><b>bold</b>", "${1}", "%3Cb%3E")


class Notebook:
    """A page with outputs of one Stage, and the values that cross between it and Python."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.stage = stage
        self.handed = stage._handed
        page.goto("about:blank")
        page.evaluate("document.body.style.margin = 0")
        state = {"_handed": stage._handed, "_moved": stage._moved}
        page.evaluate(HOST, [stage._esm, state])

    def show(self, name: str) -> Locator:
        """Show the Stage in one more output."""
        self.page.evaluate(SHOW, name)
        return self.output(name)

    def output(self, name: str) -> Locator:
        return self.page.locator(f"#{name}").get_by_test_id("stage")

    def carry(self) -> int:
        """Carry what the browser has saved to Python, and back what Python sets; say how much."""
        messages = self.page.evaluate("window.host.taken()")
        for message in messages:
            for name, value in message.items():
                setattr(self.stage, name, value)
        if self.stage._handed is not self.handed:
            self.handed = self.stage._handed
            self.page.evaluate("(value) => window.host.put('_handed', value)", self.handed)
        return len(messages)

    def carry_once_told(self) -> None:
        """Carry over what the browser saves until Python has what the first output shows."""
        while self.stage.logits != Look.of(self.output("first").evaluate(_LOOK)).logits:
            self.page.wait_for_function("window.host.waiting() > 0")
            self.carry()

    def assert_in_step(self, *names: str) -> None:
        for name in names:
            expect(self.output(name).get_by_test_id("cost")).to_have_attribute(
                "data-value", repr(self.stage.cost)
            )
            seen = Look.of(self.output(name).evaluate(_LOOK))
            assert seen.logits == self.stage.logits
            assert seen.prob == pytest.approx(self.stage.probabilities, rel=1e-12, abs=1e-300)
            assert seen.cost == pytest.approx(self.stage.cost, rel=1e-12)
            assert seen.grad == pytest.approx(self.stage.gradient, rel=1e-9, abs=1e-15)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without any network, whose complaints fail the test."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    found = context.new_page()
    complaints: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda said: complaints.append(said.text))
    yield found
    context.close()
    assert complaints == []


@pytest.fixture
def notebook(page: Page) -> Notebook:
    return Notebook(page, Stage([1, 3, 5, 7], 3))


def test_a_drag_reaches_python_and_the_other_outputs(notebook: Notebook) -> None:
    first = notebook.show("first")
    notebook.show("second")
    costs: list[float] = []
    notebook.stage.observe(lambda change: costs.append(change.new), "cost")
    box = first.get_by_test_id("logit-3").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = notebook.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 60, y, steps=5)
    mouse.up()
    notebook.carry_once_told()
    assert notebook.stage.logits[3] < 7
    assert costs[-1] == notebook.stage.cost
    notebook.assert_in_step("first", "second")


def test_what_python_sets_moves_every_output(notebook: Notebook) -> None:
    notebook.show("first")
    notebook.show("second")
    notebook.stage.change(logits=[1, -9, 4, 8], target=1)
    notebook.carry()
    notebook.assert_in_step("first", "second")
    notebook.stage.change(logits=[2, 1], target=[0.25, 0.75], temperature=2, label_smoothing=0.1)
    notebook.carry()
    notebook.assert_in_step("first", "second")
    assert notebook.carry() == 0  # what came from Python is not sent back


def test_an_output_that_is_shown_later_begins_where_the_hand_has_left(notebook: Notebook) -> None:
    first = notebook.show("first")
    first.get_by_test_id("logit-0").press("Shift+ArrowRight")
    notebook.carry_once_told()
    assert notebook.stage.logits == (2, 3, 5, 7)
    notebook.show("later")
    notebook.assert_in_step("first", "later")
    first.get_by_test_id("undo").click()
    notebook.carry_once_told()
    assert notebook.stage.logits == (1, 3, 5, 7)
    notebook.assert_in_step("first", "later")


def test_an_output_that_is_cleared_leaves_nothing_behind(notebook: Notebook) -> None:
    notebook.show("first")
    notebook.show("second")
    listening = notebook.page.evaluate("window.host.listening()")
    notebook.page.evaluate("window.host.first()")
    assert notebook.page.locator("#first > *").count() == 0
    assert notebook.page.evaluate("window.host.listening()") == listening / 2
    notebook.stage.logits = [0, 0, 0, 0]
    notebook.carry()
    notebook.assert_in_step("second")


def test_what_is_no_scenario_is_put_right_by_python(notebook: Notebook) -> None:
    notebook.show("first")
    notebook.stage._moved = {"scenario": {}, "revision": notebook.stage._handed["revision"]}
    notebook.carry()
    notebook.assert_in_step("first")


@pytest.mark.parametrize(("ink", "theme"), [("#000", "light"), ("#ddd", "dark")])
def test_it_wears_the_notebooks_colours_and_axe_finds_nothing(
    notebook: Notebook, ink: str, theme: str
) -> None:
    notebook.show("first")
    notebook.page.evaluate("(ink) => { document.body.style.color = ink; }", ink)
    wanted = rgb(roles(theme)["logits"])  # type: ignore[arg-type]  # one of the two themes
    head = notebook.page.locator("#first").get_by_text("logit z")
    expect(head).to_have_css("color", wanted)
    notebook.page.evaluate("document.documentElement.lang = 'en'; document.title = 'notebook'")
    assert serious(notebook.page) == []


def test_names_stay_text(page: Page) -> None:
    notebook = Notebook(page, Stage([1, 3, 5, 7], 3, names=HOSTILE))
    shown = notebook.show("first")
    assert Look.of(shown.evaluate(_LOOK)).names == HOSTILE
    assert page.locator("img, b:text-is('bold')").count() == 0


@pytest.mark.parametrize("width", [390, 600, 800, 1280])
def test_it_fits_the_width_of_its_output(notebook: Notebook, width: int) -> None:
    notebook.page.set_viewport_size({"width": width, "height": 900})
    notebook.show("first")
    assert notebook.page.evaluate("document.documentElement.scrollWidth") <= width
