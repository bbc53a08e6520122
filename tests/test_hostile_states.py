"""No state that a browser can be made to send breaks a page, fills the log or runs it for ever.

Over a real server's own protocol: whoever can open the page can send these messages.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ce_core.ui.shell.streamlit_patches.odd_state import MOST_LEVELS, is_too_deep
from tests.browser.support.server import Server
from tests.load.student import Student

PAGES = ("", "derivation", "practice", "check_mine", "batches", "descent", "stability")
MOST_RUNS = 4
QUIET_S = 0.1
NAMES = ("theme", "scenario", "asked", "work", "opened", "taken", "line", "stored", "written")

Sent = Mapping[str, Any]


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def state(value: str) -> Sent:
    """Give every name that a component of this app reads the same value, as JSON."""
    return {"json_value": "{" + ",".join(f'"{name}":{value}' for name in NAMES) + "}"}


ODD: Mapping[str, tuple[Sent, ...]] = {
    "bidi_component": (
        state(json.dumps("dark")),
        state("[]"),
        state("NaN"),
        state('{"logits": "12", "target": {}, "names": 5}'),
        state(nested(300)),
        state(nested(900)),
        {"json_value": nested(100_000)},
        {"json_value": "no JSON"},
        {"double_value": 1.0},
    ),
    "selectbox": ({"string_value": "nonsense"}, {"int_value": 99}),
    "slider": ({"double_array_value": [float("nan")]}, {"double_array_value": []}),
    "number_input": ({"double_value": float("nan")}, {"double_value": 1e300}),
    "button_group": ({"int_array_value": [99]}, {"string_array_value": ["nonsense"] * 3}),
    "text_input": ({"int_value": 5},),
}


class Stranger(Student):
    """A session that sends what no page of this app would."""

    def __init__(self, url: str, page: str) -> None:
        super().__init__(0, url, page)
        self.elements: dict[str, tuple[str, str]] = {}
        """Each widget's kind and fragment, by its id."""
        self.runs = 0

    def _take(self, raw: bytes | str) -> bool:
        assert isinstance(raw, bytes)
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "new_session":
            self.runs += 1
        if message.WhichOneof("type") == "delta":
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind in ODD:
                self.elements[getattr(element, kind).id] = (kind, message.delta.fragment_id)
        return super()._take(raw)

    async def send(self, element: str, fragment: str, sent: Sent) -> None:
        """Send one widget's state; read on until the server is quiet or has run too often."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._script
        message.rerun_script.fragment_id = fragment
        widget = message.rerun_script.widget_states.widgets.add(id=element)
        for field, value in sent.items():
            if isinstance(value, list):
                getattr(widget, field).data.extend(value)
            else:
                setattr(widget, field, value)
        self.runs = 0
        await self._run(message)
        while self.runs <= MOST_RUNS:
            try:
                async with asyncio.timeout(QUIET_S):
                    received = await self._socket.recv()
            except TimeoutError:
                return
            self._take(received)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def tried(server: Server, page: str) -> list[str]:
    """Send every odd state to every widget of a page; give what went wrong, and how many runs."""
    problems = []
    async with Stranger(server.url, page) as first:
        await first.visit()
        elements = dict(first.elements)
    for element, (kind, fragment) in elements.items():
        async with Stranger(server.url, page) as stranger:
            await stranger.visit()
            for sent in ODD[kind]:
                where = f"{page} {element.rpartition('-')[2]} {str(sent)[:70]}"
                try:
                    await stranger.send(element, fragment, sent)
                except Exception as problem:  # whatever it was, it must be reported
                    problems.append(f"{where}: {type(problem).__name__}: {problem}")
                if stranger.runs > MOST_RUNS:
                    problems.append(f"{where}: ran {stranger.runs} times")
    return problems


@pytest.mark.parametrize("page", PAGES)
def test_no_state_breaks_a_page_or_runs_it_for_ever(server: Server, page: str) -> None:
    before = server.read_log()
    assert asyncio.run(tried(server, page)) == []
    assert server.read_log().removeprefix(before) == ""


def test_a_theme_that_stays_in_the_state_is_asked_for_once(server: Server) -> None:
    async def runs() -> int:
        async with Stranger(server.url, "") as stranger:
            await stranger.visit()
            (header,) = [each for each in stranger.elements if each.endswith("header_tools")]
            _, fragment = stranger.elements[header]
            await stranger.send(header, fragment, {"json_value": '{"theme": "dark"}'})
            return stranger.runs

    assert asyncio.run(runs()) == 2, "the tools' own run, and one of the whole page"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", False),
        (nested(MOST_LEVELS), False),
        (nested(MOST_LEVELS + 1), True),
        ('{"a":' * (MOST_LEVELS + 1) + "1" + "}" * (MOST_LEVELS + 1), True),
        (json.dumps([[1, 2]] * 500), False),
        (json.dumps("[" * 500), False),
        (nested(100_000), True),
        ("[" * 100, True),
    ],
)
def test_levels_are_counted(text: str, expected: bool) -> None:
    assert is_too_deep(text) is expected
