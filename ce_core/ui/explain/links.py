"""Lead from a batch to the page "My number" with the same numbers, and back."""

from collections.abc import Mapping
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.settings import Settings
from ce_core.ui.explain.fields import LONGEST

_MOST_NUMBERS = 400
_SHARED = {
    "batch": "",
    "labels": "",
    "weight": "",
    "ignore_index": "",
    "label_smoothing": "0",
    "temperature": "1",
}
"""What both pages ask for, with what it is where nothing was set."""


def to_my_number(batch: Batch, settings: Settings) -> str | None:
    """Give the address of "My number" with this batch; None where its fields do not take it.

    They take no weights of rows, no masked class, and so many characters.
    """
    if batch.logits.size > _MOST_NUMBERS or batch.row_weight is not None or batch.is_masked:
        return None
    texts = {"batch": _lines(batch.rows), "labels": _lines(batch.row_targets)}
    if any(len(text) > LONGEST[key] for key, text in texts.items()):
        return None
    if settings.weight is not None:
        texts["weight"] = ", ".join(map(repr, settings.weight))
    if settings.ignore_index is not None:
        texts["ignore_index"] = str(settings.ignore_index)
    if settings.label_smoothing:
        texts["label_smoothing"] = repr(settings.label_smoothing)
    if settings.temperature != 1:
        texts["temperature"] = repr(settings.temperature)
    return f"my_number?{urlencode(texts)}"


def to_batches(texts: Mapping[str, str]) -> str:
    """Give the address of "Batches" with what the fields of "My number" hold."""
    query = {
        key: texts[key].strip()
        for key, usual in _SHARED.items()
        if texts.get(key, "").strip() not in ("", usual)
    }
    if texts.get("given") == "probabilities":
        query["numbers"] = "probabilities"
    return f"batches?{urlencode(query)}"


def _lines(rows: npt.NDArray[np.generic]) -> str:
    return "\n".join(" ".join(map(repr, np.ravel(row).tolist())) for row in rows)
