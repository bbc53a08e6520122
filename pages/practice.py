"""Practice: write the next line, find the slip, predict, and take up a challenge."""

import streamlit as st

from ce_core.ui import linked, page, practice_challenge, practice_predict, practice_progress, state

SECTIONS = {
    "write": "Write the next line",
    "slip": "Find the slip",
    "predict": "Predict",
    "challenges": "Challenges",
}
FIRST = "write"


def body() -> None:
    practice_progress.style()
    practice_progress.load()
    section = st.segmented_control(
        "What to practise",
        [*SECTIONS],
        required=True,
        format_func=SECTIONS.__getitem__,
        label_visibility="collapsed",
        **linked.bound("practise", [*SECTIONS], FIRST),
    )
    if section == "write":
        from ce_core.ui import practice_line  # SymPy takes a while to load

        practice_line.show(state.scenario(), page.theme())
    elif section == "slip":
        from ce_core.ui import practice_slip

        practice_slip.show(state.scenario(), page.theme())
    elif section == "predict":
        practice_predict.show()
    else:
        practice_challenge.show()
    practice_progress.summary()
    practice_progress.keep()


page.show("Practice", body)
