"""The four pictures of the chain rule show numbers that ce_core.numeric computes."""

import math
import re

import numpy as np
import pytest

from ce_core.figures.gradient.jacobian import STEPS, cell_text, diverging_scale, jacobian_chart
from ce_core.figures.plotly_figure import as_figure
from ce_core.number_format import format_number
from ce_core.numeric.chain_rule import chain_rule
from ce_core.palette import roles
from ce_core.scenario import Scenario, one_hot_scenario
from tests.figures.examples import SCENARIOS, SOFT

EVERY_STEP = range(1, len(STEPS) + 1)
EXTREME = SCENARIOS["extreme"]


def rule_of(scenario):
    return chain_rule(scenario.logits, scenario.smoothed_target, temperature=scenario.temperature)


def bars(chart):
    """The bars under the map, whose cells are bars as well."""
    data = chart.spec["data"]
    return [trace for trace in data if trace["type"] == "bar" and trace.get("yaxis") == "y2"]


def grid(chart, field):
    """A field of the map's cells, row by row."""
    values = chart.spec["data"][0][field]
    k = math.isqrt(len(values))
    return [values[k * i : k * (i + 1)] for i in range(k)]


def sums(chart):
    return next(trace for trace in chart.spec["data"] if trace["type"] == "scatter")


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(first, second):
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("step", EVERY_STEP)
@pytest.mark.parametrize("key", SCENARIOS)
def test_plotly_accepts_every_step(key, step):
    as_figure(jacobian_chart(SCENARIOS[key], "light", step=step).spec)


def test_cells_of_the_low_cost_case_are_the_published_jacobian():
    cells = grid(jacobian_chart(SCENARIOS["low-cost"], "light"), "text")
    assert [cells[i][i] for i in range(4)] == ["0.00214", "0.0156", "0.103", "0.117"]
    assert cells[0][1:] == ["−3.40e-05", "−0.000251", "−0.00185"]


@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "warm", "extreme"])
def test_cells_show_the_jacobian_and_then_its_terms(key):
    rule = rule_of(SCENARIOS[key])
    for step, values in ((1, rule.jacobian), (2, rule.terms), (4, rule.terms)):
        cells = grid(jacobian_chart(SCENARIOS[key], "light", step=step), "text")
        assert cells == [[format_number(v) for v in row] for row in values.tolist()]


def distance(first, second):
    pairs = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return sum(abs(a - b) for a, b in pairs)


def test_shade_has_the_sign_of_the_cell_and_grows_with_its_size():
    roles_of = {1: ("logits", "probabilities"), 2: ("push_up", "push_down")}
    for scenario in SCENARIOS.values():
        rule = rule_of(scenario)
        for step, values in ((1, rule.jacobian), (2, rule.terms)):
            below, ground, above = diverging_scale("light", *roles_of[step])
            chart = jacobian_chart(scenario, "light", step=step)
            shades = chart.spec["data"][0]["marker"]["color"]
            cells = sorted(zip(values.ravel().tolist(), shades, strict=True))
            for value, shade in cells:
                end = below if value < 0 else above
                assert distance(shade, ground) <= distance(end, ground) + 3
                assert distance(shade, end) <= distance(ground, end) + 3
            strengths = [distance(shade, ground) for value, shade in cells if value >= 0]
            assert strengths == sorted(strengths)


def test_i_equals_j_is_outlined_and_both_cases_are_named():
    layout = jacobian_chart(SOFT, "light").spec["layout"]
    middles = [((s["x0"] + s["x1"]) / 2, (s["y0"] + s["y1"]) / 2) for s in layout["shapes"]]
    assert middles == [(i, i) for i in range(4)]
    assert "i = j" in layout["title"]["text"]
    assert "i ≠ j" in layout["title"]["text"]


@pytest.mark.parametrize("key", ["soft", "high-cost", "ten-classes", "extreme", "cold"])
@pytest.mark.parametrize("step", [3, 4])
def test_parts_of_each_column_add_up_to_the_gradient(key, step):
    chart = jacobian_chart(SCENARIOS[key], "light", step=step)
    stacked = np.sum([bar["y"] for bar in bars(chart)], axis=0)
    gradient = rule_of(SCENARIOS[key]).gradient
    np.testing.assert_allclose(stacked, gradient, atol=1e-14)
    np.testing.assert_allclose(sums(chart)["y"], gradient, atol=1e-14)


def test_what_cancels_leaves_the_probability_and_the_label():
    rule = rule_of(SOFT)
    label, crossed, rest = (bar["y"] for bar in bars(jacobian_chart(SOFT, "light", step=4)))
    np.testing.assert_allclose(np.add(crossed, rest), rule.probabilities, atol=1e-15)
    np.testing.assert_allclose(label, -rule.target)


@pytest.mark.parametrize("step", [2, 3, 4])
def test_infinity_times_zero_is_said_where_it_is_born(step):
    chart = jacobian_chart(EXTREME, "light", step=step)
    assert "ŷ₂ has underflowed to 0" in chart.caption
    assert "−∞ · 0" in chart.caption
    factors = [a["text"] for a in chart.spec["layout"]["annotations"] if a["text"][0] == "×"]
    assert factors == ["× 0", "× −∞", "× 0"]
    assert "underflowed" not in jacobian_chart(SOFT, "light", step=step).caption


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ends", [("logits", "probabilities"), ("push_up", "push_down")])
def test_numbers_can_be_read_on_every_shade(theme, ends):
    ink = roles(theme)["text"]
    scale = diverging_scale(theme, *ends)
    assert min(contrast(ink, shade) for shade in scale) >= 4.5


def test_cells_of_many_classes_are_short_enough_for_a_phone():
    for scenario in (SCENARIOS["ten-classes"], SCENARIOS["cold"], SCENARIOS["10-classes"]):
        k = scenario.n_classes
        for row in grid(jacobian_chart(scenario, "light"), "text"):
            assert max(map(len, row)) <= (4 if k > 4 else 9)
    assert cell_text(-0.1234, 10) == "−.12"
    assert cell_text(-0.1234, 5) == "−0.12"
    assert cell_text(0.001, 10) == "≈0"
    assert cell_text(0.0, 10) == "0"


def test_hover_names_the_case_the_formula_and_the_full_number():
    hover = grid(jacobian_chart(SCENARIOS["low-cost"], "light"), "hovertext")
    assert hover[3][3] == "class 4 ← class 4<br>i = j: ∂ŷ₄/∂z₄ = ŷ₄(1 − ŷ₄) = 0.117"
    assert hover[2][3] == "class 3 ← class 4<br>i ≠ j: ∂ŷ₃/∂z₄ = −ŷ₃·ŷ₄ = −0.101"


def test_alternative_text_holds_the_numbers():
    low = SCENARIOS["low-cost"]
    assert "0.117" in jacobian_chart(low, "light", step=1).alt
    assert "times −1.16" in jacobian_chart(low, "light", step=2).alt
    for step in (3, 4):
        assert "class 4 −0.135" in jacobian_chart(low, "light", step=step).alt


def test_short_names_stand_on_the_axes_and_long_ones_in_the_hover():
    short = one_hot_scenario((1, 2, 0), 0, ("cat", "dog", "owl"))
    ticks = jacobian_chart(short, "light").spec["layout"]["xaxis"]["ticktext"]
    assert ticks == ["z₁<br>cat", "z₂<br>dog", "z₃<br>owl"]
    long = Scenario((1, 2), (1, 0), ("<i>a long name</i>", "dog"))
    spec = jacobian_chart(long, "light").spec
    assert spec["layout"]["xaxis"]["ticktext"] == ["z₁", "z₂"]
    assert re.search("&lt;i&gt;a long name", spec["data"][0]["hovertext"][0])


def test_height_is_the_same_at_every_step():
    assert len({jacobian_chart(SOFT, "light", step=step).height for step in EVERY_STEP}) == 1


@pytest.mark.parametrize("step", [0, 5])
def test_unknown_steps_are_refused(step):
    with pytest.raises(ValueError, match="from 1 to 4"):
        jacobian_chart(SOFT, "light", step=step)
