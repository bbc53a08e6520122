"""Offer the results, the notebook that reproduces them, and the same call in a framework."""

import streamlit as st

from ce_core.frameworks.call import Call
from ce_core.frameworks.notebook import to_notebook
from ce_core.frameworks.snippets import snippets
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation
from ce_core.numeric.batch.export import MAX_DETAILED_VALUES, is_detailed, to_csv, to_npz
from ce_core.numeric.batch.settings import Settings
from ce_core.ui.components.chart import plain

_MOST_WRITTEN = 400
"""More numbers than these are loaded from the downloaded file, not written into code."""


def call_of(batch: Batch, settings: Settings) -> Call:
    """Say what is asked of a framework, the numbers included if they are few."""
    written = batch.logits.size <= _MOST_WRITTEN
    return Call(
        shape=batch.logits.shape,
        is_soft=batch.is_soft,
        settings=settings,
        logits=batch.logits.tolist() if written else None,
        target=batch.target.tolist() if written else None,
        row_weight=None if batch.row_weight is None or not written else batch.row_weight.tolist(),
        has_row_weight=batch.row_weight is not None,
        is_masked=batch.is_masked,
    )


def downloads(batch: Batch, settings: Settings, found: Evaluation) -> None:
    """Offer the results and the notebook; each is made when it is asked for."""
    call = call_of(batch, settings)
    with st.container(horizontal=True):
        st.download_button(
            "Results (CSV)",
            lambda: to_csv(batch, settings, found),
            "results.csv",
            "text/csv",
            key="batch_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Batch and results (.npz)",
            lambda: to_npz(batch, settings, found),
            "batch.npz",
            "application/octet-stream",
            key="batch_npz",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Notebook that reproduces these results",
            lambda: to_notebook(call),
            "batch.ipynb",
            "application/x-ipynb+json",
            key="batch_notebook",
            on_click="ignore",
            icon=":material/download:",
        )
    notes = []
    if not is_detailed(batch):
        notes.append(
            f"For more than {MAX_DETAILED_VALUES:,} logits the files hold labels and losses, and "
            "the .npz file the logits; the notebook computes the rest."
        )
    if call.logits is None:
        notes.append("Notebook and code load batch.npz, the file “Batch and results”.")
    if notes:
        st.caption(plain(" ".join(notes)))


def frameworks(batch: Batch, settings: Settings) -> None:
    """Show the same call in each framework, what differs and what it cannot express."""
    found = snippets(call_of(batch, settings))
    for tab, snippet in zip(st.tabs([one.title for one in found]), found, strict=True):
        with tab:
            st.code(snippet.code, language="python")
            for title, sentences in (
                ("What differs", snippet.differs),
                ("What it cannot express by itself", snippet.missing),
            ):
                if sentences:
                    items = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
                    st.markdown(f"**{title}**\n\n{items}")
