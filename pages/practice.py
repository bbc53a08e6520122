"""Practice: write the next line, find the slip, predict, and take up a challenge."""

import streamlit as st

from ce_core.ui.practice import challenge, predict, progress
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import page

SECTIONS = {
    "write": "Write the next line",
    "slip": "Find the slip",
    "predict": "Predict",
    "challenges": "Challenges",
}
FIRST = "write"


def body() -> None:
    progress.style()
    progress.load()
    section = st.segmented_control(
        "What to practise",
        [*SECTIONS],
        required=True,
        format_func=SECTIONS.__getitem__,
        label_visibility="collapsed",
        **url_widgets.bound("practise", [*SECTIONS], FIRST),
    )
    if section == "write":
        from ce_core.ui.practice import next_line  # SymPy takes a while to load

        next_line.show(scenario_state.scenario(), page.theme())
    elif section == "slip":
        from ce_core.ui.practice import find_slip

        find_slip.show(scenario_state.scenario(), page.theme())
    elif section == "predict":
        predict.show()
    else:
        challenge.show()
    progress.summary()
    progress.keep()


page.show("Practice", body)
