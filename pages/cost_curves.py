"""Show cost curves: what a probability costs, two cases compared, and the cost as a landscape."""

from collections.abc import Sequence

import streamlit as st

from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.cases import Unit
from ce_core.figures.cost.comparison import compared_gradients, compared_terms
from ce_core.figures.cost.convexity import along_chord, curvature
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.cost.softmax_or_sigmoids import shifted_costs, two_readings
from ce_core.figures.cost.surface import cost_contour, cost_surface
from ce_core.numeric.descent.landscape import COSTS
from ce_core.scenario import Scenario
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import pins, scenario_state, url_widgets
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import controls, main_figure

UNITS: tuple[Unit, ...] = ("nats", "bits")
MAP, SURFACE = "Map", "Surface"
SHAPES = (MAP, SURFACE)


FORMULAS = {
    "Softmax, the classes together": r"\textstyle -\sum_i y_i\log \hat y_i",
    "Sigmoids, each class alone": (
        r"\textstyle \sum_i \big({-y_i}\log p_i - (1 - y_i)\log(1 - p_i)\big)"
    ),
}
SQUARED_ERROR = "Squared error instead of cross-entropy"
LOG_AXIS = "Logarithmic axis for p"
CURRENT_A = "A: the current logits"


def choose_unit() -> None:
    with controls():
        st.segmented_control(
            "Unit",
            UNITS,
            required=True,
            **url_widgets.bound("unit", UNITS, UNITS[0]),
            width="content",
        )
        st.toggle(LOG_AXIS, **url_widgets.bound("log_axis", (False, True), False))


def show_cases() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    choose_unit()
    unit: Unit = st.session_state["unit"] or UNITS[0]
    log_axis: bool = st.session_state["log_axis"]
    both = both_cases(scenario, theme, unit=unit, log_axis=log_axis)
    chart.show(
        "cases",
        chart.Headed("", both, across=True),
        low_cost_curve(scenario, theme, unit=unit),
        high_cost_curve(scenario, theme, unit=unit),
    )


def show_comparison() -> None:
    theme = page.theme()
    found = {letter: pins.pinned(letter) for letter in pins.DEFAULTS}
    a, b = (scenario for scenario, _ in found.values())
    follows = not pins.is_pinned("A")  # until something is saved as A, it is the current state
    if follows:
        a = scenario_state.scenario()
    with controls():
        for letter in found:
            st.button(
                f"Save current state as {letter}",
                key=f"pin_{letter}",
                on_click=pins.pin,
                args=(letter,),
            )
    for _, problem in found.values():
        if problem:
            st.info(problem, icon=":material/link_off:")
    chart.show(
        "compared",
        chart.Headed(
            CURRENT_A if follows else "Saved as A",
            low_cost_curve(a, theme, beside=[b], live=follows),
        ),
        chart.Headed("Saved as B", low_cost_curve(b, theme, beside=[a], live=False)),
        compared_terms(a, b, theme, live=follows),
        compared_gradients(a, b, theme, live=follows),
    )


def show_each_logit() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    chart.show("each_logit", cost_along_each_logit(scenario, theme))


def choose_pair(scenario: Scenario) -> tuple[int, int]:
    """Ask for two different logits; the true class and its strongest rival to begin with."""
    classes = list(range(scenario.n_classes))
    true = max(classes, key=lambda i: scenario.target[i])
    first = choose_logit("First logit", "first", classes, true, scenario)
    others = [i for i in classes if i != first]
    rival = max(others, key=lambda i: scenario.logits[i])
    second = choose_logit("Second logit", "second", others, rival, scenario)
    return first, second


def choose_logit(
    words: str, key: str, classes: Sequence[int], default: int, scenario: Scenario
) -> int:
    """Offer some of the classes; what is chosen stands in the link from then on."""
    url_widgets.start(key, classes, default)
    return st.selectbox(
        words,
        classes,
        format_func=lambda i: scenario.names[i],
        key=key,
        width=240,
        on_change=url_widgets.write,
        args=(key, None),
    )


def show_landscape() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    with controls():
        pair = choose_pair(scenario)
        squared = st.toggle(
            SQUARED_ERROR,
            **url_widgets.bound("squared_error", (False, True), False),
        )
        shape = st.segmented_control(
            "Shape",
            SHAPES,
            required=True,
            label_visibility="collapsed",
            **url_widgets.bound("shape", SHAPES, SHAPES[0]),
        )
    cost = COSTS[squared]
    if shape == SURFACE:
        with main_figure():
            chart.show_scene(cost_surface(scenario, theme, pair=pair, cost=cost), "cost_surface")
    else:
        chart.show("cost_contour", cost_contour(scenario, theme, pair=pair, cost=cost))


def show_convexity() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    with controls():
        pair = choose_pair(scenario)
        squared = st.toggle(
            SQUARED_ERROR,
            **url_widgets.bound("squared_error", (False, True), False),
        )
    chart.show(
        "convexity",
        along_chord(scenario, theme, pair=pair, cost=COSTS[squared]),
        curvature(scenario, theme),
    )


def show_independent() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    for column, (name, formula) in zip(st.columns(2), FORMULAS.items(), strict=True):
        with column:
            st.markdown(f"**{name}**")
            st.latex(formula)
    chart.show("independent", two_readings(scenario, theme), shifted_costs(scenario, theme))


def show_floor() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    chart.show("floor", cost_floor(scenario, theme))


SECTIONS = (
    Section("two-cases", "Two cases", show_cases, charts_only=True),
    Section("low-high", "Compare two", show_comparison, wide=True),
    Section("each-logit", "Each logit", show_each_logit, charts_only=True),
    Section("landscape", "Landscape", show_landscape),
    Section("convexity", "Convexity", show_convexity),
    Section("independent", "Sigmoids", show_independent),
    Section("floor", "Lowest cost", show_floor, charts_only=True),
)

page.show("Cost curves", SECTIONS, stage=stage)
