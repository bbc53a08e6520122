"""Name the roles that parts of a file can have, and hold a guess of them with its doubts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.files.content import Array
from ce_core.numeric.batch.limits import quoted

Role = Literal[
    "logit", "probability", "label", "soft label", "row weight", "class weight", "left out"
]
ROLES: tuple[Role, ...] = get_args(Role)
PER_CLASS: tuple[Role, ...] = ("logit", "probability", "soft label")

_ROUNDED = 1e-3
"""How far a sum of probabilities, written with a few digits, may be from 1."""


@dataclass(frozen=True)
class Part:
    """A column of a table or an array of a file, and what it is taken for.

    Parameters
    ----------
    name : str
        As the file names it; "" where it does not.
    role : Role
    index : int or None
        The class of a column of logits, probabilities or soft labels.
    why : str
        Why it is left out, or where the class comes from.
    of : str
        The class that a column's name names: "cat" for "logit_cat".
    """

    name: str
    role: Role
    index: int | None = None
    why: str = ""
    of: str = ""


@dataclass(frozen=True)
class Guess:
    """What each part is taken for, and sentences on what is not clear about it."""

    parts: tuple[Part, ...]
    doubts: tuple[str, ...] = ()
    label_doubts: tuple[str, ...] = ()
    numbered_from: int | None = None
    """With what the names number the classes, 0 or 1, if they do."""


def is_distribution(values: Array, axis: int = -1) -> bool:
    """Tell whether all entries are ≥ 0 and sum to 1 along an axis, as far as rounding allows."""
    if not values.size or values.shape[axis] < 2 or values.dtype.kind not in "fiub":
        return False
    if values.min() < 0 or values.max() > 1 + _ROUNDED:
        return False
    sums = values.sum(axis=axis, dtype=np.float64)
    return bool((np.abs(sums - 1) <= _ROUNDED).all())


def classes_by_name(soft: Sequence[Part], logits: Sequence[Part]) -> tuple[list[int], str]:
    """Give the classes of soft labels by the names that logits have, too, and what is unclear.

    Both are empty where names say nothing of the order.
    """
    order = {
        part.of.casefold(): part.index for part in logits if part.of and part.index is not None
    }
    names = [part.of.casefold() for part in soft]
    if not order or len(order) != len(logits) or not all(names):
        return [], ""
    if {*names} == {*order} and len(names) == len(order):
        return [index for name in names if (index := order[name]) is not None], ""
    shared = {*names} & {*order}
    if not shared:
        return [], ""
    odd = next((part for part in soft if part.of.casefold() not in order), soft[0])
    return [], f"{quoted(odd.name)} is not named after a class of the logits. Of which is it?"


def columns_of(values: FloatArray, chosen: Sequence[int]) -> FloatArray:
    """Take columns as a view if they stand side by side, so that a large table is not copied."""
    if list(chosen) == list(range(chosen[0], chosen[-1] + 1)):
        return values[:, chosen[0] : chosen[-1] + 1]
    return values[:, list(chosen)]


def shown_name(part_or_name: Part | str, position: int) -> str:
    """Name a column in a sentence: by its name, or by its place."""
    name = part_or_name if isinstance(part_or_name, str) else part_or_name.name
    return quoted(name) if name else f"column {position + 1}"


def enumerated(names: Sequence[str]) -> str:
    """Join names in a sentence: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]
