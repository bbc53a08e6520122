"""Cost curves: what a probability costs, two cases compared, and the cost as a landscape."""

from collections.abc import Callable, Mapping, Sequence

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
from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.session import pins, scenario_state, url_widgets
from ce_core.ui.shell import fragments, page, panels
from ce_core.ui.shell.fragments import follows, stays

PANELS = {
    "two-cases": "What one probability costs: y = 1 and y = 0",
    "low-high": "Two pinned scenarios, side by side",
    "each-logit": "The cost along each logit, the others held still",
    "landscape": "The cost over two logits, and why the log matters",
    "independent": "One softmax, or a sigmoid for each class",
    "floor": "What no prediction can save",
}
UNITS: tuple[Unit, ...] = ("nats", "bits")


FORMULAS = {
    "Softmax, the classes together": r"\textstyle -\sum_i y_i\log \hat y_i",
    "Sigmoids, each class alone": (
        r"\textstyle \sum_i \big({-y_i}\log p_i - (1 - y_i)\log(1 - p_i)\big)"
    ),
}


def choose_unit() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Unit",
            UNITS,
            required=True,
            **fragments.bound("unit", UNITS, UNITS[0]),
            width="content",
        )
        st.toggle("Logarithmic axis for p", **fragments.bound("log_axis", (False, True), False))


def show_cases(scenario: Scenario, theme: Theme) -> None:
    unit: Unit = st.session_state["unit"] or UNITS[0]
    log_axis: bool = st.session_state["log_axis"]
    both = both_cases(scenario, theme, unit=unit, log_axis=log_axis)
    chart.show(
        "cases",
        chart.Headed("", both, across=True),
        low_cost_curve(scenario, theme, unit=unit),
        high_cost_curve(scenario, theme, unit=unit),
    )


def show_comparison(_: Scenario, theme: Theme) -> None:
    found = {letter: pins.pinned(letter) for letter in pins.DEFAULTS}
    a, b = (scenario for scenario, _ in found.values())
    for column, (letter, (_, problem)) in zip(st.columns(2), found.items(), strict=True):
        with column:
            st.button(
                f"Pin today as {letter}", key=f"pin_{letter}", on_click=pins.pin, args=(letter,)
            )
            if problem:
                st.info(problem, icon=":material/link_off:")
    chart.show(
        "compared",
        chart.Headed("Pinned as A", low_cost_curve(a, theme, beside=[b], live=False)),
        chart.Headed("Pinned as B", low_cost_curve(b, theme, beside=[a], live=False)),
        compared_terms(a, b, theme),
        compared_gradients(a, b, theme),
    )


def show_each_logit(scenario: Scenario, theme: Theme) -> None:
    chart.show("each_logit", cost_along_each_logit(scenario, theme))


def choose_pair(scenario: Scenario) -> tuple[int, int]:
    """Ask for two different logits; the true class and its strongest rival to begin with."""
    classes = list(range(scenario.n_classes))
    true = max(classes, key=lambda i: scenario.target[i])
    left, right = st.columns(2)
    with left:
        first = choose_logit("First logit", "first", classes, true, scenario)
    others = [i for i in classes if i != first]
    rival = max(others, key=lambda i: scenario.logits[i])
    with right:
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
        on_change=url_widgets.write,
        args=(key, None),
    )


def show_landscape(scenario: Scenario, theme: Theme) -> None:
    pair = choose_pair(scenario)
    squared = st.toggle(
        "Squared error instead of cross-entropy",
        **url_widgets.bound("squared_error", (False, True), False),
    )
    cost = COSTS[squared]
    scene, plane = panels.columns(2)
    with scene:
        chart.show_scene(cost_surface(scenario, theme, pair=pair, cost=cost), "cost_surface")
    with plane:
        chart.show("cost_contour", cost_contour(scenario, theme, pair=pair, cost=cost))
    chart.show(
        "convexity",
        curvature(scenario, theme),
        along_chord(scenario, theme, pair=pair, cost=cost),
    )


def show_independent(scenario: Scenario, theme: Theme) -> None:
    for column, (name, formula) in zip(st.columns(2), FORMULAS.items(), strict=True):
        with column:
            st.markdown(f"**{name}**")
            st.latex(formula)
    chart.show("independent", two_readings(scenario, theme), shifted_costs(scenario, theme))


def show_floor(scenario: Scenario, theme: Theme) -> None:
    chart.show("floor", cost_floor(scenario, theme))


SECTIONS: Mapping[str, tuple[str, Callable[[Scenario, Theme], None]]] = {
    "two-cases": ("Two cases", show_cases),
    "low-high": ("Low against high", show_comparison),
    "each-logit": ("Each logit", show_each_logit),
    "landscape": ("Landscape", show_landscape),
    "independent": ("Independent outputs", show_independent),
    "floor": ("The floor", show_floor),
}
"""What each panel is called where one is chosen, and what draws it."""


def show_head(name: str) -> None:
    """Head a panel; what is chosen there stands still while the hand moves."""
    if panels.panels().shows(name) and name == "two-cases":
        choose_unit()


def show_section(name: str) -> None:
    if panels.panels().is_open(name):
        _, draw = SECTIONS[name]
        draw(scenario_state.scenario(), page.theme())


def titles() -> dict[str, str]:
    """Give the panels that can be chosen, by title."""
    return {SECTIONS[name][0]: name for name in PANELS if name not in panels.panels().view.hidden}


def chosen() -> str:
    """Give the panel that is chosen."""
    return titles()[fragments.section("section", list(titles()))]


def choose() -> None:
    if titles() and not panels.panels().view.presenting:
        fragments.choose_section("section", list(titles()))
        show_head(chosen())


def body() -> None:
    stage(compact=True)


def show_sections() -> None:
    if panels.panels().view.presenting:
        for name in PANELS:
            show_head(name)
            show_section(name)
    elif titles():
        show_section(chosen())


page.show("Cost curves", body, PANELS, [stays(choose), follows(show_sections)])
