"""Compare two ways to compute the same value, and show where the first number is lost."""

import streamlit as st

from ce_core.figures.error_curves import error_curves
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.step_by_step import PRECISIONS, Precision
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell.fragments import follows, stays
from ce_core.ui.stability import cards, measure

PRECISION: Precision = "float32"
SCALE = 20
SECTIONS = ("The cost", "The gradient")


def choose() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Compute",
            SECTIONS,
            required=True,
            **fragments.bound("road_to", SECTIONS, SECTIONS[0]),
            width="content",
        )
        st.segmented_control(
            "Precision",
            PRECISIONS,
            required=True,
            **fragments.bound("precision", PRECISIONS, PRECISION),
            width="content",
        )
        st.select_slider(
            "Multiply the logits by",
            measure.SCALES,
            format_func=lambda factor: f"×{factor}",
            **fragments.bound("scale", measure.SCALES, SCALE),
        )


def chosen() -> tuple[float, Precision]:
    return st.session_state["scale"], st.session_state["precision"] or PRECISION


def of_the_cost() -> bool:
    return fragments.section("road_to", SECTIONS) == SECTIONS[0]


def body() -> None:
    stage(compact=True)


def show_roads() -> None:
    scenario = scenario_state.scenario()
    if of_the_cost():
        true = f"True cost: {measure.truth(scenario, chosen()[0]).cost} nats, to fifty digits"
        cards.show(true, measure.cost_roads(scenario, *chosen()), scenario)
        return
    gradient = measure.truth(scenario, chosen()[0]).gradient
    true = "True gradient: " + ", ".join(format_number(float(g)) for g in gradient)
    cards.show(true, measure.gradient_roads(scenario, *chosen()), scenario)
    st.markdown(
        "The chain rule divides by ŷ and multiplies by ŷ again. On paper the two cancel and leave "
        "ŷ − y. In floating point, a ŷ that has become 0 gives a division by 0 first."
    )


def show_errors() -> None:
    quantity = "cost" if of_the_cost() else "gradient"
    curves = measure.curves(scenario_state.scenario(), quantity)
    chart.show(
        "errors",
        chart.Headed(
            "Error against the size of the logits", error_curves(curves, *chosen(), page.theme())
        ),
    )


def show_why_with_logits() -> None:
    scenario = scenario_state.scenario()
    if of_the_cost():
        stable, two_calls = measure.one_call_and_two(scenario, *chosen())
        st.subheader("Why softmax_cross_entropy_with_logits exists", anchor=False)
        st.markdown(chart.plain(measure.why_with_logits(two_calls, stable, scenario.names)))
        cards.show("", [two_calls], scenario)
    st.caption(
        "NumPy has these three precisions, but not bfloat16. bfloat16 has the range of float32 "
        "with two to three digits only: it overflows where float32 does, and rounds more coarsely "
        "than float16."
    )


page.show(
    "Numerical stability",
    body,
    below=[stays(choose), follows(show_roads), follows(show_errors), follows(show_why_with_logits)],
)
