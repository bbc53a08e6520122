"""The derivative: from the Jacobian to ŷ − y, and five ways of looking at it."""

from dataclasses import replace

import streamlit as st

from ce_core.figures.balance import balance_chart
from ce_core.figures.gradient_check import gradient_check_chart
from ce_core.figures.jacobian import STEPS, jacobian_chart
from ce_core.figures.simplex import simplex_chart
from ce_core.figures.temperature import temperature_chart
from ce_core.number_format import format_number
from ce_core.ui import chart, page, state
from ce_core.ui.stage import stage

TEMPERATURES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)


def take_temperature() -> None:
    chosen = float(st.session_state["temperature"])
    state.set_scenario(replace(state.scenario(), temperature=chosen))


def temperature_slider() -> None:
    today = state.scenario().temperature
    st.session_state["temperature"] = today
    st.select_slider(
        "Temperature T",
        sorted({*TEMPERATURES, today}),
        key="temperature",
        format_func=format_number,
        on_change=take_temperature,
    )


def body() -> None:
    stage(compact=True)
    scenario, theme = state.scenario(), page.theme()

    st.subheader("From the Jacobian to ŷ − y")
    chosen = st.segmented_control(
        "Step", STEPS, default=STEPS[0], required=True, key="jacobian_step"
    )
    step = STEPS.index(chosen) + 1
    chart.show(jacobian_chart(scenario, theme, step=step), f"jacobian_{step}")

    beam, check = st.columns(2)
    with beam:
        st.subheader("The pushes balance")
        chart.show(balance_chart(scenario, theme), "balance")
    with check:
        st.subheader("Trust and doubt a gradient check")
        chart.show(gradient_check_chart(scenario, theme), "gradient_check")

    triangle, cooling = st.columns(2)
    with triangle:
        st.subheader("Three classes as a triangle")
        if scenario.n_classes < 3:
            st.info(
                "Two probabilities lie on a line, not in a triangle: the page Two classes draws "
                "it. Add a class on the stage to see the triangle."
            )
        else:
            chart.show(simplex_chart(scenario, theme), "simplex")
    with cooling:
        st.subheader("Temperature")
        temperature_slider()
        chart.show(temperature_chart(scenario, theme), "temperature_curves")


page.show("The derivative", body)
