"""Two classes: softmax as a sigmoid, its slope, its odds, and p ⇒ [p, 1 − p]."""

import streamlit as st

from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import Pair, gradient_words, pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.number_format import format_number
from ce_core.numeric.binary import logistic_denormalize, logistic_normalize
from ce_core.palette import Theme
from ce_core.probability_list import read_pairs, read_probabilities
from ce_core.scenario import Scenario
from ce_core.ui.components import chart
from ce_core.ui.components.stage import stage
from ce_core.ui.derivation.brief import sigmoid_derivative, sigmoid_derivative_at
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell import panels as view
from ce_core.ui.shell.fragments import follows, stays

PANELS = {
    "sigmoid": "Softmax of two is a sigmoid",
    "shift": "Add the same to both logits",
    "slope": "Its slope is σ(1 − σ)",
    "quotient-rule": "… by the quotient rule",
    "log-odds": "The log-odds ruler",
    "normalization": "Logistic normalization",
}
SHIFT_STEP = 0.5
SHIFTS = [SHIFT_STEP * n for n in range(-40, 41)]
SHIFT = 3.0


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
    st.info(
        f"Of today's {scenario.n_classes} classes this page takes two: **{first}**, which has the "
        f"largest label, and **{second}**, its strongest rival. Their probabilities here are what "
        "the two share between them, without the other classes."
    )
    st.button("Keep only these two classes", key="keep_pair", on_click=keep_the_pair)


def slope_by_the_quotient_rule(pair: Pair, theme: Theme) -> None:
    latex, proved, of = sigmoid_derivative(theme)
    st.latex(latex)
    today = st.expander("The same lines with your numbers", key="slope_today", on_change="rerun")
    if today.open:
        today.latex(sigmoid_derivative_at(pair.logits, pair.label, theme))
    st.markdown(
        f":green[✓] {proved} of {of} lines equal the line above (checked at random points). "
        "f is eˣ/(eˣ + b). With b = 1 it is the sigmoid. With b the exponential of the other "
        "logit it is the softmax of two classes.\n\n"
        f"The derivative of the cost is **p − y**: {chart.plain(gradient_words(pair))}"
    )


def there() -> None:
    st.markdown("**p ⇒ [p, 1 − p]**")
    text = st.text_area(
        "Probabilities, apart by commas, spaces or lines", "0.9, 0.5, 0.12, 0.004", key="there"
    )
    values, problems = read_probabilities(text)
    for problem in problems:
        st.warning(problem)
    pairs = logistic_normalize(values).tolist()
    st.table(
        {
            "p": [format_number(p) for p in values],
            "[p": [format_number(p) for p, _ in pairs],
            "1 − p]": [format_number(q) for _, q in pairs],
        }
    )


def back() -> None:
    st.markdown("**[p, 1 − p] ⇒ p**")
    text = st.text_area("Pairs, one a line", "0.9 0.1\n0.5 0.5\n0.12 0.88", key="back")
    pairs, problems = read_pairs(text)
    for problem in problems:
        st.warning(problem)
    values = logistic_denormalize(pairs).tolist() if pairs else []
    st.table(
        {
            "[p": [format_number(p) for p, _ in pairs],
            "1 − p]": [format_number(q) for _, q in pairs],
            "p": [format_number(p) for p in values],
        }
    )


def choose_shift() -> None:
    if not view.panels().is_open("shift"):
        return
    st.slider(
        "c, added to both",
        SHIFTS[0],
        SHIFTS[-1],
        step=SHIFT_STEP,
        **fragments.bound("shift", SHIFTS, SHIFT),
    )
    st.markdown(
        "By hand: **Edit** on the stage, then **Move all together**, and drag one logit. All of "
        "them move, and nothing that follows does."
    )


def body() -> None:
    stage(compact=True)


def show_sigmoid_and_shift() -> None:
    scenario, theme = scenario_state.scenario(), page.theme()
    panels = view.panels()
    pair = pair_of(scenario)
    say_which(scenario, pair)
    url_widgets.start("shift", SHIFTS, SHIFT)
    constant = st.session_state["shift"]
    charts: list[chart.Headed] = []
    if panels.wants("sigmoid"):
        curve = sigmoid_chart(pair, theme, constant=constant)
        charts.append(chart.Headed(panels.heading("sigmoid"), curve))
    if panels.wants("shift"):
        charts.append(chart.Headed(panels.heading("shift"), shift_chart(pair, constant, theme)))
    chart.show("sigmoid_and_shift", *charts)


def show_slope_and_odds() -> None:
    theme, shows = page.theme(), view.panels().shows
    pair = pair_of(scenario_state.scenario())
    slope, why = view.columns(2)
    with slope:
        if shows("slope"):
            chart.show("sigmoid_slope", slope_chart(pair, theme))
    with why:
        if shows("quotient-rule"):
            slope_by_the_quotient_rule(pair, theme)
    if shows("log-odds"):
        chart.show("log_odds", log_odds_ruler(pair, theme))


def normalization() -> None:
    if view.panels().shows("normalization"):
        forwards, backwards = st.columns(2)
        with forwards:
            there()
        with backwards:
            back()


page.show(
    "Two classes",
    body,
    PANELS,
    [
        follows(show_sigmoid_and_shift),
        stays(choose_shift),
        follows(show_slope_and_odds),
        stays(normalization),
    ],
)
