"""One student's browser tab as the server sees it: Streamlit's own websocket protocol, no browser.

A tab runs the page once, then tells the stage's new state every time the hand rests and waits for
all that follows to be drawn, or for the new URL where its charts draw the move by themselves.
Whatever arrives is searched for other students' names.
"""

import asyncio
import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from ce_core.figures.evaluation import chain_rule_of
from ce_core.figures.two_classes.pair import pair_of
from ce_core.scenario import Scenario
from ce_core.scenario_query import QUERY_KEYS, to_query

_NAMED = re.compile(rb"pupil(\d+)of")
_FINISHED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
PATIENCE_S = 120
QUANTITIES: Mapping[str, Callable[[Scenario], Any]] = {
    "pair.classes": lambda scenario: pair_of(scenario).classes,
    "rule.infinite": lambda scenario: chain_rule_of(scenario).born_infinite,
}
"""What charts may ask to hold, as assets/charts/live/numbers.js names it."""


class Trouble(Exception):
    """What a student should never see: an error, another's state, or no answer."""


def own_scenario(number: int, pick: random.Random, n_classes: int) -> Scenario:
    """Give a scenario whose class names say whose it is."""
    logits = tuple(round(pick.uniform(-9, 9), 2) for _ in range(n_classes))
    label = pick.randrange(n_classes)
    return Scenario(
        logits,
        tuple(float(i == label) for i in range(n_classes)),
        tuple(f"pupil{number}of{i}" for i in range(n_classes)),
    )


class Student:
    """A session that drags logits on one page; use as an asynchronous context."""

    def __init__(self, number: int, url: str, page: str, n_classes: int = 4) -> None:
        self.number = number
        self.page = page
        self.address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.pick = random.Random(number)
        self.scenario = own_scenario(number, self.pick, n_classes)
        self.query = urlencode(to_query(self.scenario), doseq=True)
        self.bytes_received = 0
        self._stage = ""
        self._fragment = ""
        self._asks = "run"  # as assets/stage/stage.js has it
        self._charts: dict[str, list[dict[str, Any]]] = {}  # each component's, as Python drew them
        self._moves = 0
        self.drawn_here = 0  # moves for which Python had nothing to draw
        self._script = ""
        self._kept: set[str] = set()
        self._names_seen = 0

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            self.address,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            open_timeout=PATIENCE_S,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def visit(self) -> None:
        """Open the page with ``query``, whatever that is: a full run of the app."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        self._names_seen = 0
        await self._run(message)

    async def join(self) -> None:
        """Open the page at the student's own scenario."""
        await self.visit()
        self._check_that_it_is_mine()
        if not self._stage:
            raise Trouble(f"The page {self.page!r} has no stage to drag.")

    async def move(self) -> None:
        """Drag one logit, rest, and wait until Python has redrawn what follows from it."""
        where = self.pick.randrange(self.scenario.n_classes)
        moved = list(self.scenario.logits)
        moved[where] = round(self.pick.uniform(-9, 9), 2)
        self.scenario = replace(self.scenario, logits=tuple(moved))
        self._moves += 1
        drawn = (
            self._moves > 1 and self._draws_all()
        )  # the first one runs, see assets/stage/stage.js
        self.drawn_here += drawn
        self._names_seen = 0
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._script
        message.rerun_script.fragment_id = self._fragment
        message.rerun_script.cached_message_hashes.extend(self._kept)
        told = self._as_sent() | {"message": self._moves} | ({"drawn": True} if drawn else {})
        message.rerun_script.widget_states.widgets.add(
            id=self._stage, json_value=json.dumps({"scenario": told}, separators=(",", ":"))
        )
        await self._run(message, until_told=drawn)
        self._check_that_it_is_mine()

    def _draws_all(self) -> bool:
        """Say whether this tab can draw the move by itself, as assets/charts/charts.js decides."""
        if self._asks != "charts":
            return self._asks == "nothing"
        lives = [chart["live"] or {} for told in self._charts.values() for chart in told]
        return all(
            "say" in live and all(self._holds(*each) for each in live["holds"]) for live in lives
        )

    def _holds(self, quantity: str, value: Any) -> bool:
        return bool(json.loads(json.dumps(QUANTITIES[quantity](self.scenario))) == value)

    def _as_sent(self) -> dict[str, object]:
        return {
            "logits": self.scenario.logits,
            "target": self.scenario.target,
            "names": self.scenario.names,
            "temperature": self.scenario.temperature,
            "labelSmoothing": self.scenario.label_smoothing,
        }

    async def _run(self, message: BackMsg, *, until_told: bool = False) -> None:
        """Send a message and take in what follows: all of a run, or no more than the new URL."""
        before = self.query
        async with asyncio.timeout(PATIENCE_S):
            await self._socket.send(message.SerializeToString())
            while not self._take(await self._socket.recv()):
                if until_told and self.query != before:
                    break

    def _check_that_it_is_mine(self) -> None:
        query = parse_qs(self.query, keep_blank_values=True)
        told = {key: values for key, values in query.items() if key in QUERY_KEYS}
        if told != to_query(self.scenario):
            raise Trouble(f"Student {self.number} sent {to_query(self.scenario)}, the URL: {told}")
        if not self._names_seen:
            raise Trouble(f"Student {self.number} saw no class name of the own scenario.")

    def _take(self, raw: bytes | str) -> bool:
        """Take one message from the server; say whether the run has finished."""
        assert isinstance(raw, bytes), "Streamlit sends binary frames only"
        self.bytes_received += len(raw)
        names = _NAMED.findall(raw)
        if strangers := {*names} - {str(self.number).encode()}:
            raise Trouble(f"Student {self.number} was shown the state of {sorted(strangers)}.")
        self._names_seen += len(names)
        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise Trouble("The script could not be compiled.")
            return message.script_finished in _FINISHED
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        if kind == "ref_hash":
            # What is not sent again was seen before, own name and all.
            self._names_seen += 1
        elif kind == "new_session":
            self._script = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._take_element(message)
        return False

    def _take_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Trouble(f"{element.exception.type}: {element.exception.message}")
        if kind != "bidi_component":
            return
        component = element.bidi_component
        if component.component_name.endswith("stage"):
            self._stage, self._fragment = component.id, message.delta.fragment_id
            self._asks = json.loads(component.json)["asks"]
        elif component.component_name.endswith("charts"):
            self._charts[component.id] = json.loads(component.bytes)["charts"]
