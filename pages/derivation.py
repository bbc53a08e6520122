"""Show why it is ŷ − y, line by line, at the person's own numbers."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui.components.stage import stage
from ce_core.ui.derivation import settings
from ce_core.ui.derivation import state as derivation_state
from ce_core.ui.derivation.line_links import style
from ce_core.ui.derivation.view import METHODS
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section, Steps

if TYPE_CHECKING:
    from ce_core.take_along.derivation import OpenDerivation
    from ce_core.ui.formulas.routes import Method


def opened(method: str, show: Callable[[], None]) -> Callable[[], None]:
    """Draw one of the derivations; the page's state knows which."""

    def draw() -> None:
        style(page.theme())
        derivation_state.show_method(method)
        show()

    return draw


def show_chain() -> None:
    from ce_core.ui.derivation import walkthrough  # SymPy takes a while to load
    from ce_core.ui.derivation.remarks import sense
    from ce_core.ui.formulas.routes import classes_in_words

    scenario = scenario_state.scenario()
    view, look = derivation_state.view(), settings.look(page.theme())
    method, closing = chosen_method(scenario), sense(scenario)
    walkthrough.walk(method, look, view.line, closing=closing, follows=(scenario, view.j))
    settings.choose_writing(scenario, walkthrough.legend(look))
    if about := classes_in_words(view.method, scenario):
        st.markdown(about)
    show_files()


def ask_for_line() -> None:
    from ce_core.ui.derivation import walkthrough

    look = settings.look(page.theme())
    walkthrough.ask(chosen_method(scenario_state.scenario()), look, derivation_state.view().line)


def steps() -> Steps:
    """Let a presenter go line by line."""

    def stops() -> list[str]:
        from ce_core.ui.derivation import walkthrough

        return walkthrough.stops(chosen_method(scenario_state.scenario()))

    def at() -> int:
        from ce_core.ui.derivation import walkthrough

        method = chosen_method(scenario_state.scenario())
        return walkthrough.at_stop(method, derivation_state.view().line)

    def go(step: int) -> None:
        derivation_state.change(line=stops()[step])

    return Steps(lambda: len(stops()), at, go)


def chosen_method(scenario: Scenario) -> "Method":
    from ce_core.ui.formulas.routes import method

    view = derivation_state.view()
    return method(view.method, scenario, j=view.j, written=view.written)


def show_files() -> None:
    from ce_core.ui.derivation import downloads
    from ce_core.ui.formulas.routes import files_of

    scenario, look = scenario_state.scenario(), settings.look(page.theme())
    home = files_of(chosen_method(scenario), scenario, derivation_state.view().j)
    downloads.offer_method(home, look.letters)


def taken(noted: Mapping[str, Any]) -> "OpenDerivation | None":
    from ce_core.ui.derivation.taken import opened

    return opened(noted)


def own_function() -> None:
    from ce_core.ui.derivation import own_function  # SymPy takes a while to load

    own_function.show(page.theme())


SECTIONS = (
    *(
        Section(
            key,
            title,
            opened(key, show_chain),
            covered=opened(key, ask_for_line),
            steps=steps(),
        )
        for key, title in METHODS.items()
        if key != "own"
    ),
    Section("own", METHODS["own"], opened("own", own_function), follows=False, folded=True),
)

page.show(
    "Derivation",
    SECTIONS,
    stage=stage,
    field="road",
    links=[derivation_state.read_url],
    derivation=taken,
)
