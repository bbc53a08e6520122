"""Live marks: what the browser computes in the frame of the hand is what Python draws at rest."""

import itertools
import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.comparison import compared_gradients, compared_terms
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.cost.softmax_or_sigmoids import shifted_costs, two_readings
from ce_core.figures.cost.surface import cost_contour
from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.gradient.jacobian import jacobian_chart
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.palette import Theme
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from tests.browser.support.javascript import call_each

Draw = Callable[[Scenario, Theme], Chart]
THREE = one_hot_scenario((0, 1, 2), 0)
PINNED = one_hot_scenario((1, -9, 4, 8), 1)

LIVE: dict[str, Draw] = {
    "low cost": low_cost_curve,
    "low cost, bits": lambda s, theme: low_cost_curve(s, theme, unit="bits"),
    "low cost beside a pinned one": lambda s, theme: low_cost_curve(s, theme, beside=[PINNED]),
    "high cost": high_cost_curve,
    "both cases": both_cases,
    "both cases, bits": lambda s, theme: both_cases(s, theme, unit="bits"),
    "both cases, log axis": lambda s, theme: both_cases(s, theme, unit="bits", log_axis=True),
    "along each logit": cost_along_each_logit,
    "gradient": gradient_bars,
    "floor": cost_floor,
    "floor, bits": lambda s, theme: cost_floor(s, theme, unit="bits"),
    "two readings": two_readings,
    "shifted": shifted_costs,
    "balance": balance_chart,
    "temperature": temperature_chart,
    "triangle": lambda s, theme: simplex_chart(s if s.n_classes > 2 else THREE, theme),
}
LIVE |= {
    "compared terms": lambda s, theme: compared_terms(s, PINNED, theme, live=True),
    "compared gradients": lambda s, theme: compared_gradients(s, PINNED, theme, live=True),
    "sigmoid": lambda s, theme: sigmoid_chart(pair_of(s), theme, constant=3.0),
    "slope": lambda s, theme: slope_chart(pair_of(s), theme),
    "log-odds": lambda s, theme: log_odds_ruler(pair_of(s), theme),
    "shift": lambda s, theme: shift_chart(pair_of(s), -2.5, theme),
    "contour": partial(cost_contour, pair=(0, 1), cost="cross-entropy"),
    "contour, squared error": partial(cost_contour, pair=(1, 0), cost="squared error"),
}
for _step in range(1, 5):
    LIVE[f"jacobian, step {_step}"] = partial(jacobian_chart, step=_step)
PIXELS = 1200  # no plot is longer
NEAR = {"rel": 1e-9, "abs": 1e-300}


def scenarios() -> list[Scenario]:
    """Two to ten classes; gentle, decided and vast logits; ties; soft and smoothed; any T."""
    chance = np.random.default_rng(15)
    made = [preset.scenario for preset in PRESETS]
    for k, scale in itertools.product(range(2, 11), (0.0, 0.3, 3.0, 30.0, 1000.0)):
        logits = (chance.standard_normal(k) * scale).round(2).tolist()
        soft = chance.dirichlet(np.ones(k)).tolist()
        temperature = float(np.exp(chance.uniform(np.log(0.05), np.log(20))))
        made += [
            one_hot_scenario(logits, int(chance.integers(k))),
            one_hot_scenario(logits, int(np.argmax(logits)), label_smoothing=0.2),
            Scenario(tuple(logits), tuple(soft)),
            Scenario(tuple(logits), tuple(soft), temperature=temperature, label_smoothing=0.5),
            one_hot_scenario(logits, 0, temperature=temperature),
        ]
    for k in (2, 3, 10):
        for label in (0, k - 1):
            made += [
                one_hot_scenario([1000.0, *[-1000.0] * (k - 1)], label),
                one_hot_scenario([5.0, 5.0, *[-3.0] * (k - 2)], label),
            ]
    return made


SCENARIOS = scenarios()


def as_told(scenario: Scenario) -> dict[str, Any]:
    return {
        "logits": scenario.logits,
        "target": scenario.target,
        "temperature": scenario.temperature,
        "labelSmoothing": scenario.label_smoothing,
    }


def part_of(chart: Chart, on: str, at: int) -> dict[str, Any]:
    layout = chart.spec["layout"]
    part: dict[str, Any]
    if on == "data":
        part = chart.spec["data"][at]
    elif on in ("annotations", "shapes"):
        part = layout[on][at]
    else:
        part = layout[on]
    return part


def axis_length(chart: Chart, name: str, part: dict[str, Any]) -> float:
    """The length of the axis along which a field is measured, in data units; 0 if unknown."""
    if name[:1] not in "xy" or part.get("type") == "scatterternary":
        return 1.0 if name in ("a", "b", "c") else 0.0
    number = part.get(f"{name[0]}axis", part.get(f"{name[0]}ref", name[0]))[1:]
    axis = chart.spec["layout"].get(f"{name[0]}axis{number}", {})
    if "range" not in axis:
        return 0.0
    return abs(float(axis["range"][1]) - float(axis["range"][0]))


def on_log_axis(chart: Chart, name: str, part: dict[str, Any]) -> bool:
    if name not in ("x", "y") or "type" not in part:
        return False  # annotations are placed by logarithms already
    axis = part.get(f"{name}axis", name)
    return bool(chart.spec["layout"].get(f"{name}axis{axis[1:]}", {}).get("type") == "log")


def logarithms(values: list[Any]) -> list[float]:
    return [math.log10(v) if v > 0 else -math.inf for v in values]


def colours_of(part: dict[str, Any]) -> list[str]:
    colour = (part.get("line") or part.get("marker") or part.get("font") or {}).get("color")
    if "marker" in part and isinstance(part["marker"].get("color"), list):
        colour = part["marker"]["color"]
    return colour if isinstance(colour, list) else [str(colour)]


def same(found: Any, expected: Any, slack: float) -> bool:
    if isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(same, found, expected, [slack] * len(found)))
    if isinstance(expected, str):
        return bool(found == expected)
    if expected is None or found is None:
        return expected is None and (found is None or not math.isfinite(found))
    return bool(found == pytest.approx(expected, rel=1e-9, abs=max(slack, 1e-300)))


def differences(chart: Chart, found: list[dict[str, Any]]) -> Iterator[str]:
    """Say which fields of the live marks are not what Python has drawn."""
    for mark in found:
        part = part_of(chart, mark["on"], mark["at"])
        for name, value in mark["fields"].items():
            expected = colours_of(part) if name == "colour" else part[name]
            # A curve's own numbers are rounded for the wire; half a pixel is what an eye can see.
            slack = 0.5 / PIXELS * axis_length(chart, name, part)
            if on_log_axis(chart, name, part):
                value, expected = logarithms(value), logarithms(expected)
            if not same(value, expected, slack):
                yield f"{mark['on']}[{mark['at']}].{name}: {value} instead of {expected}"


@pytest.mark.parametrize("name", LIVE)
def test_live_marks_are_where_python_draws_them(modules: Page, name: str) -> None:
    draw = LIVE[name]
    first: dict[int, Chart] = {}
    calls, drawn = [], []
    for scenario in SCENARIOS:
        # What Python said before the hand moved: the marks of another scenario's figure.
        start = first.setdefault(
            scenario.n_classes,
            draw(one_hot_scenario(range(scenario.n_classes), scenario.n_classes - 1), "light"),
        )
        chart = draw(scenario, "light")
        assert chart.live is not None
        if len(chart.live["of"]["logits"]) == scenario.n_classes:
            # A landscape's window may have to move, which it does at rest.
            assert start.live is not None
            calls.append([{**start.live, "over": chart.live["over"]}, as_told(scenario)])
            drawn.append(chart)
    found = call_each(modules, "charts/live/marks.js", "fieldsOf", calls)
    assert len(found) > 200
    for (_, told), chart, marks in zip(calls, drawn, found, strict=True):
        assert chart.live is not None
        assert len(marks) == len(chart.live["marks"])
        assert [*differences(chart, marks)] == [], told
