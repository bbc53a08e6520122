"""The plot of a typed function shows its values, its slopes and a tangent that touches."""

import json
import math

import pytest

from ce_core.figures.function_plot import SampledFunction, function_plot
from ce_core.figures.plotly_figure import as_figure

PLACES = [k / 10 - 3 for k in range(61)]
SINE = SampledFunction(PLACES, [math.sin(x) for x in PLACES], [math.cos(x) for x in PLACES])
LOGARITHM = SampledFunction(
    PLACES,
    [math.log(x) if x > 1e-9 else None for x in PLACES],
    [1 / x if x > 1e-9 else None for x in PLACES],
)
NOWHERE = SampledFunction(PLACES, [None] * 61, [None] * 61)


def traces(chart) -> list[dict]:
    return chart.spec["data"]


def test_both_curves_go_through_the_samples():
    f, slope = traces(function_plot(SINE, 1.0, math.sin(1), math.cos(1), "light"))[:2]
    assert f["y"] == pytest.approx([math.sin(x) for x in PLACES], abs=1e-6)
    assert slope["y"] == pytest.approx([math.cos(x) for x in PLACES], abs=1e-6)


def test_tangent_goes_through_the_point_with_its_slope():
    tangent = traces(function_plot(SINE, 1.0, math.sin(1), math.cos(1), "light"))[2]
    (x0, x1), (y0, y1) = tangent["x"], tangent["y"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(math.cos(1))
    assert y0 + math.cos(1) * (1.0 - x0) == pytest.approx(math.sin(1))


def test_where_there_is_no_value_the_curve_has_a_gap_and_no_tangent():
    chart = function_plot(LOGARITHM, -1.0, None, None, "dark")
    assert len(traces(chart)) == 2
    assert traces(chart)[0]["y"][0] is None
    assert "no finite real value" in chart.alt


def test_pole_does_not_squeeze_the_rest_flat():
    steep = SampledFunction(PLACES, [1e12 if k == 30 else 1.0 for k in range(61)], [0.0] * 61)
    low, high = function_plot(steep, 1.0, 1.0, 0.0, "light").spec["layout"]["yaxis"]["range"]
    assert high - low < 10


@pytest.mark.parametrize("function", [SINE, LOGARITHM, NOWHERE], ids=["sine", "log", "nowhere"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_accepts_the_figure_and_json_has_no_infinity(function, theme):
    chart = function_plot(function, 2.0, function.values[50], function.slopes[50], theme)
    as_figure(chart.spec)
    json.dumps(chart.spec, allow_nan=False)
    assert chart.alt.endswith(".")


def test_samples_of_different_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        SampledFunction(PLACES, [0.0], [0.0])
