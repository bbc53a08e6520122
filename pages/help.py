"""Show the help: what the lab is and how to use it, a glossary, and a lesson plan."""

from pathlib import Path

import streamlit as st

from ce_core.ui.session import url_widgets
from ce_core.ui.shell import page, terms
from ce_core.ui.shell.sections import Section

TEXTS = Path(__file__).parents[1] / "assets" / "app"


def help_text() -> None:
    st.markdown((TEXTS / "help.md").read_text(encoding="utf-8"))


def show_terms() -> None:
    glossary = (TEXTS / "terms.md").read_text(encoding="utf-8")
    known = terms.known(glossary)
    url_widgets.start("term", known, known[0])
    st.markdown(terms.with_first(glossary, st.session_state["term"]))


def teaching() -> None:
    st.markdown((TEXTS / "teaching.md").read_text(encoding="utf-8"))


SECTIONS = (
    Section("help", "Help", help_text),
    Section("terms", "Terms", show_terms, presented=False),
    Section("teaching", "For teachers", teaching, presented=False),
)

page.show("Help", SECTIONS)
