"""Numerical stability: the same formula on two roads, and where the first number is lost."""

import streamlit as st

from ce_core.figures.stability import error_curves
from ce_core.number_format import format_number
from ce_core.numeric.precision import PRECISIONS, Precision
from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.ui import chart, linked, page, precision_table, stability, state
from ce_core.ui.stability import Measured
from ce_core.ui.stage import stage

BESIDE = 5  # with more classes two tables do not fit beside one another
PRECISION: Precision = "float32"
SCALE = 20


def choose() -> tuple[float, Precision]:
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        precision = st.segmented_control(
            "Precision",
            PRECISIONS,
            required=True,
            **linked.bound("precision", PRECISIONS, PRECISION),
        )
    with right:
        scale = st.select_slider(
            "Multiply the logits by",
            stability.SCALES,
            format_func=lambda factor: f"×{factor}",
            **linked.bound("scale", stability.SCALES, SCALE),
        )
    return scale, precision or PRECISION


def result(measured: Measured, scenario: Scenario, heading: str = "") -> None:
    """Say, below ``heading``, what came out at the end of a road, and where it went wrong."""
    road, first = measured.road, measured.road.first_mishap
    values = ", ".join(precision_table.in_full(v, road.precision) for v in road.result.tolist())
    sign = ":green[✓]" if measured.is_right else ":red[✗]"
    said = f"{sign} **{chart.plain(values)}** · {chart.plain(measured.verdict)}"
    st.markdown(f"{heading}\n\n{said}")
    if first is not None:
        where = precision_table.birth_sentence(first, road.precision, scenario.names)
        opening = "Lost on the way, without harm:" if measured.is_right else "It begins where"
        st.caption(chart.plain(f"{opening} {where}."))
    else:
        st.caption("Nothing is lost on the way.")


def roads(measured: list[Measured], scenario: Scenario, theme: Theme) -> None:
    columns = st.columns(2) if scenario.n_classes <= BESIDE else [st.container() for _ in measured]
    for column, each in zip(columns, measured, strict=True):
        with column:
            result(each, scenario, f"**{each.road.title} road**")
            precision_table.show(each.road, scenario.names, theme)


def show_cost(scenario: Scenario, scale: float, precision: Precision, theme: Theme) -> None:
    textbook, stable, two_calls = stability.cost_roads(scenario, scale, precision)
    st.markdown(f"True cost: **{stability.truth(scenario, scale).cost}** nats, to fifty digits")
    roads([textbook, stable], scenario, theme)
    st.subheader("Error against the size of the logits")
    curves = stability.curves(scenario, "cost")
    chart.show("cost_errors", error_curves(curves, scale, precision, theme))

    st.subheader("Why softmax_cross_entropy_with_logits exists")
    st.markdown(stability.why_with_logits(two_calls, stable))
    result(two_calls, scenario)
    precision_table.show(two_calls.road, scenario.names, theme)


def show_gradient(scenario: Scenario, scale: float, precision: Precision, theme: Theme) -> None:
    true = stability.truth(scenario, scale).gradient
    st.markdown("True gradient: " + chart.plain(", ".join(format_number(float(g)) for g in true)))
    roads(stability.gradient_roads(scenario, scale, precision), scenario, theme)
    st.markdown(
        "The chain rule as it stands divides by ŷ and multiplies by ŷ again. On paper the two "
        "cancel and leave ŷ − y; in floating point a ŷ that has become 0 divides first."
    )
    st.subheader("Error against the size of the logits")
    curves = stability.curves(scenario, "gradient")
    chart.show("gradient_errors", error_curves(curves, scale, precision, theme))


SECTIONS = {"The cost": show_cost, "The gradient": show_gradient}


def body() -> None:
    stage(compact=True)


def show_roads() -> None:
    scenario, theme = state.scenario(), page.theme()
    scale, precision = choose()
    first, *_ = SECTIONS
    sections = st.tabs(list(SECTIONS), **linked.bound("road_to", list(SECTIONS), first))
    for section, show in zip(sections, SECTIONS.values(), strict=True):
        if section.open:
            with section:
                show(scenario, scale, precision, theme)
    st.caption(
        "The precisions are those that NumPy has; bfloat16 is not among them, and so not here. It "
        "has the range of float32 with three digits only: it overflows where float32 does, and "
        "rounds more coarsely than float16."
    )


page.show("Numerical stability", body, follow=[show_roads])
