"""Show a component's state as a plain dictionary: Streamlit would make a class for each look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.components.v2.bidi_component import main
from streamlit.runtime.state.session_state import SessionState

from ce_core.ui.shell.streamlit_patches.fit import misfit


def show_state_plainly() -> str:
    """Let the state of a component be the plain dictionary that it is, unless a trigger was pulled.

    Before each run Streamlit looks at the state of every component of the session, and for each
    look it makes a new class, by which an app could change that state; this one only reads it.

    Returns
    -------
    str
        Why Streamlit was left as it is; nothing if the change is made.
    """
    taken = ("aggregator_id", "component_id", "allowed_state_keys")
    if problem := misfit(main, "make_bidi_component_presenter", taken):
        return problem
    if "_new_widget_state" not in SessionState.__dataclass_fields__:
        return "SessionState has no _new_widget_state"
    make = main.make_bidi_component_presenter  # type: ignore[attr-defined]
    if hasattr(make, "__wrapped__"):
        return ""

    @wraps(make)
    def make_plain(aggregator_id: str, *others: Any) -> Callable[[object, Any], object]:
        present = make(aggregator_id, *others)

        def plain(state: object, session: Any) -> object:
            try:
                pulled = session._new_widget_state[aggregator_id]
            except KeyError:
                pulled = None
            if pulled or not isinstance(state, dict):
                return present(state, session)
            return dict(state)

        return plain

    main.make_bidi_component_presenter = make_plain  # type: ignore[attr-defined, assignment]
    return ""
