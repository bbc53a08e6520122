"""The page Cost curves: its sections for what can differ, its panels, and its pins in the link."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import to_query
from ce_core.ui.session import pins
from tests.pages.drawn import alts, specs
from tests.pages.opened import moved

PAGE = Path(__file__).parents[2] / "pages" / "cost_curves.py"
FIGURES = {
    "two-cases": 3,
    "low-high": 4,
    "each-logit": 1,
    "landscape": 1,
    "convexity": 2,
    "independent": 2,
    "floor": 1,
}
LOW_COST = PRESETS[0].scenario
TIE = next(preset.scenario for preset in PRESETS if preset.key == "tie")
SCENARIOS = {
    **{preset.key: preset.scenario for preset in PRESETS},
    **{f"{k}-classes": one_hot_scenario(range(k), k - 1) for k in (2, 3, 10)},
    "soft": Scenario((1, 3, 5), (0.2, 0.3, 0.5)),
    "names": one_hot_scenario((0.5, 2), 1, ("<b>bold</b>", "# $x$ [a](b)")),
}


def opened(section: str, scenario: Scenario, **query: str) -> AppTest:
    app = AppTest.from_file(str(PAGE), default_timeout=60)
    app.session_state["app_has_run"] = True  # as app.py notes before it runs a page
    for key, values in to_query(scenario).items():
        app.query_params[key] = values
    if section:
        app.query_params["section"] = section
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("section", FIGURES)
def test_every_section_draws_its_figures_for_every_scenario(section):
    app = opened(section, LOW_COST)
    for key, scenario in SCENARIOS.items():
        moved(app, scenario)  # as a drag leaves it; the page is not reopened
        app.run()
        assert not app.exception, key
        assert len(specs(app)) == FIGURES[section], key
        # For who cannot see them.
        assert all(alts(app))


def test_a_section_is_named_by_its_key_or_as_older_links_do_by_its_title():
    for name in ("two-cases", "Two cases"):
        app = opened(name, LOW_COST)
        assert len(specs(app)) == FIGURES["two-cases"]
        assert not app.info
    assert "does not show" in opened("<b>no</b>", LOW_COST).info[0].value


def choices(app: AppTest) -> list[str]:
    """What can be chosen of the sections; nothing where no choice is offered."""
    found = [each.options for each in app.segmented_control if each.key == "bench_tabs"]
    return found[0] if found else []


def test_a_section_that_is_chosen_stands_in_the_link():
    app = opened("floor", LOW_COST)
    app.segmented_control(key="bench_tabs").set_value("each-logit").run()
    assert app.query_params["section"] in ("each-logit", ["each-logit"])
    app.segmented_control(key="bench_tabs").set_value("two-cases").run()
    assert "section" not in app.query_params


def test_a_presenter_has_one_section_at_a_time_without_a_choice():
    app = opened("floor", LOW_COST, view="present", step="5")
    assert any("**Landscape**" in text.value for text in app.markdown)
    assert not specs(app)  # covered until revealed
    app.button(key="presenter_reveal").click().run()
    assert len(specs(app)) == FIGURES["landscape"]
    assert not choices(app)


def test_what_a_link_hides_cannot_be_chosen():
    app = opened("", LOW_COST, hide="floor,landscape,convexity")
    assert choices(app) == ["Two cases", "Compare two", "Each logit", "Sigmoids"]
    assert len(specs(app)) == FIGURES["two-cases"]


def test_everything_may_be_hidden_but_the_stage():
    app = opened("", LOW_COST, hide=",".join(FIGURES))
    assert not app.exception
    assert not choices(app)
    assert not specs(app)


def test_bits_and_the_logarithmic_axis_reach_the_figure():
    app = opened("two-cases", LOW_COST, unit="bits", log_axis="True")
    layout = specs(app)[0]["layout"]
    assert layout["xaxis"]["type"] == "log"
    assert "bits" in layout["yaxis"]["title"]["text"]


def costs(app: AppTest) -> list[float]:
    """Of A and B, as the figure of their terms shows them."""
    return [sum(bars["x"]) for bars in specs(app)[2]["data"]]


def test_the_current_logits_are_compared_with_a_high_cost_until_something_else_is_pinned():
    assert costs(opened("low-high", LOW_COST)) == pytest.approx([0.14507794, 17.01904505])
    app = opened("low-high", TIE)
    assert costs(app) == pytest.approx([0.7112971, 17.01904505])
    app.button(key="pin_A").click().run()
    assert costs(app) == pytest.approx([0.7112971, 17.01904505])
    assert pins.from_text("".join(app.query_params["a"])) == TIE
    assert "b" not in app.query_params


def test_a_link_holds_both_pins():
    app = opened(
        "low-high",
        LOW_COST,
        a=pins.to_text(SCENARIOS["soft"]),
        b=pins.to_text(SCENARIOS["names"]),
    )
    a, b = costs(app)
    assert [len(bars["x"]) for bars in specs(app)[2]["data"]] == [3, 2]
    assert a == pytest.approx(1.54293163)
    assert b == pytest.approx(0.20141328)
    assert not app.info


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_pin_is_read_as_it_was_written(scenario):
    assert pins.from_text(pins.to_text(scenario)) == scenario


@pytest.mark.parametrize(
    "text",
    [
        "",
        "low",
        "z=1",
        "z=1,nan&y=0",
        "z=1,2&y=7",
        "z=1,2&t=-1",
        "z=" + "1," * 5000,
        "&".join(["z=1"] * 100),
        "z=__import__('os')",
        "<script>alert(1)</script>",
    ],
)
def test_what_is_no_scenario_is_no_pin(text):
    assert pins.from_text(text) is None


def test_a_bad_pin_is_ignored_with_a_sentence_until_another_is_made():
    app = opened("low-high", LOW_COST, a=pins.to_text(TIE), b="z=1,<b>")
    assert costs(app) == pytest.approx([0.7112971, 17.01904505])
    [info] = app.info
    assert "scenario B could not be read" in info.value
    assert "<b>" not in info.value
    app.button(key="pin_B").click().run()
    assert not app.info
    assert costs(app) == pytest.approx([0.7112971, 0.14507794])


def test_pins_come_back_into_the_link_after_another_page():
    app = opened("low-high", TIE)
    app.button(key="pin_A").click().run()
    del app.query_params["a"]  # as Streamlit does where another page is opened
    app.run()
    assert costs(app)[0] == pytest.approx(0.7112971)
    assert pins.from_text("".join(app.query_params["a"])) == TIE


def test_the_switch_turns_the_landscape_into_squared_error():
    for switched in (False, True):
        app = opened("landscape", LOW_COST, squared_error=str(switched))
        heights = specs(app)[0]["data"][0]["z"]
        assert (max(map(max, heights)) <= 2) is switched  # squared error is at most 2


def test_the_landscape_follows_the_two_logits_chosen():
    app = opened("landscape", LOW_COST)
    assert app.selectbox[0].value == 3
    app.selectbox[0].set_value(1).run()
    contour, *_ = specs(app)
    assert "class 2" in contour["layout"]["xaxis"]["title"]["text"]
    assert app.selectbox[1].value != 1


def test_a_link_holds_the_two_logits_of_the_landscape():
    app = opened("landscape", LOW_COST, first="1", second="0")
    assert [box.value for box in app.selectbox] == [1, 0]
    app.selectbox[1].set_value(2).run()
    assert app.query_params["second"] == "2"
    assert [box.value for box in opened("landscape", LOW_COST, first="9").selectbox] == [3, 2]
