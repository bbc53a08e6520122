"""What Streamlit would build at every look at a component's state: a class of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.components.v2.bidi_component import main


def show_state_plainly() -> None:
    """Let the state of a component be the plain dictionary that it is, unless a trigger was pulled.

    Before each run Streamlit looks at the state of every component of the session, and for each
    look it makes a new class, by which an app could change that state; this one only reads it. It
    is a twentieth of a run, and as much again for the garbage collector. Where a version of
    Streamlit has no such function, nothing happens.
    """
    make = getattr(main, "make_bidi_component_presenter", None)
    if make is None or hasattr(make, "__wrapped__"):
        return

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
