"""Hold what the Derivation page shows as one value, and read it from the URL and write it there.

One table of fields drives both. A bad query gives the nearest sensible view and a plain sentence
for each thing that was ignored.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ce_core.scenario_query import read_float
from ce_core.url_fields import (
    Query,
    UrlField,
    attribute,
    keys,
    one_of,
    read_all,
    write_all,
)

METHODS: Mapping[str, str] = {
    "two-class": "Two classes: quotient rule",
    "k-class": "K classes: chain rule",
    "short-road": "K classes: log-sum-exp",
    "own": "Your own function",
}
LETTERS: Mapping[str, str] = {
    "stage": "as in the panel",
    "chain-rule-notes": "chain-rule notes",
    "quotient-rule-notes": "quotient-rule notes",
    "pytorch": "PyTorch",
    "textbook": "textbook",
}
"""Keys for addresses, and the names of the sets of letters: those of
:data:`ce_core.symbolic.expression.notation.READY_SETS`, after the letters that the stage uses."""

ALL_LINES = "all"
PARAMETERS = ("a", "b", "c")
NUMBER_LIMIT = 1000.0
MAX_TYPED = 300
_LINE = re.compile(r"[a-z0-9-]{1,30}\.[0-9]{1,2}", re.ASCII)


@dataclass(frozen=True)
class View:
    """What is shown.

    Parameters
    ----------
    method
        One of :data:`METHODS`.
    line
        ``""`` for the opening, ``"all"``, or a chain's key and a line counted from 1, as in
        ``"together.4"``. Whether a derivation has that line is for the page to see.
    letters
        One of :data:`LETTERS`.
    written
        Whether sums over the classes are written out.
    j
        The class whose logit changes, counted from 1; 0 for the true class.
    f
        The function that was typed, as it was typed.
    a, b, c
        Its parameters.
    at
        Where its tangent touches.
    """

    method: str = "two-class"
    line: str = ""
    letters: str = "stage"
    written: bool = False
    j: int = 0
    f: str = "e^x / (e^x + b)"
    a: float = 1.0
    b: float = 1.0
    c: float = 0.0
    at: float = 1.0


DEFAULT_VIEW = View()


def _read_line(text: str) -> str | None:
    return text if text in ("", ALL_LINES) or _LINE.fullmatch(text) else None


def _read_class(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]?", text, re.ASCII) else None


def _read_typed(text: str) -> str | None:
    return text if len(text) <= MAX_TYPED and text.isprintable() else None


def _read_number(text: str) -> float | None:
    value = read_float(text)
    return value if value is not None and abs(value) <= NUMBER_LIMIT else None


def _write_number(value: float) -> str:
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def _field(
    key: str,
    name: str,
    read: Callable[[str], Any],
    complaint: str,
    write: Callable[[Any], str] = str,
) -> UrlField[View]:
    return attribute(key, name, getattr(DEFAULT_VIEW, name), read, complaint, write)


FIELDS: tuple[UrlField[View], ...] = (
    _field("road", "method", one_of(METHODS), "The link names an unknown method."),
    _field("line", "line", _read_line, "The link names an unknown line."),
    _field("letters", "letters", one_of(LETTERS), "The link names an unknown notation."),
    _field(
        "sums",
        "written",
        {"written": True, "short": False}.get,
        "The link does not say whether sums are written out.",
        lambda written: "written" if written else "short",
    ),
    _field("j", "j", _read_class, "The link's class j is not a class number."),
    _field("f", "f", _read_typed, "The link's function is too long or has unusual characters."),
    *(
        _field(
            name,
            name,
            _read_number,
            f"The link's {name} is not a number from −{NUMBER_LIMIT:g} to {NUMBER_LIMIT:g}.",
            _write_number,
        )
        for name in (*PARAMETERS, "at")
    ),
)

VIEW_KEYS = keys(FIELDS)


def to_query(view: View) -> dict[str, list[str]]:
    """Write ``view`` as URL query values; what is at its default is left out."""
    return write_all(view, FIELDS)


def from_query(query: Query) -> tuple[View, list[str]]:
    """Read the nearest sensible view, and a sentence for each thing that was ignored."""
    return read_all(query, FIELDS, DEFAULT_VIEW)
