"""The Derivation page's view in the session, and its place in the URL.

As with the scenario, a full run reads the URL first and a fragment's run never does.
"""

from dataclasses import replace
from typing import Any

import streamlit as st

from ce_core.ui.derivation.view import VIEW_KEYS, View, from_query, to_query
from ce_core.ui.session import url_widgets
from ce_core.ui.shell import fragments

_VIEW = "derivation_view"
_WRITTEN = "derivation_query_written"
_PROBLEMS = "derivation_query_problems"


def view() -> View:
    """Give what this session's Derivation page shows."""
    found: View = st.session_state[_VIEW]
    return found


def problems() -> list[str]:
    """Give sentences for what was ignored in the link, until the view changes."""
    found: list[str] = st.session_state.get(_PROBLEMS, [])
    return found


def change(**settings: Any) -> None:
    """Replace fields of the view, in a widget's callback; the URL and all of the page follow."""
    st.session_state[_VIEW] = replace(view(), **settings)
    st.session_state[_PROBLEMS] = []
    _write_url()
    fragments.run_again()


def read_url() -> None:
    """Let the URL win where it says something new."""
    query = url_widgets.values(VIEW_KEYS)
    started = _VIEW in st.session_state
    if not started or (query and query != st.session_state[_WRITTEN]):
        st.session_state[_VIEW], st.session_state[_PROBLEMS] = from_query(query)
    _write_url()


def _write_url() -> None:
    query = to_query(view())
    st.session_state[_WRITTEN] = query
    url_widgets.replace(VIEW_KEYS, query)
