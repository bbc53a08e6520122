"""Where a batch comes from: pasted text, a typed table, or files; always one clear sentence if not.

What was read is remembered in the session by what it was read from, so that a change of a
setting reads nothing again.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES, MAX_VALUES
from ce_core.numeric.batch.progress import Progress
from ce_core.numeric.batch.reading import FILE_KINDS, Source, as_batch, read_file, read_text
from ce_core.scenario import MAX_CLASSES, MIN_CLASSES
from ce_core.ui.components.chart import plain

SOURCES = ("Paste", "Type", "Upload")
NOTES_LOGITS = "[[[1, 3, 5, 7], [1, -9, 4, 8]]]"
NOTES_LABELS = "[[3, 1]]"
_LONGEST_TEXT = 400_000

T = TypeVar("T")


def remembered(slot: str, key: object, make: Callable[[], T]) -> T:
    """Give what ``make`` made for ``key`` last time, or make it; one value a slot is kept."""
    kept = st.session_state.get(f"batch_kept_{slot}")
    if kept is None or kept[0] != key:
        kept = (key, make())
        st.session_state[f"batch_kept_{slot}"] = kept
    value: T = kept[1]
    return value


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


def batch() -> tuple[object, Batch] | None:
    """Let the person choose and fill a source; give its key and the batch, or say what is wrong."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        source = st.segmented_control(
            "Logits and labels",
            SOURCES,
            key="batch_source",
            required=True,
            persist_state="session",
        )
    right.button("The notes' example", key="batch_notes_example", on_click=show_notes_example)
    read = {"Type": _typed, "Upload": _uploaded}.get(source or "", _pasted)
    try:
        return read()
    except ValueError as problem:
        st.error(plain(str(problem)), icon=":material/error:")
        return None


def show_notes_example() -> None:
    """Fill in one batch of two steps: the low-cost and the high-cost case."""
    st.session_state["batch_source"] = "Paste"
    st.session_state["batch_logits"] = NOTES_LOGITS
    st.session_state["batch_labels"] = NOTES_LABELS


def _pasted() -> tuple[object, Batch]:
    left, right = st.columns([3, 2])
    logits = left.text_area(
        "Logits: a row a line, or nested lists",
        key="batch_logits",
        height=120,
        max_chars=_LONGEST_TEXT,
        persist_state="session",
        help="CSV, TSV, blanks or JSON; shape (K), (N, K) or (batch, seq, K).",
    )
    labels = right.text_area(
        "Labels: class indices from 0, or a distribution a row",
        key="batch_labels",
        height=120,
        max_chars=_LONGEST_TEXT,
        persist_state="session",
        help="Leave it empty if a column named label holds them.",
    )
    key = ("Paste", logits or "", labels or "")

    def read() -> Batch:
        given = _about("Labels", lambda: read_text(key[2])) if key[2].strip() else None
        return as_batch(_about("Logits", lambda: read_text(key[1])), given)

    return key, remembered("batch", key, read)


def _about(what: str, read: Callable[[], Source]) -> Source:
    try:
        return read()
    except ValueError as problem:
        raise ValueError(f"{what}: {problem}") from problem


def _uploaded() -> tuple[object, Batch] | None:
    left, right = st.columns([3, 2])
    kinds = list(FILE_KINDS)
    logits = left.file_uploader(
        "Logits", kinds, key="batch_logits_file", max_upload_size=MAX_FILE_MEGABYTES
    )
    labels = right.file_uploader(
        "Labels, if not in the same file",
        kinds,
        key="batch_labels_file",
        max_upload_size=MAX_FILE_MEGABYTES,
    )
    st.caption(
        "A table: a row a line, labels in a column named label (or label_0, label_1, … for soft "
        "labels). JSON and .npz: logits and labels by name. .npy: the logits alone. Up to "
        f"{MAX_FILE_MEGABYTES} MB and {MAX_VALUES:,} numbers. "
        "Nothing in a file is run or unpickled."
    )
    if logits is None:
        return None
    key = ("Upload", logits.file_id, labels and labels.file_id)

    def read() -> Batch:
        report, done = progress_bar("Reading")
        try:
            given = None
            if labels is not None:
                given = _about("Labels", lambda: read_file(labels.name, labels.getvalue()))
            return as_batch(read_file(logits.name, logits.getvalue(), report), given)
        finally:
            done()

    return key, remembered("batch", key, read)


# --- typed ----------------------------------------------------------------------------------


def _typed() -> tuple[object, Batch]:
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
        alt="Table of logits and labels, one row a line.",
    )
    values = frame.to_numpy(dtype=float, na_value=np.nan)
    key = ("Type", soft, values.shape, values.tobytes())
    return key, remembered("batch", key, lambda: _of_table(frame, values, n_classes, soft))


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


def _of_table(frame: pd.DataFrame, values: Any, n_classes: int, soft: bool) -> Batch:
    if not len(values):
        raise ValueError("The table has no row; add one below its last line.")
    empty = np.argwhere(np.isnan(values))
    if len(empty):
        row, column = empty[0].tolist()
        raise ValueError(f"Row {row}, column {frame.columns[column]} is empty; expected a number.")
    labels = values[:, n_classes:] if soft else values[:, n_classes]
    return as_batch(Source(values[:, :n_classes], labels))
