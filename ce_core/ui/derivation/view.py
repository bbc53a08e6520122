"""Hold what the Derivation page shows as one value, and read it from the URL and write it there.

One table of fields drives both. A bad query gives the nearest sensible view and a plain sentence
for each thing that was ignored.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ce_core.scenario_query import read_float

ROADS: Mapping[str, str] = {
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
    road
        One of :data:`ROADS`.
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

    road: str = "two-class"
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


def _one_of(choices: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda text: text if text in choices else None


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


@dataclass(frozen=True)
class _Field:
    key: str
    field: str
    read: Callable[[str], Any]  # None: not a value of this field
    write: Callable[[Any], str]
    otherwise: str  # what is said when the value cannot be used


_FIELDS = (
    _Field("road", "road", _one_of(ROADS), str, "The link names an unknown method."),
    _Field("line", "line", _read_line, str, "The link names an unknown line."),
    _Field("letters", "letters", _one_of(LETTERS), str, "The link names an unknown notation."),
    _Field(
        "sums",
        "written",
        {"written": True, "short": False}.get,
        lambda written: "written" if written else "short",
        "The link does not say whether sums are written out.",
    ),
    _Field("j", "j", _read_class, str, "The link's class j is not a class number."),
    _Field(
        "f", "f", _read_typed, str, "The link's function is too long or has unusual characters."
    ),
    *(
        _Field(
            name,
            name,
            _read_number,
            _write_number,
            f"The link's {name} is not a number from −{NUMBER_LIMIT:g} to {NUMBER_LIMIT:g}.",
        )
        for name in (*PARAMETERS, "at")
    ),
)

VIEW_KEYS: tuple[str, ...] = tuple(field.key for field in _FIELDS)


def to_query(view: View) -> dict[str, list[str]]:
    """Write ``view`` as URL query values; what is at its default is left out."""
    return {
        field.key: [field.write(getattr(view, field.field))]
        for field in _FIELDS
        if getattr(view, field.field) != getattr(DEFAULT_VIEW, field.field)
    }


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[View, list[str]]:
    """Read the nearest sensible view, and a sentence for each thing that was ignored.

    The sentences quote nothing from the query, so they can be shown anywhere.
    """
    view, problems = DEFAULT_VIEW, list[str]()
    for field in _FIELDS:
        texts = query.get(field.key)
        if not texts:
            continue
        value = field.read(texts[-1])
        if value is None:
            problems.append(field.otherwise)
        else:
            settings = {field.field: value}
            view = replace(view, **settings)
    return view, problems
