"""The look that every figure shares, and the two ways to Plotly."""

import json
import math
from itertools import pairwise

import numpy as np
import plotly.tools
import pytest

from ce_core.figures import marks, theme
from ce_core.figures.plotly_figure import LeanFigure, as_figure
from ce_core.palette import Theme, roles


def spec(theme_name: Theme = "light") -> theme.Spec:
    return {
        "data": [marks.curve([0, 1], [1, 2], "#123456")],
        "layout": theme.layout(theme_name, uirevision="test", xaxis={"title": theme.title("x")}),
    }


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_template_is_one_that_plotly_knows(theme_name):
    figure = as_figure(spec(theme_name))
    assert figure.layout.template.layout.font.color == roles(theme_name)["text"]


def test_validation_refuses_a_property_that_plotly_does_not_know():
    broken = spec()
    broken["layout"]["xaxis"]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        as_figure(broken)


def test_lean_figure_is_handed_over_as_it_is():
    plain = spec()
    sent = plotly.tools.return_figure_from_figure_or_data(LeanFigure(plain), validate_figure=True)
    assert sent is plain


def test_lean_and_validated_figure_say_the_same():
    plain = spec()
    validated = as_figure(plain).to_plotly_json()
    assert json.loads(json.dumps(validated["data"])) == plain["data"]


@pytest.mark.parametrize("name", ["<b>cat</b>", "a & b", "$x^2$", "%{y}", "&lt;"])
def test_literal_leaves_nothing_that_plotly_would_interpret(name):
    text = theme.literal(name)
    assert not set("<>$%") & set(text)
    html = text.replace("&#36;", "$").replace("&#37;", "%").replace("&lt;", "<")
    assert html.replace("&gt;", ">").replace("&amp;", "&") == name


def test_a_long_name_is_cut_before_it_is_escaped():
    assert theme.short_literal("<" * 40) == "&lt;" * 9 + "…" + "&lt;" * 4
    assert theme.short_literal("the class of cats 12", 9) == "the cl…12"
    assert theme.short_literal("class 1") == "class 1"


def test_what_is_not_finite_becomes_a_gap():
    assert marks.rounded([1 / 3, math.inf, -math.inf, math.nan]) == [0.333333, None, None, None]
    random = np.random.default_rng(0)
    numbers = random.normal(size=20_000) * 10.0 ** random.integers(-11, 11, 20_000)
    assert marks.rounded(numbers) == [float(format(number, ".6g")) for number in numbers]


def test_tangent_has_its_slope_and_passes_through_the_point():
    trace = marks.tangent(2.0, 5.0, -0.75, 0.4, "#123456")
    (x0, x1), (y0, y1) = trace["x"], trace["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-0.75)
    assert (y0 + y1) / 2 == pytest.approx(5.0)


def shown_length(slope: float) -> float:
    trace = marks.tangent_within(3.0, 1.0, slope, "#123456", width=10.0, height=2.0)
    (x0, x1), (y0, y1) = trace["x"], trace["y"]
    return math.hypot((x1 - x0) / 10.0, (y1 - y0) / 2.0)


@pytest.mark.parametrize("slope", [0.3, -50.0, 1e-12, -1e200, math.inf])
def test_steep_and_flat_tangents_look_equally_long(slope):
    assert shown_length(slope) == pytest.approx(shown_length(0.0))


def test_tangent_within_axes_keeps_its_slope():
    trace = marks.tangent_within(0.5, 2.0, -1.25, "#123456", width=1.0, height=8.0)
    (x0, x1), (y0, y1) = trace["x"], trace["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-1.25)


def test_labels_are_moved_apart_and_keep_their_order():
    places = [1.0, 1.0, 1.05, 5.0, 0.9]
    moved = marks.spread(places, gap=0.5)
    assert all(b - a >= 0.5 - 1e-12 for a, b in pairwise(sorted(moved)))
    assert moved[4] < moved[0] < moved[2] < moved[3] == pytest.approx(5.0)


def test_signs_of_the_gradient_have_words_and_different_colours():
    assert "raises the cost" in marks.push_words(0.1)
    assert "lowers the cost" in marks.push_words(-0.1)
    assert len({marks.push_colour(slope, "dark") for slope in (-1, 0, 1)}) == 3
