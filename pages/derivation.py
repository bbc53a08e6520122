"""Derivation: why it is ŷ − y, line by line, at the person's own numbers."""

from typing import TYPE_CHECKING

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui import derivation_settings, derivation_state, page, state
from ce_core.ui.derivation_lines import style
from ce_core.ui.parts import follows, stays
from ce_core.ui.stage import stage

if TYPE_CHECKING:
    from ce_core.ui.roads import Road


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
    from ce_core.ui import walk  # SymPy takes a while to load
    from ce_core.ui.roads import todays_letters

    scenario = state.scenario()
    view, look = derivation_state.view(), derivation_settings.look(page.theme())
    derivation_settings.choose_writing(scenario, walk.legend(look))
    if about := todays_letters(view.road, scenario):
        st.markdown(about)
    walk.lines(chosen_road(scenario), look, view.line)


def chosen_road(scenario: Scenario) -> "Road":
    from ce_core.ui.roads import road

    view = derivation_state.view()
    return road(view.road, scenario, j=view.j, written=view.written)


def show_steering() -> None:
    if derivation_state.view().road == "own":
        return
    from ce_core.ui import walk

    look = derivation_settings.look(page.theme())
    walk.steering(chosen_road(state.scenario()), look, derivation_state.view().line)


def show_files() -> None:
    if derivation_state.view().road == "own":
        return
    from ce_core.ui import take_home
    from ce_core.ui.roads import at_home

    scenario, look = state.scenario(), derivation_settings.look(page.theme())
    home = at_home(chosen_road(scenario), scenario, derivation_state.view().j)
    take_home.offer_road(home, look.letters)


def own_function() -> None:
    from ce_core.ui import own_function  # SymPy takes a while to load

    own_function.show(page.theme())


derivation_state.read_url()
page.show(
    "Derivation",
    body,
    below=[follows(show_road), stays(show_steering), follows(show_files)],
)
