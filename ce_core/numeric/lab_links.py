"""Link rows of logits to the lab's page: one row, or the rows with the highest loss of a batch.

A row of more than ten classes is cut to the classes that matter and one more, "the rest", whose
logit is the log-sum-exp of all others: cost and gradient of the classes shown stay exact.
"""

import math
from collections.abc import Sequence
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, as_rows, read_classes
from ce_core.numeric.cross_entropy import cross_entropy, one_hot
from ce_core.numeric.softmax import logsumexp
from ce_core.numeric.targets import read_target
from ce_core.scenario import MAX_CLASSES, Scenario, clean_name, default_name
from ce_core.scenario_query import to_query

REST = "the rest"


def lab_link(
    logits: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    names: Sequence[str] = (),
    base: str = "http://localhost:8501",
) -> str:
    """Give the link that opens one row in the lab.

    Parameters
    ----------
    logits : array_like, shape (K,)
        Finite, or −inf for a class that is impossible (left out of the link).
    target : int or array_like, shape (K,)
        The true class, counted from 0, or a distribution.
    names : sequence of str, length K, optional
        Class names; "class 1", "class 2", … when left out.
    base : str
        The address of the app.

    Returns
    -------
    str
        `base` with the row as its query. With more than ten classes: those with a label, then the
        strongest others, and "the rest" as one class.

    Raises
    ------
    ValueError
        If logits or target are not as described; if more than nine of many classes have a label.
    """
    return (
        f"{base.rstrip('/')}/?{urlencode(to_query(_scenario(logits, target, names)), doseq=True)}"
    )


def lab_links(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    *,
    worst: int = 5,
    names: Sequence[str] = (),
    base: str = "http://localhost:8501",
) -> tuple[str, ...]:
    """Give the links of the rows with the highest loss, highest first.

    Parameters
    ----------
    logits : array_like, shape (…, K)
    targets : array_like
        Class indices, or distributions of the shape of `logits`.
    worst : int
        How many rows.
    names, base
        As for `lab_link`.
    """
    array, axis = read_classes(logits, "logits", -1)
    losses = np.ravel(cross_entropy(array, targets, reduction="none"))
    rows = as_rows(array, axis)
    labels = np.asarray(targets).reshape(rows.shape if np.shape(targets) == array.shape else (-1,))
    order = np.argsort(-losses, kind="stable")[: max(0, worst)]
    return tuple(lab_link(rows[i], labels[i], names=names, base=base) for i in order)


def _scenario(logits: npt.ArrayLike, target: npt.ArrayLike, names: Sequence[str]) -> Scenario:
    row, axis = read_classes(logits, "logits", -1)
    if row.ndim != 1:
        raise ValueError(f"lab_link takes one row of logits, but they came with shape {row.shape}.")
    read = read_target(target, row, axis, None, None, 0.0, "mean")
    if read.probabilities is not None:
        label = np.asarray(read.probabilities[0], np.float64)
    else:
        assert read.indices is not None
        label = np.asarray(one_hot(read.indices[0], len(row)), np.float64)
    if names and len(names) != len(row):
        raise ValueError(f"names must have {len(row)} entries, one a class, not {len(names)}.")
    titles = [clean_name(name) or default_name(i) for i, name in enumerate(names)] or [
        default_name(i) for i in range(len(row))
    ]
    kept, rest = _kept_classes(np.asarray(row, np.float64), label)
    values = [float(row[i]) for i in kept]
    target_values = [float(label[i]) for i in kept]
    shown = [titles[i] for i in kept]
    if len(rest):
        values.append(float(logsumexp(row[rest].astype(np.float64))))
        target_values.append(0.0)
        shown.append(REST)
    total = math.fsum(target_values)
    return Scenario(tuple(values), tuple(v / total for v in target_values), tuple(shown))


def _kept_classes(row: FloatArray, label: FloatArray) -> tuple[list[int], list[int]]:
    """Which classes are shown, in their order, and which are put together."""
    possible = [i for i in range(len(row)) if row[i] != -np.inf]
    if any(label[i] > 0 and row[i] == -np.inf for i in range(len(row))):
        raise ValueError(
            "A class with a label has a logit of −inf, so the cost is infinite; the lab shows "
            "finite logits only."
        )
    if len(possible) < 2:
        raise ValueError("The lab shows two classes or more; all others have a logit of −inf here.")
    if len(possible) <= MAX_CLASSES:
        return possible, []
    labelled = [i for i in possible if label[i] > 0]
    if len(labelled) > MAX_CLASSES - 1:
        raise ValueError(
            f"The label is spread over {len(labelled)} classes; of a row with more than "
            f"{MAX_CLASSES} classes the lab shows at most {MAX_CLASSES - 1} that have a label."
        )
    rivals = sorted((i for i in possible if label[i] == 0), key=lambda i: (-row[i], i))
    kept = sorted(labelled + rivals[: MAX_CLASSES - 1 - len(labelled)])
    return kept, sorted({*possible} - {*kept})
