"""Check mine: paste a derivation and see which line goes wrong, where and why."""

import streamlit as st

from ce_core.ui.components import writing_choice
from ce_core.ui.review import checked, fields, paper
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import assets, page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import main_figure

WHAT = "Paste your derivation. Each line is compared with the line above it, for all values."
EMPTY = (
    "The verdict on each line then stands here: right, right under a condition, or where the "
    "mistake is and what it changes. To try it, start from an example:"
)


def body() -> None:
    assets.lay_out(assets.read("review/lines.css"))
    st.markdown(WHAT)
    left, right = st.columns([2, 3], gap="large")
    with left:
        on_paper = writing_choice.draw("mine") == "paper"
        if on_paper:
            paper.draw()
        fields.draw_text(on_paper=on_paper)
    kept = fields.write_link()
    text = fields.text_given()
    with right, main_figure():
        if not text.strip():
            st.info(EMPTY)
            fields.draw_examples()
            return
        found = checked.show(text, scenario_state.scenario(), page.theme())
    with left:
        fields.draw_letters(found.letters)
        if not kept:
            st.caption(fields.TOO_LONG)


page.show("Check mine", [Section("review", "Check mine", body)], links=[fields.read_link])
