"""Read and write a part of the URL by one table of fields, with a sentence for what is ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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

    def take(texts: Sequence[str], so_far: Any, problems: list[str]) -> Any:
        found = read(texts[-1])
        if found is None:
            problems.append(complaint)
            return so_far
        return replace(so_far, **{name: found})

    def put(value: Any) -> Sequence[str]:
        held = getattr(value, name)
        return [] if held == default else [write(held)]

    return UrlField(key, take, put)


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
