"""Offer a reviewed derivation as files: Markdown and LaTeX, with the verdicts as notes."""

from functools import partial

import streamlit as st

from ce_core.symbolic.review.documents import to_latex, to_markdown
from ce_core.symbolic.review.verdicts import Review

NAME = "my-derivation-checked"


def offer(review: Review) -> None:
    """Offer the files; each is made when it is asked for."""
    files = (
        ("LaTeX", "tex", "text/x-tex", to_latex),
        ("Markdown", "md", "text/markdown", to_markdown),
    )
    with st.container(key="mine_take_home", horizontal=True, vertical_alignment="center"):
        st.markdown("**Download with the verdicts**", width="content")
        for title, ending, mime, make in files:
            st.download_button(
                title,
                data=partial(make, review),
                file_name=f"{NAME}.{ending}",
                mime=mime,
                key=f"mine_download_{ending}",
                icon=":material/download:",
                # A rerun would draw the button anew while it still waits for its file.
                on_click="ignore",
            )
