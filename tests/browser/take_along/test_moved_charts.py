"""Every live mark of every chart in a file stands where Python draws it at the same scenario.

The file has drawings of a few scenarios and moves them; here Python draws each one anew.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from ce_core.figures.theme import Chart
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import to_query
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import page_html
from ce_core.take_along.settings import Settings
from tests.browser.charts.test_live_marks import as_told, colours_of, differences, part_of
from tests.browser.support.javascript import call_each
from tests.browser.support.watched import PATIENCE_MS
from tests.browser.take_along.test_file import Opened, wait_for_charts

# What Plotly was given last for each chart of each section that has some.
GIVEN = """() => [...document.querySelectorAll('.charts-room')].map((room) =>
    [...room.querySelectorAll('.chart-plot')].map(({ data, layout }) =>
        data && JSON.parse(JSON.stringify({ data, layout }))))"""
# The page's own listener is the first: once this one is called, each section has its charts or says
# that the file holds no drawing of them.
GO = """(state) => new Promise((arrived) => {
    window.addEventListener('hashchange', arrived, { once: true });
    location.hash = state;
})"""
START = {
    "four": one_hot_scenario((1, 3, 5, 7), 3),
    "soft": Scenario((0.5, -2.0, 1.0), (0.2, 0.3, 0.5), temperature=2.0, label_smoothing=0.25),
    "ten": PRESETS[7].scenario,
}
WITH_CHARTS = [name for name, page in PAGES.items() if page.parts]


def moves(start: Scenario) -> Iterator[Scenario]:
    """Where a hand may take it: near, far, a tie, another true class if the label is hard."""
    chance = np.random.default_rng(start.n_classes)
    yield replace(start, logits=tuple(z + 0.01 * i for i, z in enumerate(start.logits)))
    for scale in (3.0, 300.0):
        for _ in range(2):
            logits = (chance.standard_normal(start.n_classes) * scale).round(2).tolist()
            label = int(chance.integers(start.n_classes))
            target = tuple(float(i == label) for i in range(start.n_classes))
            yield Scenario(
                tuple(logits),
                start.target if start.label is None else target,
                start.names,
                start.temperature,
                start.label_smoothing,
            )
    yield Scenario(
        (0.0,) * start.n_classes,
        start.target,
        start.names,
        start.temperature,
        start.label_smoothing,
    )


def drawn(name: str, scenario: Scenario, start: Scenario) -> list[list[Chart]]:
    """What Python draws of a page that was saved at ``start``, a list for each of its sections."""
    parts, settings = PAGES[name].shown(scenario), Settings().fixed(start)
    return [[draw(scenario, "light", settings) for draw in part.draw] for part in parts]


def as_marks(marks: list[dict[str, Any]], given: dict[str, Any]) -> list[dict[str, Any]]:
    """Look up what Plotly was given for each field that a live mark has."""
    chart = Chart({"data": given["data"], "layout": given["layout"]}, "", "", None)
    found = []
    for mark in marks:
        part = part_of(chart, mark["on"], mark["at"])
        fields = {
            name: colours_of(part) if name == "colour" else part.get(name)
            for name in mark["fields"]
        }
        found.append({**mark, "fields": fields})
    return found


def same_map(mine: dict[str, Any], given: dict[str, Any]) -> bool:
    """Whether heights of a landscape and the window over which they stand are the same."""
    pairs = [(mine[each], given[each]) for each in ("x", "y")]
    heights = np.allclose(mine["z"], given["z"], rtol=1e-3, atol=1e-12)  # of four digits
    return heights and all(np.allclose(*each, rtol=1e-5) for each in pairs)  # of six digits


def wrong(modules: Page, scenario: Scenario, charts: list[list[Chart]], given: Any) -> list[str]:
    """Say which marks are not where Python draws them; a section without charts has none."""
    if any(one is None for section in given for one in section):
        return ["not painted yet"]
    pairs = [
        (chart, one)
        for section, ones in zip(charts, given, strict=True)
        for chart, one in (zip(section, ones, strict=True) if ones else ())
        if chart.live
    ]
    for chart, one in pairs:
        if chart.live.get("over") and not same_map(chart.spec["data"][0], one["data"][0]):
            return ["the map is another one"]
    calls = [[chart.live, as_told(scenario)] for chart, _ in pairs]
    marks = call_each(modules, "charts/live/marks.js", "fieldsOf", calls)
    return [
        said
        for (chart, one), named in zip(pairs, marks, strict=True)
        for said in differences(chart, as_marks(named, one))
    ]


def settled(
    page: Page, modules: Page, scenario: Scenario, charts: list[list[Chart]]
) -> tuple[Any, list[str]]:
    """Give what Plotly was given once it is right, or what is wrong with it for good."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        page.evaluate("new Promise(requestAnimationFrame)")
        given = page.evaluate(GIVEN)
        said = wrong(modules, scenario, charts, given)
        if not said or time.monotonic() > deadline:
            return given, said


@pytest.mark.parametrize("start", START)
@pytest.mark.parametrize("name", WITH_CHARTS)
def test_moved_charts_have_every_mark_where_python_draws_it(
    browser: Browser, modules: Page, tmp_path: Path, name: str, start: str
) -> None:
    opened = Opened(browser, viewport={"width": 1280, "height": 6000}, color_scheme="light")
    path = tmp_path / "page.html"
    path.write_text(page_html(name, START[start]), "utf-8")
    page = opened.open(path)
    wait_for_charts(page, sum(map(len, drawn(name, START[start], START[start]))))
    compared = 0
    for scenario in moves(START[start]):
        charts = drawn(name, scenario, START[start])
        query = urlencode(to_query(scenario), doseq=True)
        page.evaluate(GO, query)
        given, said = settled(page, modules, scenario, charts)
        assert said == [], query
        compared += sum(map(len, given))
    opened.context.close()
    print(f"{name}, {start}: {compared} charts compared")
    assert compared >= len(charts)  # all of them after the nearest move, at least
