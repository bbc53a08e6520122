"""Lists the pages that can be taken along, and the charts that each of them holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ce_core.figures.charts_message import Headed
from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.gradient.jacobian import STEPS, jacobian_chart
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes.log_odds import log_odds_ruler
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
    title
        The heading.
    draw
        One function a chart.
    columns
        How many stand side by side where there is room.
    least_classes
        With fewer classes the part is left out.
    """

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
    """

    title: str
    path: str
    form: Literal["pipeline", "dock"] = "pipeline"
    parts: tuple[Part, ...] = ()
    derives: bool = False

    def shown(self, scenario: Scenario) -> list[Part]:
        """Give the parts that a scenario has classes enough for."""
        return [part for part in self.parts if scenario.n_classes >= part.least_classes]


def _whole_jacobian(scenario: Scenario, theme: Theme) -> Chart:
    return jacobian_chart(scenario, theme, step=len(STEPS))


_EACH_LOGIT = Part("The cost along each logit", (cost_along_each_logit,), columns=1)
PAGES: Mapping[str, Contents] = {
    "playground": Contents(
        "Playground",
        "",
        parts=(
            Part("Cost curves", (low_cost_curve, high_cost_curve)),
            _EACH_LOGIT,
            Part("Gradient", (gradient_bars,), columns=1),
        ),
    ),
    "cost_curves": Contents(
        "Cost curves",
        "cost_curves",
        parts=(
            Part("Two cases", (both_cases,), columns=1),
            _EACH_LOGIT,
            Part("Lowest cost", (cost_floor,), columns=1),
        ),
    ),
    "derivative": Contents(
        "The derivative",
        "derivative",
        parts=(
            Part("Jacobian", (_whole_jacobian,), columns=1),
            Part("Balance", (balance_chart,), columns=1),
            Part("Triangle", (simplex_chart,), columns=1, least_classes=3),
        ),
    ),
    "two_classes": Contents(
        "Two classes",
        "two_classes",
        parts=(
            Part(
                "Sigmoid and derivative",
                (
                    lambda scenario, theme: sigmoid_chart(pair_of(scenario), theme),
                    lambda scenario, theme: slope_chart(pair_of(scenario), theme),
                ),
            ),
            Part(
                "Log-odds",
                (lambda scenario, theme: log_odds_ruler(pair_of(scenario), theme),),
                columns=1,
            ),
        ),
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
