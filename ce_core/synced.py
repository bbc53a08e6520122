"""Keep one value in step between a session, the browser's component and the URL.

The protocol, which ``assets/shared/synced.js`` mirrors: the browser owns what a hand moves, and
Python hands over a value of its own only together with a new revision. So a message that crosses
another on its way never undoes a move.

- Python replaces the value: ``replace`` counts the revision up, and the browser takes the value.
- The browser changes it: ``from_browser`` leaves the revision, so nothing is sent back.
- The browser changes it while Python's value is on its way: ``is_older``, and it is ignored.
- What the browser sent is no such value: ``refuse`` hands over the session's once more.
- The server has restarted: the revision names another session; the browser keeps its value and
  tells Python.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

T = TypeVar("T")

QueryValues = Mapping[str, list[str]]


@dataclass(frozen=True)
class Revision:
    """Names what Python handed over last.

    Parameters
    ----------
    session : str
        Random; another one after a restart of the server.
    number : int
        Counts what Python has handed over in this session.
    """

    session: str = field(default_factory=lambda: secrets.token_hex(8))
    number: int = 0

    def as_sent(self) -> dict[str, Any]:
        """Give it as the browser gets it, and sends it back."""
        return {"session": self.session, "number": self.number}


@dataclass(frozen=True)
class Synced(Generic[T]):
    """A value that session, browser and URL share.

    Start one with ``Synced.of(value)``, keep it in ``st.session_state`` and put what its methods
    give in its place. A component gets ``handed_over`` and ``revision.as_sent()``.

    Parameters
    ----------
    value : T
        What the session works on.
    handed_over : T
        What Python sent with ``revision``. It stays while the browser is what changes the value,
        so that the message to the browser stays the same and is not sent again.
    revision : Revision
        Of ``handed_over``.
    in_url : mapping of str to list of str, or None
        What the URL said when it was last read or written; None before that.
    """

    value: T
    handed_over: T
    revision: Revision = field(default_factory=Revision)
    in_url: QueryValues | None = None

    @classmethod
    def of(cls, value: T) -> "Synced[T]":
        """Start with ``value`` in a session that the browser does not know yet."""
        return cls(value, value)

    def replace(self, value: T) -> "Synced[T]":
        """Replace the value from Python's side: the browser will take it."""
        revision = replace(self.revision, number=self.revision.number + 1)
        return replace(self, value=value, handed_over=value, revision=revision)

    def from_browser(self, value: T) -> "Synced[T]":
        """Take a value that the browser shows already: nothing is sent back."""
        return replace(self, value=value)

    def refuse(self) -> "Synced[T]":
        """Let the browser show the session's value again, because it sent something else."""
        return self.replace(self.value)

    def for_new_element(self) -> "Synced[T]":
        """Let an element that is mounted only now start from the value; one that is there stays."""
        return replace(self, handed_over=self.value)

    def is_answered_by(self, revision: object) -> bool:
        """Tell whether a message with this revision was sent after the browser took the value."""
        return revision == self.revision.as_sent()

    def shares_session_with(self, revision: object) -> bool:
        """Tell whether a message with this revision answers this session, whatever its number."""
        return isinstance(revision, dict) and revision.get("session") == self.revision.session

    def is_older(self, revision: object) -> bool:
        """Tell whether a message with this revision was sent before the browser took the value.

        Such a message is ignored: it would put the session back. One of another session is not
        older: the server has restarted, and what the browser shows is all that is left. A message
        without a readable revision counts as one of another session.
        """
        return self.shares_session_with(revision) and not self.is_answered_by(revision)

    def is_news(self, query: QueryValues) -> bool:
        """Tell whether the URL says something that neither was read from it nor written to it."""
        return bool(query) and query != self.in_url

    def is_overtaken_by(self, query: QueryValues) -> bool:
        """Tell whether the URL is about to be overwritten by an earlier update than ``query``.

        If a move is undone before the browser has applied the previous update, its URL looks right
        and is about to change. Then the URL has to be sent again.
        """
        return self.in_url is not None and self.in_url != query

    def with_url(self, query: QueryValues) -> "Synced[T]":
        """Note that the URL says ``query``."""
        return replace(self, in_url=query)
