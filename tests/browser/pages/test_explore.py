"""The Explore pages in a browser: every figure paints, answers a drag, and keeps its place."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ce_core.palette import Theme
from tests.browser.conftest import OpenPage
from tests.browser.support.driver import READY, Stage
from tests.browser.support.painted import wear
from tests.browser.support.server import Server

SIZES = {"wide": 1280, "phone": 390}
TALL = 4500  # all of a page is in sight
SECTIONS = {
    "cost_curves": {
        "Two cases": 3,
        "Compare two": 4,
        "Each logit": 1,
        "Landscape": 1,
        "Convexity": 2,
        "Sigmoids": 2,
        "Lowest cost": 1,
    },
    "derivative": {
        "Jacobian": 1,
        "Balance": 1,
        "Gradient check": 1,
        "Triangle": 1,
        "Temperature": 1,
    },
    "two_classes": {"Sigmoid": 1, "Shift": 1, "Derivative": 1, "Log-odds": 1},
}
PINNED = "Compare two"

# What each chart holds, whether it was painted, and where it stands; in the order of the page.
LOOK = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .filter((node) => node.offsetParent !== null)
    .map((node) => ({
        numbers: JSON.stringify((node.data ?? []).map(
            ({x, y, z, a, b, c, text}) => [x, y, z, a, b, c, text])),
        traces: (node.data ?? []).length,
        marks: node.querySelectorAll(
            'canvas, image, path.js-line, path.point, .bars path, .contourlevel path').length,
        height: node.closest('.chart-plot, [data-testid="stPlotlyChart"]')
            .getBoundingClientRect().height,
        reserved: node.layout?.height,
    }))"""
PAINTED = f"""(count) => {{
    const charts = ({LOOK})();
    return charts.length === count && charts.every(({{marks, traces}}) => marks && traces);
}}"""
ANSWERED = f"""(before) => {{
    const charts = ({LOOK})();
    return charts.length === before.length
        && charts.every(({{marks, numbers}}, i) => marks && numbers !== before[i].numbers);
}}"""
OVERFLOW = """() => Math.max(...[document.scrollingElement, ...document.querySelectorAll(
    '[data-testid="stMain"], [data-testid="stAppViewContainer"]')]
    .map((node) => node.scrollWidth - node.clientWidth))"""


def painted(page: Page, count: int) -> list[dict[str, Any]]:
    """Wait until all figures of the page stand painted; give what they show."""
    page.wait_for_function(PAINTED, arg=count)
    charts: list[dict[str, Any]] = page.evaluate(LOOK)
    for chart in charts:
        assert chart["height"] >= chart["reserved"]
    return charts


def drag(stage: Stage, distance: float) -> None:
    """Grab the first logit and pull it sideways, then let go."""
    stage.part("logit-0").scroll_into_view_if_needed()
    x, y = stage.centre("logit-0")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + distance, y, steps=4)
    stage.page.mouse.up()
    stage.wait_until_told()


def pin_current(page: Page, count: int) -> None:
    """Pin the present state on both sides, and wait for the figures that answer it."""
    before = painted(page, count)
    page.get_by_role("button", name="Save current state as A").click()
    page.get_by_role("button", name="Save current state as B").click()
    page.wait_for_function(ANSWERED, arg=before)


def sections(page: Page, path: str) -> Iterator[tuple[str, int]]:
    """Open one section of the page after the other; give its name and how many figures it has."""
    for name, count in SECTIONS[path].items():
        choose(page, name)
        yield name, count


def choose(page: Page, name: str) -> None:
    """Open a section, and wait until the charts of the one before have gone."""
    radio = page.get_by_role("radio", name=name, exact=True)
    if radio.is_checked():
        return
    before = page.evaluate_handle("() => document.querySelector('.js-plotly-plot')")
    radio.press(" ")  # by key: on a phone the strip of sections may still scroll under the mouse
    page.wait_for_function("(before) => !before?.isConnected", arg=before)


@pytest.mark.parametrize(("size", "theme"), [("wide", "light"), ("phone", "dark")])
@pytest.mark.parametrize("path", ["cost_curves", "derivative", "two_classes"])
def test_every_figure_paints_and_answers_a_drag_where_it_stands(
    open_page: OpenPage, server: Server, path: str, size: str, theme: Theme
) -> None:
    page = open_page(width=SIZES[size], height=TALL, phone=size == "phone")
    # As many classes as a page can show at once: the one that is dragged is in every figure.
    query = "z=1,3&y=1" if path == "two_classes" else "z=1,3,5&y=2"
    stage = Stage(page, f"{server.url}/{path}?{query}")
    wear(page, theme)
    distance = 24.0
    for name, count in sections(page, path):
        page.locator(READY).wait_for(state="attached")
        if name == PINNED:  # with as many classes as they will have after the drag
            pin_current(page, count)
        before = painted(page, count)
        drag(stage, distance)
        distance = -distance
        if name == PINNED:  # what is pinned stays as it is until it is pinned anew
            assert painted(page, count)[0]["numbers"] == before[0]["numbers"]
            pin_current(page, count)
        page.wait_for_function(ANSWERED, arg=before)
        after = painted(page, count)
        assert [chart["height"] for chart in after] == [chart["height"] for chart in before]
        assert page.evaluate(OVERFLOW) <= 0
        expect(page.locator('[data-testid="stException"], .katex-error')).to_have_count(0)


def test_each_step_of_the_jacobian_paints(open_page: OpenPage, server: Server) -> None:
    page = open_page(width=390, height=900, phone=True)
    Stage(page, f"{server.url}/derivative?hide=balance,gradient-check,triangle,temperature")
    seen = {painted(page, 1)[0]["numbers"]}
    for step in ("2 · times", "3 · add", "4 · what"):
        before = painted(page, 1)
        page.get_by_role("radio", name=step).click()
        page.wait_for_function(ANSWERED, arg=before)
        seen.add(painted(page, 1)[0]["numbers"])
    assert len(seen) == 4


def test_a_zoom_outlives_a_drag_that_changes_its_figure(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page(height=900)
    stage = Stage(page, f"{server.url}/derivative?section=gradient-check")
    painted(page, 1)
    plot = page.locator(".js-plotly-plot")
    box = plot.locator(".nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.8 * box["height"], steps=4)
    page.mouse.up()
    ranges = """() => {
        const {xaxis, yaxis} = document.querySelector('.js-plotly-plot')._fullLayout;
        return [...xaxis.range, ...yaxis.range].map((end) => Math.round(100 * end));
    }"""
    page.wait_for_function(f"() => ({ranges})()[0] > -2000")
    zoomed = page.evaluate(ranges)
    before = painted(page, 1)
    drag(stage, 24)
    page.wait_for_function(
        f"(before) => ({LOOK})()[0]?.numbers !== before", arg=before[0]["numbers"]
    )
    assert page.evaluate(ranges) == zoomed
