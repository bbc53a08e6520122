"""Make a batch of what was read, and say how it was read; or ask where that is not clear.

A `Reading` never raises: what is wrong or unclear is part of it, so that a page can show the parts,
let their roles be changed, and read again with other `Choices`.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.batch import MAX_AXES, Batch
from ce_core.numeric.batch.files.content import Array, Arrays, Content, Table
from ce_core.numeric.batch.limits import MAX_CLASSES_IN_BATCH, check_finite
from ce_core.numeric.batch.reading import labels as label_reading
from ce_core.numeric.batch.reading.array_roles import guess_arrays
from ce_core.numeric.batch.reading.column_roles import guess_columns
from ce_core.numeric.batch.reading.gather import Gathered, Labels, Numbers, gather, gather_labels
from ce_core.numeric.batch.reading.labels import QuestionError
from ce_core.numeric.batch.reading.probabilities import as_logits, two_probabilities
from ce_core.numeric.batch.reading.roles import (
    Guess,
    Part,
    Role,
    classes_by_name,
    is_distribution,
)
from ce_core.numeric.batch.reading.shapes import Fit, is_same, shown, without
from ce_core.numeric.batch.reading.words import summary

Roles = tuple[tuple[Role, int | None], ...]


@dataclass(frozen=True)
class Question:
    """What must be answered before anything is computed.

    Parameters
    ----------
    key : {"roles", "axis", "rows", "count_from", "order"}
        Which field of `Choices` answers it.
    sentence : str
    answers : tuple of (value, caption)
        Empty for "roles", which the table of parts answers.
    """

    key: str
    sentence: str
    answers: tuple[tuple[Any, str], ...] = ()


@dataclass(frozen=True)
class Choices:
    """What somebody has chosen instead of the guess; None leaves it to the guess.

    Parameters
    ----------
    roles, label_roles : tuple of (Role, class or None), or None
        Of all parts of the file of logits, and of that of labels.
    axis : int or None
        The axis of the classes.
    rows : {"binary", "classes"} or None
        Whether each logit is a row of its own, or one of the classes of a row.
    count_from : {0, 1} or None
        What the first class is called by the labels.
    numbers : {"logits", "probabilities"} or None
        What the numbers are.
    order : {"alphabet", "appearance"} or None
        How classes that are named by texts are numbered, if no column has their names.
    """

    roles: Roles | None = None
    label_roles: Roles | None = None
    axis: int | None = None
    rows: Literal["binary", "classes"] | None = None
    count_from: Literal[0, 1] | None = None
    numbers: Numbers | None = None
    order: Literal["alphabet", "appearance"] | None = None


@dataclass(frozen=True)
class Reading:
    """How a file or text is read.

    Parameters
    ----------
    parts, label_parts : tuple of Part
        What each part is taken for.
    sentence : str
        The same in words: "Read as: logits from …".
    notes : tuple of str
        What else is to be known: order of classes, axis, what was done to labels.
    questions : tuple of Question
    problem : str or None
        Why there is no batch, if no question says it.
    batch : Batch or None
    numbers : {"logits", "probabilities"}
        What the numbers were taken for.
    look_like_probabilities : bool
        Whether all rows are ≥ 0 and sum to 1.
    classes : tuple of str
        The names of the classes, if they have names.
    weight : tuple of float, or None
        Weights of the classes that came along.
    """

    parts: tuple[Part, ...] = ()
    label_parts: tuple[Part, ...] = ()
    sentence: str = ""
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    problem: str | None = None
    batch: Batch | None = None
    numbers: Numbers = "logits"
    look_like_probabilities: bool = False
    shape: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    weight: tuple[float, ...] | None = None

    def or_raise(self) -> Batch:
        """Give the batch.

        Raises
        ------
        ValueError
            With the first question, or with the problem.
        """
        if self.batch is None:
            raise ValueError(self.questions[0].sentence if self.questions else self.problem)
        return self.batch


def interpret(
    logits: Content, labels: Content | None = None, choices: Choices | None = None
) -> Reading:
    """Read logits with their labels; labels that were given apart win."""
    choices = choices or Choices()
    logits, header = _without_header(logits, labels)
    guess = _guess(logits, choices.roles, of_labels=False)
    parts = guess.parts if labels is None else _without_labels(guess.parts)
    label_guess = Guess(())
    if labels is not None:
        label_guess = _guess(labels, choices.label_roles, of_labels=True)
    if choices.label_roles is None:
        label_guess = _in_the_order_of(parts, label_guess)
    reading = Reading(parts, label_guess.parts, summary(parts, label_guess.parts))
    asked = tuple(
        Question("roles", doubt)
        for doubt in (
            *guess.doubts,
            *(guess.label_doubts if labels is None else ()),
            *label_guess.doubts,
            *label_guess.label_doubts,
        )
    )
    try:
        reading = _read(reading, logits, labels, choices, guess.numbered_from)
    except QuestionError as question:
        answers, key = question.answers, question.key
        reading = replace(reading, questions=(Question(key, str(question), answers),))
    except ValueError as problem:
        reading = replace(reading, problem=str(problem))
    if header and reading.batch is not None:
        reading = replace(reading, notes=(header, *reading.notes))
    if asked:
        return replace(reading, batch=None, questions=(*asked, *reading.questions))
    return reading


def _without_header(logits: Content, labels: Content | None) -> tuple[Content, str]:
    """Take a first line 0, 1, 2 … for names if labels were given for all other lines alone."""
    if not isinstance(logits, Table) or labels is None or logits.names is not None:
        return logits, ""
    rows, width = logits.values.shape
    given = next(iter(labels.arrays.values())) if isinstance(labels, Arrays) else labels.values
    flat = max(given.shape, default=0) if 1 in given.shape or given.ndim == 1 else len(given)
    if rows < 2 or flat != rows - 1 or not np.array_equal(logits.values[0], np.arange(width)):
        return logits, ""
    names = tuple(map(str, range(width)))
    said = f"The first line, {', '.join(names[:3])}{' …' if width > 3 else ''}, names the columns."
    return replace(logits, values=logits.values[1:], names=names), said


def _in_the_order_of(parts: tuple[Part, ...], labels: Guess) -> Guess:
    """Let soft labels that were given apart go by the names that the logits have, too."""
    soft = [part for part in labels.parts if part.role == "soft label"]
    per_class = [part for part in parts if part.role in ("logit", "probability")]
    order, doubt = classes_by_name(soft, per_class)
    if doubt:
        return replace(labels, label_doubts=(*labels.label_doubts, doubt))
    indices = iter(order)
    return replace(
        labels,
        parts=tuple(
            replace(part, index=next(indices)) if order and part.role == "soft label" else part
            for part in labels.parts
        ),
    )


def guess_of(content: Content, *, of_labels: bool = False) -> Guess:
    """Guess the roles of all parts of a file, or of one given for its labels alone."""
    if isinstance(content, Arrays):
        return guess_arrays(content, of_labels=of_labels)
    return guess_columns(content, of_labels=of_labels)


def _guess(content: Content, chosen: Roles | None, *, of_labels: bool) -> Guess:
    guess = guess_of(content, of_labels=of_labels)
    if chosen is None or len(chosen) != len(guess.parts):
        return guess
    parts = tuple(
        part
        if (part.role, part.index) == (role, index)
        else replace(part, role=role, index=index, why="")
        for part, (role, index) in zip(guess.parts, chosen, strict=True)
    )
    return Guess(parts, numbered_from=guess.numbered_from)


def _without_labels(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave out the labels of a file, for which others were given."""
    return tuple(
        replace(part, role="left out", index=None, why="other labels are given")
        if part.role in ("label", "soft label")
        else part
        for part in parts
    )


def _read(
    reading: Reading,
    logits: Content,
    labels: Content | None,
    choices: Choices,
    numbered_from: int | None,
) -> Reading:
    found = gather(logits, reading.parts)
    given = found.labels
    if labels is not None:
        given = gather_labels(labels, reading.label_parts)
    numbers = choices.numbers or found.numbers
    reading = replace(reading, numbers=numbers, weight=found.weight, shape=found.values.shape)
    _check_values(found.values)
    if given is None:
        raise ValueError(
            "There are no labels. Give them beside the logits, or name them: a column label in a "
            "table, an array labels in .npz or JSON."
        )
    binary = None if choices.rows is None else choices.rows == "binary"
    fit = label_reading.fit(found.values, given, choices.axis, binary)
    notes: list[str] = []
    values, probable = _as_rows(found.values, fit, numbers, notes)
    n_classes = values.shape[-1]
    numbered = label_reading.number_texts(given, found.classes, n_classes, choices.order, notes)
    target = _target(numbered, found.values.shape, fit, notes)
    if not fit.soft and fit.axis is not None and given.words is None:
        target = label_reading.count(target, n_classes, choices.count_from, numbered_from, notes)
    if numbers == "probabilities":
        values = as_logits(values, notes)
    _check_masks(values, notes)
    row_weight = _row_weight(found, given, values.shape[:-1], notes)
    return replace(
        reading,
        notes=tuple(notes),
        batch=Batch(values, target, row_weight),
        look_like_probabilities=probable,
        classes=found.classes if len(found.classes) == n_classes else (),
    )


def _row_weight(
    found: Gathered, labels: Labels, leading: tuple[int, ...], notes: list[str]
) -> FloatArray | None:
    """Give one weight a row, in the shape of the rows.

    Raises
    ------
    ValueError
        When two files hold weights, or they are not as many as the rows.
    """
    if found.row_weight is not None and labels.row_weight is not None:
        raise ValueError("Logits and labels both come with weights of rows. Leave one out.")
    weight = labels.row_weight if found.row_weight is None else found.row_weight
    if weight is None:
        return None
    if not is_same(weight.shape, leading):
        raise ValueError(
            f"The weights of rows have the shape {shown(weight.shape)}; expected "
            f"{shown(leading)}, one for each row."
        )
    notes.append(
        "Each row's loss is multiplied by its weight. The mean is Σ w·loss / Σ w, as with "
        "scikit-learn's sample_weight."
    )
    return weight.reshape(leading).astype(np.float64)


def _check_values(values: Array) -> None:
    if not 1 <= values.ndim <= MAX_AXES or not values.size:
        raise ValueError(
            f"The logits have the shape {values.shape}; expected 1 to {MAX_AXES} axes, with at "
            "least two classes and one row."
        )
    if max(values.shape) > MAX_CLASSES_IN_BATCH and values.ndim == 1:
        raise ValueError(
            f"The logits have {len(values):,} classes; the limit is {MAX_CLASSES_IN_BATCH:,}."
        )

    if values.dtype.kind == "f":
        check_finite(values, masked=True)


def _check_masks(values: FloatArray, notes: list[str]) -> None:
    """Say what −∞ does; a row of nothing else has no softmax.

    Raises
    ------
    ValueError
        With the first such row.
    """
    if values.min() != -np.inf:
        return
    empty = values.max(axis=-1).reshape(-1) == -np.inf
    if empty.any():
        raise ValueError(
            f"Row {int(empty.argmax())} has the logit −∞ at every class, so softmax divides 0 by "
            "0. Leave the row out."
        )
    notes.append("A logit of −∞ masks its class: the probability is 0, and a label on it costs ∞.")


def _as_rows(
    values: Array, fit: Fit, numbers: Numbers, notes: list[str]
) -> tuple[FloatArray, bool]:
    """Bring the classes to the last axis; tell whether the numbers look like probabilities."""
    logits = values if values.dtype.kind == "f" else values.astype(np.float64)
    if fit.axis is not None:
        if logits.shape[fit.axis] > MAX_CLASSES_IN_BATCH:
            raise ValueError(
                f"The logits have {logits.shape[fit.axis]:,} classes; "
                f"the limit is {MAX_CLASSES_IN_BATCH:,}."
            )
        if fit.axis != logits.ndim - 1:
            notes.append(
                f"The classes are on axis {fit.axis} of {shown(values.shape)}; "
                "below they are on the last axis."
            )
        return np.moveaxis(logits, fit.axis, -1), is_distribution(logits, fit.axis)
    probable = bool(((logits >= 0) & (logits <= 1)).all())
    single = logits.reshape(-1)
    if numbers == "probabilities":
        notes.append("One probability a row: that of class 1. Class 0 has the rest to 1.")
        return two_probabilities(single.astype(np.float64)), probable
    notes.append(
        "One logit a row: that of class 1; class 0 has the logit 0. This is binary cross-entropy."
    )
    return np.stack([np.zeros_like(single), single], axis=-1), probable


def _target(labels: Array, shape: tuple[int, ...], fit: Fit, notes: list[str]) -> Array:
    """Give labels in the shape that the rows ask for."""
    if fit.axis is None:
        return label_reading.two_classes(labels, notes)
    leading = without(shape, fit.axis)
    if not fit.soft:
        if labels.shape != leading and labels.ndim:
            notes.append(f"Labels {shown(labels.shape)} are read as {shown(leading)}.")
        return label_reading.indices(labels).reshape(leading)
    moved = np.moveaxis(labels.reshape(shape), fit.axis, -1)
    rows = moved.reshape(-1, moved.shape[-1])
    return label_reading.distributions(rows, notes).reshape(moved.shape)
