"""Tell code that runs outside a run of the script what the session holds by then.

A file that is made only when somebody downloads it is made outside any run, where Streamlit gives
no session; and the hand may have moved since the button was drawn.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

_NOTED = "noted_for_outside"


def note(**values: Any) -> None:
    """Keep values for whoever reads them outside a run; each takes the place of the last."""
    st.session_state.setdefault(_NOTED, {}).update(values)


def reader() -> Callable[[], Mapping[str, Any]]:
    """Give a function that tells, at any time and in any thread, what was noted last."""
    noted: dict[str, Any] = st.session_state.setdefault(_NOTED, {})
    return noted.copy
