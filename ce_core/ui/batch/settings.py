"""Draw the arguments of cross-entropy as controls, each with its formula and its effect."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.number_format import format_given, format_latex, format_number
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, divisor_of, evaluate, reduced_without
from ce_core.numeric.batch.settings import (
    CONTROLS,
    MAX_IGNORE_INDEX,
    Control,
    Settings,
    read_weights,
)
from ce_core.scenario import LABEL_SMOOTHING_RANGE, TEMPERATURE_RANGE
from ce_core.ui.batch.url import REDUCTIONS
from ce_core.ui.components.chart import plain
from ce_core.ui.session.kept import remembered

Places = Mapping[Control, DeltaGenerator]
"""Where the explanation of each control will stand, once the losses are known."""


_NOTHING_COUNTS = (
    "Nothing counts here: all rows are ignored, or their true classes have the weight 0. The mean "
    "divides by 0, so it is undefined (nan), as in PyTorch. The gradient is nan in rows that are "
    "not ignored, and 0 in ignored rows."
)
_AT_REST: dict[Control, str] = {
    "weight": "None given: every class has the weight $w_c = 1$.",
    "ignore_index": "None given: every row counts. PyTorch's own default is −100.",
    "label_smoothing": "At 0 the labels stay as they are. Above 0, even a perfect prediction "
    "costs something.",
    "temperature": "At 1 the logits stay as they are. Above 1 the probabilities move closer "
    "together, below 1 further apart.",
}
_WEIGHTED_MEAN = " The mean is weighted: it divides by the true classes' weights, not by the rows."
_NO_CLASS_NUMBERS = "Works with class numbers only; these labels are distributions."
_NO_LOSS_WITHOUT = "Without it, that label would name no class, and there would be no loss."
_TABLE_OF_SMOOTHINGS = "| Smoothing adds | true class | each other | {title} |\n|---|---|---|---|"
_OVER_ALL = "ε/K for every class (PyTorch, Keras, Optax)"
_OVER_OTHERS = "ε/(K − 1) for the other classes"
_NO_SINGLE_CLASS = "A distribution has no single true class whose weight could count."


def controls(batch: Batch) -> tuple[Settings | None, Places]:
    """Draw the controls; give the settings (None if they can't be) and places for the words."""
    places: dict[Control, DeltaGenerator] = {}
    problems: list[str] = []
    chosen: dict[str, Any] = {}
    for control in CONTROLS:
        with st.container(border=True):
            left, right = st.columns([2, 5], vertical_alignment="center")
            places[control] = right
            with left:
                try:
                    chosen[control] = _WIDGETS[control](batch)
                except ValueError as problem:
                    problems.append(str(problem))
    try:
        settings = None if problems else Settings(**chosen)
    except ValueError as problem:
        settings, problems = None, [str(problem)]
    for sentence in problems:
        st.error(plain(sentence), icon=":material/error:")
    return settings, places


def _reduction(_batch: Batch) -> str:
    return str(
        st.segmented_control(
            "reduction", REDUCTIONS, key="batch_reduction", required=True, persist_state="session"
        )
    )


def _weight(batch: Batch) -> tuple[float, ...] | None:
    text = st.text_input(
        "weight",
        key="batch_weight",
        placeholder=f"{batch.n_classes} numbers, or none",
        max_chars=2000,
        persist_state="session",
    )
    return read_weights(text or "", batch.n_classes)


def _ignore_index(batch: Batch) -> int | None:
    value = st.number_input(
        "ignore_index",
        step=1,
        min_value=-MAX_IGNORE_INDEX,
        max_value=MAX_IGNORE_INDEX,
        placeholder="none",
        key="batch_ignore_index",
        disabled=batch.is_soft,
        persist_state="session",
    )
    return None if value is None or batch.is_soft else int(value)


def _label_smoothing(_batch: Batch) -> float:
    low, high = LABEL_SMOOTHING_RANGE
    return float(
        st.slider(
            "label_smoothing",
            low,
            high,
            step=0.01,
            key="batch_label_smoothing",
            persist_state="session",
        )
    )


def _temperature(_batch: Batch) -> float:
    low, high = TEMPERATURE_RANGE
    return float(
        st.number_input(
            "temperature",
            low,
            high,
            step=0.5,
            key="batch_temperature",
            persist_state="session",
        )
    )


_WIDGETS = {
    "reduction": _reduction,
    "weight": _weight,
    "ignore_index": _ignore_index,
    "label_smoothing": _label_smoothing,
    "temperature": _temperature,
}


# --- what each does -------------------------------------------------------------------------


def explain(
    key: object, batch: Batch, settings: Settings, found: Evaluation, places: Places
) -> None:
    """Say beside each control what it does to the formula and to these numbers."""
    for control, place in places.items():
        with place:
            if control == "reduction":
                said = _reduction_words(key, batch, settings, found)
            else:
                said = _words(key, control, batch, settings, found)
            st.markdown(rf"$\displaystyle {formula(control, batch, settings)}$" + "\n\n" + said)


def formula(control: Control, batch: Batch, settings: Settings) -> str:
    """Write the part of the formula that a control acts on, with its present value."""
    epsilon = format_latex(settings.label_smoothing, given=True)
    t = format_latex(settings.temperature, given=True)
    if control == "reduction":
        return {
            "mean": rf"E = \frac{{\sum_i \ell_i}}{{{_divisor(batch, settings)}}}",
            "sum": r"E = \sum_i \ell_i",
            "none": r"\ell_1, \ell_2, \dots, \ell_n",
        }[settings.reduction]
    if control == "weight":
        of_row = "" if batch.row_weight is None else r"v_i "
        return rf"\ell_i = -{of_row}\sum_c w_c\, y'_{{ic}} \log \hat{{y}}_{{ic}}"
    if control == "ignore_index":
        if batch.is_soft or settings.ignore_index is None:
            return r"\ell_i \text{ counts for every row } i"
        return rf"\ell_i = 0 \;\text{{ where }}\; y_i = {settings.ignore_index}"
    if control == "label_smoothing":
        return rf"y' = (1 - \varepsilon)\, y + \varepsilon / K, \quad \varepsilon = {epsilon}"
    return rf"\hat{{y}} = \mathrm{{softmax}}(z / T), \quad T = {t}"


def _divisor(batch: Batch, settings: Settings) -> str:
    """Write what the mean divides by; v are the weights of rows, w those of classes."""
    of_rows = "" if batch.row_weight is None else "v_i"
    of_classes = "" if settings.weight is None or batch.is_soft else "w_{y_i}"
    both = r" \, ".join(filter(None, (of_rows, of_classes)))
    return rf"\sum_i {both}" if both else "n"


def _reduction_words(key: object, batch: Batch, settings: Settings, found: Evaluation) -> str:
    total, n = found.sum(), batch.n_rows
    if settings.reduction == "mean" and not found.divisor:
        return _NOTHING_COUNTS
    whole = float(found.divisor).is_integer()
    divisor = f"{found.divisor:,.0f}" if whole else format_number(found.divisor)
    mean = format_number(found.mean()) if found.divisor else "undefined"
    said = {
        "mean": f"{format_number(total)} divided by {divisor} is **{mean}**. Each row's gradient "
        f"is divided by {divisor}, too.",
        "sum": f"The {n:,} losses add up to **{format_number(total)}**; the mean would be {mean}.",
        "none": f"{n:,} {'loss stays' if n == 1 else 'losses stay'} as they are. The mean would be "
        f"**{mean}**, the sum {format_number(total)}.",
    }[settings.reduction]
    if settings.reduction == "mean" and not batch.is_soft and settings.weight is not None:
        said += _WEIGHTED_MEAN
    if batch.row_weight is not None:
        bare = replace(batch, row_weight=None)
        plain = remembered("without_row_weight", (key, settings), lambda: evaluate(bare, settings))
        said += (
            " Each row's loss is multiplied by its weight $v_i$; without them the mean would be "
            f"{format_number(plain.mean())}."
        )
    return said


def _words(
    key: object, control: Control, batch: Batch, settings: Settings, found: Evaluation
) -> str:
    if control == "ignore_index" and batch.is_soft:
        return _NO_CLASS_NUMBERS
    if not settings.uses(control):
        return _AT_REST[control]
    before = remembered(
        f"without_{control}",
        (key, settings),
        lambda: reduced_without(batch, settings, control),
    )
    after = found.sum() if settings.reduction == "sum" else found.mean()
    name = "Sum" if settings.reduction == "sum" else "Mean"
    said = effect(control, batch, settings, found)
    if before is None:
        return f"{said} {_NO_LOSS_WITHOUT}"
    said = f"{said} {name}: {format_number(before)} → **{format_number(after)}**."
    if control == "label_smoothing":
        said += _two_smoothings(key, batch, settings, after)
    elif control == "weight" and settings.reduction == "mean":
        said += _two_means(batch, settings, found)
    return said


def _two_smoothings(key: object, batch: Batch, settings: Settings, cost: float) -> str:
    """Set ε/K beside ε/(K − 1), which keeps exactly 1 − ε for the true class."""
    k, epsilon = batch.n_classes, settings.label_smoothing
    if not _one_hot(batch):
        return ""  # a distribution has no true class to keep 1 − ε for
    # y + ε/(K − 1) for the others is the same label row as ε·K/(K − 1) spread over all classes.
    spread = epsilon * k / (k - 1)
    if spread > 1:
        return ""
    other = remembered(
        "smoothing_over_others",
        (key, settings),
        lambda: evaluate(batch, replace(settings, label_smoothing=spread)),
    )
    its_cost = other.sum() if settings.reduction == "sum" else other.mean()
    rows = [
        (_OVER_ALL, 1 - epsilon + epsilon / k, epsilon / k, cost),
        (_OVER_OTHERS, 1 - epsilon, epsilon / (k - 1), its_cost),
    ]
    lines = "\n".join(
        f"| {name} | {format_number(true)} | {format_number(share)} | {format_number(value)} |"
        for name, true, share, value in rows
    )
    title = "Sum" if settings.reduction == "sum" else "Mean"
    return f"\n\n{_TABLE_OF_SMOOTHINGS.format(title=title)}\n{lines}"


def _two_means(batch: Batch, settings: Settings, found: Evaluation) -> str:
    """Say what the mean divides by for class numbers and for one-hot rows, with both numbers."""
    targets = batch.row_targets
    if not _one_hot(batch):
        return ""
    if not found.counted.all():
        return ""  # one-hot rows cannot say that a row is ignored
    as_numbers = batch
    if batch.is_soft:
        numbers = targets.argmax(axis=1).reshape(batch.logits.shape[:-1])
        as_numbers = replace(batch, target=numbers)
    of_weights = divisor_of(as_numbers, settings, found.counted)
    of_rows = divisor_of(batch, replace(settings, weight=None), found.counted)
    if not of_weights or not of_rows:
        return ""
    total = found.sum()
    rows = f"the number of rows, {of_rows:,.0f}"
    if batch.row_weight is not None:
        rows = f"the rows' weights, {format_number(of_rows)}"
    return (
        f"\n\nAs class numbers, PyTorch divides by the sum of the weights, "
        f"{format_number(of_weights)}: **{format_number(total / of_weights, 5)}**. As one-hot rows "
        f"it divides by {rows}: **{format_number(total / of_rows, 5)}**. {_NO_SINGLE_CLASS}"
    )


def _one_hot(batch: Batch) -> bool:
    return not batch.is_soft or bool((batch.row_targets.max(axis=1) == 1).all())


def effect(control: Control, batch: Batch, settings: Settings, found: Evaluation) -> str:
    """Say what a control that is used does to these labels, rows or logits."""
    k = batch.n_classes
    if control == "weight":
        weights = settings.weight or ()
        largest, smallest = max(weights), min(weights)
        if largest == smallest:
            return f"Every class has the weight {format_given(largest)}."
        return (
            f"The weights go from {format_given(smallest)} (class {weights.index(smallest)}) to "
            f"{format_given(largest)} (class {weights.index(largest)})."
        )
    if control == "ignore_index":
        left_out = batch.n_rows - int(found.counted.sum())
        return f"Left out of losses, mean and gradient: {left_out:,} of {batch.n_rows:,} rows."
    if control == "label_smoothing":
        epsilon, share = settings.label_smoothing, settings.label_smoothing / k
        if not _one_hot(batch):
            return (
                f"Each label is multiplied by {format_number(1 - epsilon)}, and "
                f"{format_number(share)} is added to it."
            )
        return (
            f"A true class's label is {format_number(1 - epsilon + share)}, "
            f"another's {format_number(share)} instead of 1 and 0."
        )
    verb = "closer together" if settings.temperature > 1 else "further apart"
    return (
        f"Logits are divided by {format_given(settings.temperature)}, so probabilities move "
        f"{verb}; the gradient is divided by it too."
    )
