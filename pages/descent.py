"""Descent: gradient descent on the logits, on a plane of points, and on handwritten digits."""

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui import linked, page, state
from ce_core.ui.player import player
from ce_core.ui.stage import stage

RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
RATE = 1.0
LENGTHS = (20, 50, 100, 200, 400)
LENGTH = 100


def show_logits(scenario: Scenario) -> None:
    linked.start("rate", RATES, RATE)
    linked.start("steps", LENGTHS, LENGTH)
    left, right = st.columns(2)
    with left:
        rate = st.select_slider(
            "Learning rate", RATES, key="rate", on_change=linked.write, args=("rate", RATE)
        )
    with right:
        steps = st.select_slider(
            "Steps", LENGTHS, key="steps", on_change=linked.write, args=("steps", LENGTH)
        )
    player(scenario, rate, steps)


SECTIONS = {"The logits": show_logits}


def body() -> None:
    stage(compact=True)
    first, *_ = SECTIONS
    linked.start("descend", list(SECTIONS), first)
    sections = st.tabs(
        list(SECTIONS), key="descend", on_change=linked.write, args=("descend", first)
    )
    for section, show in zip(sections, SECTIONS.values(), strict=True):
        if section.open:
            with section:
                show(state.scenario())


page.show("Descent", body)
