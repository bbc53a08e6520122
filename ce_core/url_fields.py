"""Read and write a part of the URL by one table of fields, with a sentence for what is ignored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class UrlField(Generic[T]):
    """One field of a query, and its place in the value that all fields together describe.

    Parameters
    ----------
    key : str
        Its name in the query.
    read : callable
        Takes the texts under ``key``, the value so far and the list of problems; gives the value
        with this field read. It appends a sentence for each thing that it ignores. Sentences quote
        nothing from the query, so they can be shown anywhere.
    write : callable
        Gives the texts of a value; none if the field is at its default.
    """

    key: str
    read: Callable[[Sequence[str], T, list[str]], T]
    write: Callable[[T], Sequence[str]]


def attribute(
    key: str,
    name: str,
    default: object,
    read: Callable[[str], Any],
    complaint: str,
    write: Callable[[Any], str] = str,
) -> UrlField[Any]:
    """Make a field that is one attribute of a dataclass.

    Parameters
    ----------
    key, name : str
        Its names in the query and in the dataclass.
    default
        What is not written.
    read, write : callable
        From one text to the attribute, None where it is no value of it; and back.
    complaint : str
        The sentence for a text that is no value.
    """

    def put(value: Any) -> Sequence[str]:
        held = getattr(value, name)
        return [] if held == default else [write(held)]

    place = partial(_with_attribute, name)
    return UrlField(key, partial(_read_one, read, complaint, place), put)


def entry(
    key: str,
    name: str,
    default: object,
    read: Callable[[str], Any],
    complaint: str,
    write: Callable[[Any], str] = str,
) -> UrlField[Mapping[str, Any]]:
    """Make a field that is one entry of a mapping; otherwise as `attribute`.

    An entry that is missing is not written.
    """

    def put(value: Mapping[str, Any]) -> Sequence[str]:
        held = value.get(name, default)
        return [] if held == default else [write(held)]

    place = partial(_with_entry, name)
    return UrlField(key, partial(_read_one, read, complaint, place), put)


def one_of(options: Iterable[Any]) -> Callable[[str], Any]:
    """Make a reader of a text that is written like one of the options; None for any other."""
    return {str(option): option for option in options}.get


def at_most(characters: int) -> Callable[[str], str | None]:
    """Make a reader that takes any text of a length; None for a longer one."""
    return lambda text: text if len(text) <= characters else None


def _read_one(
    read: Callable[[str], Any],
    complaint: str,
    place: Callable[[Any, Any], Any],
    texts: Sequence[str],
    so_far: Any,
    problems: list[str],
) -> Any:
    found = read(texts[-1])
    if found is None:
        problems.append(complaint)
        return so_far
    return place(so_far, found)


def _with_attribute(name: str, value: Any, held: object) -> Any:
    return replace(value, **{name: held})


def _with_entry(name: str, value: Mapping[str, Any], held: object) -> Mapping[str, Any]:
    return {**value, name: held}


def keys(fields: Sequence[UrlField[Any]]) -> tuple[str, ...]:
    """Give the names of the fields in the query."""
    return tuple(field.key for field in fields)


def read_all(query: Query, fields: Sequence[UrlField[T]], default: T) -> tuple[T, list[str]]:
    """Read the nearest sensible value from a query, field by field in the table's order.

    Returns
    -------
    value
        ``default`` where the query says nothing usable.
    problems : list of str
        One plain sentence for each thing that was ignored or mended.
    """
    value, problems = default, list[str]()
    for field in fields:
        texts = query.get(field.key)
        if texts:
            value = field.read(texts, value, problems)
    return value, problems


def write_all(value: T, fields: Sequence[UrlField[T]]) -> dict[str, list[str]]:
    """Write a value as query values; what is at its default is left out."""
    written = {field.key: list(field.write(value)) for field in fields}
    return {key: texts for key, texts in written.items() if texts}
