"""Help: what the lab is, how to work it, a lesson plan, what the link can say."""

from pathlib import Path

import streamlit as st

from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section

TEXT = Path(__file__).parents[1] / "assets" / "app" / "help.md"


def body() -> None:
    st.markdown(TEXT.read_text(encoding="utf-8"))


page.show("Help", [Section("help", "Help", body)])
