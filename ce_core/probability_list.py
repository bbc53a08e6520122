"""Read probabilities, or pairs [p, 1 − p], from text that somebody typed or pasted."""

import math
import re

from ce_core.scenario_query import read_float

MAX_ENTRIES = 50
_LONGEST = 4000  # characters: more is not looked at
_BRACKETS = str.maketrans("[](){}⇒", "       ")


def read_probabilities(text: str) -> tuple[list[float], list[str]]:
    """Read numbers between 0 and 1, apart by commas, semicolons, spaces or line breaks.

    Returns
    -------
    values : list of float
        At most ``MAX_ENTRIES``.
    problems : list of str
        One plain sentence for each entry that was left out. They quote nothing of the text, so
        they can be shown anywhere.
    """
    values, problems = [], _on_length(text)
    parts = [part for part in re.split(r"[,;\s]+", text[:_LONGEST].translate(_BRACKETS)) if part]
    if len(parts) > MAX_ENTRIES:
        problems.append(f"Only the first {MAX_ENTRIES} numbers are used; there were more.")
    for place, part in enumerate(parts[:MAX_ENTRIES], start=1):
        value = read_float(part)
        if value is None:
            problems.append(f"Entry {place} is not a plain number such as 0.25, so it is left out.")
        elif not 0 <= value <= 1:
            problems.append(f"Entry {place} does not lie between 0 and 1, so it is left out.")
        else:
            values.append(value)
    return values, problems


def read_pairs(text: str) -> tuple[list[tuple[float, float]], list[str]]:
    """Read one pair of probabilities a line that sum to 1, within a rounding of 1e-6.

    Returns
    -------
    pairs : list of (float, float)
        At most ``MAX_ENTRIES``.
    problems : list of str
        One plain sentence for each line that was left out.
    """
    pairs, problems = [], _on_length(text)
    lines = [line for line in text[:_LONGEST].splitlines() if line.strip()]
    if len(lines) > MAX_ENTRIES:
        problems.append(f"Only the first {MAX_ENTRIES} lines are used; there were more.")
    for place, line in enumerate(lines[:MAX_ENTRIES], start=1):
        values, wrong = read_probabilities(line)
        if wrong or len(values) != 2:
            problems.append(f"Line {place} is not two numbers between 0 and 1, so it is left out.")
        elif abs(math.fsum(values) - 1) > 1e-6:
            problems.append(
                f"Line {place} sums to {math.fsum(values):.6g} and not to 1, so it is left out."
            )
        else:
            pairs.append((values[0], values[1]))
    return pairs, problems


def _on_length(text: str) -> list[str]:
    if len(text) <= _LONGEST:
        return []
    return [f"Only the first {_LONGEST} characters are read; there were more."]
