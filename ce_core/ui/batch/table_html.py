"""Build the table of a batch's rows: groups of columns, each in the colour of its role."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ce_core.number_format import format_number, format_percent, format_signed
from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, RowDetails
from ce_core.numeric.batch.settings import Settings
from ce_core.scenario import MAX_CLASSES
from ce_core.ui.shell.html_table import Cell, Markup, Row, html_table

LOSS = "loss"


@dataclass(frozen=True)
class Group:
    """Columns that belong together, under one heading in the colour of their role."""

    role: str
    title: str
    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    """One tuple a row; text, not markup."""
    tints: FloatArray | None = None
    """(r, columns) from 0 to 1: how strongly a cell is tinted."""
    roles: tuple[tuple[str, ...], ...] | None = None
    """The role of each cell, where it is not that of the group."""


def rows_table(
    batch: Batch,
    settings: Settings,
    found: Evaluation,
    rows: IntArray,
    seen: RowDetails,
    chosen: int,
) -> Markup:
    """Build the table for the style sheet ``batch/rows.css``; every text in it is escaped."""
    targets = batch.row_targets[rows]
    groups = [_label_and_loss(batch, settings, found, rows, targets)]
    groups += _wide(seen) if batch.n_classes <= MAX_CLASSES else _narrow(seen, targets)
    true = None if batch.is_soft or batch.n_classes > MAX_CLASSES else targets
    top = [Cell(g.title, f"first {g.role}", "colgroup", len(g.heads)) for g in groups]
    heads = [
        Cell(head, g.role if i else f"first {g.role}", "col")
        for g in groups
        for i, head in enumerate(g.heads)
    ]
    body = (
        Row(
            (
                Cell(row_name(batch, int(row)), heads="row"),
                *(c for g in groups for c in _cells(g, r, None if true is None else int(true[r]))),
            ),
            "open" if int(row) == chosen else "",
        )
        for r, row in enumerate(rows)
    )
    head_rows = [Row((Cell(""), *top)), Row((Cell("row", heads="col"), *heads))]
    return html_table(head_rows, body, "Rows of the batch", "batch")


def row_name(batch: Batch, row: int) -> str:
    """Name a row by its place: "12", or "0, 1" for (batch, seq)."""
    return ", ".join(map(str, batch.position(row)))


def _cells(group: Group, r: int, true: int | None) -> Iterator[Cell]:
    for i, text in enumerate(group.cells[r]):
        # On a tint of its own colour a text is hard to read; the heading says the role, too.
        role = "tinted" if group.tints is not None else ""
        kinds = [group.roles[r][i] if group.roles else f"{group.role} {role}".strip()]
        kinds += ["first"] if i == 0 else []
        kinds += ["true"] if true == i and group.title != LOSS else []
        tint = None if group.tints is None else float(group.tints[r, i])
        yield Cell(text, " ".join(kinds), tint=tint)


def _label_and_loss(
    batch: Batch, settings: Settings, found: Evaluation, rows: IntArray, targets: FloatArray
) -> Group:
    uniform = math.log(batch.n_classes)
    cells: list[tuple[str, ...]] = []
    kinds: list[tuple[str, ...]] = []
    for row, target in zip(rows.tolist(), targets, strict=True):
        label = _soft_words(target) if batch.is_soft else str(int(target))
        loss = float(found.losses[row])
        if not found.counted[row]:
            cells.append((label, "ignored"))
            kinds.append(("labels", "muted"))
            continue
        level = "cost_high" if loss > uniform else "cost_low"
        cells.append((label, format_number(loss, 5)))
        weighted = settings.weight is not None or batch.row_weight is not None
        kinds.append(("labels", "cost" if weighted else level))
    heads: tuple[str, ...] = ("label", "loss")
    if batch.row_weights is not None:
        weights = batch.row_weights[rows].tolist()
        heads = ("label", "weight", "loss")
        cells = [(a, format_number(w), b) for (a, b), w in zip(cells, weights, strict=True)]
        kinds = [(a, "muted", b) for a, b in kinds]
    return Group("cost", LOSS, heads, tuple(cells), roles=tuple(kinds))


def _soft_words(target: FloatArray) -> str:
    """Say a distribution by its largest entry: "2: 70.0 %"; a one-hot one by its class."""
    largest = int(target.argmax())
    share = float(target[largest])
    return str(largest) if share == 1 else f"{largest}: {format_percent(share)}"


def _wide(seen: RowDetails) -> Iterator[Group]:
    """Give every class its column, in four groups."""
    k = seen.logits.shape[1]

    def group(role: str, title: str, values: FloatArray, tints: FloatArray | None = None) -> Group:
        cells = tuple(tuple(map(format_number, row)) for row in values.tolist())
        return Group(role, title, tuple(map(str, range(k))), cells, tints)

    yield group("logits", "logits z", seen.logits)
    yield group("probabilities", "softmax ŷ", seen.probabilities, seen.probabilities)
    yield group("cost", "terms −y·log ŷ", seen.terms)
    pushes = tuple(tuple(map(_push, row)) for row in seen.gradient.tolist())
    signed = tuple(tuple(map(format_signed, row)) for row in seen.gradient.tolist())
    yield Group("gradient", "gradient", tuple(map(str, range(k))), signed, roles=pushes)


def _push(gradient: float) -> str:
    if math.isnan(gradient) or not gradient:
        return "muted"
    return "push_up" if gradient < 0 else "push_down"


def _narrow(seen: RowDetails, targets: FloatArray) -> Iterator[Group]:
    """With many classes, show the true one and the most probable one."""
    every = np.arange(len(seen.losses))
    true = targets.argmax(axis=1) if targets.ndim == 2 else np.maximum(targets, 0)
    true = np.minimum(true, seen.logits.shape[1] - 1).astype(np.intp)
    for title, classes in (
        ("true class", true),
        ("most probable class", seen.probabilities.argmax(axis=1)),
    ):
        at = every, classes
        columns = zip(
            map(str, classes.tolist()),
            map(format_number, seen.logits[at].tolist()),
            map(format_number, seen.probabilities[at].tolist()),
            map(format_signed, seen.gradient[at].tolist()),
            strict=True,
        )
        heads = ("class", "logit z", "softmax ŷ", "gradient")
        yield Group(
            "labels" if title == "true class" else "probabilities", title, heads, (*columns,)
        )
