"""Keep the batch page in the URL: its numbers, how they are read, and its settings.

Numbers that are too many for a link are only named there, and a reload asks for them again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.reading.shapes import shown
from ce_core.numeric.batch.settings import MAX_IGNORE_INDEX
from ce_core.numeric.targets import Reduction
from ce_core.scenario import LABEL_SMOOTHING_RANGE, TEMPERATURE_RANGE
from ce_core.scenario_query import read_float
from ce_core.ui.batch.input import NOTES_LABELS, NOTES_LOGITS, SOURCES
from ce_core.ui.batch.link_text import TooLarge, is_held, pack, pack_batch, unpack
from ce_core.ui.session import url_widgets
from ce_core.url_fields import UrlField, at_most, entry, keys, one_of, read_all, write_all

REDUCTIONS: tuple[Reduction, ...] = ("mean", "sum", "none")

_LONGEST_PLAIN = 2000
_READ = "batch_link_read"
_MISSING = "batch_missing"
_LEFT_OUT = "batch_left_out"

Held = Mapping[str, Any]
"""What the widgets hold, by their keys."""

_DEFAULTS: Held = {
    "batch_logits": NOTES_LOGITS,
    "batch_labels": NOTES_LABELS,
    "batch_axis": None,
    "batch_rows": None,
    "batch_count_from": None,
    "batch_numbers": None,
    "batch_class_order": None,
    "batch_roles": "",
    "batch_label_roles": "",
    "batch_reduction": REDUCTIONS[0],
    "batch_weight": "",
    "batch_ignore_index": None,
    "batch_label_smoothing": 0.0,
    "batch_temperature": 1.0,
    # What follows is not in the link.
    "batch_source": SOURCES[0],
    "batch_classes": 4,
    "batch_label_kind": "Class index",
}


def _numbers_field(key: str, name: str) -> UrlField[Held]:
    """Give the field of pasted numbers; those that the link only names leave their place empty."""

    def take(texts: Sequence[str], so_far: Held, problems: list[str]) -> Held:
        try:
            unpacked = unpack(texts[-1])
        except ValueError as problem:
            problems.append(f"The link's {name} was ignored: {problem}")
            return {**so_far, key: "", _MISSING: True}
        if isinstance(unpacked, str):
            return {**so_far, key: unpacked}
        source = SOURCES[2] if unpacked.name else SOURCES[0]
        return {**so_far, key: "", _MISSING: True, _LEFT_OUT: unpacked, "batch_source": source}

    return UrlField(name, take, lambda held: [held[key]] if key in held else [])


def _field(key: str, name: str, read: Callable[[str], Any], expected: str) -> UrlField[Held]:
    complaint = f"The link's {name} was ignored: expected {expected}."
    return entry(name, key, _DEFAULTS[key], read, complaint, _written)


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _choice(key: str, name: str, *options: object) -> UrlField[Held]:
    return _field(key, name, one_of(options), ", ".join(map(str, options)))


def _text(key: str, name: str) -> UrlField[Held]:
    longest = f"at most {_LONGEST_PLAIN:,} characters"
    return _field(key, name, at_most(_LONGEST_PLAIN), longest)


def _number(key: str, name: str, bounds: tuple[float, float]) -> UrlField[Held]:
    low, high = bounds

    def read(text: str) -> float | None:
        number = read_float(text)
        return number if number is not None and low <= number <= high else None

    return _field(key, name, read, f"a number from {low:g} to {high:g}")


def _read_whole(text: str) -> int | None:
    number = read_float(text)
    if number is None or not number.is_integer() or abs(number) > MAX_IGNORE_INDEX:
        return None
    return int(number)


_NUMBERS = (_numbers_field("batch_logits", "batch"), _numbers_field("batch_labels", "labels"))
_HOW_READ = (
    _choice("batch_axis", "axis", 0, 1, 2, 3),
    _choice("batch_rows", "rows", "classes", "binary"),
    _choice("batch_count_from", "count_from", 0, 1),
    _choice("batch_numbers", "numbers", "logits", "probabilities"),
    _choice("batch_class_order", "order", "alphabet", "appearance"),
    _text("batch_roles", "roles"),
    _text("batch_label_roles", "label_roles"),
)
_SETTINGS = (
    _choice("batch_reduction", "reduction", *REDUCTIONS),
    _text("batch_weight", "weight"),
    _field("batch_ignore_index", "ignore_index", _read_whole, "a whole number"),
    _number("batch_label_smoothing", "label_smoothing", LABEL_SMOOTHING_RANGE),
    _number("batch_temperature", "temperature", TEMPERATURE_RANGE),
)
FIELDS = (*_NUMBERS, *_HOW_READ, *_SETTINGS)


def start() -> list[str]:
    """Fill the widgets' state, once a session from the link; say what of it was ignored.

    For full runs only: a fragment's run would interrupt who is typing.
    """
    query = {} if _READ in st.session_state else url_widgets.values(keys(FIELDS))
    st.session_state[_READ] = True
    linked, problems = read_all(query, FIELDS, _DEFAULTS)
    for key, value in linked.items():
        # Said again: a browser that saw an earlier run only in part has not heard it.
        st.session_state[key] = st.session_state.get(key, value)
    return problems


def missing() -> str:
    """Say that the link could not hold its batch, until there is another one."""
    left_out = st.session_state.get(_LEFT_OUT)
    return left_out.sentence() if isinstance(left_out, TooLarge) else ""


def write(batch: Batch | None = None, name: str = "") -> bool:
    """Let the URL say what differs from the page as it opens.

    Parameters
    ----------
    batch : Batch or None
        What was read; None before anything is.
    name : str
        That of its file.

    Returns
    -------
    bool
        Whether the URL holds all numbers.
    """
    chosen = () if _is_read() else _HOW_READ
    held = {key: st.session_state.get(key) for key in _DEFAULTS}
    numbers = _numbers(batch, name)
    url_widgets.replace(keys(FIELDS), numbers | write_all(held, (*chosen, *_SETTINGS)))
    return all(is_held(text) for texts in numbers.values() for text in texts)


def _is_read() -> bool:
    """Tell whether the link's numbers are written as they were read, so that no choice is left."""
    return bool(st.session_state["batch_source"] != SOURCES[0])


def _numbers(batch: Batch | None, name: str) -> dict[str, list[str]]:
    """Give what the URL says of the numbers: pasted as they are, others as they were read."""
    pasted = st.session_state["batch_logits"], st.session_state["batch_labels"]
    names = keys(_NUMBERS)
    waiting = batch is None and bool(st.session_state.get(_MISSING))
    if waiting and (_is_read() or not pasted[0]):
        return url_widgets.values(names)
    if _is_read():
        return {} if batch is None else {"batch": [pack_batch(batch, name)], "labels": [""]}
    shape = "" if batch is None else shown(batch.logits.shape)
    texts = zip(names, pasted, (NOTES_LOGITS, NOTES_LABELS), strict=True)
    return {key: [pack(text or "", shape)] for key, text, default in texts if text != default}
