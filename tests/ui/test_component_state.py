"""The state of a component reads as Streamlit would show it, without a class for each look."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.components.v2.bidi_component import main

from ce_core.ui.shell.streamlit_patches.component_state import show_state_plainly

NAME = "make_bidi_component_presenter"
EVENTS = "the component's triggers"
STATE = {"scenario": {"logits": [1, 2]}, "open": True}


class Widgets(dict[str, Any]):
    """What the browser has sent of all widgets, as a session keeps it."""

    def __init__(self, pulled: Any) -> None:
        super().__init__({} if pulled is None else {EVENTS: pulled})
        kind = SimpleNamespace(value_type="json_trigger_value")
        self.widget_metadata = {EVENTS: kind}


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Streamlit's own function, whatever an earlier test has made of it."""
    found = getattr(main, NAME)
    own = getattr(found, "__wrapped__", found)
    monkeypatch.setattr(main, NAME, own)
    return own


def session(pulled: Any) -> Any:
    return SimpleNamespace(_new_widget_state=Widgets(pulled))


@pytest.mark.parametrize(
    "pulled",
    [
        None,
        [],
        [{"event": "taken", "value": [1, 2]}],
        [{"event": "taken", "value": None}, {"event": "asked", "value": 3}],
        {"event": "open", "value": "hidden by the state"},
    ],
)
@pytest.mark.parametrize("state", [STATE, {}, None, "text"])
def test_it_reads_as_streamlit_would_show_it(original: Any, pulled: Any, state: Any) -> None:
    show_state_plainly()
    plain = getattr(main, NAME)
    assert plain is not original
    shown = plain(EVENTS, "id", {"scenario"})(state, session(pulled))
    assert shown == original(EVENTS, "id", {"scenario"})(state, session(pulled))
    assert shown is not STATE, "what is shown is a copy"


@pytest.mark.usefixtures("original")
def test_no_class_is_made_where_no_trigger_was_pulled() -> None:
    show_state_plainly()
    assert type(getattr(main, NAME)(EVENTS)(STATE, session(None))) is dict


@pytest.mark.usefixtures("original")
def test_it_is_wrapped_once() -> None:
    show_state_plainly()
    wrapped = getattr(main, NAME)
    show_state_plainly()
    assert getattr(main, NAME) is wrapped


def test_a_streamlit_without_that_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(main, NAME)
    assert NAME in show_state_plainly()
    assert not hasattr(main, NAME)
