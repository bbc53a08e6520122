"""The parts of a page, each a fragment of its own: the one with the stage, and those that follow.

When the hand on the stage rests, the parts in sight run again, and no other: a part out of sight
runs when it comes into sight, or when the stage has been at rest for some seconds.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui import components, state
from ce_core.ui.moves import scenario_from_stage

_KEYS = "page_part_keys"


@cache
def _follower() -> Callable[..., Any]:
    return st.components.v2.component(
        "follower",
        html="<span hidden></span>",
        js=components.read("follower/follower.js"),
        isolate_styles=False,
    )


def start() -> None:
    """Forget the parts of the page that was shown before."""
    st.session_state[_KEYS] = []


def run(draw: Callable[[], None], *, follows: bool) -> None:
    """Draw a part of the page, as a fragment.

    Parameters
    ----------
    draw : callable
        Draws the part.
    follows : bool
        Whether it is redrawn after a move of a stage that stands in another part.
    """
    keys = st.session_state[_KEYS]
    key = f"part_{len(keys)}"
    keys.append(key)
    st.fragment(_following if follows else _plain, key=key)(draw, key)


def _plain(draw: Callable[[], None], _key: str) -> None:
    draw()


def _following(draw: Callable[[], None], key: str) -> None:
    with st.container(key=f"follows_{key}"):
        draw()
        _follower()(
            key=f"follower_{key}",
            on_scenario_change=lambda: take(f"follower_{key}"),
            on_asked_change=lambda: None,
        )


def take(key: str) -> None:
    """Make the scenario that the component ``key`` has sent the session's; the stage shows it."""
    try:
        moved = scenario_from_stage(st.session_state[key].get("scenario"))
    except ValueError:
        put_on_stage(state.scenario())  # a new revision: the stage shows it again
    else:
        state.take_from_stage(moved)


def put_on_stage(new: Scenario) -> None:
    """Replace the scenario, in a widget's callback: the stage and all parts of the page follow."""
    state.set_scenario(new)
    run_again()


def run_again() -> None:
    """Run all parts of the page, in a widget's callback: what it changed concerns them all."""
    keys = st.session_state.get(_KEYS, [])
    if len(keys) > 1:
        st.rerun(keys)
