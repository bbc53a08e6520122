"""Change Streamlit's insides, where they cost much: each change says for which version, and why.

Whatever depends on more than Streamlit's documentation lives here, and nowhere else. A change that
no longer fits the installed version is left out, and the log says so in one line.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import streamlit

from ce_core.ui.shell.streamlit_patches.collector import keep_modules_of, leave_collector_alone
from ce_core.ui.shell.streamlit_patches.component_state import show_state_plainly
from ce_core.ui.shell.streamlit_patches.kept_sessions import keep_few_sessions
from ce_core.ui.shell.streamlit_patches.odd_state import refuse_odd_state
from ce_core.ui.shell.streamlit_patches.theme_message import describe_theme_once
from ce_core.ui.shell.streamlit_patches.told import take_what_is_only_told

__all__ = ["PATCHES", "Patch", "apply", "keep_modules_of"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patch:
    """A change to Streamlit.

    Parameters
    ----------
    name : str
        What it does, for the log.
    made_for : str
        The version of Streamlit that it was written for and measured with.
    saves : str
        What it saves, as measured.
    make : callable
        Makes the change, once however often it is called; gives what does not fit, or nothing.
    """

    name: str
    made_for: str
    saves: str
    make: Callable[[], str]


PATCHES = (
    Patch(
        "the theme described once a process",
        "1.67.0",
        "a quarter of the smallest run's processor time",
        describe_theme_once,
    ),
    Patch(
        "a component's state as a plain dictionary",
        "1.67.0",
        "a twentieth of a run, and as much again in the garbage collector",
        show_state_plainly,
    ),
    Patch(
        "widget state that is not of the widget's form is not taken",
        "1.67.0",
        "a traceback of 2 to 120 kB in the log at each run after one such message",
        refuse_odd_state,
    ),
    Patch(
        "no run for news that are drawn already",
        "1.67.0",
        "four fifths of what a change costs where every mark follows the hand",
        take_what_is_only_told,
    ),
    Patch(
        "few sessions kept without a tab",
        "1.67.0",
        "three open files for each of 96 more, and a large upload's memory for two minutes",
        keep_few_sessions,
    ),
    Patch(
        "no full garbage collection after a run",
        "1.67.0",
        "70 of 100 ms of a run with three figures",
        leave_collector_alone,
    ),
)


@cache
def apply() -> None:
    """Make every change, once a process; log one line for each that no longer fits."""
    for patch in PATCHES:
        if problem := patch.make():
            _log.warning(
                "Streamlit %s: left out %s, made for %s, because %s. It saves %s.",
                streamlit.__version__,
                patch.name,
                patch.made_for,
                problem,
                patch.saves,
            )
