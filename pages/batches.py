"""Batches and frameworks: many rows at once, their losses, and the same call elsewhere."""

import streamlit as st

from ce_core.figures.loss_histogram import loss_histogram
from ce_core.number_format import format_number
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.ui.batch import url
from ce_core.ui.batch.downloads import downloads, frameworks
from ce_core.ui.batch.input import batch, progress_bar, remembered
from ce_core.ui.batch.settings import controls, explain
from ce_core.ui.batch.table import table
from ce_core.ui.components import chart
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section

problems = url.start()


def body() -> None:
    for problem in problems:
        st.info(chart.plain(problem), icon=":material/link_off:")
    read = batch()
    url.write()
    if read is None:
        return
    key, given = read
    result = st.container()
    st.subheader("What each argument does")
    settings, places = controls(given)
    url.write()
    if settings is None:
        return
    with result:
        report, done = progress_bar("Computing")
        try:
            found = remembered(
                "evaluation", (key, settings), lambda: evaluate(given, settings, report)
            )
        except ValueError as problem:
            st.error(chart.plain(str(problem)), icon=":material/error:")
            return
        finally:
            done()
        numbers, picture = st.columns([1, 3], vertical_alignment="center")
        shape = " × ".join(map(str, given.logits.shape))
        with numbers:
            name = {"mean": "Mean loss", "sum": "Summed loss", "none": "No reduction"}
            shown = "" if found.reduced is None else format_number(found.reduced, 9)
            st.metric(name[settings.reduction], shown or f"{given.n_rows:,} losses")
            kind = "distributions" if given.is_soft else "class indices"
            st.caption(f"Logits {shape}, labels as {kind}. Losses in nats.")
        counted = found.losses[found.counted]
        with picture:
            if len(counted):
                weighted = settings.weight is not None
                histogram = loss_histogram(
                    counted, given.n_classes, page.theme(), weighted=weighted
                )
                chart.show("loss_histogram", histogram)
            else:
                st.info("Every row is ignored: a mean over nothing is undefined.")
        table(given, settings, found, page.theme())
        downloads(given, settings, found)
    explain(key, given, settings, found, places)
    st.subheader("The same call in your framework")
    frameworks(given, settings)


page.show("Batches and frameworks", [Section("batch", "Batch", body)])
