"""Playground: grab a logit, and probabilities, cost, derivative and derivation follow."""

from ce_core.figures.cost_curves import high_cost_curve, low_cost_curve, shared_top
from ce_core.figures.gradient_bars import gradient_bars
from ce_core.figures.logit_curves import cost_along_each_logit
from ce_core.ui import chart, page, state, view
from ce_core.ui.derivation import brief
from ce_core.ui.stage import stage

PANELS = {
    "cost-curves": "Cost curves",
    "each-logit": "The cost along each logit",
    "derivative": "The derivative",
    "derivation": "Why it is ŷ − y",
}


def body() -> None:
    stage()
    scenario, theme = state.scenario(), page.theme()
    shows = view.panels().shows

    if shows("cost-curves"):
        top = shared_top(scenario)
        with view.side_by_side("cost_curves", rows=2):
            chart.show(low_cost_curve(scenario, theme, top=top), "low_cost_curve")
            chart.show(high_cost_curve(scenario, theme, top=top), "high_cost_curve")
    with view.side_by_side("slopes", rows=3):
        if shows("each-logit"):
            chart.show(cost_along_each_logit(scenario, theme), "cost_along_each_logit")
        if shows("derivative"):
            chart.show(gradient_bars(scenario, theme), "gradient_bars")
    if shows("derivation"):
        brief(scenario, theme)


page.show("Playground", body, PANELS)
