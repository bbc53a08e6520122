"""The frame of every page: the URL is read once a full run, the page itself is one fragment."""

from collections.abc import Callable

import streamlit as st

from ce_core.palette import Theme
from ce_core.ui import state


def theme() -> Theme:
    """Say whether the person looks at a light or a dark page."""
    return "dark" if st.context.theme.type == "dark" else "light"


_STYLE = """
<style>
  [data-testid="stMainBlockContainer"] { padding-top: 4.25rem; padding-bottom: 4rem; }
  [data-testid="stCaptionContainer"] { max-width: 46rem; }
</style>
"""


def show(title: str, body: Callable[[], None]) -> None:
    """Run ``body`` as this page: a move of the stage runs it again, and nothing else."""
    st.html(_STYLE)
    st.title(title, anchor=False)
    for problem in state.read_url():
        st.info(problem, icon=":material/link_off:")
    st.fragment(body)()
