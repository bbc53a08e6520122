"""Take a batch from pasted text, a typed table or files, or say in one sentence why not.

What was read is remembered in the session by what it was read from, so that a change of a
setting reads nothing again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.files.content import Arrays, Content
from ce_core.numeric.batch.files.read import FILE_KINDS, read_file, read_text
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES, MAX_VALUES
from ce_core.numeric.batch.progress import Progress, silent
from ce_core.numeric.batch.reading.interpret import Reading, interpret
from ce_core.scenario import MAX_CLASSES, MIN_CLASSES
from ce_core.ui.batch import how_read, spreadsheet
from ce_core.ui.batch.link_text import LONGEST_TEXT
from ce_core.ui.components.chart import plain
from ce_core.ui.session.kept import remembered

SOURCES = ("Paste", "Type", "Upload")
NOTES_LOGITS = "[[[1, 3, 5, 7], [1, -9, 4, 8]]]"
NOTES_LABELS = "[[3, 1]]"
EXAMPLE = "Example"
_MOST_WEIGHTS = 100

_FROM_WHERE = "Logits and labels"
_USE_WEIGHTS = "Use the class weights of the file"
_LOGITS = "Logits, one row per line"
_LOGITS_HELP = (
    "CSV, TSV, numbers separated by blanks, JSON, an array as NumPy and PyTorch print it, or lines "
    "of a program that name arrays. Nothing is run. One to four axes."
)
_LABELS = "Labels: class numbers, or one distribution per line"
_LABELS_HELP = "Class numbers count from 0. Leave this empty if a column named label holds them."
_LABELS_FILE = "Labels, if they are not in the same file"
_ABOUT_FILES = (
    "{kinds}, up to {megabytes} MB and {values:,} numbers. A table has one row per line; name its "
    "columns, for example z0, z1, label. Name arrays logits and labels. Nothing in a file is run "
    "or unpickled."
)
_TABLE_ALT = "Table of logits and labels, one row a line."
_NO_ROW = "The table has no row; add one below its last line."


def progress_bar(text: str) -> tuple[Progress, Callable[[], None]]:
    """Show how far a long work has come; give what reports it, and what takes the bar away."""
    place = st.empty()
    shown = -1

    def report(share: float) -> None:
        nonlocal shown
        percent = round(100 * share)
        if percent != shown:
            shown = percent
            place.progress(min(1.0, share), f"{text} {percent} %")

    def done() -> None:
        place.empty()

    return report, done


@dataclass(frozen=True)
class Given:
    """What was given: by what key it is remembered, what it holds, and what it is called."""

    key: object
    logits: Content
    labels: Content | None = None
    name: str = ""


def batch() -> tuple[object, Batch, str] | None:
    """Let the person choose and fill a source, and show how it is read.

    Returns
    -------
    (key, batch, name of the file), or None
        The key stands for the numbers and for how they are read. None where something is missing,
        wrong or not clear, which is said.
    """
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        source = st.segmented_control(
            _FROM_WHERE,
            SOURCES,
            key="batch_source",
            required=True,
            persist_state="session",
        )
    right.button(EXAMPLE, key="batch_notes_example", on_click=show_notes_example)
    given_by = {"Type": _typed, "Upload": _uploaded}.get(source or "", _pasted)
    try:
        given = given_by()
    except ValueError as problem:
        st.error(plain(str(problem)), icon=":material/error:")
        return None
    return None if given is None else _read(given)


def _read(given: Given) -> tuple[object, Batch, str] | None:
    place = st.container()
    chosen = how_read.choices(given.logits, given.labels)
    key = (given.key, chosen)
    reading: Reading = remembered(
        "reading", key, lambda: interpret(given.logits, given.labels, chosen)
    )
    how_read.show(place, reading)
    if reading.problem is not None:
        st.error(plain(reading.problem), icon=":material/error:")
    if reading.weight is not None and len(reading.weight) <= _MOST_WEIGHTS:
        text = " ".join(f"{weight:g}" for weight in reading.weight)
        st.button(
            _USE_WEIGHTS,
            key="batch_file_weight",
            on_click=_weigh,
            args=(text,),
        )
    return None if reading.batch is None else (key, reading.batch, given.name)


def _weigh(text: str) -> None:
    st.session_state["batch_weight"] = text


def show_notes_example() -> None:
    """Fill in one batch of two steps: the low-cost and the high-cost case."""
    st.session_state["batch_source"] = "Paste"
    st.session_state["batch_logits"] = NOTES_LOGITS
    st.session_state["batch_labels"] = NOTES_LABELS
    how_read.forget()


def _pasted() -> Given | None:
    left, right = st.columns([3, 2])
    logits = left.text_area(
        _LOGITS,
        key="batch_logits",
        height=120,
        max_chars=LONGEST_TEXT,
        persist_state="session",
        help=_LOGITS_HELP,
    )
    labels = right.text_area(
        _LABELS,
        key="batch_labels",
        height=120,
        max_chars=LONGEST_TEXT,
        persist_state="session",
        help=_LABELS_HELP,
    )
    key = ("Paste", logits or "", labels or "")
    if not key[1].strip() and st.session_state.get("batch_missing"):
        return None  # the link could not hold its batch, and the page has said so

    def read() -> tuple[Content, Content | None]:
        given = _about("Labels", lambda: read_text(key[2])) if key[2].strip() else None
        return _about("Logits", lambda: read_text(key[1])), given

    return Given(key, *remembered("content", key, read))


def _about(what: str, read: Callable[[], Content]) -> Content:
    try:
        return read()
    except ValueError as problem:
        raise ValueError(f"{what}: {problem}") from problem


def _uploaded() -> Given | None:
    left, right = st.columns([3, 2])
    # Every kind may be chosen: what cannot be read gets a sentence that says what to do.
    logits = left.file_uploader(
        "Logits", key="batch_logits_file", max_upload_size=MAX_FILE_MEGABYTES
    )
    labels = right.file_uploader(
        _LABELS_FILE,
        key="batch_labels_file",
        max_upload_size=MAX_FILE_MEGABYTES,
    )
    kinds = ", ".join(f".{kind}" for kind in (*FILE_KINDS, *spreadsheet.KINDS))
    st.caption(_ABOUT_FILES.format(kinds=kinds, megabytes=MAX_FILE_MEGABYTES, values=MAX_VALUES))
    if logits is None:
        return None
    key = ("Upload", logits.file_id, labels and labels.file_id)

    def read() -> tuple[Content, Content | None]:
        report, done = progress_bar("Reading")
        try:
            given = None
            if labels is not None:
                given = _about("Labels", lambda: _of_file(labels.name, labels.getvalue()))
            return _of_file(logits.name, logits.getvalue(), report), given
        finally:
            done()

    return Given(key, *remembered("content", key, read), name=logits.name)


def _of_file(name: str, content: bytes, progress: Progress = silent) -> Content:
    if spreadsheet.is_spreadsheet(name):
        return spreadsheet.read_spreadsheet(name, content)
    return read_file(name, content, progress)


# --- typed ----------------------------------------------------------------------------------


def _typed() -> Given:
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    n_classes = left.number_input(
        "Classes", MIN_CLASSES, MAX_CLASSES, key="batch_classes", persist_state="session"
    )
    kind = right.segmented_control(
        "Labels",
        ("Class index", "Soft"),
        key="batch_label_kind",
        required=True,
        persist_state="session",
    )
    soft = kind == "Soft"
    frame = st.data_editor(
        _starting_table(n_classes, soft),
        key=f"batch_table_{n_classes}_{kind}",
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(n_classes, soft),
        alt=_TABLE_ALT,
    )
    values = frame.to_numpy(dtype=float, na_value=np.nan)
    key = ("Type", soft, values.shape, values.tobytes())
    return Given(key, remembered("content", key, lambda: _of_table(frame, values, n_classes, soft)))


def _starting_table(n_classes: int, soft: bool) -> pd.DataFrame:
    rows = np.zeros((2, n_classes))
    known = np.array([[1.0, 3, 5, 7], [1, -9, 4, 8]])[:, :n_classes]
    rows[:, : known.shape[1]] = known
    labels = [min(3, n_classes - 1), 1]
    columns: dict[str, Any] = {f"z{c}": rows[:, c] for c in range(n_classes)}
    if not soft:
        return pd.DataFrame(columns | {"label": labels})
    hot = np.eye(n_classes)[labels]
    return pd.DataFrame(columns | {f"y{c}": hot[:, c] for c in range(n_classes)})


def _columns(n_classes: int, soft: bool) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    logits = {f"z{c}": number(f"logit {c}", required=True) for c in range(n_classes)}
    if not soft:
        return logits | {"label": number("label", required=True, step=1, format="%d")}
    return logits | {
        f"y{c}": number(f"label {c}", required=True, min_value=0.0, max_value=1.0)
        for c in range(n_classes)
    }


def _of_table(frame: pd.DataFrame, values: Any, n_classes: int, soft: bool) -> Content:
    if not len(values):
        raise ValueError(_NO_ROW)
    empty = np.argwhere(np.isnan(values))
    if len(empty):
        row, column = empty[0].tolist()
        raise ValueError(f"Row {row}, column {frame.columns[column]} is empty; expected a number.")
    labels = values[:, n_classes:] if soft else values[:, n_classes]
    return Arrays({"logits": values[:, :n_classes], "labels": labels})
