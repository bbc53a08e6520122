"""The parts of a page, each a fragment of its own: the one with the stage, and those below it.

When the hand on the stage rests, the parts in sight that follow it run again, and no other: a part
out of sight runs when it comes into sight, or when the stage has been at rest for some seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.session.sent import sent_by
from ce_core.ui.session.stage_messages import scenario_from_stage
from ce_core.ui.shell import assets

_KEYS = "page_part_keys"


@dataclass(frozen=True)
class Part:
    """A part of a page below its stage.

    Parameters
    ----------
    draw : callable
        Draws it.
    follows : bool
        Whether a moved logit concerns it; a new label, or another class, concerns every part.
    """

    draw: Callable[[], None]
    follows: bool


def follows(draw: Callable[[], None]) -> Part:
    """Make ``draw`` a part that is drawn anew after each move, as soon as it can be seen."""
    return Part(draw, follows=True)


def stays(draw: Callable[[], None]) -> Part:
    """Make ``draw`` a part that no move concerns."""
    return Part(draw, follows=False)


@cache
def _follower() -> Callable[..., Any]:
    return st.components.v2.component(
        "follower",
        html="<span hidden></span>",
        js=assets.read("app/follower.js"),
        isolate_styles=False,
    )


def run(parts: Sequence[Part]) -> None:
    """Draw the parts of a page, each as a fragment."""
    keys = [f"part_{number}" for number in range(len(parts))]
    st.session_state[_KEYS] = keys
    for key, part in zip(keys, parts, strict=True):
        st.fragment(_drawn, key=key)(part, key)


def _drawn(part: Part, key: str) -> None:
    part.draw()
    if not part.follows:
        return
    _follower()(
        key=f"follower_{key}",
        data={"name": key},
        on_scenario_change=lambda: take(f"follower_{key}", part=key),
        # By name: of several parts that ask at once the browser would let only one run.
        on_asked_change=lambda: st.rerun([key]),
    )


# --- what a callback can ask for -------------------------------------------------------------


def take(key: str, part: str = "") -> None:
    """Make the scenario that a component has sent the session's; the stage shows it already.

    Parameters
    ----------
    key : str
        Of the component.
    part : str
        The part that it stands in, if not the one with the stage: that part runs by itself.
    """
    before, sent = scenario_state.scenario(), sent_by(key, "scenario")
    try:
        moved = scenario_from_stage(sent)
    except ValueError:
        put_on_stage(before)  # a new revision: the stage shows it again
        return
    scenario_state.take_from_stage(moved)
    if moved.target != before.target:
        run_again()
    asked = sent.get("parts")
    named = asked if isinstance(asked, list) else []
    seen = [name for name in st.session_state.get(_KEYS, []) if name in named]
    if seen not in ([], [part]):
        st.rerun(seen)


def put_on_stage(new: Scenario) -> None:
    """Replace the scenario: the stage and all parts of the page follow."""
    scenario_state.set_scenario(new)
    run_again()


def run_again() -> None:
    """Run all parts of the page: what a widget has changed concerns them all."""
    keys = st.session_state.get(_KEYS, [])
    if len(keys) > 1:
        st.rerun(keys)


def bound(
    key: str, options: Sequence[url_widgets.Choice], default: url_widgets.Choice
) -> dict[str, Any]:
    """Tie a widget to the URL, as ``linked.bound`` does, whose choice concerns all parts."""

    def write() -> None:
        url_widgets.write(key, default)
        run_again()

    url_widgets.start(key, options, default)
    return {"key": key, "on_change": write}


def choose_section(key: str, titles: Sequence[str]) -> None:
    """Offer the sections of a page, of which one is shown by the parts below."""
    st.segmented_control(
        "Section",
        titles,
        required=True,
        label_visibility="collapsed",
        **bound(key, titles, titles[0]),
    )


def section(key: str, titles: Sequence[str]) -> str:
    """Give the section that is chosen."""
    url_widgets.start(key, titles, titles[0])
    return st.session_state[key] or titles[0]
