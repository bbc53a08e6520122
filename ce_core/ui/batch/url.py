"""The batch page's place in the URL: its settings, and pasted numbers as long as they are short."""

import streamlit as st

from ce_core.numeric.targets import Reduction
from ce_core.scenario import LABEL_SMOOTHING_RANGE, TEMPERATURE_RANGE
from ce_core.scenario_query import read_float
from ce_core.ui.batch.input import NOTES_LABELS, NOTES_LOGITS, SOURCES

REDUCTIONS: tuple[Reduction, ...] = ("mean", "sum", "none")
_LONGEST_IN_LINK = 1500

# Key of the widget → its name in the link and what stands when the link says nothing.
_IN_LINK: dict[str, tuple[str, object]] = {
    "batch_logits": ("batch", NOTES_LOGITS),
    "batch_labels": ("labels", NOTES_LABELS),
    "batch_reduction": ("reduction", "mean"),
    "batch_weight": ("weight", ""),
    "batch_ignore_index": ("ignore_index", None),
    "batch_label_smoothing": ("label_smoothing", 0.0),
    "batch_temperature": ("temperature", 1.0),
}
_NOT_IN_LINK: dict[str, object] = {
    "batch_source": SOURCES[0],
    "batch_classes": 4,
    "batch_label_kind": "Class index",
}
_READ = "batch_link_read"


def start() -> list[str]:
    """Fill the widgets' state, once a session from the link; say what of it was ignored.

    For full runs only: a fragment's run would interrupt who is typing.
    """
    linked = _READ not in st.session_state
    st.session_state[_READ] = True
    problems = []
    for key, (name, default) in _IN_LINK.items():
        if key in st.session_state:
            # Said again: a browser that saw an earlier run only in part has not heard it.
            st.session_state[key] = st.session_state[key]
            continue
        text = st.query_params.get(name) if linked else None
        try:
            st.session_state[key] = default if text is None else _read(key, text)
        except ValueError as problem:
            st.session_state[key] = default
            problems.append(f"The link's {name} was ignored: {problem}")
    for key, default in _NOT_IN_LINK.items():
        st.session_state[key] = st.session_state.get(key, default)
    return problems


def _read(key: str, text: str) -> object:
    """Read one part of a link.

    Raises
    ------
    ValueError
        With what was expected, when the widget could not hold it.
    """
    if key in ("batch_logits", "batch_labels", "batch_weight"):
        return text[:_LONGEST_IN_LINK]
    if key == "batch_reduction":
        if text not in REDUCTIONS:
            raise ValueError("expected mean, sum or none.")
        return text
    number = read_float(text)
    if key == "batch_ignore_index":
        if number is None or not number.is_integer() or abs(number) > 2**31:
            raise ValueError("expected a whole number.")
        return int(number)
    low, high = TEMPERATURE_RANGE if key == "batch_temperature" else LABEL_SMOOTHING_RANGE
    if number is None or not low <= number <= high:
        raise ValueError(f"expected a number from {low:g} to {high:g}.")
    return number


def write() -> None:
    """Let the URL say what differs from the page as it opens."""
    present = {key: st.query_params.get_all(key) for key in st.query_params}
    ours = {name for name, _ in _IN_LINK.values()}
    wanted = {key: values for key, values in present.items() if key not in ours}
    for key, (name, default) in _IN_LINK.items():
        value = st.session_state.get(key)
        if value != default and not _is_too_long(value) and _is_in_use(key):
            wanted[name] = ["" if value is None else f"{value}"]
    if wanted != present:
        st.query_params.from_dict(wanted)


def _is_too_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > _LONGEST_IN_LINK


def _is_in_use(key: str) -> bool:
    """Pasted numbers belong in the link only while they are what is looked at."""
    pasted = st.session_state["batch_source"] == SOURCES[0]
    return pasted or key not in ("batch_logits", "batch_labels")
