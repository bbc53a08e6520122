"""List the pages that can be taken along, and the charts that each of them holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ce_core.figures.charts_message import Headed
from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.comparison import compared_gradients, compared_terms
from ce_core.figures.cost.convexity import along_chord, curvature
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.cost.softmax_or_sigmoids import shifted_costs, two_readings
from ce_core.figures.cost.surface import cost_contour
from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.gradient.check import gradient_check_chart
from ce_core.figures.gradient.jacobian import STEPS, jacobian_chart
from ce_core.figures.gradient.reference_error import analytic_error
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.palette import Theme
from ce_core.scenario import PRESETS, Scenario
from ce_core.take_along.settings import SURFACE, Settings

Draw = Callable[[Scenario, Theme, Settings], Chart]


@dataclass(frozen=True)
class Part:
    """Charts that stand side by side below a heading.

    Parameters
    ----------
    section
        The app's section that shows the same charts, as a link names it.
    title
        The heading.
    draw
        One function a chart.
    columns
        How many stand side by side where there is room.
    least_classes
        With fewer classes the part is left out.
    across
        Which charts have the whole width.
    same_axis
        Whether all charts' axes of the cost end with the first one's, as the app draws them.
    standing
        Which charts show nothing of the current scenario under these settings.
    note
        What is to be said of the charts under these settings; nothing when empty.
    """

    section: str
    title: str
    draw: tuple[Draw, ...]
    columns: int = 2
    least_classes: int = 2
    headings: Callable[[Settings], Sequence[str]] | None = None
    across: tuple[int, ...] = ()
    same_axis: tuple[int, ...] = ()
    standing: Callable[[Settings], Sequence[int]] = lambda _settings: ()
    note: Callable[[Settings], str] = lambda _settings: ""

    def charts(self, scenario: Scenario, theme: Theme, settings: Settings) -> Sequence[Headed]:
        """Draw them."""
        headings = [*(self.headings(settings) if self.headings else ()), *[""] * len(self.draw)]
        return [
            Headed(headings[n], each(scenario, theme, settings), n in self.across)
            for n, each in enumerate(self.draw)
        ]


@dataclass(frozen=True)
class Contents:
    """A page.

    Parameters
    ----------
    title
        Its heading, as in the app.
    path
        What stands in the app's address for it.
    form
        The form of the panel.
    parts
        Its charts.
    derives
        Whether the page is about the derivation.
    derivation_sections
        The app's sections that show a derivation.
    """

    title: str
    path: str
    form: Literal["pipeline", "dock"] = "pipeline"
    parts: tuple[Part, ...] = ()
    derives: bool = False
    derivation_sections: tuple[str, ...] = ()

    def shown(self, scenario: Scenario, *, first: str = "") -> list[Part]:
        """Give the parts that a scenario has classes enough for, with one section's first."""
        shown = [part for part in self.parts if scenario.n_classes >= part.least_classes]
        return sorted(shown, key=lambda part: part.section != first)


def _plain(draw: Callable[[Scenario, Theme], Chart]) -> Draw:
    """Draw a chart that has no settings."""
    return lambda scenario, theme, _settings: draw(scenario, theme)


def _in_unit(draw: Callable[..., Chart]) -> Draw:
    return lambda scenario, theme, settings: draw(scenario, theme, unit=settings.unit)


def _of_pair(draw: Callable[..., Chart]) -> Draw:
    """Draw a chart of the true class and its strongest rival."""
    return lambda scenario, theme, _settings: draw(pair_of(scenario), theme=theme)


def _shifted(draw: Callable[..., Chart]) -> Draw:
    return lambda scenario, theme, settings: draw(
        pair_of(scenario), theme=theme, constant=settings.shift
    )


def _both_cases(scenario: Scenario, theme: Theme, settings: Settings) -> Chart:
    return both_cases(scenario, theme, unit=settings.unit, log_axis=settings.log_axis)


def _jacobian(scenario: Scenario, theme: Theme, settings: Settings) -> Chart:
    return jacobian_chart(scenario, theme, step=STEPS.index(settings.jacobian_step) + 1)


def _check(scenario: Scenario, theme: Theme, _settings: Settings) -> Chart:
    return gradient_check_chart(scenario, theme, analytic_error=analytic_error(scenario))


def _map(scenario: Scenario, theme: Theme, settings: Settings) -> Chart:
    pair = settings.pair(scenario)
    chart = cost_contour(scenario, theme, pair=pair, cost=settings.cost)
    # What a pointer reads of each place of the grid would be most of the file.
    data = [{k: v for k, v in each.items() if k != "text"} for each in chart.spec["data"][:1]]
    data[0] |= {"hovertemplate": None, "hoverinfo": "skip"}
    return replace(chart, spec={**chart.spec, "data": [*data, *chart.spec["data"][1:]]})


def _chord(scenario: Scenario, theme: Theme, settings: Settings) -> Chart:
    return along_chord(scenario, theme, pair=settings.pair(scenario), cost=settings.cost)


def _compared(draw: Callable[..., Chart]) -> Draw:
    def drawn(scenario: Scenario, theme: Theme, settings: Settings) -> Chart:
        a, b = settings.a or scenario, settings.b or SECOND
        return draw(a, b, theme, live=settings.a is None)

    return drawn


def _curve_a(a: Scenario, b: Scenario, theme: Theme, *, live: bool) -> Chart:
    return low_cost_curve(a, theme, beside=[b], live=live)


def _curve_b(a: Scenario, b: Scenario, theme: Theme, *, live: bool) -> Chart:  # noqa: ARG001
    return low_cost_curve(b, theme, beside=[a], live=False)


def _ab(settings: Settings) -> tuple[str, str]:
    return ("Saved as A" if settings.a else "A: the current logits"), "Saved as B"


SECOND = PRESETS[1].scenario
"""What is compared with until something else is saved as B, as in the app."""
NO_SURFACE = (
    "This is the map of the surface that was open. The surface itself is not in the file: what "
    "draws in three dimensions would make it larger than 1.6 MB."
)
_EACH_LOGIT = Part("each-logit", "The cost along each logit", (_plain(cost_along_each_logit),), 1)
PAGES: Mapping[str, Contents] = {
    "playground": Contents(
        "Playground",
        "",
        parts=(
            Part("cost-curves", "Cost curves", (_plain(low_cost_curve), _plain(high_cost_curve))),
            _EACH_LOGIT,
            Part("derivative", "Gradient", (_plain(gradient_bars),), 1),
        ),
        derivation_sections=("derivation",),
    ),
    "cost_curves": Contents(
        "Cost curves",
        "cost_curves",
        parts=(
            Part(
                "two-cases",
                "Two cases",
                (_both_cases, _in_unit(low_cost_curve), _in_unit(high_cost_curve)),
                across=(0,),
            ),
            Part(
                "low-high",
                "Compare two",
                (
                    _compared(_curve_a),
                    _compared(_curve_b),
                    _compared(compared_terms),
                    _compared(compared_gradients),
                ),
                headings=_ab,
                same_axis=(0, 1),
                standing=lambda settings: range(4) if settings.a else (1,),
            ),
            _EACH_LOGIT,
            Part(
                "landscape",
                "Landscape",
                (_map,),
                1,
                note=lambda settings: NO_SURFACE if settings.shape == SURFACE else "",
            ),
            Part("convexity", "Convexity", (_chord, _plain(curvature))),
            Part("independent", "Sigmoids", (_plain(two_readings), _plain(shifted_costs))),
            Part("floor", "Lowest cost", (_plain(cost_floor),), 1),
        ),
    ),
    "derivative": Contents(
        "The derivative",
        "derivative",
        parts=(
            Part("jacobian", "Jacobian", (_jacobian,), 1),
            Part("balance", "Balance", (_plain(balance_chart),), 1),
            Part("gradient-check", "Gradient check", (_check,), 1),
            Part("triangle", "Triangle", (_plain(simplex_chart),), 1, least_classes=3),
            Part("temperature", "Temperature", (_plain(temperature_chart),), 1),
        ),
    ),
    "two_classes": Contents(
        "Two classes",
        "two_classes",
        parts=(
            Part("sigmoid", "Sigmoid", (_shifted(sigmoid_chart),), 1),
            Part("shift", "Shift", (_shifted(shift_chart),), 1),
            Part("slope", "Derivative", (_of_pair(slope_chart),), 1),
            Part("log-odds", "Log-odds", (_of_pair(log_odds_ruler),), 1),
        ),
        derivation_sections=("quotient-rule",),
    ),
    "derivation": Contents("Derivation", "derivation", derives=True),
    "stability": Contents("Stability", "stability"),
    "descent": Contents("Descent", "descent"),
    "practice": Contents("Practice", "practice"),
}
"""By the name of the page's file in the app."""


# --- what a file holds drawings for -----------------------------------------------------------

_FEW = 4
"""Up to so many classes a file holds drawings for each pair of true class and strongest other."""


def drawn_scenarios(scenario: Scenario) -> list[Scenario]:
    """List the scenarios at which Python draws the charts of a file.

    Logits move in the browser. What else can change here is the true class, the strongest other
    class (some charts are about it) and the preset.
    """
    found = [scenario]
    k = scenario.n_classes
    if scenario.label is not None:
        for label in range(k):
            target = tuple(float(i == label) for i in range(k))
            labelled = replace(scenario, target=target)
            found += _with_each_rival(labelled, label) if k <= _FEW else [labelled]
    found += (preset.scenario for preset in PRESETS)
    return list(dict.fromkeys(found))


def _with_each_rival(scenario: Scenario, label: int) -> list[Scenario]:
    """Let each other class have the largest logit of them, by exchange with the one that has it."""
    others = [i for i in range(scenario.n_classes) if i != label]
    first = max(others, key=lambda i: scenario.logits[i])
    found = []
    for rival in others:
        logits = list(scenario.logits)
        logits[first], logits[rival] = logits[rival], logits[first]
        found.append(replace(scenario, logits=tuple(logits)))
    return found
