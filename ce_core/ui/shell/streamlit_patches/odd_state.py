"""Take a widget's state that is not of the widget's form for nothing sent."""

import json
from collections.abc import Iterator
from functools import wraps
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import WStates

from ce_core.ui.shell.streamlit_patches.fit import misfit

MOST_LEVELS = 16
"""The deepest that a component of this app sends has six: state, scenario, list, list, …"""


def refuse_odd_state() -> str:
    """Let a widget keep its value when a browser sends what its own page never would.

    Streamlit unpacks the state of widgets and components before any page can look at it: text for
    a number, an option by another kind of index, nan for a whole number, hundreds of brackets. It
    raises then, and raises again at each later run, because the session keeps the message.

    Returns
    -------
    str
        Why Streamlit was left as it is; nothing if the change is made.
    """
    if problem := misfit(WStates, "set_widget_from_proto", ("self", "widget_state")):
        return problem
    if not {"states", "widget_metadata"} <= {*WStates.__dataclass_fields__}:
        return "WStates has no states or no widget_metadata"
    take = WStates.set_widget_from_proto
    if hasattr(take, "__wrapped__"):
        return ""

    @wraps(take)
    def take_if_sound(self: WStates, widget_state: WidgetState) -> None:
        if not _is_odd(self, widget_state):
            take(self, widget_state)
            try:
                self.get(widget_state.id)  # unpacked now, as Streamlit would a moment later
            except (TypeError, ValueError, IndexError, OverflowError, RecursionError):
                del self.states[widget_state.id]

    WStates.set_widget_from_proto = take_if_sound  # type: ignore[method-assign]
    return ""


def _is_odd(states: WStates, sent: WidgetState) -> bool:
    widget, field = states.widget_metadata.get(sent.id), sent.WhichOneof("value")
    if widget is None or field is None:
        return False
    if widget.value_type is not None and field != widget.value_type:
        return True
    return field in ("json_value", "json_trigger_value") and is_too_deep(getattr(sent, field))


def is_too_deep(text: str) -> bool:
    """Say whether JSON has more than ``MOST_LEVELS`` levels, or is none that can be read."""
    if text.count("[") + text.count("{") <= MOST_LEVELS:
        return False
    try:
        read = json.loads(text)
    except (RecursionError, ValueError):
        return True
    level = [read] if isinstance(read, list | dict) else []
    for _ in range(MOST_LEVELS):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: list[Any] | dict[str, Any]) -> Iterator[list[Any] | dict[str, Any]]:
    """Give the lists and objects that stand directly in one of them."""
    held = value.values() if isinstance(value, dict) else value
    return (each for each in held if isinstance(each, list | dict))
