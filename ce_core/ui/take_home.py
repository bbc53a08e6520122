"""Take a derivation home: LaTeX, Markdown and a notebook that recomputes every line."""

from collections.abc import Callable

import streamlit as st

from ce_core.symbolic.export import to_latex, to_markdown
from ce_core.symbolic.notebook import to_notebook
from ce_core.ui.formula import Look
from ce_core.ui.roads import Home, Road


def downloads(road: Road, home: Home, look: Look) -> None:
    """Offer the three files; each is made when it is asked for."""
    letters = look.letters
    files: tuple[tuple[str, str, str, Callable[[], str]], ...] = (
        (
            "LaTeX",
            "tex",
            "application/x-tex",
            lambda: to_latex(home.derivation, letters, home.numbers),
        ),
        (
            "Markdown",
            "md",
            "text/markdown",
            lambda: to_markdown(home.derivation, letters, home.numbers),
        ),
        (
            "Notebook",
            "ipynb",
            "application/x-ipynb+json",
            lambda: to_notebook(home.derivation, home.logits, home.labels, letters),
        ),
    )
    with st.container(key="take_home", horizontal=True, vertical_alignment="center"):
        st.markdown("**Take it home**", width="content")
        for title, ending, mime, make in files:
            st.download_button(
                title,
                data=make,
                file_name=f"{road.derivation.key}.{ending}",
                mime=mime,
                key=f"download_{ending}",
                icon=":material/download:",
            )
