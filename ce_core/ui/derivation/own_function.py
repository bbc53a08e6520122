"""Show the tab for a function of one's own: typed, derived, its curve and its tangent drawn."""

import streamlit as st

from ce_core.figures.function_plot import function_plot
from ce_core.palette import Theme
from ce_core.sentences import capitalised
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression.elementary import ELEMENTARY
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components import chart, writing_choice
from ce_core.ui.components.formula_field import formula_field, put
from ce_core.ui.derivation import downloads, state, walkthrough
from ce_core.ui.derivation.typed_function import (
    Differentiated,
    Numbers,
    Refused,
    at_point,
    differentiated,
    numbers,
    remarks,
    sampled,
)
from ce_core.ui.derivation.view import MAX_TYPED, NUMBER_LIMIT, PARAMETERS
from ce_core.ui.formulas.routes import Method, ShownChain
from ce_core.ui.formulas.table import Look

_FUNCTIONS = ", ".join(["sqrt", *(row.spellings[0] for row in ELEMENTARY)])
_READABLE = (
    "Fractions, powers, |x|, max, min, piecewise(x > 0, x^2, 0), π, "
    f"{_FUNCTIONS}. The variable is x, z or p; "
    "the parameters are a, b and c."
)

_ON_PAPER = "own_paper_text"
_EXAMPLES = {example.key: example for example in FUNCTION_EXAMPLES}


def show(theme: Theme) -> None:
    """Show the tab."""
    with st.container(key="own_function"):
        _choose_example()
        typing, plot = st.columns([2, 3], gap="medium")
        with typing:
            _type_function()
        found = differentiated(state.view().f)
        if isinstance(found, Refused):
            with typing:
                _refusal(found)
            return
        with typing:
            _choose_numbers()
        view = state.view()
        given = numbers(view.at, view.a, view.b, view.c)
        with typing:
            _say_function(found, given)
        with plot:
            _plot(found, given, theme)
    _derivation(found, given, theme)


# --- what is typed ---------------------------------------------------------------------------


def _choose_example() -> None:
    key, typed = "own_example", state.view().f
    st.session_state[key] = next(
        (example.key for example in FUNCTION_EXAMPLES if example.text == typed), None
    )

    def take() -> None:
        chosen = st.session_state[key]
        if chosen is not None:
            state.change(f=_EXAMPLES[chosen].text, line="")

    st.pills(
        "Examples",
        list(_EXAMPLES),
        format_func=lambda chosen: _EXAMPLES[chosen].title,
        key=key,
        on_change=take,
    )


def _type_function() -> None:
    if writing_choice.draw("own") == "paper":
        _write_function()
        return
    key = "own_text"
    st.session_state[key] = state.view().f

    def take() -> None:
        state.change(f=st.session_state[key], line="")

    st.text_input(
        "f(x) =",
        key=key,
        max_chars=MAX_TYPED,
        on_change=take,
        help=_READABLE,
    )


def _write_function() -> None:
    """The same function as on paper; a function from elsewhere is put into the field first."""
    text = state.view().f
    if st.session_state.get(_ON_PAPER) != text:
        st.session_state[_ON_PAPER] = text
        found = differentiated(text)
        put("own_paper", "" if isinstance(found, Refused) else typeset(found.function))

    def take(typed: str) -> None:
        text = typed.replace("sigma", "σ")[:MAX_TYPED]
        st.session_state[_ON_PAPER] = text
        state.change(f=text, line="")

    formula_field("own_paper", "f(x) =", on_write=take)


def _refusal(refused: Refused) -> None:
    """Say what is wrong, and point at the place; the text is shown as it is, never as markup."""
    reason = refused.reason
    st.error(f"{chart.plain(capitalised(reason))}.".replace("..", "."))
    if refused.position is not None:
        typed = state.view().f
        st.code(f"{typed}\n{' ' * refused.position}^", language=None)


def _choose_numbers() -> None:
    with st.container(key="own_numbers", horizontal=True, vertical_alignment="bottom"):
        for field in ("at", *PARAMETERS):
            _choose_number(field, "x" if field == "at" else field)


def _choose_number(field: str, label: str) -> None:
    key = f"own_{field}"
    st.session_state[key] = getattr(state.view(), field)

    def take() -> None:
        state.change(**{field: st.session_state[key]})

    st.number_input(
        label,
        min_value=-NUMBER_LIMIT,
        max_value=NUMBER_LIMIT,
        step=0.1,
        format="%.4g",
        key=key,
        on_change=take,
        width=132,
    )


# --- what follows from it --------------------------------------------------------------------


def _say_function(found: Differentiated, given: Numbers) -> None:
    st.latex(f"f(x) = {typeset(found.function)}")
    typed = state.view().f
    remark = next((each.remark for each in FUNCTION_EXAMPLES if each.text == typed), "")
    if remark:
        st.caption(chart.plain(remark))
    for sentence in remarks(found, given):
        st.caption(chart.plain(sentence))


def _plot(found: Differentiated, given: Numbers, theme: Theme) -> None:
    value, slope = at_point(found, given)
    at = state.view().at
    chart.show("function_plot", function_plot(sampled(found, given), at, value, slope, theme))


def _derivation(found: Differentiated, given: Numbers, theme: Theme) -> None:
    look = Look(Notation(), theme, with_roles=False)
    method = Method(found.derivation, (ShownChain(found.chain, found.chain, found.chain, given),))
    walkthrough.walk(method, look, state.view().line)
    downloads.offer_function(found, given, look.letters)
