"""Write sentences whose numbers follow the hand: one template, for Python and for the browser.

Words are a sequence of literal text, of numbers (``Told``) and of wordings to choose from
(``Chosen``). Python writes them as they are at its scenario; ``assets/charts/live/marks.js`` writes
them anew at another one. A browser test holds both together.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from ce_core.figures.marks import push_words
from ce_core.number_format import format_given, format_number, format_percent, format_signed

Quantity = float | str | dict[str, Any]
"""A number, the name of a number (see ``live``), or one made of others."""

Words: TypeAlias = Sequence[Union[str, "Told", "Chosen"]]
"""A sentence and the numbers in it."""

_STYLES = {
    "number": format_number,
    "given": format_given,
    "signed": format_signed,
    "percent": format_percent,
    "pushes": push_words,
}


@dataclass(frozen=True)
class Told:
    """A number in a sentence.

    Parameters
    ----------
    style : {"number", "given", "signed", "percent", "pushes"}
        How it is written; "pushes" is what a gradient's sign means for the logit.
    of : quantity
        What the browser calls it.
    value : float
        What it is here.
    """

    style: str
    of: Quantity
    value: float


@dataclass(frozen=True)
class Chosen:
    """A place in a sentence where one of several wordings stands.

    Parameters
    ----------
    of : quantity
        What decides: a whole number, a word or a truth value.
    now : hashable
        What it is here.
    among : mapping
        The wording for each value; nothing stands there for any other.
    """

    of: Quantity
    now: Hashable
    among: Mapping[Any, Words]


def number(of: Quantity, value: float) -> Told:
    """Give a number that is written with three digits."""
    return Told("number", of, value)


def signed(of: Quantity, value: float) -> Told:
    """Give a number that is written with its sign."""
    return Told("signed", of, value)


def percent(of: Quantity, value: float) -> Told:
    """Give a probability that is written as a percentage."""
    return Told("percent", of, value)


def joined(parts: Sequence[Words], between: str) -> Words:
    """Join several wordings by literal text."""
    found: list[str | Told | Chosen] = []
    for i, part in enumerate(parts):
        found += [*([between] if i else []), *part]
    return found


def spoken(words: Words) -> str:
    """Write words as they are at Python's scenario."""
    return "".join(map(_written, words))


def _written(piece: str | Told | Chosen) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Told):
        return _STYLES[piece.style](float(piece.value))
    return spoken(piece.among.get(piece.now, ()))


def named(words: Words) -> list[Any]:
    """Write words as plain data that the browser reads."""
    return [_named(piece) for piece in words]


def _named(piece: str | Told | Chosen) -> Any:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Told):
        return [piece.style, piece.of]
    among = {_key(value): named(words) for value, words in piece.among.items()}
    return {"choose": piece.of, "among": among}


def _key(value: object) -> str:
    """Write a value as the browser does where it is a key."""
    return str(value).lower() if isinstance(value, bool) else str(value)
