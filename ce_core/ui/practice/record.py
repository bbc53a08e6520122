"""Hold what a person has achieved on the page Practice; its text is kept in the browser.

The text comes back from where anybody may have changed it, so it is read with distrust.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

VERSION = 1
MOST_TEXT = 50_000
MOST_NUMBER = 10_000_000
MOST_ENTRIES = 500
MOST_KEY = 60
MOST_LINES = 20
LONGEST_LINE = 400

COUNTS = ("lines", "attempts", "hints", "asked", "predicted", "explained")
SETS = ("chains", "slips", "challenges")


@dataclass(frozen=True)
class Record:
    """What has been done so far.

    Parameters
    ----------
    lines, attempts, hints
        Lines that were accepted, lines that were checked, and hints that were taken.
    asked, predicted, explained
        Questions that were locked, predicted rightly, and explained rightly.
    chains, slips, challenges
        Keys of chains written to their end (with the rung), of slips found and of challenges
        solved.
    reached
        For each chain the line up to which the board shows it.
    written
        For each chain the lines in a form of their own that were accepted, as they were typed.
    """

    lines: int = 0
    attempts: int = 0
    hints: int = 0
    asked: int = 0
    predicted: int = 0
    explained: int = 0
    chains: frozenset[str] = frozenset()
    slips: frozenset[str] = frozenset()
    challenges: frozenset[str] = frozenset()
    reached: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    written: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def counted(self, *names: str) -> "Record":
        """One more of each of these counts."""
        more: dict[str, Any] = {name: getattr(self, name) + 1 for name in names}
        return replace(self, **more)

    def with_key(self, name: str, key: str) -> "Record":
        """A key added to one of the sets."""
        more: dict[str, Any] = {name: getattr(self, name) | {key}}
        return replace(self, **more)

    def at_line(self, chain: str, line: int) -> "Record":
        """The board of a chain shown up to a line."""
        return replace(self, reached=MappingProxyType({**self.reached, chain: line}))

    def with_lines(self, chain: str, lines: tuple[str, ...]) -> "Record":
        """Replace what was written on the board of a chain; the last lines are kept."""
        kept = {**self.written, chain: lines[-MOST_LINES:]}
        return replace(self, written=MappingProxyType({k: v for k, v in kept.items() if v}))


def to_text(record: Record) -> str:
    """The record as JSON, the same text for the same record."""
    plain: dict[str, Any] = {"version": VERSION}
    plain |= {name: getattr(record, name) for name in COUNTS}
    plain |= {name: sorted(getattr(record, name)) for name in SETS}
    plain["reached"] = dict(sorted(record.reached.items()))
    plain["written"] = {key: [*lines] for key, lines in sorted(record.written.items())}
    return json.dumps(plain)


def from_text(text: object) -> Record:
    """Read what :func:`to_text` wrote.

    Raises
    ------
    ValueError
        With a sentence, if it is no such text; what is odd within it is left out.
    """
    if not isinstance(text, str) or len(text) > MOST_TEXT:
        raise ValueError("the progress is not a text, or far too long.")
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ValueError("the progress is not JSON.") from problem
    if not isinstance(plain, dict) or plain.get("version") != VERSION:
        raise ValueError(f"the progress is not of version {VERSION}.")
    values: dict[str, Any] = {name: _number(plain.get(name)) for name in COUNTS}
    values |= {name: frozenset(_keys(plain.get(name))) for name in SETS}
    found = plain.get("reached")
    reached = found if isinstance(found, dict) else {}
    values["reached"] = MappingProxyType(
        {key: _number(reached[key]) for key in _keys([*reached]) if _number(reached[key])}
    )
    values["written"] = MappingProxyType(_written(plain.get("written")))
    return Record(**values)


def _written(found: object) -> dict[str, tuple[str, ...]]:
    boards = found if isinstance(found, dict) else {}
    kept = {key: tuple(_lines(boards[key])) for key in _keys([*boards])}
    return {key: lines for key, lines in kept.items() if lines}


def _lines(found: object) -> Iterable[str]:
    for line in found[-MOST_LINES:] if isinstance(found, list) else ():
        if isinstance(line, str) and 0 < len(line) <= LONGEST_LINE:
            yield line


def _number(found: object) -> int:
    sound = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_NUMBER
    return found if sound and isinstance(found, int) else 0


def _keys(found: object) -> Iterable[str]:
    if not isinstance(found, list):
        return
    for key in found[:MOST_ENTRIES]:
        if isinstance(key, str) and 0 < len(key) <= MOST_KEY and key.isascii():
            yield key


def merged(kept: Record, newer: Record) -> Record:
    """Both together: the larger counts and all the keys; ``newer`` says where the boards are."""
    values: dict[str, Any] = {}
    for each in fields(Record):
        first, second = getattr(kept, each.name), getattr(newer, each.name)
        if each.name in COUNTS:
            values[each.name] = max(first, second)
        elif each.name in SETS:
            values[each.name] = first | second
    reached = MappingProxyType({**kept.reached, **newer.reached})
    written = MappingProxyType({**kept.written, **newer.written})
    return Record(**values, reached=reached, written=written)
