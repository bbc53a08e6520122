"""The playground as Python draws it: charts, words and a derivation that answer the scenario."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.number_format import format_latex, format_number
from ce_core.numeric import cross_entropy, cross_entropy_grad
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import to_query
from ce_core.stage_messages import scenario_from_stage
from tests.pages.drawn import alts, charts, specs

APP = Path(__file__).parents[2] / "app.py"
SCENARIOS = {
    **{preset.key: preset.scenario for preset in PRESETS},
    **{f"{k} classes": one_hot_scenario(range(k), 0) for k in range(2, 11)},
    "soft": Scenario((1.0, 3.0, 5.0), (0.2, 0.3, 0.5)),
    "smoothed": one_hot_scenario((1, 3, 5), 0, label_smoothing=0.2, temperature=3),
    "markup in names": one_hot_scenario((0.5, 2), 1, ("<b>bold</b>", "# $x$ [a](b) :red[c]")),
    "subnormal": one_hot_scenario((5e-324, -5e-324), 0),
    "huge": one_hot_scenario((1e300, -1e300, 0), 1),
}


def opened(scenario: Scenario, section: str = "curves") -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["section"] = section
    for key, values in to_query(scenario).items():
        app.query_params[key] = values
    return app.run()


def words(app: AppTest) -> str:
    said = [str(element.value) for element in (*app.caption, *app.markdown, *app.info, *app.latex)]
    return "\n".join(said + [drawn.caption for drawn in charts(app)]).replace("\\", "")


CHARTS = {"curves": 3, "cost-curves": 2, "each-logit": 1, "derivative": 1, "derivation": 0}


@pytest.mark.parametrize("key", SCENARIOS)
def test_the_page_is_drawn_for_every_scenario(key: str) -> None:
    for section in ("curves", "derivation"):
        app = opened(SCENARIOS[key], section)
        assert not app.exception
        assert not app.error
        assert [part.key for part in app.get("bidi_component")].count("stage") == 1
        assert len(specs(app)) == CHARTS[section]
    in_letters_and_numbers = 2
    assert words(app).count("begin{aligned}") == 3 * in_letters_and_numbers


@pytest.mark.parametrize("section", CHARTS)
def test_each_section_has_its_charts(section: str) -> None:
    assert len(specs(opened(SCENARIOS["low-cost"], section))) == CHARTS[section]


def test_a_page_that_fails_would_be_noticed() -> None:
    def failing() -> None:
        raise RuntimeError("as it would be")

    assert AppTest.from_function(failing).run().exception


def test_every_chart_has_words_for_who_cannot_see_it() -> None:
    assert all(alts(opened(SCENARIOS["low-cost"])))


def test_the_chart_of_the_derivative_holds_the_published_gradient() -> None:
    low, high = (opened(SCENARIOS[key]) for key in ("low-cost", "high-cost"))
    published = {
        0: (2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01),
        1: (8.94679461e-04, -9.99999959e-01, 1.79701173e-02, 9.81135163e-01),
    }
    for number, app in enumerate((low, high)):
        bars = [trace for trace in specs(app)[-1]["data"] if trace["type"] == "bar"]
        heights = [
            value
            for trace in bars
            for value in trace["x" if trace.get("orientation") == "h" else "y"]
        ]
        assert sorted(heights) == pytest.approx(sorted(published[number]), rel=1e-7)


@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "smoothed"])
def test_the_words_under_the_charts_hold_the_current_cost(key: str) -> None:
    scenario = SCENARIOS[key]
    cost = cross_entropy(
        [z / scenario.temperature for z in scenario.logits],
        scenario.target,
        label_smoothing=scenario.label_smoothing,
    )
    assert format_number(float(cost)) in words(opened(scenario))


def test_the_derivation_ends_at_the_current_gradient() -> None:
    slope = float(cross_entropy_grad([1.0, 3, 5, 7], 3)[3])
    assert format_latex(slope) in words(opened(SCENARIOS["low-cost"], "derivation")).replace(
        "−", "-"
    )


def test_each_section_is_hidden_by_its_name() -> None:
    titles = opened(SCENARIOS["low-cost"]).segmented_control(key="bench_tabs").options
    assert len(titles) == len(CHARTS)
    for at, name in enumerate(CHARTS):
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params["hide"] = name
        left = app.run().segmented_control(key="bench_tabs").options
        assert left == titles[:at] + titles[at + 1 :]


def test_each_flaw_of_a_link_is_named_above_the_page() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["z"] = ["1,cat,5"]
    app.query_params["y"] = ["9"]
    app.run()
    assert not app.exception
    assert len(app.info) == 2


# --- what the browser sends ------------------------------------------------------------------

SENT = {
    "logits": [1, -9.5, 4],
    "target": [0, 1, 0],
    "names": ["cat", "dog\n", ""],
    "temperature": 1,
    "labelSmoothing": 0,
}


def test_what_the_stage_sends_becomes_a_scenario() -> None:
    assert scenario_from_stage(SENT) == one_hot_scenario((1, -9.5, 4), 1, ("cat", "dog", "class 3"))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "scenario",
        7,
        {},
        {**SENT, "logits": None},
        {**SENT, "logits": "1,2,3"},
        {**SENT, "logits": {"a": 1}},
        {**SENT, "logits": [1, 2]},
        {**SENT, "logits": [0] * 1000},
        {**SENT, "logits": [1, None, 3]},
        {**SENT, "logits": [1, "cat", 3]},
        {**SENT, "logits": [1, math.inf, 3]},
        {**SENT, "logits": [1, 10**400, 3]},
        {**SENT, "target": [1, 1, 1]},
        {**SENT, "target": [10**400, 1, 1]},
        {**SENT, "target": [math.nan, 1, 0]},
        {**SENT, "names": 3},
        {**SENT, "names": ["a"] * 1000},
        {**SENT, "temperature": 0},
        {**SENT, "temperature": [1]},
        {**SENT, "labelSmoothing": "much"},
    ],
    ids=lambda sent: json.dumps(sent)[:60],
)
def test_what_is_no_scenario_is_refused_with_a_sentence(sent: Any) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        scenario_from_stage(sent)
