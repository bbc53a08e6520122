"""Write a scenario as a URL query, and read it back.

One table of fields drives reading and writing; a bad query gives the nearest sensible scenario
and a plain sentence for each thing that was ignored.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ce_core.scenario import (
    DEFAULT_SCENARIO,
    LABEL_SMOOTHING_RANGE,
    MAX_CLASSES,
    MAX_NAME_LENGTH,
    MIN_CLASSES,
    SUM_TOLERANCE,
    TEMPERATURE_RANGE,
    Scenario,
    clean_name,
    default_name,
    one_hot_scenario,
)
from ce_core.url_fields import Query, UrlField, keys, read_all, write_all

__all__ = ["QUERY_KEYS", "Query", "from_query", "read_float", "to_query"]


def _write_float(value: float) -> str:
    """Write the shortest text that reads back as the same number: ``1``, ``-9``, ``0.1``."""
    value = float(value)  # a whole number in a float's place has no is_integer before Python 3.12
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


_NUMBER = re.compile(r"[+-]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)


def read_float(text: str) -> float | None:
    """Read a plain finite decimal number (a true minus sign counts), or give ``None``."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _read_logits(texts: Sequence[str], so_far: Scenario, problems: list[str]) -> Scenario:
    parts = ",".join(texts).split(",", 10 * MAX_CLASSES)
    if len(parts) > MAX_CLASSES:
        problems.append(f"Only the first {MAX_CLASSES} logits are used; there were more.")
        parts = parts[:MAX_CLASSES]
    logits = []
    for i, part in enumerate(parts):
        value = read_float(part)
        if value is None:
            problems.append(f"Logit {i + 1} in the link is not a finite number; 0 stands for it.")
        logits.append(0.0 if value is None else value)
    if all(read_float(part) is None for part in parts) or len(parts) < MIN_CLASSES:
        problems[:] = ["The link's logits could not be used: at least two numbers are needed."]
        return so_far
    return one_hot_scenario(logits, min(so_far.label or 0, len(logits) - 1))


def _read_target(texts: Sequence[str], so_far: Scenario, problems: list[str]) -> Scenario:
    k = so_far.n_classes
    parts = ",".join(texts).split(",", 10 * MAX_CLASSES)
    if len(parts) == 1:
        if not re.fullmatch(r"\d{1,9}", parts[0].strip(), re.ASCII):
            problems.append("The link's label is not a class number, so it was ignored.")
            return so_far
        label = int(parts[0])
        if label >= k:
            problems.append(f"The link's label does not exist: classes are 0 to {k - 1}.")
            return so_far
        return replace(so_far, target=tuple(float(i == label) for i in range(k)))
    values = [read_float(part) for part in parts]
    numbers = [v for v in values if v is not None and v >= 0]
    total = sum(numbers)  # not fsum, which raises OverflowError where this gives inf
    if len(values) != k or len(numbers) != k or not 0 < total < math.inf:
        problems.append(
            f"The link's soft label needs {k} numbers, none negative, so it was ignored."
        )
        return so_far
    if abs(total - 1) > SUM_TOLERANCE:
        problems.append("The link's soft label did not sum to 1, so it was scaled to.")
        numbers = [v / total for v in numbers]
    return replace(so_far, target=tuple(numbers))


def _read_names(texts: Sequence[str], so_far: Scenario, problems: list[str]) -> Scenario:
    k = so_far.n_classes
    if len(texts) > k:
        problems.append(f"The link has more class names than classes; the first {k} are used.")
    names = list(so_far.names)
    for i, text in enumerate(texts[:k]):
        names[i] = clean_name(text[: 4 * MAX_NAME_LENGTH]) or default_name(i)
        if len(text) > MAX_NAME_LENGTH:
            problems.append(f"The name of class {i + 1} was cut to {MAX_NAME_LENGTH} characters.")
    return replace(so_far, names=tuple(names))


def _reader_of_number(
    field: str, words: str, bounds: tuple[float, float]
) -> Callable[[Sequence[str], Scenario, list[str]], Scenario]:
    low, high = bounds

    def read(texts: Sequence[str], so_far: Scenario, problems: list[str]) -> Scenario:
        value = read_float(texts[-1])
        if value is None:
            problems.append(f"The link's {words} is not a finite number, so it was ignored.")
            return so_far
        if not low <= value <= high:
            problems.append(f"The link's {words} was moved into its range, {low:g} to {high:g}.")
            value = min(max(value, low), high)
        settings = {field: value}
        return replace(so_far, **settings)  # type: ignore[arg-type]  # field names a float

    return read


FIELDS: tuple[UrlField[Scenario], ...] = (
    UrlField("z", _read_logits, lambda s: [",".join(map(_write_float, s.logits))]),
    UrlField(
        "y",
        _read_target,
        lambda s: [str(s.label) if s.label is not None else ",".join(map(_write_float, s.target))],
    ),
    UrlField(
        "n",
        _read_names,
        lambda s: [] if s.names == tuple(map(default_name, range(s.n_classes))) else s.names,
    ),
    UrlField(
        "t",
        _reader_of_number("temperature", "temperature", TEMPERATURE_RANGE),
        lambda s: [] if s.temperature == 1 else [_write_float(s.temperature)],
    ),
    UrlField(
        "s",
        _reader_of_number("label_smoothing", "label smoothing", LABEL_SMOOTHING_RANGE),
        lambda s: [] if s.label_smoothing == 0 else [_write_float(s.label_smoothing)],
    ),
)

QUERY_KEYS = keys(FIELDS)


def to_query(scenario: Scenario) -> dict[str, list[str]]:
    """Write ``scenario`` as URL query values, without loss; defaults are left out."""
    return write_all(scenario, FIELDS)


def from_query(query: Query) -> tuple[Scenario, list[str]]:
    """Read the nearest sensible scenario from URL query values.

    Parameters
    ----------
    query : mapping of str to sequence of str
        Values by key; keys that are not a scenario's are no concern of this function.

    Returns
    -------
    scenario : Scenario
        ``DEFAULT_SCENARIO`` where the query says nothing (usable).
    problems : list of str
        One plain sentence for each thing that was ignored or mended. They quote nothing from
        the query, so they can be shown anywhere.
    """
    return read_all(query, FIELDS, DEFAULT_SCENARIO)
