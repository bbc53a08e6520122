"""Take a derivation home: LaTeX, Markdown and a notebook that recomputes every line."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.documents import to_latex, to_markdown
from ce_core.symbolic.writing.function_notebook import function_notebook
from ce_core.symbolic.writing.notebook import to_notebook
from ce_core.ui.derivation import typed_function
from ce_core.ui.derivation.routes import Home


def offer_road(home: Home, letters: Notation) -> None:
    """Offer the files of one of the roads."""
    notebook = partial(to_notebook, home.derivation, home.logits, home.labels, letters)
    _offer(home.derivation, home.numbers, letters, notebook)


def offer_function(
    found: typed_function.Differentiated, given: typed_function.Numbers, letters: Notation
) -> None:
    """Offer the files of a typed function, at the numbers chosen for x and the parameters."""
    notebook = partial(function_notebook, found.derivation, given, letters)
    _offer(found.derivation, given, letters, notebook)


def _offer(
    derivation: Derivation, numbers: Given, letters: Notation, notebook: Callable[[], str]
) -> None:
    """Offer the files; each is made when it is asked for."""
    files: tuple[tuple[str, str, str, Callable[[], str]], ...] = (
        ("LaTeX", "tex", "text/x-tex", partial(to_latex, derivation, letters, numbers)),
        ("Markdown", "md", "text/markdown", partial(to_markdown, derivation, letters, numbers)),
        ("Notebook", "ipynb", "application/x-ipynb+json", notebook),
    )
    with st.container(key="take_home", horizontal=True, vertical_alignment="center"):
        st.markdown("**Take it home**", width="content")
        for title, ending, mime, make in files:
            st.download_button(
                title,
                data=make,
                file_name=f"{derivation.key}.{ending}",
                mime=mime,
                key=f"download_{ending}",
                icon=":material/download:",
                # A rerun would draw the button anew while it still waits for its file.
                on_click="ignore",
            )
