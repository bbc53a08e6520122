"""Mount the player of gradient descent, which descends in the browser, from assets/player.

So the runs follow the hand on the stage in the frame of its move, and a move costs the server
nothing. A browser test holds each of their steps against ``ce_core.numeric``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.stage_messages import scenario_for_stage
from ce_core.ui.session import scenario_state
from ce_core.ui.session.sent import revision_of, sent_by
from ce_core.ui.shell import assets, fragments

_MODULES = (
    "shared/dom.js",
    "shared/svg.js",
    "shared/mount.js",
    "shared/format.js",
    "shared/softmax.js",
    "player/descent.js",
    "shared/transport.js",
    "player/player.js",
)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "descent_player",
        html=assets.with_transport(assets.read("player/player.html")),
        css=assets.styles("shared/transport.css", "player/player.css"),
        js=assets.script(_MODULES),
    )


def player(scenario: Scenario, rate: float, steps: int) -> None:
    """Mount the player; its "put on the stage" makes the logits of that step the scenario's.

    Parameters
    ----------
    scenario : Scenario
        Where to start from until the stage on the page has spoken.
    rate : float
        The learning rate.
    steps : int
        How many there are.
    """

    def take() -> None:
        sent = sent_by(key, "taken")
        if scenario_state.is_older(revision_of(sent)):
            return  # these logits descend from a scenario that Python has replaced
        taken = taken_from(sent, scenario_state.scenario())
        if taken is not None:
            fragments.put_on_stage(taken)

    key = "descent_player"
    revision, _ = scenario_state.stage_revision()
    data = {
        "revision": revision,
        "scenario": scenario_for_stage(scenario),
        "rate": rate,
        "steps": steps,
    }
    _component()(key=key, data=data, on_taken_change=take)


def taken_from(sent: Any, now: Scenario) -> Scenario | None:
    """Give the scenario with the logits that the browser asks for, or None if they are none."""
    logits = sent.get("logits") if isinstance(sent, Mapping) else None
    if not isinstance(logits, list) or len(logits) != now.n_classes:
        return None
    try:
        return replace(now, logits=tuple(float(z) for z in logits))
    except (TypeError, ValueError, OverflowError):
        return None
