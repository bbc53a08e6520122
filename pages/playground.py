"""Playground: grab a logit, and probabilities, cost, derivative and derivation follow."""

import streamlit as st

from ce_core.ui import page, state
from ce_core.ui.stage import stage


def body() -> None:
    stage()
    st.write(state.scenario())


page.show(body)
