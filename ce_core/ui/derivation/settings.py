"""Offer the settings of the Derivation page: notation, class j, sums short or written out."""

from typing import TYPE_CHECKING

import streamlit as st

from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain
from ce_core.ui.derivation import state
from ce_core.ui.derivation.view import LETTERS

if TYPE_CHECKING:
    from ce_core.ui.formulas.table import Look


def look(theme: Theme) -> "Look":
    """How formulas are to be written."""
    from ce_core.symbolic.expression.notation import (  # SymPy takes a while to load
        READY_SETS,
        Notation,
    )
    from ce_core.ui.formulas.table import Look

    return Look(READY_SETS.get(LETTERS[state.view().letters], Notation()), theme)


def choose_writing(scenario: Scenario, legend: str) -> None:
    """Offer the notation and, where there are sums, how they are written and the class j.

    Parameters
    ----------
    legend : str
        Markdown that says what the letters of the notation stand for.
    """
    with st.container(key="derivation_settings", horizontal=True, vertical_alignment="bottom"):
        choose_letters()
        if state.view().method != "two-class":
            _choose_class(scenario)
            _choose_sums(scenario)
        st.markdown(legend)


def choose_letters() -> None:
    """Offer the ready sets of letters."""
    key = "derivation_letters"
    st.session_state[key] = state.view().letters

    def take() -> None:
        if st.session_state[key] in LETTERS:  # a browser can be made to send anything
            state.change(letters=st.session_state[key])

    st.selectbox(
        "Notation",
        list(LETTERS),
        format_func=LETTERS.__getitem__,
        key=key,
        on_change=take,
        width=220,
    )


def _choose_class(scenario: Scenario) -> None:
    from ce_core.ui.formulas.routes import chosen_class

    key = "derivation_j"
    st.session_state[key] = chosen_class(scenario, state.view().j)

    def take() -> None:
        state.change(j=st.session_state[key])

    st.selectbox(
        "Class j, whose logit changes",
        range(1, scenario.n_classes + 1),
        format_func=lambda j: f"{j}: {plain(scenario.names[j - 1])}",
        key=key,
        on_change=take,
        width=220,
    )


def _choose_sums(scenario: Scenario) -> None:
    from ce_core.symbolic.derivations.written_out import MOST_CLASSES
    from ce_core.ui.formulas.routes import can_be_written_out

    key, possible = "derivation_written", can_be_written_out(scenario)
    st.session_state[key] = state.view().written and possible

    def take() -> None:
        state.change(written=st.session_state[key])

    st.toggle(
        f"Write out the sums for {scenario.n_classes} classes",
        key=key,
        disabled=not possible,
        help=f"You can write out sums for up to {MOST_CLASSES} classes.",
        on_change=take,
    )
