"""The derivative: from the Jacobian to ŷ − y, and five ways of looking at it."""

from dataclasses import replace

import streamlit as st

from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.check import gradient_check_chart
from ce_core.figures.gradient.jacobian import STEPS, jacobian_chart
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.number_format import format_number
from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell import panels as view
from ce_core.ui.shell.fragments import follows, stays
from ce_core.ui.stability.gradient_reference import analytic_error

PANELS = {
    "jacobian": "From the Jacobian to ŷ − y",
    "balance": "The pushes balance",
    "gradient-check": "Trust and doubt a gradient check",
    "triangle": "Three classes as a triangle",
    "temperature": "Temperature",
}
TEMPERATURES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)


def take_temperature() -> None:
    chosen = float(st.session_state["temperature"])
    fragments.put_on_stage(replace(scenario_state.scenario(), temperature=chosen))


def temperature_slider() -> None:
    today = scenario_state.scenario().temperature
    st.session_state["temperature"] = today
    st.select_slider(
        "Temperature T",
        sorted({*TEMPERATURES, today}),
        key="temperature",
        format_func=format_number,
        on_change=take_temperature,
    )


def choose_step() -> None:
    if view.panels().shows("jacobian"):
        st.segmented_control(
            "Step", STEPS, required=True, **fragments.bound("jacobian_step", STEPS, STEPS[0])
        )


def show_jacobian() -> None:
    if view.panels().is_open("jacobian"):
        step = STEPS.index(fragments.section("jacobian_step", STEPS)) + 1
        chart.show("jacobian", jacobian_chart(scenario_state.scenario(), page.theme(), step=step))


def show_triangle(scenario: Scenario, theme: Theme) -> None:
    if scenario.n_classes < 3:
        st.info(
            "Two probabilities lie on a line, not in a triangle: the page Two classes draws "
            "it. Add a class on the stage to see the triangle."
        )
    else:
        chart.show("simplex", simplex_chart(scenario, theme))


def show_checks() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    panels = view.panels()
    charts: list[chart.Headed] = []
    if panels.wants("balance"):
        charts.append(chart.Headed(panels.heading("balance"), balance_chart(scenario, theme)))
    if panels.wants("gradient-check"):
        checked = gradient_check_chart(scenario, theme, analytic_error=analytic_error(scenario))
        charts.append(chart.Headed(panels.heading("gradient-check"), checked))
    chart.show("checks", *charts)


def show_triangle_and_temperature() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    shows = view.panels().shows
    triangle, cooling = view.columns(2)
    with triangle:
        if shows("triangle"):
            show_triangle(scenario, theme)
    with cooling:
        if shows("temperature"):
            temperature_slider()
            chart.show("temperature_curves", temperature_chart(scenario, theme))


def body() -> None:
    stage(compact=True)


page.show(
    "The derivative",
    body,
    PANELS,
    [
        stays(choose_step),
        follows(show_jacobian),
        follows(show_checks),
        follows(show_triangle_and_temperature),
    ],
)
