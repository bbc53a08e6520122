"""Show two classes: softmax as a sigmoid, its slope, its odds, and p ⇒ [p, 1 − p]."""

import streamlit as st

from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import Pair, gradient_words, pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.number_format import format_given
from ce_core.numeric.binary import logistic_denormalize, logistic_normalize
from ce_core.palette import Theme
from ce_core.probability_list import read_pairs, read_probabilities
from ce_core.scenario import Scenario
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.formulas.brief import sigmoid_derivative, sigmoid_derivative_at
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import controls, main_figure

SHIFT_STEP = 0.5
SHIFTS = [SHIFT_STEP * n for n in range(-40, 41)]
SHIFT = 3.0
KEEP_PAIR = "Keep only these two"
IN_NUMBERS = "The same lines with your numbers"
PROBABILITIES = "Probabilities, separated by commas, spaces or new lines"
BY_HAND = (
    "By hand: **Edit**, then **Move all together**, and drag one logit. All logits move; the "
    "probabilities and the cost stay the same."
)


def keep_the_pair() -> None:
    pair = pair_of(scenario_state.scenario())
    a, b = pair.classes
    now = scenario_state.scenario()
    fragments.put_on_stage(
        Scenario(
            (now.logits[a], now.logits[b]),
            (pair.label, 1 - pair.label),
            pair.names,
            now.temperature,
        )
    )


def say_which(scenario: Scenario, pair: Pair) -> None:
    if scenario.n_classes == 2:
        return
    first, second = map(chart.plain, pair.names)
    with controls("which"):
        st.markdown(
            f"Two of your {scenario.n_classes} classes, without the others: **{first}** (largest "
            f"label) and **{second}** (strongest rival)."
        )
        st.button(KEEP_PAIR, key="keep_pair", on_click=keep_the_pair)


def slope_by_the_quotient_rule(pair: Pair, theme: Theme) -> None:
    latex, proved, of = sigmoid_derivative(theme)
    logit = "the logit" if pair.temperature == 1 else "z/T"
    with main_figure():
        st.latex(latex)
    in_numbers = st.expander(IN_NUMBERS, key="slope_in_numbers", on_change="rerun")
    if in_numbers.open:
        in_numbers.latex(sigmoid_derivative_at(pair.logits, pair.label, theme))
    st.markdown(
        f":green[✓] {proved} of {of} lines equal the line above (checked at random points). "
        "f is eˣ/(eˣ + b). With b = 1 it is the sigmoid. With b the exponential of the other "
        "logit it is the softmax of two classes.\n\n"
        f"The derivative of the cost by {logit} is **p − y**: {chart.plain(gradient_words(pair))}"
    )


def _pair(p: float, q: float) -> str:
    # 1 − 0.9 is 0.09999999999999998 in floating point, and is written as 0.1.
    return ", ".join(format_given(float(f"{each:.12g}")) for each in (p, q))


def there() -> None:
    st.markdown("**p ⇒ [p, 1 − p]**")
    text = st.text_area(
        PROBABILITIES,
        "0.9, 0.5, 0.12, 0.004",
        key="there",
    )
    values, problems = read_probabilities(text)
    for problem in problems:
        st.warning(problem)
    pairs = logistic_normalize(values).tolist()
    with main_figure():
        st.table(
            {
                "p": [format_given(p) for p in values],
                "[p, 1 − p]": [_pair(p, q) for p, q in pairs],
            }
        )


def back() -> None:
    st.markdown("**[p, 1 − p] ⇒ p**")
    text = st.text_area("Pairs, one per line", "0.9 0.1\n0.5 0.5\n0.12 0.88", key="back")
    pairs, problems = read_pairs(text)
    for problem in problems:
        st.warning(problem)
    values = logistic_denormalize(pairs).tolist() if pairs else []
    st.table(
        {
            "[p, 1 − p]": [_pair(p, q) for p, q in pairs],
            "p": [format_given(p) for p in values],
        }
    )


def show_sigmoid() -> None:
    scenario = scenario_state.scenario()
    pair = pair_of(scenario)
    say_which(scenario, pair)
    url_widgets.start("shift", SHIFTS, SHIFT)
    chart.show("sigmoid", sigmoid_chart(pair, page.theme(), constant=st.session_state["shift"]))


def show_shift() -> None:
    scenario = scenario_state.scenario()
    pair = pair_of(scenario)
    say_which(scenario, pair)
    with controls():
        constant = st.slider(
            "c, added to both",
            SHIFTS[0],
            SHIFTS[-1],
            step=SHIFT_STEP,
            format="%g",
            **url_widgets.bound("shift", SHIFTS, SHIFT),
        )
    chart.show("shifted", shift_chart(pair, constant, page.theme()))
    st.caption(BY_HAND)


def show_slope() -> None:
    scenario = scenario_state.scenario()
    pair = pair_of(scenario)
    say_which(scenario, pair)
    chart.show("sigmoid_slope", slope_chart(pair, page.theme()))


def show_quotient_rule() -> None:
    scenario = scenario_state.scenario()
    say_which(scenario, pair_of(scenario))
    slope_by_the_quotient_rule(pair_of(scenario), page.theme())


def show_log_odds() -> None:
    scenario = scenario_state.scenario()
    pair = pair_of(scenario)
    say_which(scenario, pair)
    chart.show("log_odds", log_odds_ruler(pair, page.theme()))


def show_normalization() -> None:
    forwards, backwards = st.columns(2)
    with forwards:
        there()
    with backwards:
        back()


SECTIONS = (
    Section("sigmoid", "Sigmoid", show_sigmoid, charts_only=True),
    Section("shift", "Shift", show_shift),
    Section("slope", "Derivative", show_slope, charts_only=True),
    Section("quotient-rule", "Quotient rule", show_quotient_rule),
    Section("log-odds", "Log-odds", show_log_odds),
    Section("normalization", "p ⇒ [p, 1 − p]", show_normalization, follows=False, folded=True),
)

page.show("Two classes", SECTIONS, stage=stage)
