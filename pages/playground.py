"""Playground: grab a logit, and probabilities, cost, derivative and derivation follow."""

import streamlit as st

from ce_core.figures.cost_curves import high_cost_curve, low_cost_curve, shared_top
from ce_core.figures.gradient_bars import gradient_bars
from ce_core.figures.logit_curves import cost_along_each_logit
from ce_core.ui import chart, page, state
from ce_core.ui.derivation import brief
from ce_core.ui.stage import stage


def body() -> None:
    stage()
    scenario, theme = state.scenario(), page.theme()

    st.subheader("Cost curves")
    low, high = st.columns(2)
    top = shared_top(scenario)
    with low:
        chart.show(low_cost_curve(scenario, theme, top=top), "low_cost_curve")
    with high:
        chart.show(high_cost_curve(scenario, theme, top=top), "high_cost_curve")

    along, slopes = st.columns(2)
    with along:
        st.subheader("The cost along each logit")
        chart.show(cost_along_each_logit(scenario, theme), "cost_along_each_logit")
    with slopes:
        st.subheader("The derivative")
        chart.show(gradient_bars(scenario, theme), "gradient_bars")

    st.subheader("Why it is ŷ − y")
    brief(scenario, theme)


page.show("Playground", body)
