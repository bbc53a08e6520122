"""Numerical stability: the same formula on two roads, and where the first number is lost."""

import streamlit as st

from ce_core.figures.error_curves import error_curves
from ce_core.number_format import format_number
from ce_core.numeric.floating_point.step_by_step import PRECISIONS, Precision
from ce_core.ui import chart, page, parts, road_cards, stability, state
from ce_core.ui.parts import follows, stays
from ce_core.ui.stage import stage

PRECISION: Precision = "float32"
SCALE = 20
SECTIONS = ("The cost", "The gradient")


def choose() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Road to",
            SECTIONS,
            required=True,
            **parts.bound("road_to", SECTIONS, SECTIONS[0]),
            width="content",
        )
        st.segmented_control(
            "Precision",
            PRECISIONS,
            required=True,
            **parts.bound("precision", PRECISIONS, PRECISION),
            width="content",
        )
        st.select_slider(
            "Multiply the logits by",
            stability.SCALES,
            format_func=lambda factor: f"×{factor}",
            **parts.bound("scale", stability.SCALES, SCALE),
        )


def chosen() -> tuple[float, Precision]:
    return st.session_state["scale"], st.session_state["precision"] or PRECISION


def of_the_cost() -> bool:
    return parts.section("road_to", SECTIONS) == SECTIONS[0]


def body() -> None:
    stage(compact=True)


def show_roads() -> None:
    scenario, theme = state.scenario(), page.theme()
    if of_the_cost():
        true = f"True cost: {stability.truth(scenario, chosen()[0]).cost} nats, to fifty digits"
        road_cards.show(true, stability.cost_roads(scenario, *chosen()), scenario, theme)
        return
    gradient = stability.truth(scenario, chosen()[0]).gradient
    true = "True gradient: " + ", ".join(format_number(float(g)) for g in gradient)
    road_cards.show(true, stability.gradient_roads(scenario, *chosen()), scenario, theme)
    st.markdown(
        "The chain rule as it stands divides by ŷ and multiplies by ŷ again. On paper the two "
        "cancel and leave ŷ − y; in floating point a ŷ that has become 0 divides first."
    )


def show_errors() -> None:
    quantity = "cost" if of_the_cost() else "gradient"
    curves = stability.curves(state.scenario(), quantity)
    chart.show(
        "errors",
        chart.Headed(
            "Error against the size of the logits", error_curves(curves, *chosen(), page.theme())
        ),
    )


def show_why_with_logits() -> None:
    scenario, theme = state.scenario(), page.theme()
    if of_the_cost():
        stable, two_calls = stability.one_call_and_two(scenario, *chosen())
        st.subheader("Why softmax_cross_entropy_with_logits exists", anchor=False)
        st.markdown(stability.why_with_logits(two_calls, stable))
        road_cards.show("", [two_calls], scenario, theme)
    st.caption(
        "The precisions are those that NumPy has; bfloat16 is not among them, and so not here. It "
        "has the range of float32 with three digits only: it overflows where float32 does, and "
        "rounds more coarsely than float16."
    )


page.show(
    "Numerical stability",
    body,
    below=[stays(choose), follows(show_roads), follows(show_errors), follows(show_why_with_logits)],
)
