"""Compare two ways to compute the same value, and show where the first number is lost."""

import streamlit as st

from ce_core.figures.error_curves import error_curves
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.floating_point.reference import in_digits
from ce_core.numeric.floating_point.step_by_step import (
    PRECISIONS,
    Precision,
    largest_share_of_softmax_twice,
    least_cost_of_softmax_twice,
)
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import controls, main_figure
from ce_core.ui.stability import cards, measure

PRECISION: Precision = "float32"
SCALE = 20
QUANTITIES = ("cost", "gradient")
CANCELS = (
    "The chain rule divides by ŷ and multiplies by ŷ again. On paper the two cancel and leave "
    "ŷ − y. In floating point, a ŷ that has become 0 gives a division by 0 first."
)
THREE_PRECISIONS = (
    "NumPy has these three precisions, but not bfloat16. bfloat16 has the range of float32 "
    "with two to three digits only: it overflows where float32 does, and rounds more coarsely "
    "than float16."
)
FACTOR = "Multiply the logits by"


def choose() -> None:
    with controls():
        st.segmented_control(
            "Precision",
            PRECISIONS,
            required=True,
            **url_widgets.bound("precision", PRECISIONS, PRECISION),
            width="content",
        )
        st.select_slider(
            FACTOR,
            measure.SCALES,
            format_func=lambda factor: f"×{factor}",
            **url_widgets.bound("scale", measure.SCALES, SCALE),
        )


def chosen() -> tuple[float, Precision]:
    return st.session_state["scale"], st.session_state["precision"] or PRECISION


def show_cost() -> None:
    choose()
    scenario = scenario_state.scenario()
    cost = measure.truth(scenario, chosen()[0]).cost
    true = f"True cost: {in_digits(cost, 10)} nats, from a computation with fifty digits"
    with main_figure():
        computations = measure.cost_computations(scenario, *chosen())
        cards.show(true, computations, scenario, in_full=in_digits(cost))


def show_gradient() -> None:
    choose()
    scenario = scenario_state.scenario()
    gradient = measure.truth(scenario, chosen()[0]).gradient
    true = "True gradient ŷ − y: " + ", ".join(format_number(float(g)) for g in gradient)
    with main_figure():
        cards.show(true, measure.gradient_computations(scenario, *chosen()), scenario)
    st.markdown(CANCELS)


def show_errors() -> None:
    choose()
    with controls("quantity"):
        quantity = st.segmented_control(
            "Error of",
            QUANTITIES,
            required=True,
            **url_widgets.bound("error_of", QUANTITIES, QUANTITIES[0]),
        )
    curves = measure.curves(scenario_state.scenario(), quantity or QUANTITIES[0])
    chart.show("errors", error_curves(curves, *chosen(), page.theme()))


def show_why_with_logits() -> None:
    choose()
    scenario = scenario_state.scenario()
    stable, two_calls = measure.one_call_and_two(scenario, *chosen())
    st.markdown(chart.plain(measure.why_with_logits(two_calls, stable, scenario.names)))
    with main_figure():
        cards.show("", [two_calls], scenario)
    st.caption(THREE_PRECISIONS)


def show_softmax_twice() -> None:
    choose()
    scenario = scenario_state.scenario()
    least = format_number(least_cost_of_softmax_twice(scenario.n_classes))
    most = format_percent(largest_share_of_softmax_twice(scenario.n_classes))
    with main_figure():
        cards.show("", measure.once_and_twice(scenario, *chosen()), scenario)
    st.markdown(
        "If the last layer is a softmax and the loss applies softmax again, nothing overflows and "
        "no error is shown. But the second softmax moves all probabilities towards 1/K. Each ŷ "
        f"lies between 0 and 1, so no class can get more than e/(e + K − 1) = {most}: with "
        f"{scenario.n_classes} classes this cost is at least log(1 + (K − 1)/e) = {least}."
    )


SECTIONS = (
    Section("cost", "The cost", show_cost),
    Section("gradient", "The gradient", show_gradient),
    Section("errors", "Errors", show_errors),
    Section("with-logits", "Why “with logits”", show_why_with_logits),
    Section("softmax-twice", "Softmax twice", show_softmax_twice),
)

page.show("Numerical stability", SECTIONS, stage=stage)
