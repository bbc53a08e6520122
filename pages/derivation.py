"""Derivation: why it is ŷ − y, line by line, at the person's own numbers."""

import streamlit as st

from ce_core.ui import derivation_settings, derivation_state, page, state
from ce_core.ui.derivation_lines import style
from ce_core.ui.stage import stage


def body() -> None:
    style(page.theme())
    for problem in derivation_state.problems():
        st.info(problem, icon=":material/link_off:")
    derivation_settings.choose_road()
    if derivation_state.view().road != "own":
        stage(compact=True)


def show_road() -> None:
    if derivation_state.view().road == "own":
        own_function()
    else:
        authored_road()


def authored_road() -> None:
    from ce_core.ui import take_home, walk  # SymPy takes a while to load
    from ce_core.ui.roads import at_home, road, todays_letters

    scenario = state.scenario()
    view, look = derivation_state.view(), derivation_settings.look(page.theme())
    derivation_settings.choose_writing(scenario, walk.legend(look))
    chosen = road(view.road, scenario, j=view.j, written=view.written)
    if about := todays_letters(view.road, scenario):
        st.markdown(about)
    walk.walk(chosen, look, view.line)
    take_home.offer_road(at_home(chosen, scenario, view.j), look.letters)


def own_function() -> None:
    from ce_core.ui import own_function  # SymPy takes a while to load

    own_function.show(page.theme())


derivation_state.read_url()
page.show("Derivation", body, follow=[show_road])
