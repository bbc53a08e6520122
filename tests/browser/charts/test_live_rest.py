"""At rest: a chart that the browser puts together is the one that Python would have drawn."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from playwright.sync_api import Page, expect

from ce_core.figures.charts_message import Headed, charts_message
from ce_core.figures.cost.cost_curves import low_cost_curve
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.theme import Chart
from ce_core.scenario import Scenario
from tests.browser.charts.test_live_drag import wait_for_charts
from tests.browser.charts.test_live_marks import LIVE, SCENARIOS, as_told
from tests.browser.support.driver import Stage
from tests.browser.support.javascript import call_each
from tests.browser.support.server import Server

# What asks Python at rest: it has words, or a background, that the browser does not put together.
ASKS = {
    "low cost beside a pinned one",
    "both cases, log axis",
    "two readings",
    "shifted",
    "temperature",
    "triangle",
    "compared terms",
    "compared gradients",
    "log-odds",
    "shift",
    "contour",
    "contour, squared error",
}
WHOLE = [name for name in LIVE if name not in ASKS]
NUMERAL = re.compile(r"−?\d+(?:\.\d+)?(?:e[-+]\d+)?")
# The rounding of a central difference is nobody's to repeat: two of them agree as far as this.
CENTRAL = {"gradient": 1e-6}
CHECKED = (".alt", ".caption", "]")
WIRE = 1e-5  # curves travel with six digits


def message_of(chart: Chart) -> dict[str, Any]:
    """Give a chart as it reaches the browser."""
    told = charts_message([Headed("", chart)], 1)["charts"][0]
    found: dict[str, Any] = json.loads(orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY))
    return found


def elsewhere(scenario: Scenario) -> Scenario:
    """Give the same classes, labels and settings at other logits: where the hand began."""
    k = scenario.n_classes
    return replace(scenario, logits=tuple(0.75 * ((i * i + 1) % (k + 1)) for i in range(k)))


def same_text(found: str, expected: str, slack: float) -> bool:
    if not slack or found == expected:
        return found == expected
    numbers = [[float(n.replace("−", "-")) for n in NUMERAL.findall(t)] for t in (found, expected)]
    return NUMERAL.sub("#", found) == NUMERAL.sub("#", expected) and numbers[0] == pytest.approx(
        numbers[1], rel=0.01, abs=slack
    )


def differences(found: Any, expected: Any, slack: float, path: str = "") -> Iterator[str]:
    """Say where one chart is not the other."""
    if found == expected:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected.keys() | found.keys():
            yield from differences(found.get(key), expected.get(key), slack, f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        numbers = [abs(v) for v in expected if isinstance(v, int | float)]
        room = max(slack, WIRE * max(numbers, default=0.0))
        for i, pair in enumerate(zip(found, expected, strict=True)):
            yield from differences(*pair, room, f"{path}[{i}]")
    elif isinstance(expected, str) and isinstance(found, str):
        if not same_text(found, expected, slack if path.endswith(CHECKED) else 0.0):
            yield f"{path}: {found!r} instead of {expected!r}"
    elif isinstance(expected, float | int) and isinstance(found, float | int):
        if not math.isclose(found, expected, rel_tol=1e-8, abs_tol=slack):
            yield f"{path}: {found} instead of {expected}"
    elif found != expected and not (expected is None and not math.isfinite(found or 0)):
        yield f"{path}: {found!r} instead of {expected!r}"


@pytest.mark.parametrize("name", WHOLE)
def test_a_chart_at_rest_is_the_one_that_python_draws(modules: Page, name: str) -> None:
    draw = LIVE[name]
    calls, expected = [], []
    for scenario in SCENARIOS[::6]:
        begun, drawn = draw(elsewhere(scenario), "light"), draw(scenario, "light")
        calls.append([message_of(begun), as_told(scenario) | {"names": scenario.names}])
        expected.append(message_of(drawn))
    able = call_each(
        modules, "charts/live/rest.js", "needsNobody", [[c["live"], to] for c, to in calls]
    )
    here = [i for i, needs_nobody in enumerate(able) if needs_nobody]
    assert len(here) > 5, f"only {len(here)} of {len(able)} need nobody"
    found = call_each(modules, "charts/live/rest.js", "drawnFor", [calls[i] for i in here])
    for i, chart in zip(here, found, strict=True):
        wrong = [*differences(chart, expected[i], CENTRAL.get(name, 0.0))]
        assert wrong == [], calls[i][1]


# --- on the page -----------------------------------------------------------------------------

RUNS = """() => {
    window.runs = [];
    const app = document.querySelector('[data-test-script-state]');
    new MutationObserver(() => window.runs.push(app.dataset.testScriptState)).observe(
        app, { attributes: true, attributeFilter: ['data-test-script-state'] });
}"""


def test_a_move_that_charts_draw_by_themselves_runs_nothing(page: Page, server: Server) -> None:
    stage = Stage(page, f"{server.url}/?section=curves&z=1,2,0&y=0")
    captions = page.locator(".chart-caption")
    stage.key("logit-0", "Shift+ArrowRight")  # the first move runs: after an outage all is run then
    stage.wait_until_told()
    wait_for_charts(page)
    page.evaluate(RUNS)
    stage.key("logit-0", "Shift+ArrowRight")
    stage.wait_until_told()
    here = stage.scenario()
    wait_for_charts(page)
    assert page.evaluate("runs") == []
    drawn = [draw(here, "light") for draw in (low_cost_curve, cost_along_each_logit)]
    for i, chart in enumerate(map(message_of, drawn)):
        expect(captions.nth(i)).to_have_text(chart["caption"])
        expect(page.locator(".chart-plot").nth(i)).to_have_attribute("aria-label", chart["alt"])
    # Python has heard of it, and draws what the browser does not: another label, another section.
    stage.press("target-1")
    stage.wait_until_told()
    assert page.evaluate("runs") != []
    page.get_by_role("radio", name="Gradient", exact=True).click()
    (gradient,) = [message_of(gradient_bars(stage.scenario(), "light"))]
    expect(captions).to_have_text([gradient["caption"]])
