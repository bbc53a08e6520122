"""Draw the losses of a batch, and say which of them have no place in the picture."""

import numpy as np
import streamlit as st

from ce_core.figures.loss_histogram import loss_histogram
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation
from ce_core.numeric.batch.settings import Settings
from ce_core.ui.components import chart
from ce_core.ui.shell import page

NOTHING_COUNTS = "Every row is ignored, so nothing counts."
INFINITE = (
    "cost ∞: their label stands on a class with the logit −∞. The histogram shows finite losses "
    "only."
)


def losses(batch: Batch, settings: Settings, found: Evaluation) -> None:
    """Draw the losses of the rows that count; an infinite one has no place on an axis."""
    counted = found.losses[found.counted]
    finite = counted[np.isfinite(counted)]
    if not len(counted):
        st.info(NOTHING_COUNTS)
    elif len(finite):
        weighted = settings.weight is not None or batch.row_weight is not None
        histogram = loss_histogram(finite, batch.n_classes, page.theme(), weighted=weighted)
        chart.show("loss_histogram", histogram)
    if infinite := len(counted) - len(finite):
        st.info(f"{infinite:,} of {len(counted):,} rows {INFINITE}")
