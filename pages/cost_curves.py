"""Cost curves: what a probability costs, two cases compared, and the cost as a landscape."""

import streamlit as st

from ce_core.figures.both_cases import both_cases
from ce_core.figures.cases import Unit
from ce_core.figures.comparison import compared_gradients, compared_terms
from ce_core.figures.convexity import along_chord, curvature
from ce_core.figures.cost_curves import high_cost_curve, low_cost_curve, shared_top
from ce_core.figures.floor import cost_floor
from ce_core.figures.independent import shifted_costs, two_readings
from ce_core.figures.logit_curves import cost_along_each_logit
from ce_core.figures.surface import cost_contour, cost_surface
from ce_core.numeric.landscape import COSTS
from ce_core.palette import Theme
from ce_core.scenario import PRESETS, Scenario
from ce_core.ui import chart, page, state
from ce_core.ui.stage import stage

PINNED = {"A": PRESETS[0].scenario, "B": PRESETS[1].scenario}
UNITS: tuple[Unit, ...] = ("nats", "bits")


def show_cases(scenario: Scenario, theme: Theme) -> None:
    unit_control, axis_control = st.columns(2, vertical_alignment="bottom")
    with unit_control:
        unit = st.segmented_control("Unit", UNITS, default="nats", required=True, key="unit")
    with axis_control:
        log_axis = st.toggle("Logarithmic axis for p", key="log_axis")
    chart.show(both_cases(scenario, theme, unit=unit, log_axis=log_axis), "both_cases")
    low, high = st.columns(2)
    top = shared_top(scenario, unit=unit)
    with low:
        chart.show(low_cost_curve(scenario, theme, unit=unit, top=top), "low_cost_curve")
    with high:
        chart.show(high_cost_curve(scenario, theme, unit=unit, top=top), "high_cost_curve")


def pin(letter: str) -> None:
    st.session_state[f"pinned_{letter}"] = state.scenario()


def show_comparison(_: Scenario, theme: Theme) -> None:
    # Read anew: pressing a button pins before this runs.
    a, b = (st.session_state.get(f"pinned_{letter}", PINNED[letter]) for letter in PINNED)
    top = shared_top(a, b)
    for column, letter, scenario in zip(st.columns(2), PINNED, (a, b), strict=True):
        with column:
            st.button(f"Pin today as {letter}", key=f"pin_{letter}", on_click=pin, args=(letter,))
            chart.show(low_cost_curve(scenario, theme, top=top), f"pinned_{letter}_curve")
    terms, gradients = st.columns(2)
    with terms:
        chart.show(compared_terms(a, b, theme), "compared_terms")
    with gradients:
        chart.show(compared_gradients(a, b, theme), "compared_gradients")


def show_each_logit(scenario: Scenario, theme: Theme) -> None:
    chart.show(cost_along_each_logit(scenario, theme), "cost_along_each_logit")


def choose_pair(scenario: Scenario) -> tuple[int, int]:
    """Ask for two different logits; the true class and its strongest rival to begin with."""
    classes = list(range(scenario.n_classes))
    true = max(classes, key=lambda i: scenario.target[i])
    left, right = st.columns(2)
    with left:
        first = st.selectbox(
            "First logit",
            classes,
            index=true,
            format_func=lambda i: scenario.names[i],
            key=f"first_of_{len(classes)}",
        )
    others = [i for i in classes if i != first]
    rival = max(others, key=lambda i: scenario.logits[i])
    with right:
        second = st.selectbox(
            "Second logit",
            others,
            index=others.index(rival),
            format_func=lambda i: scenario.names[i],
            key=f"second_of_{len(classes)}_beside_{first}",
        )
    return first, second


def show_landscape(scenario: Scenario, theme: Theme) -> None:
    pair = choose_pair(scenario)
    squared = st.toggle("Squared error instead of cross-entropy", key="squared_error")
    cost = COSTS[squared]
    surface, contour = st.columns(2)
    with surface:
        chart.show(cost_surface(scenario, theme, pair=pair, cost=cost), "cost_surface")
    with contour:
        chart.show(cost_contour(scenario, theme, pair=pair, cost=cost), "cost_contour")
    bend, chord = st.columns(2)
    with bend:
        chart.show(curvature(scenario, theme), "curvature")
    with chord:
        chart.show(along_chord(scenario, theme, pair=pair, cost=cost), "along_chord")


def show_independent(scenario: Scenario, theme: Theme) -> None:
    readings, shifted = st.columns(2)
    with readings:
        chart.show(two_readings(scenario, theme), "two_readings")
    with shifted:
        chart.show(shifted_costs(scenario, theme), "shifted_costs")


def show_floor(scenario: Scenario, theme: Theme) -> None:
    chart.show(cost_floor(scenario, theme), "cost_floor")


SECTIONS = {
    "Two cases": show_cases,
    "Low against high": show_comparison,
    "Each logit": show_each_logit,
    "Landscape": show_landscape,
    "Independent outputs": show_independent,
    "The floor": show_floor,
}


def body() -> None:
    stage(compact=True)
    scenario, theme = state.scenario(), page.theme()
    # Only the section that is open is computed and sent.
    sections = st.tabs(list(SECTIONS), key="cost_curves_section", on_change="rerun")
    for section, draw in zip(sections, SECTIONS.values(), strict=True):
        if section.open:
            with section:
                draw(scenario, theme)


page.show("Cost curves", body)
