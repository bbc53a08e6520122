"""The page Cost curves: every section, for every preset and number of classes."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import to_query

PAGE = Path(__file__).parents[2] / "pages" / "cost_curves.py"
FIGURES = {
    "Two cases": 3,
    "Low against high": 4,
    "Each logit": 1,
    "Landscape": 4,
    "Independent outputs": 2,
    "The floor": 1,
}
SCENARIOS = {
    **{preset.key: preset.scenario for preset in PRESETS},
    **{f"{k}-classes": one_hot_scenario(range(k), k - 1) for k in range(2, 11)},
    "soft": Scenario((1, 3, 5), (0.2, 0.3, 0.5)),
    "names": one_hot_scenario((0.5, 2), 1, ("<b>bold</b>", "# $x$ [a](b)")),
}


def opened(section: str, scenario: Scenario, **choices: object) -> AppTest:
    app = AppTest.from_file(str(PAGE), default_timeout=30)
    app.session_state["app_has_run"] = True  # as app.py notes before it runs a page
    for key, values in to_query(scenario).items():
        app.query_params[key] = values
    app.session_state["cost_curves_section"] = section
    for key, value in choices.items():
        app.session_state[key] = value
    return app.run()


def charts(app: AppTest) -> list[dict]:
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


@pytest.mark.parametrize("key", SCENARIOS)
@pytest.mark.parametrize("section", FIGURES)
def test_every_section_draws_its_figures_for_every_scenario(section, key):
    app = opened(section, SCENARIOS[key])
    assert not app.exception
    assert len(charts(app)) == FIGURES[section]


def test_every_figure_has_words_for_who_cannot_see_it():
    for section in FIGURES:
        app = opened(section, SCENARIOS["low-cost"])
        assert all(element.proto.alt for element in app.get("plotly_chart"))


def test_bits_and_the_logarithmic_axis_reach_the_figure():
    app = opened("Two cases", SCENARIOS["low-cost"], unit="bits", log_axis=True)
    layout = charts(app)[0]["layout"]
    assert layout["xaxis"]["type"] == "log"
    assert "bits" in layout["yaxis"]["title"]["text"]


def test_low_and_high_cost_are_compared_until_something_else_is_pinned():
    app = opened("Low against high", SCENARIOS["tie"])
    terms = charts(app)[2]["data"]
    assert [sum(bars["x"]) for bars in terms] == pytest.approx([0.14507794, 17.01904505])
    app.button(key="pin_A").click().run()
    terms = charts(app)[2]["data"]
    assert sum(terms[0]["x"]) == pytest.approx(0.7112971)
    assert sum(terms[1]["x"]) == pytest.approx(17.01904505)


def test_the_switch_turns_the_landscape_into_squared_error():
    for switched in (False, True):
        app = opened("Landscape", SCENARIOS["low-cost"], squared_error=switched)
        heights = charts(app)[0]["data"][0]["z"]
        assert (max(map(max, heights)) <= 2) is switched  # squared error is at most 2


def test_the_landscape_follows_the_two_logits_chosen():
    app = opened("Landscape", SCENARIOS["low-cost"])
    assert app.selectbox[0].value == 3
    app.selectbox[0].set_value(1).run()
    assert "class 2" in charts(app)[1]["layout"]["xaxis"]["title"]["text"]
    assert app.selectbox[1].value != 1
