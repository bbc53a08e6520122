"""Take a derivation home: LaTeX, Markdown and a notebook that recomputes every line."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from ce_core.symbolic.export import to_latex, to_markdown
from ce_core.symbolic.notebook import to_notebook
from ce_core.ui.formula import Look
from ce_core.ui.roads import Home, Road


def downloads(road: Road, home: Home, look: Look) -> None:
    """Offer the files; each is made when it is asked for.

    The notebook recomputes lines from logits and labels, so without them there is none.
    """
    letters, derivation = look.letters, home.derivation
    files: list[tuple[str, str, str, Callable[[], str]]] = [
        ("LaTeX", "tex", "text/x-tex", lambda: to_latex(derivation, letters, home.numbers)),
        ("Markdown", "md", "text/markdown", lambda: to_markdown(derivation, letters, home.numbers)),
    ]
    if home.logits:
        notebook = partial(to_notebook, derivation, home.logits, home.labels, letters)
        files.append(("Notebook", "ipynb", "application/x-ipynb+json", notebook))
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
