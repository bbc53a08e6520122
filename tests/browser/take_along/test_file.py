"""The page as one file in a real Chromium, from file:, with the network off."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from ce_core import cross_entropy, cross_entropy_grad, softmax
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import from_query, to_query
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import page_html
from ce_core.take_along.site import write_site
from tests.browser.support.access import serious
from tests.browser.support.driver import _LOOK, Look, query_of
from tests.browser.support.javascript import call_each

LOW_COST = one_hot_scenario((1, 3, 5, 7), 3)
HOSTILE = ("<img src=x onerror=alert(1)>", "</script><b>bold</b>", "${1}", "%3Cb%3E")


class Opened:
    """A page without network, and everything that it asks for or complains of."""

    def __init__(self, browser: Browser, **look: Any) -> None:
        look.setdefault("viewport", {"width": 1280, "height": 800})
        self.context = browser.new_context(offline=True, **look)
        self.page = self.context.new_page()
        self.heard: list[str] = []
        self.page.on("console", lambda said: self.heard.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.heard.append(f"uncaught: {error}"))
        self.page.on("request", lambda request: self.heard.append(f"asked: {request.url}"))

    def open(self, path: Path, state: str = "") -> Page:
        address = f"{path.as_uri()}{state}"
        self.page.goto(address)
        self.page.get_by_test_id("stage").wait_for()
        asked = [said for said in self.heard if said != f"asked: {path.as_uri()}"]
        assert asked == []
        return self.page


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    found = Opened(browser)
    yield found
    complaints = [said for said in found.heard if not said.startswith("asked: file:")]
    found.context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("memory stick") / "play ground.html"
    path.write_text(page_html("playground", LOW_COST), "utf-8")
    return path


def look(page: Page | FrameLocator) -> Look:
    return Look.of(page.get_by_test_id("stage").evaluate(_LOOK))


def assert_as_computed(seen: Look) -> None:
    assert seen.prob == pytest.approx(np.asarray(softmax(seen.logits)), rel=1e-12, abs=1e-300)
    assert seen.cost == pytest.approx(float(cross_entropy(seen.logits, seen.target)), rel=1e-12)
    wanted = np.asarray(cross_entropy_grad(seen.logits, seen.target))
    assert seen.grad == pytest.approx(wanted, rel=1e-9, abs=1e-15)


def state(page: Page) -> Scenario:
    scenario, problems = from_query(query_of(page.url.replace("#", "?", 1)))
    assert problems == []
    return scenario


def wait_for_state(page: Page, scenario: Scenario) -> None:
    wanted = to_query(scenario)
    page.wait_for_url(lambda url: query_of(url.replace("#", "?", 1)) == wanted)


def wait_for_charts(page: Page, count: int) -> None:
    expect(page.locator(".chart-plot.js-plotly-plot")).to_have_count(count)
    expect(page.locator(".chart[data-waits]")).to_have_count(0)


def centre(page: Page, test_id: str) -> tuple[float, float]:
    box = page.get_by_test_id(test_id).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_drag_moves_numbers_charts_and_the_address(opened: Opened, playground: Path) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 2000})
    page = opened.open(playground)
    wait_for_charts(page, 4)
    before = page.locator(".chart-plot").first.inner_text()
    x, y = centre(page, "logit-3")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y, steps=6)
    during = look(page)
    assert during.logits[3] < 7
    assert_as_computed(during)
    page.mouse.up()
    after = look(page)
    wait_for_state(page, Scenario(after.logits, after.target))
    expect(page.locator(".chart-plot").first).to_contain_text(after.cost_text)
    assert after.cost_text not in before
    page.get_by_test_id("undo").click()
    wait_for_state(page, LOW_COST)
    expect(page.locator(".chart-plot").first).to_contain_text("0.145")


def test_labels_and_presets_change_the_charts_too(opened: Opened, playground: Path) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 2000})
    page = opened.open(playground)
    page.get_by_test_id("class-0").click()
    wait_for_state(page, replace(LOW_COST, target=(1.0, 0.0, 0.0, 0.0)))
    assert_as_computed(look(page))
    plot = page.locator(".chart-plot").first
    expect(plot).to_contain_text("ŷ of class 1")
    expect(plot).to_contain_text(look(page).cost_text)
    page.get_by_test_id("preset-high-cost").click()
    wait_for_state(page, PRESETS[1].scenario)
    expect(plot).to_contain_text("17.0")
    expect(page.locator(".waits").first).to_have_text("")


def test_charts_that_were_not_drawn_for_a_state_say_so(opened: Opened, playground: Path) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 2000})
    page = opened.open(playground)
    wait_for_charts(page, 4)
    page.get_by_test_id("edit-classes").click()
    page.get_by_test_id("add-class").click()
    expect(page.locator(".waits").first).to_contain_text("Reset brings it back")
    expect(page.locator(".chart")).to_have_count(0)
    page.get_by_test_id("reset").click()
    wait_for_charts(page, 4)


def test_the_keyboard_the_tour_and_both_themes_work(opened: Opened, playground: Path) -> None:
    page = opened.open(playground)
    page.get_by_test_id("logit-0").press("Shift+ArrowRight")
    wait_for_state(page, one_hot_scenario((2, 3, 5, 7), 3))
    assert_as_computed(look(page))
    page.get_by_test_id("tour").click()
    expect(page.get_by_test_id("tour-card")).to_contain_text(re.compile(r"1 of \d"))
    page.get_by_test_id("logit-3").press("ArrowLeft")
    expect(page.get_by_test_id("tour-card")).to_contain_text("✓")
    for _ in range(2):
        was = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#theme").press("Enter")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != was
        assert serious(page) == []


def test_a_state_in_the_address_opens_as_it_is_in_the_app(opened: Opened, playground: Path) -> None:
    asked = Scenario((0.5, -2, 1e-3), (0.2, 0.3, 0.5), HOSTILE[:3], 2.0, 0.25)
    page = opened.open(playground, f"#{urlencode(to_query(asked), doseq=True)}")
    assert look(page).names == HOSTILE[:3]
    page.evaluate("location.hash = 'z=1,-9,4,8&y=1'")
    expect(page.get_by_test_id("cost")).to_have_text("17.0")


def test_hostile_names_stay_text(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "names.html"
    scenario = one_hot_scenario((1, 3, 5, 7), 3, HOSTILE)
    path.write_text(page_html("playground", scenario), "utf-8")
    opened.page.set_viewport_size({"width": 1280, "height": 2000})
    page = opened.open(path)
    wait_for_charts(page, 4)
    page.locator("summary").click()
    page.get_by_test_id("logit-0").press("ArrowRight")
    assert look(page).names == HOSTILE
    assert page.locator("img, b:text-is('bold')").count() == 0


def test_a_phone_drags_by_touch(browser: Browser, playground: Path) -> None:
    phone = Opened(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.open(playground)
    x, y = centre(page, "logit-0")
    touch = phone.context.new_cdp_session(page)
    for kind, at in (("touchStart", x), ("touchMove", x + 40), ("touchEnd", None)):
        points = [] if at is None else [{"x": at, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_url(lambda url: "#z=" in url)
    seen = look(page)
    assert seen.logits[0] > 1
    assert_as_computed(seen)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heard = [said for said in phone.heard if not said.startswith("asked: file:")]
    phone.context.close()
    assert heard == []


def test_it_works_in_a_sandboxed_frame(opened: Opened, playground: Path, tmp_path: Path) -> None:
    outer = tmp_path / "course.html"
    text = escape(playground.read_text("utf-8"))
    outer.write_text(
        f'<!doctype html><iframe sandbox="allow-scripts" srcdoc="{text}" width="1200" '
        'height="1900"></iframe>',
        "utf-8",
    )
    opened.page.set_viewport_size({"width": 1280, "height": 2000})
    opened.page.goto(outer.as_uri())
    frame = opened.page.frame_locator("iframe")
    frame.get_by_test_id("logit-0").press("Shift+ArrowRight")
    expect(frame.get_by_test_id("logit-0")).to_have_attribute("aria-valuenow", "2")
    assert_as_computed(look(frame))
    expect(frame.locator(".chart-plot.js-plotly-plot")).to_have_count(4)
    assert opened.page.frames[1].evaluate("self.origin") == "null"


def test_it_works_in_a_sandboxed_frame_on_another_site(browser: Browser, tmp_path: Path) -> None:
    """A course page on one host, the file on another, as in a course page's file area."""
    (tmp_path / "page.html").write_text(page_html("two_classes", LOW_COST), "utf-8")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(viewport={"width": 1280, "height": 2000})
    try:
        place = f"//localhost:{server.server_port}/page.html#z=2,3,5,6&y=3"
        (tmp_path / "course.html").write_text(
            f'<!doctype html><iframe sandbox="allow-scripts" src="{place}" width="1200" '
            'height="1900"></iframe>',
            "utf-8",
        )
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda said: heard.append(said.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/course.html")
        frame = page.frame_locator("iframe")
        frame.get_by_test_id("logit-0").press("Shift+ArrowRight")
        expect(frame.get_by_test_id("logit-0")).to_have_attribute("aria-valuenow", "3")
        assert_as_computed(look(frame))
        expect(frame.locator(".chart-plot.js-plotly-plot").first).to_be_visible()
        assert page.frames[1].evaluate("self.origin") == "null"
        assert [said for said in heard if "favicon" not in said and "404" not in said] == []
    finally:
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()


QUERIES = (
    *(urlencode(to_query(preset.scenario), doseq=True) for preset in PRESETS),
    "z=1,3&y=0.25,0.75&n=a&n=b&t=0.5&s=0.1",
    "z=1,x,3&y=2",
    "z=x,y",
    "z=1",
    "z=1e400,2",
    "z=−1,2e-7,.5&y=1",
    "z=" + ",".join(map(str, range(14))),
    "z=1,2&y=7",
    "z=1,2&y=-1",
    "z=1,2&y=1,1",
    "z=1,2&y=1,-1",
    "z=1,2&y=0,0",
    "z=1,2&y=1e308,1e308",
    "z=1,2&y=",
    "z=1,2&n=%3Cb%3E&n=" + "x" * 60,
    "z=1,2&n=&n=%20%0A",
    "z=1,2,3&n=a&n=b&n=c&n=d",
    "t=0&s=5",
    "t=nan&s=-1",
    "t=1&t=3",
    "y=2",
    "",
)


def test_the_browser_reads_an_address_as_python_does(modules: Page) -> None:
    fallback = {
        "logits": [1, 3, 5, 7],
        "target": [0, 0, 0, 1],
        "names": [f"class {i}" for i in range(1, 5)],
        "temperature": 1,
        "labelSmoothing": 0,
    }
    read = call_each(
        modules, "shared/query.js", "fromQuery", [[query, fallback] for query in QUERIES]
    )
    written = call_each(modules, "shared/query.js", "toQuery", [[each] for each in read])
    for query, found, text in zip(QUERIES, read, written, strict=True):
        wanted, _ = from_query(query_of(f"?{query}"))
        assert found["logits"] == list(wanted.logits), query
        assert found["target"] == pytest.approx(list(wanted.target), rel=1e-15), query
        assert found["names"] == list(wanted.names), query
        assert found["temperature"] == wanted.temperature, query
        assert found["labelSmoothing"] == wanted.label_smoothing, query
        again, problems = from_query(query_of(f"?{text}"))
        assert problems == [], query
        assert again.logits == wanted.logits
        assert again.names == wanted.names


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, LOW_COST)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_of_the_folder_leads_to_every_other_with_its_state(
    page: Page, site: str
) -> None:
    titles = [contents.title for contents in PAGES.values()]
    page.goto(f"{site}/")
    page.get_by_test_id("logit-0").press("Shift+ArrowRight")
    page.wait_for_url(lambda url: "#z=2,3,5,7&y=3" in url)
    for title in [*titles[1:], titles[0]]:
        links = page.get_by_role("navigation").get_by_role("link")
        assert links.all_inner_texts() == titles
        links.get_by_text(title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_test_id("logit-0")).to_have_attribute("aria-valuenow", "2")
        for address in links.evaluate_all("all => all.map((link) => link.href)"):
            assert page.request.get(address).ok
