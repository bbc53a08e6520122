"""Show the losses of many rows at once, and the same call in other frameworks."""

import streamlit as st

from ce_core.number_format import format_number
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, evaluate
from ce_core.numeric.batch.settings import Settings
from ce_core.ui.batch import url
from ce_core.ui.batch.downloads import downloads, frameworks
from ce_core.ui.batch.input import batch, progress_bar
from ce_core.ui.batch.link_text import MOST_CHARACTERS
from ce_core.ui.batch.losses import losses
from ce_core.ui.batch.settings import controls, explain
from ce_core.ui.batch.table import table
from ce_core.ui.components import chart
from ce_core.ui.explain import links
from ce_core.ui.session.kept import remembered
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section

OTHER_NUMBER = "Your code prints another number? Find out why"
ARGUMENTS = "What each argument does"
SAME_CALL = "The same call in your framework"


def read_link() -> list[str]:
    """Read the batch from the URL; what was ignored may quote it, so it is escaped."""
    return [chart.plain(problem) for problem in url.start()]


def body() -> None:
    missing = st.empty()
    read = batch()
    if read is None:
        url.write()
        if said := url.missing():
            missing.info(chart.plain(said), icon=":material/link_off:")
        return
    key, given, file_name = read
    if not url.write(given, file_name):
        st.caption(
            f"This batch is too large for the link, which takes {MOST_CHARACTERS:,} characters. "
            "After a reload the page asks for it again; download “Batch and results” to keep it."
        )
    result = st.container()
    st.subheader(ARGUMENTS)
    settings, places = controls(given)
    url.write(given, file_name)
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
        show_result(given, settings, found)
        table(given, settings, found)
        downloads(given, settings, found)
        question = links.to_my_number(given, settings)
        if question is not None:
            st.markdown(f"[{OTHER_NUMBER}]({question})")
    explain(key, given, settings, found, places)
    st.subheader(SAME_CALL)
    frameworks(given, settings)


def show_result(given: Batch, settings: Settings, found: Evaluation) -> None:
    """Show the number that was asked for, beside the losses of the rows."""
    numbers, picture = st.columns([1, 3], vertical_alignment="center")
    shape = " × ".join(map(str, given.logits.shape))
    with numbers:
        name = {"mean": "Mean loss", "sum": "Summed loss", "none": "No reduction"}
        shown = "" if found.reduced is None else format_number(found.reduced, 9)
        st.metric(name[settings.reduction], shown or f"{given.n_rows:,} losses")
        kind = "distributions" if given.is_soft else "class numbers"
        st.caption(f"Logits {shape}, labels read as {kind}. Losses in nats.")
    with picture:
        losses(given, settings, found)


page.show("Batches and frameworks", [Section("batch", "Batch", body)], links=[read_link])
