"""Show the rows of a batch as a table coloured by role, worst first, a page at a time."""

import math

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.numeric.arguments import IntArray
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, details
from ce_core.numeric.batch.settings import Settings
from ce_core.scenario import LABEL_SMOOTHING_RANGE, MAX_CLASSES, Scenario, one_hot_scenario
from ce_core.ui.batch.table_html import row_name, rows_table
from ce_core.ui.components.chart import plain
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import html_table

ROWS_A_PAGE = 20
ORDERS = ("Worst first", "Best first", "As given")

_OPEN = "Open in the playground"
_GRADIENT_OF = {
    "mean": "of the mean loss, so each row's is divided by what the mean divides by",
    "sum": "of the summed loss",
    "none": "of each row's own loss",
}
_EXPLAINED = (
    "Rows and classes count from 0, as in every framework. A term is −y·log ŷ with the smoothed "
    "and weighted label; the gradient is that {gradient}."
)
_UNDERLINED = " The true class is underlined."
_WITHOUT_WEIGHTS = "The playground has no weights; it shows the row without them."
_MASKED = "The playground shows finite logits only; this row masks a class."
_IGNORED = "This row is ignored: its label says that it has no true class."


def table(batch: Batch, settings: Settings, found: Evaluation) -> None:
    """Show a page of rows, and open one of them in the playground."""
    pages = math.ceil(batch.n_rows / ROWS_A_PAGE)
    widths = [4, 2, 2, 4] if pages > 1 else [4, 2, 6]
    orders, *pager, chooser, opener = st.columns(widths, vertical_alignment="bottom")
    with orders:
        order = st.segmented_control(
            "Rows", ORDERS, key="batch_order", default=ORDERS[0], required=True
        )
    page = _page(pager[0], pages) if pager else 1
    rows = rows_of_page(found, str(order), page)
    with chooser:
        chosen = _choice(batch, rows)
    with opener:
        notes = _opening(batch, settings, chosen)
    seen = details(batch, settings, rows, found.divisor)
    rows_shown = rows_table(batch, settings, found, rows, seen, chosen)
    html_table.show(rows_shown, "batch/rows.css")
    st.caption(plain(" ".join([_explanation(batch, settings), *notes])))


def _page(place: DeltaGenerator, pages: int) -> int:
    """Let a page be turned; a batch with fewer pages than the last one opens at its first."""
    if st.session_state.get("batch_page", 1) > pages:
        st.session_state["batch_page"] = 1
    return int(place.number_input(f"Page, 1 to {pages:,}", 1, pages, key="batch_page"))


def rows_of_page(found: Evaluation, order: str, page: int) -> IntArray:
    """Give the rows that page number ``page`` (from 1) shows."""
    start = (page - 1) * ROWS_A_PAGE
    if order == ORDERS[2]:
        return np.arange(start, min(start + ROWS_A_PAGE, len(found.losses)))
    worst_first = found.order()
    if order == ORDERS[0]:
        return worst_first[start : start + ROWS_A_PAGE]
    count = int(found.counted.sum())
    best_first = np.concatenate([worst_first[:count][::-1], worst_first[count:]])
    return best_first[start : start + ROWS_A_PAGE]


def _explanation(batch: Batch, settings: Settings) -> str:
    marked = "" if batch.is_soft else _UNDERLINED
    return _EXPLAINED.format(gradient=_GRADIENT_OF[settings.reduction]) + marked


# --- a row in the playground ----------------------------------------------------------------


def _choice(batch: Batch, rows: IntArray) -> int:
    """Let a row of this page be chosen; the first one to begin with."""
    options = [int(row) for row in rows]
    if st.session_state.get("batch_row") not in options:
        st.session_state["batch_row"] = options[0]
    chosen = st.selectbox(
        "Row to open",
        options,
        key="batch_row",
        format_func=lambda row: f"row {row_name(batch, row)}",
    )
    return int(chosen)


def _opening(batch: Batch, settings: Settings, row: int) -> list[str]:
    """Offer the row to the playground; give sentences about what it cannot take along."""
    try:
        scenario = scenario_of(batch, settings, row)
    except ValueError as problem:
        st.button(_OPEN, key="batch_open", disabled=True)
        return [str(problem)]
    if st.button(_OPEN, key="batch_open", icon=":material/open_in_new:"):
        scenario_state.set_scenario(scenario)
        st.switch_page("pages/playground.py")
    if settings.weight is None and batch.row_weight is None:
        return []
    return [_WITHOUT_WEIGHTS]


def scenario_of(batch: Batch, settings: Settings, row: int) -> Scenario:
    """Make a row the scenario of all pages.

    Raises
    ------
    ValueError
        With the sentence that says why that can't be.
    """
    if batch.n_classes > MAX_CLASSES:
        raise ValueError(
            f"The playground has 2 to {MAX_CLASSES} classes; this batch has {batch.n_classes:,}."
        )
    logits = batch.rows[row].astype(float).tolist()
    if -math.inf in logits:
        raise ValueError(_MASKED)
    epsilon = min(settings.label_smoothing, LABEL_SMOOTHING_RANGE[1])
    target = batch.row_targets[row]
    if batch.is_soft:
        shares = target.astype(float) / math.fsum(target.tolist())
        return Scenario(
            tuple(logits),
            tuple(shares.tolist()),
            temperature=settings.temperature,
            label_smoothing=epsilon,
        )
    if int(target) == settings.ignore_index:
        raise ValueError(_IGNORED)
    return one_hot_scenario(
        logits, int(target), temperature=settings.temperature, label_smoothing=epsilon
    )
