"""Read what a component has sent; nothing where the session has no such component just now."""

from collections.abc import Mapping
from typing import Any

import streamlit as st


def sent_by(key: str, name: str) -> Any:
    """Give the value that a component has sent under a name, whatever it is, or None.

    A message can arrive while the run that would draw the component has been stopped by the
    message before it: the session knows no such component then.

    Parameters
    ----------
    key : str
        Of the component.
    name : str
        Of the value: the browser can be made to send anything, so its form must be checked.
    """
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def revision_of(sent: Any) -> Any:
    """Give the revision that a message answers, whatever it is, or None."""
    return sent.get("revision") if isinstance(sent, Mapping) else None


def number_of(sent: Any) -> int:
    """Give the number that the browser has given a message, or 0."""
    number = sent.get("message") if isinstance(sent, Mapping) else None
    return number if isinstance(number, int) else 0


def is_drawn(sent: Any) -> bool:
    """Say whether the browser shows already whatever follows from a message."""
    return isinstance(sent, Mapping) and sent.get("drawn") is True
