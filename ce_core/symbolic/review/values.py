"""Tell what a wrong line is worth and should be worth, at a person's numbers or example ones."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr

from ce_core.number_format import format_given, format_number
from ce_core.symbolic.expression import board, equality
from ce_core.symbolic.expression.lowering import Setting
from ce_core.symbolic.expression.notation import LABELS, LOGITS, A, B, X
from ce_core.symbolic.practice.exercises import Numbers
from ce_core.symbolic.review import verdicts as say
from ce_core.symbolic.review.compare import Comparer

LOGIT_NUMBERS, LABEL_NUMBERS = (1.0, 3.0, 5.0, 7.0, 2.0, 4.0), (0.1, 0.2, 0.3, 0.4, 0.0, 0.0)
X_NUMBER, B_NUMBER, A_NUMBER = 1.0, 20.0, 0.25
LARGEST_EXPONENT = 700.0


@dataclass(frozen=True)
class _At:
    """Numbers for the letters, the classes of the indices, and how this place is told."""

    numbers: dict[Expr, float]
    setting: Setting | None
    words: str


def values_told(
    before: Expr, typed: Expr, comparing: Comparer, numbers: Numbers | None
) -> list[str]:
    """One sentence with both values, or none where the numbers do not show the difference.

    Parameters
    ----------
    before, typed
        The line before, and the wrong line.
    comparing
        What the names stand for, and which classes the indices may mean.
    numbers
        The person's own numbers; they are tried first.
    """
    letters = {part for each in (typed, before) for part in board.walk(each) if part.is_Symbol}
    for at in _places(letters, comparing, numbers):
        wrote, wanted = equality.values(
            (typed, before), at.numbers, comparing.definitions, at.setting
        )
        if not (isinstance(wrote, float) and isinstance(wanted, float)):
            continue
        shown = format_number(wrote), format_number(wanted)
        if math.isnan(wrote) or math.isnan(wanted) or shown[0] == shown[1] or not at.words:
            continue
        return [say.WORTH.format(where=at.words, wrote=shown[0], wanted=shown[1])]
    return []


def _places(letters: set[Expr], comparing: Comparer, numbers: Numbers | None) -> Iterator[_At]:
    in_classes = any(each is not None for each in comparing.settings)
    if numbers is not None:
        own = _own_classes(comparing, numbers) if in_classes else _own_pair(letters, numbers)
        if own is not None:
            yield own
    yield _example(letters, comparing)


def _own_classes(comparing: Comparer, numbers: Numbers) -> _At | None:
    setting = comparing.setting_with(len(numbers.logits), numbers.own + 1)
    if setting is None:
        return None
    classes = ", ".join(f"{index.name} = {k}" for index, k in setting.indices)
    words = say.YOUR_CLASSES.format(
        logits=_listed(numbers.logits),
        labels=_listed(numbers.labels),
        classes=f"; {classes}" if classes else "",
    )
    return _At(_entries(numbers.logits, numbers.labels), setting, f"your numbers ({words})")


def _own_pair(letters: set[Expr], numbers: Numbers) -> _At | None:
    pair = numbers.one_against_rest()
    first, second = pair.logits
    with_b = B in letters
    if with_b and abs(second) > LARGEST_EXPONENT:
        return None
    difference = first - second
    given: dict[Expr, float] = {
        X: first if with_b else difference,
        LOGITS: difference,
        A: pair.labels[0],
        LABELS: pair.labels[0],
        **_entries(pair.logits, pair.labels),
    }
    if with_b:
        given[B] = math.exp(second)
    words = _letters_told(letters, given)
    return _At(given, None, f"your numbers ({words})") if words else None


def _example(letters: set[Expr], comparing: Comparer) -> _At:
    setting = next((each for each in comparing.settings if each is not None), None)
    given: dict[Expr, float] = {
        X: X_NUMBER,
        B: B_NUMBER,
        A: A_NUMBER,
        LABELS: A_NUMBER,
        LOGITS: X_NUMBER,
        **_entries(LOGIT_NUMBERS, LABEL_NUMBERS),
    }
    if setting is None:
        return _At(given, None, _letters_told(letters, given))
    logits, labels = (_listed(each[: setting.classes]) for each in (LOGIT_NUMBERS, LABEL_NUMBERS))
    return _At(given, setting, f"logits {logits} and labels {labels}")


def _entries(logits: tuple[float, ...], labels: tuple[float, ...]) -> dict[Expr, float]:
    found: dict[Expr, float] = {}
    for k, (logit, label) in enumerate(zip(logits, labels, strict=True), 1):
        found[board.entry(LOGITS, k)] = logit
        found[board.entry(LABELS, k)] = label
    return found


def _letters_told(letters: set[Expr], given: dict[Expr, float]) -> str:
    named = [each for each in (X, LOGITS, A, LABELS, B) if each in letters]
    return ", ".join(f"{letter} = {format_given(given[letter])}" for letter in named)


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(map(format_given, numbers))
