"""Session and browser end with the same value, whatever crosses on the way between them."""

import random
from collections import deque
from typing import Any

import pytest
from playwright.sync_api import JSHandle, Page

from ce_core.synced import Synced


class Both:
    """A session (Python) and a browser (JavaScript as shipped), with messages under way."""

    def __init__(self, modules: Page) -> None:
        self.session = Synced.of(0)
        self.browser: JSHandle = modules.evaluate_handle(
            "async () => (await import('/shared/synced.js')).makeSynced()"
        )
        self.shown: int | None = None
        self.to_browser: deque[tuple[dict[str, Any], int]] = deque()
        self.to_session: deque[dict[str, Any]] = deque()
        self.heard: list[str] = []
        self.run()

    def run(self) -> None:
        """The page runs: its component is handed what the session says."""
        self.to_browser.append((self.session.revision.as_sent(), self.session.handed_over))

    def python_sets(self, value: int) -> None:
        self.session = self.session.replace(value)
        self.run()

    def hand_moves(self, value: int) -> None:
        if self.shown is not None:
            self.shown = value
            self.tell()

    def hand_sends_rubbish(self, _value: int) -> None:
        if self.shown is not None:
            self.to_session.append(
                self.browser.evaluate("(s) => s.message({ value: null })")  # what nobody can use
            )

    def tell(self) -> None:
        self.to_session.append(
            self.browser.evaluate("(s, value) => s.message({ value })", self.shown)
        )

    def server_restarts(self, value: int) -> None:
        self.session = Synced.of(value)
        self.to_session.clear()
        self.to_browser.clear()
        self.run()

    def browser_hears(self, _value: int = 0) -> None:
        if not self.to_browser:
            return
        revision, value = self.to_browser.popleft()
        news = self.browser.evaluate("(s, revision) => s.receive(revision)", revision)
        self.heard.append(news)
        if news in ("first", "newer"):
            self.shown = value
        elif news == "restarted":
            self.tell()

    def session_hears(self, _value: int = 0) -> None:
        if not self.to_session:
            return
        sent = self.to_session.popleft()
        if self.session.is_answered_by(sent["revision"]):
            value = sent["value"]
            known = self.session
            self.session = known.refuse() if value is None else known.from_browser(value)
        self.run()

    def settle(self) -> None:
        while self.to_browser or self.to_session:
            self.browser_hears()
            self.session_hears()


@pytest.mark.parametrize("seed", range(6))
def test_session_and_browser_end_with_the_same_value(modules: Page, seed: int) -> None:
    chance = random.Random(seed)
    both = Both(modules)
    often = [both.hand_moves, both.browser_hears, both.session_hears]
    seldom = [both.python_sets, both.server_restarts, both.hand_sends_rubbish]
    for number in range(1, 150):
        chance.choice(3 * often + seldom)(number)
        if number % 30 == 0:
            both.settle()
            assert both.shown == both.session.value
    both.settle()
    assert both.shown == both.session.value
    assert {"first", "newer", "same", "restarted"} == {*both.heard}


def test_what_a_hand_has_moved_survives_a_restart_of_the_server(modules: Page) -> None:
    both = Both(modules)
    both.settle()
    both.hand_moves(5)
    both.server_restarts(0)
    both.settle()
    assert both.shown == both.session.value == 5


def test_the_same_value_sent_twice_is_two_messages(modules: Page) -> None:
    both = Both(modules)
    both.settle()
    both.hand_moves(5)
    both.hand_moves(5)
    first, second = both.to_session
    assert first != second
