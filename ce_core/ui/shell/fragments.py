"""Run the fragments of a page that other code can ask for: the stage, and the section beside it.

When the hand on the stage rests, the section runs again if it follows the stage, and nothing else.
"""

from collections.abc import Sequence

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.stage_messages import scenario_from_stage
from ce_core.ui.session import scenario_state
from ce_core.ui.session.sent import is_drawn, number_of, revision_of, sent_by

STAGE = "bench_stage"
CHOOSER = "bench_chooser"
SECTION = "bench_section"
BAR = "bench_bar"

_PRESENT = "bench_fragments"
_FOLLOWING = "bench_following"
_UNFOLDED = "bench_unfolded"


def enter(present: Sequence[str]) -> None:
    """Note which fragments this page has."""
    st.session_state[_PRESENT] = list(present)
    st.session_state[_UNFOLDED] = False


def section_follows(follows: bool) -> None:
    """Note whether a change on the stage concerns the section that is shown."""
    st.session_state[_FOLLOWING] = follows


def unfolded() -> bool:
    """Say whether something was put on the stage since this page was opened."""
    return bool(st.session_state.get(_UNFOLDED, False))


def unfold() -> None:
    """Show the stage, and let the sections keep it from now on."""
    st.session_state[_UNFOLDED] = True
    run_again()


def fold() -> None:
    """Fold the stage away where the section needs none."""
    st.session_state[_UNFOLDED] = False
    run_again()


# --- what a callback can ask for -------------------------------------------------------------


def take(key: str) -> None:
    """Make the scenario that the stage has sent the session's; the stage shows it already.

    A move that Python has overtaken is ignored: the stage is about to show Python's scenario.
    Where the browser has drawn all that follows from the move, no section runs.

    Parameters
    ----------
    key : str
        Of the component.
    """
    sent = sent_by(key, "scenario")
    if scenario_state.is_older(revision_of(sent)):
        return
    try:
        moved = scenario_from_stage(sent)
    except ValueError:
        put_on_stage(scenario_state.scenario())  # a new revision: the stage shows it again
        return
    scenario_state.take_from_stage(moved, heard=number_of(sent))
    if is_drawn(sent):
        return
    if st.session_state.get(_FOLLOWING) and SECTION in st.session_state.get(_PRESENT, []):
        st.rerun([SECTION])  # in the stage's place, which needs no run


def put_on_stage(new: Scenario) -> None:
    """Replace the scenario: the stage shows it, even where it was folded away."""
    scenario_state.set_scenario(new)
    unfold()


def run_again() -> None:
    """Run all fragments of the page: what a widget has changed concerns them all."""
    present = st.session_state.get(_PRESENT)
    if present:
        st.rerun(present)
