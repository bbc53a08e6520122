"""Show the derivative: from the Jacobian to ŷ − y, and five ways of looking at it."""

from dataclasses import replace

import streamlit as st

from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.check import gradient_check_chart
from ce_core.figures.gradient.jacobian import STEPS, jacobian_chart
from ce_core.figures.gradient.reference_error import analytic_error
from ce_core.figures.gradient.simplex import simplex_chart
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.number_format import format_given
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import controls

TEMPERATURES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)
NO_TRIANGLE = (
    "Two probabilities lie on a line, not in a triangle: the page Two classes draws "
    "it. Add a class with **Edit** to see the triangle."
)


def take_temperature() -> None:
    chosen = float(st.session_state["temperature"])
    fragments.put_on_stage(replace(scenario_state.scenario(), temperature=chosen))


def temperature_slider() -> None:
    current = scenario_state.scenario().temperature
    st.session_state["temperature"] = current
    st.select_slider(
        "Temperature T",
        sorted({*TEMPERATURES, current}),
        key="temperature",
        format_func=format_given,
        on_change=take_temperature,
    )


def show_jacobian() -> None:
    with controls():
        chosen = st.segmented_control(
            "Step",
            STEPS,
            required=True,
            label_visibility="collapsed",
            **url_widgets.bound("jacobian_step", STEPS, STEPS[0]),
        )
    step = STEPS.index(chosen or STEPS[0]) + 1
    chart.show("jacobian", jacobian_chart(scenario_state.scenario(), page.theme(), step=step))


def show_balance() -> None:
    chart.show("balance", balance_chart(scenario_state.scenario(), page.theme()))


def show_check() -> None:
    scenario = scenario_state.scenario()
    checked = gradient_check_chart(scenario, page.theme(), analytic_error=analytic_error(scenario))
    chart.show("gradient_check", checked)


def show_triangle() -> None:
    scenario = scenario_state.scenario()
    if scenario.n_classes < 3:
        st.info(NO_TRIANGLE)
    else:
        chart.show("simplex", simplex_chart(scenario, page.theme()))


def show_temperature() -> None:
    with controls():
        temperature_slider()
    chart.show("temperature_curves", temperature_chart(scenario_state.scenario(), page.theme()))


SECTIONS = (
    Section("jacobian", "Jacobian", show_jacobian, charts_only=True),
    Section("balance", "Balance", show_balance, charts_only=True),
    Section("gradient-check", "Gradient check", show_check),
    Section("triangle", "Triangle", show_triangle),
    Section("temperature", "Temperature", show_temperature),
)

page.show("The derivative", SECTIONS, stage=stage)
