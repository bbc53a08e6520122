"""Offer a derivation as files: LaTeX, Markdown, and a notebook that recomputes every line."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.background import Origin
from ce_core.symbolic.writing.documents import to_markdown
from ce_core.symbolic.writing.function_notebook import function_notebook
from ce_core.symbolic.writing.latex_document import to_latex
from ce_core.symbolic.writing.notebook import to_notebook
from ce_core.ui.derivation import typed_function
from ce_core.ui.formulas.routes import FileContents
from ce_core.ui.shell import header


def offer_method(contents: FileContents, letters: Notation) -> None:
    """Offer the files of one of the methods."""
    notebook = partial(to_notebook, contents.derivation, contents.logits, contents.labels, letters)
    origin = Origin(contents.logits, contents.labels, contents.merged, header.link())
    _offer(contents.derivation, contents.numbers, letters, notebook, origin)


def offer_function(
    found: typed_function.Differentiated, given: typed_function.Numbers, letters: Notation
) -> None:
    """Offer the files of a typed function, at the numbers chosen for x and the parameters."""
    notebook = partial(function_notebook, found.derivation, given, letters)
    _offer(found.derivation, given, letters, notebook, Origin(link=header.link()))


def _offer(
    derivation: Derivation,
    numbers: Given,
    letters: Notation,
    notebook: Callable[[], str],
    origin: Origin,
) -> None:
    """Offer the files; each is made when it is asked for."""
    content = derivation, letters, numbers, origin
    files: tuple[tuple[str, str, str, Callable[[], str]], ...] = (
        ("LaTeX", "tex", "text/x-tex", partial(to_latex, *content)),
        ("Markdown", "md", "text/markdown", partial(to_markdown, *content)),
        ("Notebook", "ipynb", "application/x-ipynb+json", notebook),
    )
    with st.container(key="take_home", horizontal=True, vertical_alignment="center"):
        st.markdown("**Download**", width="content")
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
