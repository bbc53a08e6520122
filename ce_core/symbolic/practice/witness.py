"""Find numbers that show that a typed line is not the expected one."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sympy import Expr

from ce_core.number_format import format_number
from ce_core.symbolic.expression import equality
from ce_core.symbolic.practice.exercises import Exercise

Value = float | tuple[float, ...]


@dataclass(frozen=True)
class Witness:
    """A counterexample: logits and labels at which the typed and the expected line differ."""

    logits: tuple[float, ...]
    labels: tuple[float, ...]
    wrote: float
    wanted: float
    entry: int | None = None
    """Of vectors: the entry that differs, counted from 1."""


def find_witness(typed: Expr, exercise: Exercise, soft_only: bool = False) -> Witness | None:
    """The person's own numbers if the lines differ there, else a soft label at which they do."""
    own = () if soft_only else (exercise.at.labels,)
    for labels in (*own, *_soft_labels(len(exercise.at.logits), exercise.at.own)):
        wrote, wanted = equality.values(
            (typed, exercise.wanted),
            exercise.numbers(labels),
            exercise.practice.chain.definitions,
            exercise.setting,
        )
        for entry, pair in _pairs(wrote, wanted):
            if format_number(pair[0]) != format_number(pair[1]):
                return Witness(exercise.at.logits, labels, *pair, entry)
    return None


def _pairs(wrote: Value, wanted: Value) -> Iterator[tuple[int | None, tuple[float, float]]]:
    """The numbers to compare: one of each line, or entry by entry where both are vectors."""
    if isinstance(wrote, float) and isinstance(wanted, float):
        yield None, (wrote, wanted)
    elif isinstance(wrote, tuple) and isinstance(wanted, tuple):
        yield from enumerate(zip(wrote, wanted, strict=False), 1)


def _soft_labels(classes: int, own: int) -> Iterator[tuple[float, ...]]:
    """A few soft labels with short decimals, whatever the number of classes."""
    for share in (0.6, 0.3):
        rest = [0.0] * (classes - 1)
        rest[0] = 1.0 - share
        if classes > 2:
            rest[0], rest[1] = round((1.0 - share) * 0.75, 3), round((1.0 - share) * 0.25, 3)
        yield (*rest[:own], share, *rest[own:])


def in_words(witness: Witness, exercise: Exercise) -> str:
    """One sentence: at which numbers, and which values both lines have there."""
    own = witness.labels == exercise.at.labels
    entry = "" if witness.entry is None else f" in entry {witness.entry}"
    where = "With your numbers" if own else f"With the soft label ({_listed(witness.labels)})"
    wrote, wanted = _gives(witness.wrote), _gives(witness.wanted)
    return f"{where} your line{entry} {wrote}, the correct line {wanted}."


def _gives(number: float) -> str:
    if math.isnan(number):
        return "has no real value"
    return f"gives {format_number(number)}"


def _listed(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
