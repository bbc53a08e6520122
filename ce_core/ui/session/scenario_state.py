"""The session's scenario and its place in the URL.

The scenario lives in the session; the URL repeats it. A full run of the app reads the URL first
(reload, back, a pasted link); a fragment's run never does, because the link it carries may be
one move old.
"""

import secrets
from typing import Any

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.scenario_query import QUERY_KEYS, from_query, to_query
from ce_core.ui.session import url_widgets

_SCENARIO = "scenario"
_REVISION = "scenario_revision"
_WRITTEN = "scenario_query_written"
_SHOWN = "scenario_shown_by_stage"


def scenario() -> Scenario:
    """Give the scenario that this session works on."""
    if _SCENARIO not in st.session_state:
        read_url()
    found: Scenario = st.session_state[_SCENARIO]
    return found


def set_scenario(new: Scenario) -> None:
    """Replace the scenario from Python's side: the stage follows, and so does the URL."""
    st.session_state[_SCENARIO] = new
    st.session_state[_SHOWN] = new
    session, number = st.session_state.get(_REVISION, (secrets.token_hex(8), 0))
    st.session_state[_REVISION] = (session, number + 1)
    _write_url(new)


def take_from_stage(new: Scenario) -> None:
    """Replace the scenario by what the stage shows already: only the URL has to follow."""
    if _SCENARIO not in st.session_state:
        read_url()
    st.session_state[_SCENARIO] = new
    _write_url(new)


def stage_revision() -> tuple[dict[str, Any], Scenario]:
    """Give the revision that the stage should have seen, and the scenario that came with it.

    While the stage itself is what changes the scenario, neither moves: the message to the browser
    stays the same and need not be sent again.
    """
    scenario()
    session, number = st.session_state[_REVISION]
    return {"session": session, "number": number}, st.session_state[_SHOWN]


def read_url() -> list[str]:
    """Let the URL win where it says something new; give sentences for what was ignored in it."""
    query = url_widgets.values(QUERY_KEYS)
    started = _SCENARIO in st.session_state
    if started and (not query or query == st.session_state[_WRITTEN]):
        # Nothing new; or another page was opened, and the scenario goes along. A stage that is
        # mounted only now starts from here; one that was there keeps what it shows.
        st.session_state[_SHOWN] = st.session_state[_SCENARIO]
        _write_url(st.session_state[_SCENARIO])
        return []
    new, problems = from_query(query)
    st.session_state[_WRITTEN] = query
    set_scenario(new)
    return problems


def _write_url(new: Scenario) -> None:
    query = to_query(new)
    # A move that is taken back at once meets a browser that has not heard of the move: its URL
    # says the right thing already, but is about to be overwritten by the answer on its way.
    overtaken = st.session_state.get(_WRITTEN, query) != query
    st.session_state[_WRITTEN] = query
    url_widgets.replace(QUERY_KEYS, query, even_if_there=overtaken)
