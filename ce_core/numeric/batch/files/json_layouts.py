"""Read JSON: nested lists, named arrays, and tables in each of the layouts that pandas writes."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ce_core.numeric.batch.files.content import Array, Arrays, Content, Table, numbered, table_of
from ce_core.numeric.batch.files.names import read_name
from ce_core.numeric.batch.files.nested import EXPECTED, as_array
from ce_core.numeric.batch.limits import MAX_JSON_MEGABYTES, MAX_LOGIT, check_size, quoted

_WHAT = "The JSON"


def read_json(content: bytes) -> Content:
    """Read nested lists of numbers, an object that names such lists, or a table from pandas.

    Raises
    ------
    ValueError
        With the place of the first value that is no finite number, or of the mistake in the JSON.
    """
    check_size(len(content), MAX_JSON_MEGABYTES, _WHAT)
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        )
    except UnicodeDecodeError:
        raise ValueError("The JSON is not UTF-8 text.") from None
    try:
        return _content_of(_parsed(text))
    except json.JSONDecodeError as mistake:
        lines = _json_lines(text)
        if lines is not None:
            return lines
        if text[mistake.pos : mistake.pos + 1] == "'":
            raise ValueError(
                f"Line {mistake.lineno}, column {mistake.colno} of the JSON is a single quote, as "
                "Python prints names; JSON has double ones. Write it with json.dumps."
            ) from None
        raise ValueError(
            f"The JSON breaks off at line {mistake.lineno}, column {mistake.colno}; expected "
            "nested lists of numbers."
        ) from None
    except RecursionError:
        raise ValueError(f"The JSON is nested too deeply; {EXPECTED}.") from None


def _parsed(text: str) -> Any:
    return json.loads(
        text,
        parse_int=_whole,
        parse_constant=_constant,
        object_pairs_hook=_without_doubles,
    )


def _json_lines(text: str) -> Content | None:
    """Read one object a line, as pandas writes with lines=True; None if it is not that."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return _of_records([_parsed(line) for line in lines])
    except json.JSONDecodeError:
        return None


def _whole(digits: str) -> float:
    number = float(digits)
    if abs(number) <= MAX_LOGIT:
        return number
    raise ValueError(
        f"The JSON holds a whole number of {len(digits.lstrip('-'))} digits; expected a finite "
        f"number of at most {MAX_LOGIT:g} in size."
    )


def _constant(name: str) -> float:
    if name == "-Infinity":
        return -math.inf
    raise ValueError(f"The JSON holds {name}; expected finite numbers, or -Infinity.")


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The JSON names {quoted(doubled)} twice; expected each name once.")
    return read


def _content_of(data: Any) -> Content:
    if isinstance(data, list):
        if data and all(isinstance(row, dict) for row in data):
            return _of_records(data)
        return _array_or_texts({"": data})
    if not isinstance(data, dict):
        return Arrays({"": as_array(data, _WHAT)})
    if {"columns", "data"} <= data.keys() and isinstance(data["data"], list):
        return _of_rows(data["columns"], data["data"])
    if "schema" in data and isinstance(data.get("data"), list):
        return _of_records(data["data"])
    values = list(data.values())
    if len(values) == 1 and _are_objects(values[0]):
        return _of_records(values[0])
    if values and all(isinstance(value, dict) for value in values):
        return _of_objects(data)
    if _are_columns(data):
        return table_of(list(data), values, _WHAT)
    return _array_or_texts(data)


def _are_columns(data: Mapping[str, Any]) -> bool:
    """Tell a table given by its columns from arrays named logits and labels."""
    columns, names = list(data.values()), [read_name(name) for name in data]
    if any(name.kind in ("logit", "probability") and name.number is None for name in names):
        return False
    flat = all(
        isinstance(each, list) and each and not isinstance(each[0], list) for each in columns
    )
    return flat and len(columns) > 1 and len({len(column) for column in columns}) == 1


def _array_or_texts(data: Mapping[str, Any]) -> Arrays:
    """Read named lists; one that holds texts alone names classes."""
    arrays: dict[str, Array] = {}
    words: dict[str, tuple[str, ...]] = {}
    for name, value in data.items():
        if isinstance(value, list) and value and all(isinstance(v, str | bool) for v in value):
            known: dict[str, int] = {}
            arrays[name] = np.array(numbered([str(v) for v in value], known))
            words[name] = tuple(known)
        else:
            arrays[name] = as_array(value, f"{quoted(name)} in the JSON" if name else _WHAT)
    return Arrays(arrays, words)


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _spread(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put what an object within a row names beside the row's own names."""
    inner = [name for name, value in record.items() if isinstance(value, dict) and value]
    if len(inner) != 1 or record.keys() & record[inner[0]].keys():
        return record
    return {name: v for key in record for name, v in _within(key, record[key], inner[0])}


def _within(key: str, value: Any, inner: str) -> list[tuple[str, Any]]:
    return list(value.items()) if key == inner else [(key, value)]


def _of_records(records: Sequence[Mapping[str, Any]]) -> Content:
    """Read one object a row; every row has the names of the first."""
    if not records or not all(isinstance(record, dict) for record in records):
        raise ValueError("The JSON holds no rows; expected one object of numbers a row.")
    records = [_spread(record) for record in records]
    names = list(records[0])
    for row, record in enumerate(records, 1):
        if record.keys() != records[0].keys():
            odd = sorted(record.keys() ^ records[0].keys())[0]
            raise ValueError(
                f"The JSON: row {row} and row 1 differ in the name {quoted(odd)}; "
                "expected the same names in every row."
            )
    columns = [[record[name] for record in records] for name in names]
    if any(isinstance(column[0], list) for column in columns):
        return _array_or_texts(dict(zip(names, columns, strict=True)))
    return _table(names, columns)


def _of_rows(names: Any, rows: Sequence[Any]) -> Table:
    """Read orient="split": names apart from the rows."""
    if not isinstance(names, list) or not rows:
        raise ValueError("The JSON names columns but holds no rows.")
    for row, cells in enumerate(rows, 1):
        if not isinstance(cells, list) or len(cells) != len(names):
            raise ValueError(f"The JSON: row {row} does not hold {len(names)} values.")
    columns = [[cells[i] for cells in rows] for i in range(len(names))]
    return _table([_text(name) for name in names], columns)


def _of_objects(data: Mapping[str, Mapping[str, Any]]) -> Content:
    """Read orient="columns", the default, or orient="index": objects by column or by row."""
    inner = list(next(iter(data.values())))
    if _count(data) and not _count(inner):
        return _of_records(list(data.values()))
    for name, column in data.items():
        if list(column) != inner:
            raise ValueError(
                f"The JSON: {quoted(name)} does not have the rows of the first column."
            )
    return _table(list(data), [list(column.values()) for column in data.values()])


def _count(names: Any) -> bool:
    return all(str(name).isdecimal() for name in names)


def _table(names: list[str], columns: list[list[Any]]) -> Table:
    if not names:
        raise ValueError("The JSON holds no columns.")
    return table_of(names, columns, _WHAT)


def _text(name: Any) -> str:
    return f"{name:g}" if isinstance(name, float) else str(name)
