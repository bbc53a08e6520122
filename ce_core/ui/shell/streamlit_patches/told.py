"""Take what a component only tells, without a run: there is nothing to draw.

A component that has drawn everything that follows from its news sends them with ``"drawn": true``.
Streamlit would start a thread, run the component's fragment and send some eight messages, all of
which say what the browser shows already: four fifths of what such a change costs.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from functools import wraps
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.runtime.scriptrunner_utils.script_run_context_attr import (
    SCRIPT_RUN_CONTEXT_ATTR_NAME,
)
from streamlit.runtime.state import query_params
from streamlit.runtime.state.session_state import WStates

from ce_core.ui.shell.streamlit_patches.fit import misfit

_CHECKED = (
    (AppSession, "_handle_rerun_script_request", ("self", "client_state")),
    (AppSession, "create_detached_script_run_ctx", ("self", "query_string", "context_info")),
    (AppSession, "has_fragment", ("self", "fragment_id")),
    (AppSession, "_enqueue_forward_msg", ("self", "msg")),
    (query_params, "sanitize_query_string", ("query_string",)),
    (script_run_context, "add_script_run_ctx", ("thread", "ctx")),
)


def take_what_is_only_told() -> str:
    """Let a component's callback run at once where all that follows from its news is drawn.

    Only while no script of the session runs; else the message waits for its turn as any other.

    Returns
    -------
    str
        Why Streamlit was left as it is; nothing if the change is made.
    """
    for owner, name, parameters in _CHECKED:
        if problem := misfit(owner, name, parameters):
            return problem
    if "widget_metadata" not in WStates.__dataclass_fields__:
        return "WStates has no widget_metadata"
    handle = AppSession._handle_rerun_script_request
    if hasattr(handle, "__wrapped__"):
        return ""

    @wraps(handle)
    def hear(self: AppSession, client_state: ClientState | None = None) -> None:
        if client_state is not None and not self._client_state.page_script_hash:
            client_state.fragment_id = (
                ""  # a tab of an earlier server: this one has run nothing yet
            )
        if client_state is not None and is_only_told(self, client_state):
            copy_context().run(_take, self, client_state)
        else:
            handle(self, client_state)

    AppSession._handle_rerun_script_request = hear  # type: ignore[method-assign]
    return ""


def is_only_told(session: AppSession, asked: ClientState) -> bool:
    """Say whether a message to an idle session brings news of one component that has drawn them."""
    if session._scriptrunner is not None or session._state != AppSessionState.APP_NOT_RUNNING:
        return False
    if not asked.fragment_id or not session.has_fragment(asked.fragment_id):
        return False
    known = session._session_state._new_widget_state.widget_metadata
    return any(
        _says_drawn(widget.json_value)
        for widget in asked.widget_states.widgets
        if (met := known.get(widget.id)) is not None and met.fragment_id == asked.fragment_id
    )


def _says_drawn(text: str) -> bool:
    if '"drawn":true' not in text:  # most messages are not read twice
        return False
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return False
    parts = sent.values() if isinstance(sent, dict) else ()
    return any(isinstance(part, dict) and part.get("drawn") is True for part in parts)


def _take(session: AppSession, told: ClientState) -> None:
    """Do what Streamlit does before a run: read the URL and the widgets, and call back."""
    query = query_params.sanitize_query_string(told.query_string)
    context: Any = session.create_detached_script_run_ctx(
        query_string=query, context_info=told.context_info
    )
    context._enqueue = session._enqueue_forward_msg  # what the callback writes reaches the browser
    with _attached(context):
        with context.session_state.query_params() as url:
            url.set_initial_query_params(query)
            url.populate_from_query_string(query)
        context.session_state.on_script_will_rerun(told.widget_states)
    session._client_state.query_string = context.query_string


@contextmanager
def _attached(context: Any) -> Iterator[None]:
    """Give this thread a session for a moment."""
    thread = threading.current_thread()
    script_run_context.add_script_run_ctx(thread, context)
    try:
        yield
    finally:
        delattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME)
