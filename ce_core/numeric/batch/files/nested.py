"""Turn nested lists of numbers into an array; the first odd entry is named by its place."""

import json
import math
from typing import Any

import numpy as np

from ce_core.numeric.batch.files.content import Array
from ce_core.numeric.batch.limits import check_count, place, quoted

MAX_AXES = 4
EXPECTED = f"expected 1 to {MAX_AXES} axes"


def as_array(data: Any, what: str) -> Array:
    """Turn nested lists of floats into an array.

    Raises
    ------
    ValueError
        When lists differ in length, are empty or nested too deeply, or hold other than numbers.
    """
    shape = _shape(data, what)
    check_count(math.prod(shape))
    _check_cells(data, shape, (), what)
    return np.array(data, np.float64)


def _shape(data: Any, what: str) -> tuple[int, ...]:
    """Follow the first entries down."""
    shape: list[int] = []
    while isinstance(data, list):
        shape.append(len(data))
        if len(shape) > MAX_AXES or not data:
            problem = "is nested too deeply" if data else "holds an empty list"
            raise ValueError(f"{what} {problem}; {EXPECTED}.")
        data = data[0]
    return tuple(shape)


def _check_cells(data: Any, shape: tuple[int, ...], at: tuple[int, ...], what: str) -> None:
    if not shape:
        if type(data) is not float:
            raise ValueError(f"{what}: {place(at)} holds {_shown(data)}; expected a number.")
        return
    if not isinstance(data, list) or len(data) != shape[0]:
        held = f"{len(data)} entries" if isinstance(data, list) else _shown(data)
        where = f"list {at[-1] + 1}" if at else "the list"
        raise ValueError(
            f"{what}: {where} holds {held}; expected {shape[0]} entries, as in the first."
        )
    if len(shape) == 1 and set(map(type, data)) == {float}:
        return
    for i, part in enumerate(data):
        _check_cells(part, shape[1:], (*at, i), what)


def _shown(data: Any) -> str:
    # A list of a million entries is not written out to show its beginning.
    if isinstance(data, list | dict):
        return f"a list of {len(data)}" if isinstance(data, list) else "an object"
    return quoted(json.dumps(data))
