"""List the pages that can be taken along, and the charts that each of them holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ce_core.figures.charts_message import Headed
from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.cost.softmax_or_sigmoids import shifted_costs, two_readings
from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.gradient.jacobian import STEPS, jacobian_chart
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.palette import Theme
from ce_core.scenario import PRESETS, Scenario

Draw = Callable[[Scenario, Theme], Chart]


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
    """

    section: str
    title: str
    draw: tuple[Draw, ...]
    columns: int = 2
    least_classes: int = 2

    def charts(self, scenario: Scenario, theme: Theme) -> Sequence[Headed]:
        """Draw them."""
        return [Headed("", each(scenario, theme)) for each in self.draw]


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


def _whole_jacobian(scenario: Scenario, theme: Theme) -> Chart:
    return jacobian_chart(scenario, theme, step=len(STEPS))


def _of_pair(draw: Callable[..., Chart], **settings: Any) -> Draw:
    """Draw a chart of the true class and its strongest rival."""
    return lambda scenario, theme: draw(pair_of(scenario), theme=theme, **settings)


_SHIFT = 3.0  # with which the app's section begins
_EACH_LOGIT = Part("each-logit", "The cost along each logit", (cost_along_each_logit,), columns=1)
PAGES: Mapping[str, Contents] = {
    "playground": Contents(
        "Playground",
        "",
        parts=(
            Part("cost-curves", "Cost curves", (low_cost_curve, high_cost_curve)),
            _EACH_LOGIT,
            Part("derivative", "Gradient", (gradient_bars,), columns=1),
        ),
        derivation_sections=("derivation",),
    ),
    "cost_curves": Contents(
        "Cost curves",
        "cost_curves",
        parts=(
            Part("two-cases", "Two cases", (both_cases,), columns=1),
            _EACH_LOGIT,
            Part("independent", "Sigmoids", (two_readings, shifted_costs)),
            Part("floor", "Lowest cost", (cost_floor,), columns=1),
        ),
    ),
    "derivative": Contents(
        "The derivative",
        "derivative",
        parts=(
            Part("jacobian", "Jacobian", (_whole_jacobian,), columns=1),
            Part("balance", "Balance", (balance_chart,), columns=1),
            Part("triangle", "Triangle", (simplex_chart,), columns=1, least_classes=3),
            Part("temperature", "Temperature", (temperature_chart,), columns=1),
        ),
    ),
    "two_classes": Contents(
        "Two classes",
        "two_classes",
        parts=(
            Part("sigmoid", "Sigmoid", (_of_pair(sigmoid_chart, constant=_SHIFT),), columns=1),
            Part("shift", "Shift", (_of_pair(shift_chart, constant=_SHIFT),), columns=1),
            Part("slope", "Derivative", (_of_pair(slope_chart),), columns=1),
            Part("log-odds", "Log-odds", (_of_pair(log_odds_ruler),), columns=1),
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
