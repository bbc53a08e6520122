"""Playground: grab a logit, and probabilities, cost, derivative and derivation follow."""

from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.derivation.brief import brief
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import page
from ce_core.ui.shell import panels as view
from ce_core.ui.shell.fragments import follows

PANELS = {
    "cost-curves": "Cost curves",
    "each-logit": "The cost along each logit",
    "derivative": "The derivative",
    "derivation": "Why it is ŷ − y",
}


def body() -> None:
    stage()


def show_charts() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    panels = view.panels()
    charts: list[chart.Headed] = []
    if panels.wants("cost-curves"):
        low = low_cost_curve(scenario, theme)
        high = high_cost_curve(scenario, theme)
        charts += [chart.Headed(panels.heading("cost-curves"), low), chart.Headed("", high)]
    for name, draw in (("each-logit", cost_along_each_logit), ("derivative", gradient_bars)):
        if panels.wants(name):
            charts.append(chart.Headed(panels.heading(name), draw(scenario, theme)))
    chart.show("charts", *charts)


def show_derivation() -> None:
    if view.panels().shows("derivation"):
        brief(scenario_state.scenario(), page.theme())


page.show("Playground", body, PANELS, [follows(show_charts), follows(show_derivation)])
