"""Derivation: why it is ŷ − y, line by line, at the person's own numbers."""

from typing import TYPE_CHECKING

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui.components.stage import stage
from ce_core.ui.derivation import settings
from ce_core.ui.derivation import state as derivation_state
from ce_core.ui.derivation.line_links import style
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import page
from ce_core.ui.shell.fragments import follows, stays

if TYPE_CHECKING:
    from ce_core.ui.derivation.routes import Road


def body() -> None:
    style(page.theme())
    for problem in derivation_state.problems():
        st.info(problem, icon=":material/link_off:")
    settings.choose_road()
    if derivation_state.view().road != "own":
        stage(compact=True)


def show_road() -> None:
    if derivation_state.view().road == "own":
        own_function()
    else:
        authored_road()


def authored_road() -> None:
    from ce_core.ui.derivation import walkthrough  # SymPy takes a while to load
    from ce_core.ui.derivation.routes import classes_in_words

    scenario = scenario_state.scenario()
    view, look = derivation_state.view(), settings.look(page.theme())
    settings.choose_writing(scenario, walkthrough.legend(look))
    if about := classes_in_words(view.road, scenario):
        st.markdown(about)
    walkthrough.lines(chosen_road(scenario), look, view.line)


def chosen_road(scenario: Scenario) -> "Road":
    from ce_core.ui.derivation.routes import road

    view = derivation_state.view()
    return road(view.road, scenario, j=view.j, written=view.written)


def show_steering() -> None:
    if derivation_state.view().road == "own":
        return
    from ce_core.ui.derivation import walkthrough

    look = settings.look(page.theme())
    walkthrough.steering(chosen_road(scenario_state.scenario()), look, derivation_state.view().line)


def show_files() -> None:
    if derivation_state.view().road == "own":
        return
    from ce_core.ui.derivation import downloads
    from ce_core.ui.derivation.routes import at_home

    scenario, look = scenario_state.scenario(), settings.look(page.theme())
    home = at_home(chosen_road(scenario), scenario, derivation_state.view().j)
    downloads.offer_road(home, look.letters)


def own_function() -> None:
    from ce_core.ui.derivation import own_function  # SymPy takes a while to load

    own_function.show(page.theme())


derivation_state.read_url()
page.show(
    "Derivation",
    body,
    below=[follows(show_road), stays(show_steering), follows(show_files)],
)
