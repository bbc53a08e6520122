"""Show challenges on the stage, recognised as solved when they are reached."""

import streamlit as st

from ce_core.numeric.exercises.challenges import CHALLENGES, Challenge, challenge
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain
from ce_core.ui.practice import progress
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import fragments

_STARTED = "practice_challenge_started"
_LOGITS_ONLY = "Only the logits may change in this challenge. Start again to restore the rest."


def show() -> None:
    """One challenge: its task, the stage, and whether it is solved."""
    chosen = _choose()
    st.markdown(f"**{plain(chosen.task)}**")
    if st.session_state.get(_STARTED) != chosen.key:
        st.button("Start", type="primary", key="practice_start", on_click=_start, args=(chosen,))
        return
    now = scenario_state.scenario()
    plainly = now.temperature == 1 and now.label_smoothing == 0
    if plainly and chosen.solved(now.logits, now.target):
        progress.note(progress.record().with_key("challenges", chosen.key))
        st.success(f"Solved. {plain(chosen.lesson)}", icon=":material/emoji_events:")
    elif not plainly or now.target != chosen.target or len(now.logits) != len(chosen.logits):
        st.info(_LOGITS_ONLY)
    else:
        st.info("Not yet.", icon=":material/hourglass_empty:")
    st.button("Start again", key="practice_restart", on_click=_start, args=(chosen,))


def _choose() -> Challenge:
    solved = progress.record().challenges
    keys = [each.key for each in CHALLENGES]
    key = st.selectbox(
        "Challenge",
        keys,
        format_func=lambda key: f"{challenge(key).title}{' ✓' if key in solved else ''}",
        **url_widgets.bound("challenge", keys, keys[0]),
    )
    return challenge(key)


def _start(chosen: Challenge) -> None:
    st.session_state[_STARTED] = chosen.key
    fragments.put_on_stage(Scenario(chosen.logits, chosen.target))
