"""What holds for every figure, whatever it shows and for whatever scenario."""

import json
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest

from ce_core.figures.cost import (
    comparison,
    convexity,
    cost_curves,
    entropy_floor,
    logit_curves,
    softmax_or_sigmoids,
    surface,
)
from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.gradient import balance, bars, check, jacobian, simplex, temperature
from ce_core.figures.plotly_figure import as_figure
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes import log_odds, logit_shift, sigmoid
from ce_core.figures.two_classes.pair import pair_of
from ce_core.numeric.descent.landscape import COSTS
from ce_core.palette import Theme
from ce_core.scenario import Scenario
from tests.figures.examples import HOSTILE, SCENARIOS


def triangle(scenario: Scenario, theme: Theme) -> Chart:
    """Two classes have no triangle: a page says so in its place; here three stand in for them."""
    return simplex.simplex_chart(scenario if scenario.n_classes >= 3 else SCENARIOS["tie"], theme)


FIGURES: dict[str, Callable[..., Chart]] = {
    "low cost": cost_curves.low_cost_curve,
    "high cost": cost_curves.high_cost_curve,
    "both cases": both_cases,
    "both cases, log axis": lambda s, theme: both_cases(s, theme, log_axis=True),
    "both cases, bits": lambda s, theme: both_cases(s, theme, unit="bits"),
    "along each logit": logit_curves.cost_along_each_logit,
    "gradient": bars.gradient_bars,
    "terms compared": lambda s, theme: comparison.compared_terms(s, SCENARIOS["tie"], theme),
    "gradients compared": lambda s, theme: comparison.compared_gradients(
        SCENARIOS["tie"], s, theme
    ),
    "floor": entropy_floor.cost_floor,
    "two readings": softmax_or_sigmoids.two_readings,
    "shifted": softmax_or_sigmoids.shifted_costs,
    "curvature": convexity.curvature,
    "balance": balance.balance_chart,
    "gradient check": lambda s, theme: check.gradient_check_chart(s, theme, analytic_error=1.5e-17),
    "temperature": temperature.temperature_chart,
    "sigmoid": lambda s, theme: sigmoid.sigmoid_chart(pair_of(s), theme, constant=3.0),
    "slope": lambda s, theme: sigmoid.slope_chart(pair_of(s), theme),
    "log-odds": lambda s, theme: log_odds.log_odds_ruler(pair_of(s), theme),
    "shift": lambda s, theme: logit_shift.shift_chart(pair_of(s), 3.0, theme),
    "triangle": triangle,
}
for _step in range(1, len(jacobian.STEPS) + 1):
    FIGURES[f"jacobian, step {_step}"] = partial(jacobian.jacobian_chart, step=_step)
for _cost in COSTS:
    for _name, _draw in (
        ("surface", surface.cost_surface),
        ("contour", surface.cost_contour),
        ("chord", convexity.along_chord),
    ):
        FIGURES[f"{_name}, {_cost}"] = partial(_draw, cost=_cost)
BYTES_A_FIGURE = 45_000


@cache
def drawn(figure: str, key: str, theme: Theme = "light") -> Chart:
    """Draw each figure of each scenario once; nobody may change it."""
    return FIGURES[figure](SCENARIOS[key], theme)


@pytest.fixture(params=FIGURES)
def figure(request) -> str:
    return request.param


def none_at_fault(figure: str, find: Callable[[Chart], list[str]]) -> None:
    """Look at a figure of every scenario; fail with all faults that ``find`` finds."""
    faults = {key: find(drawn(figure, key)) for key in SCENARIOS}
    assert {key: found for key, found in faults.items() if found} == {}


def strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from strings(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from strings(value)


def test_figure_is_plain_finite_json_of_modest_size(figure):
    def faults(chart: Chart) -> list[str]:
        try:
            size = len(json.dumps(chart.spec, allow_nan=False))
        except (ValueError, TypeError) as problem:
            return [str(problem)]
        return [f"{size} characters"] if size >= BYTES_A_FIGURE else []

    none_at_fault(figure, faults)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_accepts_the_figure(figure, theme):
    for key in ("low-cost", "ten-classes", "extreme", "two-classes", "soft"):
        as_figure(drawn(figure, key, theme).spec)


def test_words_are_sentences_with_numbers(figure):
    def faults(chart: Chart) -> list[str]:
        wrong = [
            words
            for words in (chart.alt, chart.caption)
            if not words.endswith(".") or "undefined" in words or "nan" in words.split()
        ]
        numbered = any(character.isdigit() for character in chart.alt)
        return wrong if numbered else [*wrong, "no number in its words"]

    none_at_fault(figure, faults)


def test_height_is_reserved_and_does_not_depend_on_the_values(figure):
    heights = {drawn(figure, key).height for key in ("low-cost", "high-cost", "soft")}
    assert len(heights) == 1


def test_view_is_kept_while_the_values_change(figure):
    names = {
        drawn(figure, key).spec["layout"]["uirevision"] for key in ("low-cost", "high-cost", "soft")
    }
    assert len(names) == 1


def test_what_says_something_under_the_pointer_is_not_skipped_by_it(figure):
    def faults(chart: Chart) -> list[str]:
        told = [trace for trace in chart.spec["data"] if "hovertemplate" in trace]
        skipped = [str(t) for t in told if t.get("hoverinfo") in ("skip", "none")]
        # What Plotly writes with a sign has a hyphen for a minus.
        signed = [t["hovertemplate"] for t in told if ":+" in str(t["hovertemplate"])]
        return [*skipped, *signed] if told else ["nothing is told"]

    none_at_fault(figure, faults)


def test_axes_are_named(figure):
    layout = drawn(figure, "low-cost").spec["layout"]
    axes = layout.get("ternary") or layout.get("scene") or layout
    named = [axis for axis in ("aaxis", "baxis", "caxis", "xaxis") if axis in axes]
    assert named
    assert all(axes[axis]["title"]["text"] for axis in named)


def test_names_are_never_markup(figure):
    spec = FIGURES[figure](HOSTILE, "light").spec
    titles = [
        axis.pop("title")["text"]
        for axis in spec["layout"].pop("scene", {}).values()
        if "title" in axis
    ]
    assert not any("<" in text for text in titles)  # a scene reads tags, but neither TeX nor %{}
    for text in strings(spec):
        assert "<b>bold" not in text
        assert "$" not in text
        assert "&amp; %{y}" not in text


def test_light_and_dark_differ_in_colour_alone(figure):
    light, dark = drawn(figure, "low-cost"), drawn(figure, "low-cost", "dark")
    assert (light.alt, light.caption) == (dark.alt, dark.caption)
    assert light.spec != dark.spec
    assert [t.get("x") for t in light.spec["data"]] == [t.get("x") for t in dark.spec["data"]]
