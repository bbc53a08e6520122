"""Mount the choice between typing a formula and writing as on paper; the browser remembers it."""

from collections.abc import Callable
from functools import cache
from typing import Any, Literal

import streamlit as st

from ce_core.ui.session.sent import sent_by
from ce_core.ui.shell import assets

Way = Literal["type", "paper"]
LABEL = "How you write"
WAYS: dict[Way, str] = {"type": "Type or paste", "paper": "Write as on paper"}
_WAY = "writing_way"
_COMPONENT = "writing_kept"
_ASKED = "writing_asked"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "writing_kept",
        html="<span hidden></span>",
        js=assets.script(["formula/kept_choice.js"]),
    )


def way() -> Way:
    """The way that was chosen last."""
    found = st.session_state.get(_WAY)
    return "paper" if found == "paper" else "type"


def draw(place: str) -> Way:
    """Draw the choice; give what is chosen.

    Parameters
    ----------
    place
        Distinguishes the widgets of several pages; all of them share one choice.
    """
    _take_over()
    key = f"writing_{place}"
    st.session_state[key] = way()

    def choose() -> None:
        if st.session_state[key] is not None:
            st.session_state[_WAY] = st.session_state[key]
            st.session_state[_ASKED] = True

    st.segmented_control(
        LABEL,
        [*WAYS],
        format_func=WAYS.__getitem__,
        required=True,
        key=key,
        on_change=choose,
        label_visibility="collapsed",
    )
    known = st.session_state.get(_ASKED, False)
    _component()(
        key=_COMPONENT, data={"way": way() if known else None}, on_stored_change=lambda: None
    )
    return way()


def _take_over() -> None:
    """Take the choice that the browser has kept, once a session."""
    if st.session_state.get(_ASKED):
        return
    stored = sent_by(_COMPONENT, "stored")
    if isinstance(stored, str):
        st.session_state[_ASKED] = True
        st.session_state[_WAY] = stored
