"""Show the help: what the lab is and how to use it, a glossary, and a lesson plan."""

from pathlib import Path

import streamlit as st

from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section

TEXTS = Path(__file__).parents[1] / "assets" / "app"


def help_text() -> None:
    st.markdown((TEXTS / "help.md").read_text(encoding="utf-8"))


def terms() -> None:
    st.markdown((TEXTS / "terms.md").read_text(encoding="utf-8"))


def teaching() -> None:
    st.markdown((TEXTS / "teaching.md").read_text(encoding="utf-8"))


SECTIONS = (
    Section("help", "Help", help_text),
    Section("terms", "Terms", terms, presented=False),
    Section("teaching", "For teachers", teaching, presented=False),
)

page.show("Help", SECTIONS)
