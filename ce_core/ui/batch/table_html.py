"""The table of a batch's rows as HTML: groups of columns, each in the colour of its role."""

import html
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ce_core.figures.theme import faded
from ce_core.number_format import format_number, format_percent, format_signed
from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import Evaluation, RowDetails
from ce_core.numeric.batch.settings import Settings
from ce_core.palette import Theme, roles
from ce_core.scenario import MAX_CLASSES

STYLE = """
<style>
  .batch { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
  .batch table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;
    font-size: .875rem; line-height: 1.3; }
  .batch th, .batch td { padding: .3rem .55rem; text-align: right; white-space: nowrap;
    border: 0; border-bottom: 1px solid var(--line); }
  .batch thead th { font-weight: 600; }
  .batch thead tr:first-child th { text-align: left; border-bottom: 2px solid currentColor; }
  .batch .first { border-left: 1px solid var(--line); }
  .batch tbody th { font-weight: 600; position: sticky; left: 0; background: var(--paper); }
  .batch tr.open th, .batch tr.open td { box-shadow: inset 0 -2px 0 var(--accent); }
  .batch td.true { font-weight: 700; text-decoration: underline; text-underline-offset: 3px; }
</style>
"""


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
    colours: tuple[tuple[str, ...], ...] | None = None


def markup(
    batch: Batch,
    settings: Settings,
    found: Evaluation,
    rows: IntArray,
    seen: RowDetails,
    theme: Theme,
    chosen: int,
) -> str:
    """Write the table as HTML; every text in it is escaped."""
    colour = roles(theme)
    targets = batch.row_targets[rows]
    groups = [_label_and_loss(batch, settings, found, rows, targets, colour)]
    groups += _wide(seen, colour) if batch.n_classes <= MAX_CLASSES else _narrow(seen, targets)
    true = None if batch.is_soft or batch.n_classes > MAX_CLASSES else targets
    top = "".join(
        f'<th scope="colgroup" colspan="{len(g.heads)}" class="first" '
        f'style="color:{colour[g.role]}">{html.escape(g.title)}</th>'
        for g in groups
    )
    heads = "".join(
        f'<th scope="col" class="{"" if i else "first"}" style="color:{colour[g.role]}">'
        f"{html.escape(head)}</th>"
        for g in groups
        for i, head in enumerate(g.heads)
    )
    body = "".join(
        f'<tr class="{"open" if int(row) == chosen else ""}">'
        f'<th scope="row">{row_name(batch, int(row))}</th>'
        + "".join(_cells(g, r, colour, None if true is None else int(true[r])) for g in groups)
        + "</tr>"
        for r, row in enumerate(rows)
    )
    variables = f"--line:{colour['grid']};--paper:{colour['background']};--accent:{colour['moved']}"
    return (
        f'<div class="batch" style="{variables}" role="region" tabindex="0" '
        'aria-label="Rows of the batch"><table>'
        f"<thead><tr><th></th>{top}</tr><tr><th scope='col'>row</th>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def row_name(batch: Batch, row: int) -> str:
    """Name a row by its place: "12", or "0, 1" for (batch, seq)."""
    return ", ".join(map(str, batch.position(row)))


def _cells(group: Group, r: int, colour: Mapping[str, str], true: int | None) -> str:
    written = []
    for i, text in enumerate(group.cells[r]):
        # On a tint of its own colour a text is hard to read; the heading says the role, too.
        plain = colour[group.role if group.tints is None else "text"]
        ink = group.colours[r][i] if group.colours else plain
        style = f"color:{ink}"
        if group.tints is not None:
            style += f";background:{faded(colour[group.role], 0.3 * float(group.tints[r, i]))}"
        kinds = ["first"] if i == 0 else []
        kinds += ["true"] if true == i and len(group.heads) > 2 else []
        name = f' class="{" ".join(kinds)}"' if kinds else ""
        written.append(f'<td{name} style="{style}">{html.escape(text)}</td>')
    return "".join(written)


def _label_and_loss(
    batch: Batch,
    settings: Settings,
    found: Evaluation,
    rows: IntArray,
    targets: FloatArray,
    colour: Mapping[str, str],
) -> Group:
    even = math.log(batch.n_classes)
    cells, inks = [], []
    for row, target in zip(rows.tolist(), targets, strict=True):
        label = _soft_words(target) if batch.is_soft else str(int(target))
        loss = float(found.losses[row])
        if not found.counted[row]:
            cells.append((label, "ignored"))
            inks.append((colour["labels"], colour["muted"]))
            continue
        ink = colour["cost_high"] if loss > even else colour["cost_low"]
        cells.append((label, format_number(loss, 5)))
        inks.append((colour["labels"], colour["cost"] if settings.weight else ink))
    return Group("cost", "loss", ("label", "loss"), tuple(cells), colours=tuple(inks))


def _soft_words(target: FloatArray) -> str:
    """Say a distribution by its largest entry: "2: 70.0 %"; a one-hot one by its class."""
    largest = int(target.argmax())
    share = float(target[largest])
    return str(largest) if share == 1 else f"{largest}: {format_percent(share)}"


def _wide(seen: RowDetails, colour: Mapping[str, str]) -> Iterator[Group]:
    """Give every class its column, in four groups."""
    k = seen.logits.shape[1]

    def group(role: str, title: str, values: FloatArray, tints: FloatArray | None = None) -> Group:
        cells = tuple(tuple(map(format_number, row)) for row in values.tolist())
        return Group(role, title, tuple(map(str, range(k))), cells, tints)

    yield group("logits", "logits z", seen.logits)
    yield group("probabilities", "softmax ŷ", seen.probabilities, seen.probabilities)
    yield group("cost", "terms −y·log ŷ", seen.terms)
    inks = tuple(
        tuple(
            colour["push_up"] if g < 0 else colour["push_down"] if g else colour["muted"]
            for g in row
        )
        for row in seen.gradient.tolist()
    )
    signed = tuple(tuple(map(format_signed, row)) for row in seen.gradient.tolist())
    heads = tuple(map(str, range(k)))
    yield Group("gradient", "gradient", heads, signed, colours=inks)


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
