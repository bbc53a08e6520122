"""Show the playground: grab a logit; probabilities, cost, derivative and derivation follow."""

from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.formulas.brief import brief, brief_step, brief_steps
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section


def show_curves() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    chart.show(
        "curves",
        low_cost_curve(scenario, theme),
        cost_along_each_logit(scenario, theme),
        gradient_bars(scenario, theme),
        columns=3,
    )


def show_cost_curves() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    chart.show(
        "cost_curves",
        low_cost_curve(scenario, theme),
        high_cost_curve(scenario, theme),
    )


def show_each_logit() -> None:
    chart.show("each_logit", cost_along_each_logit(scenario_state.scenario(), page.theme()))


def show_gradient() -> None:
    chart.show("gradient", gradient_bars(scenario_state.scenario(), page.theme()))


def show_derivation() -> None:
    brief(scenario_state.scenario(), page.theme())


def show_chain() -> None:
    brief_step(scenario_state.scenario(), page.theme())


SECTIONS = (
    Section("curves", "Curves and gradient", show_curves, charts_only=True, presented=False),
    Section("cost-curves", "Cost curves", show_cost_curves, charts_only=True),
    Section("each-logit", "Each logit", show_each_logit, charts_only=True),
    Section("derivative", "Gradient", show_gradient, charts_only=True),
    Section(
        "derivation",
        "Why it is ŷ − y",
        show_derivation,
        steps=brief_steps(),
        draw_step=show_chain,
    ),
)

page.show("Playground", SECTIONS, stage=stage, across=True)
