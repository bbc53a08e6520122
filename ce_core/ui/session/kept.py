"""Keep what a page has computed while it is shown, one value a slot; another page frees it all."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

_KEPT = "kept_by_page"
_PAGE = "kept_by_page_named"

T = TypeVar("T")


def remembered(slot: str, key: object, make: Callable[[], T]) -> T:
    """Give what ``make`` made for ``key`` last time, or make it.

    What was kept for another key is freed first, so that two large batches are never held at once.
    """
    slots = st.session_state.setdefault(_KEPT, {})
    if slot in slots and slots[slot][0] == key:
        found: T = slots[slot][1]
        return found
    slots.pop(slot, None)
    made = make()
    slots[slot] = (key, made)
    return made


def free_unless(page: str) -> None:
    """Free what other pages than this one have kept."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state.pop(_KEPT, None)
