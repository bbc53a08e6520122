"""Keep progress on the page Practice: in the session while it lasts, in the browser beyond it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.synced import Synced
from ce_core.ui.practice.record import Record, from_text, merged, to_text
from ce_core.ui.session.sent import sent_by
from ce_core.ui.shell import assets

_RECORD = "practice_record"
_LOADED = "practice_record_loaded"
_PROBLEM = "practice_record_problem"
_COMPONENT = "practice_progress"
_KEPT_HERE = "Your progress is kept in this browser only. Save it as a file to use it elsewhere."
_SAVE = "Save as a file"


def style() -> None:
    """Lay out what belongs to this page alone, and let Enter check a line."""
    assets.lay_out(assets.read("practice/practice.css"))
    _enter()(key="practice_enter")


@cache
def _enter() -> Callable[..., Any]:
    return st.components.v2.component(
        "practice_enter",
        html="<span hidden></span>",
        js=assets.script(["practice/enter_key.js"]),
    )


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "practice_progress",
        html="<span hidden></span>",
        js=assets.script(["practice/progress.js"]),
    )


def record() -> Record:
    """Give what has been achieved."""
    return _synced().value


def _synced() -> Synced[Record]:
    found: Synced[Record] = st.session_state.setdefault(_RECORD, Synced.of(Record()))
    return found


def note(new: Record) -> None:
    """Replace what has been achieved; the browser is told at the end of this run."""
    st.session_state[_RECORD] = _synced().replace(new)
    st.session_state.pop(_PROBLEM, None)


def load() -> None:
    """Take over what the browser has kept, as soon as it has answered."""
    _take_over()
    if _PROBLEM in st.session_state:
        st.info(f"What this browser had kept could not be read: {st.session_state[_PROBLEM]}")


def _take_over() -> None:
    if _LOADED in st.session_state:
        return
    stored = sent_by(_COMPONENT, "stored")
    # A page that a restarted server finds open still holds its answer to the session before.
    if not isinstance(stored, dict) or not _synced().shares_session_with(stored.get("revision")):
        return
    st.session_state[_LOADED] = True
    if stored.get("text"):
        try:
            note(merged(from_text(stored["text"]), record()))
        except ValueError as problem:
            st.session_state[_PROBLEM] = str(problem)


def keep() -> None:
    """Let the browser store the record; before it has answered, ask what it has stored.

    What could not be read is left as it is until there is something new to keep.
    """
    text = to_text(record()) if _LOADED in st.session_state else None
    if _PROBLEM in st.session_state:
        text = ""
    _component()(
        key=_COMPONENT,
        data={"record": text, "revision": _synced().revision.as_sent()},
        on_stored_change=lambda: None,
    )


def _forget() -> None:
    note(Record())


def _take_back() -> None:
    uploaded = st.session_state.get("practice_import")
    if uploaded is None:
        return
    try:
        note(merged(record(), from_text(uploaded.getvalue().decode("utf-8", "replace"))))
    except ValueError as problem:
        st.session_state["practice_import_problem"] = str(problem)
    else:
        st.session_state["practice_import_problem"] = ""


def summary() -> None:
    """Say what has been achieved; offer to save, load and delete it."""
    now = record()
    with st.expander("Your progress", icon=":material/insights:"):
        lines, slips, predicted, solved = st.columns(4)
        lines.metric("Lines written", now.lines, help=f"{now.attempts} checked, {now.hints} hints")
        slips.metric("Mistakes found", len(now.slips))
        predicted.metric("Predicted", f"{now.predicted} of {now.asked}")
        solved.metric("Challenges", len(now.challenges))
        st.caption(_KEPT_HERE)
        _ways_out(now)


def _ways_out(now: Record) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            _SAVE,
            to_text(now),
            "practice-progress.json",
            "application/json",
            key="practice_export",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            "Delete my progress",
            key="practice_reset",
            icon=":material/delete:",
            on_click=_forget,
        )
    st.file_uploader(
        "Load saved progress", type="json", key="practice_import", on_change=_take_back
    )
    problem = st.session_state.get("practice_import_problem")
    if problem:
        st.warning(f"This file holds no progress: {problem}")
