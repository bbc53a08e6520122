"""Keep the batch page in the URL: its numbers, how they are read, and its settings.

Numbers that are too many for a link are only named there, and a reload asks for them again.
"""

import streamlit as st

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.reading.shapes import shown
from ce_core.numeric.batch.settings import MAX_IGNORE_INDEX
from ce_core.numeric.targets import Reduction
from ce_core.scenario import LABEL_SMOOTHING_RANGE, TEMPERATURE_RANGE
from ce_core.scenario_query import read_float
from ce_core.ui.batch import how_read
from ce_core.ui.batch.input import NOTES_LABELS, NOTES_LOGITS, SOURCES
from ce_core.ui.batch.link_text import TooLarge, is_held, pack, pack_batch, unpack

REDUCTIONS: tuple[Reduction, ...] = ("mean", "sum", "none")

# Key of the widget → its name in the link and what stands when the link says nothing.
_IN_LINK: dict[str, tuple[str, object]] = {
    "batch_logits": ("batch", NOTES_LOGITS),
    "batch_labels": ("labels", NOTES_LABELS),
    "batch_axis": ("axis", None),
    "batch_rows": ("rows", None),
    "batch_count_from": ("count_from", None),
    "batch_numbers": ("numbers", None),
    "batch_class_order": ("order", None),
    "batch_roles": ("roles", ""),
    "batch_label_roles": ("label_roles", ""),
    "batch_reduction": ("reduction", "mean"),
    "batch_weight": ("weight", ""),
    "batch_ignore_index": ("ignore_index", None),
    "batch_label_smoothing": ("label_smoothing", 0.0),
    "batch_temperature": ("temperature", 1.0),
}
_TEXTS = ("batch_logits", "batch_labels")
_ONE_OF: dict[str, tuple[object, ...]] = {
    "batch_reduction": REDUCTIONS,
    "batch_axis": (0, 1, 2, 3),
    "batch_rows": ("classes", "binary"),
    "batch_count_from": (0, 1),
    "batch_numbers": ("logits", "probabilities"),
    "batch_class_order": ("alphabet", "appearance"),
}
_LONGEST_PLAIN = 2000
_NOT_IN_LINK: dict[str, object] = {
    "batch_source": SOURCES[0],
    "batch_classes": 4,
    "batch_label_kind": "Class index",
}
_READ = "batch_link_read"
_MISSING = "batch_missing"
_LEFT_OUT = "batch_left_out"


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
            st.session_state[key] = "" if key in _TEXTS else default
            if key in _TEXTS:
                st.session_state[_MISSING] = True
            problems.append(f"The link's {name} was ignored: {problem}")
    for key, default in _NOT_IN_LINK.items():
        st.session_state[key] = st.session_state.get(key, default)
    return problems


def missing() -> str:
    """Say that the link could not hold its batch, until there is another one."""
    left_out = st.session_state.get(_LEFT_OUT)
    return left_out.sentence() if isinstance(left_out, TooLarge) else ""


def _read(key: str, text: str) -> object:
    """Read one part of a link.

    Raises
    ------
    ValueError
        With what was expected, when the widget could not hold it.
    """
    if key in _TEXTS:
        return _read_numbers(text)
    if key == "batch_weight" or key.endswith("roles"):
        if len(text) > _LONGEST_PLAIN:
            raise ValueError(f"expected at most {_LONGEST_PLAIN:,} characters.")
        return text
    if key in _ONE_OF:
        known = {str(option): option for option in _ONE_OF[key]}
        if text not in known:
            raise ValueError(f"expected {', '.join(known)}.")
        return known[text]
    number = read_float(text)
    if key == "batch_ignore_index":
        if number is None or not number.is_integer() or abs(number) > MAX_IGNORE_INDEX:
            raise ValueError("expected a whole number.")
        return int(number)
    low, high = TEMPERATURE_RANGE if key == "batch_temperature" else LABEL_SMOOTHING_RANGE
    if number is None or not low <= number <= high:
        raise ValueError(f"expected a number from {low:g} to {high:g}.")
    return number


def _read_numbers(text: str) -> str:
    """Unpack a batch; one that the link only names leaves the field empty, and is told."""
    unpacked = unpack(text)
    if isinstance(unpacked, str):
        return unpacked
    st.session_state[_LEFT_OUT] = unpacked
    st.session_state[_MISSING] = True
    st.session_state["batch_source"] = SOURCES[2] if unpacked.name else SOURCES[0]
    return ""


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
    present = {key: st.query_params.get_all(key) for key in st.query_params}
    ours = {name for name, _ in _IN_LINK.values()}
    wanted = {key: values for key, values in present.items() if key not in ours}
    numbers = _numbers(present, batch, name)
    wanted |= numbers
    for key, (url_name, default) in _IN_LINK.items():
        value = st.session_state.get(key)
        if key not in _TEXTS and value != default and not (key in how_read.KEYS and _is_read()):
            wanted[url_name] = ["" if value is None else f"{value}"]
    if wanted != present:
        st.query_params.from_dict(wanted)
    return all(is_held(text) for texts in numbers.values() for text in texts)


def _is_read() -> bool:
    """Tell whether the link's numbers are written as they were read, so that no choice is left."""
    return bool(st.session_state["batch_source"] != SOURCES[0])


def _numbers(present: dict[str, list[str]], batch: Batch | None, name: str) -> dict[str, list[str]]:
    """Give what the URL says of the numbers: pasted as they are, others as they were read."""
    pasted = st.session_state["batch_logits"], st.session_state["batch_labels"]
    waiting = batch is None and bool(st.session_state.get(_MISSING))
    if waiting and (_is_read() or not pasted[0]):
        return {key: present[key] for key in ("batch", "labels") if key in present}
    if _is_read():
        return {} if batch is None else {"batch": [pack_batch(batch, name)], "labels": [""]}
    shape = "" if batch is None else shown(batch.logits.shape)
    texts = zip(("batch", "labels"), pasted, (NOTES_LOGITS, NOTES_LABELS), strict=True)
    return {key: [pack(text or "", shape)] for key, text, default in texts if text != default}
