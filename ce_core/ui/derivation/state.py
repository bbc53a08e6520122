"""Keep the Derivation page's view in the session, and its place in the URL.

As with the scenario, a full run reads the URL first and a fragment's run never does.
"""

from dataclasses import replace
from typing import Any

import streamlit as st

from ce_core.synced import Synced
from ce_core.ui.derivation.view import VIEW_KEYS, View, from_query, to_query
from ce_core.ui.session import outside_runs, url_widgets
from ce_core.ui.shell import fragments

_VIEW = "derivation_view"


def view() -> View:
    """Give what this session's Derivation page shows."""
    found: Synced[View] = st.session_state[_VIEW]
    return found.value


def change(**settings: Any) -> None:
    """Replace fields of the view, in a widget's callback; the URL and all of the page follow."""
    now: Synced[View] = st.session_state[_VIEW]
    _keep(now.replace(replace(now.value, **settings)))
    fragments.run_again()


def show_method(method: str) -> None:
    """Note which derivation is shown; another one begins with its opening."""
    now: Synced[View] = st.session_state[_VIEW]
    if now.value.method != method:
        _keep(now.replace(replace(now.value, method=method, line="")))


def read_url() -> list[str]:
    """Let the URL win where it says something new; give sentences for what was ignored in it."""
    problems: list[str] = []
    query = url_widgets.values(VIEW_KEYS)
    now: Synced[View] | None = st.session_state.get(_VIEW)
    if now is None or now.is_news(query):
        new, problems = from_query(query)
        now = Synced.of(new) if now is None else now.replace(new)
    _keep(now)
    return problems


def _keep(new: Synced[View]) -> None:
    query = to_query(new.value)
    st.session_state[_VIEW] = new.with_url(query)
    outside_runs.note(derivation=new.value)
    url_widgets.replace(VIEW_KEYS, query)
