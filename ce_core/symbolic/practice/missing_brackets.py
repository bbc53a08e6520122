"""List what a line becomes if one or two pairs of its brackets are forgotten."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from sympy import Add, Expr

from ce_core.symbolic.expression import board
from ce_core.symbolic.practice.canonical_form import Form, form
from ce_core.symbolic.reading.parser import ReadingError, read
from ce_core.symbolic.reading.vocabulary import Vocabulary
from ce_core.symbolic.writing.plain_text import written

MOST_FORGOTTEN = 2


@lru_cache(maxsize=256)
def forms_without_brackets(expression: Expr, vocabulary: Vocabulary) -> frozenset[Form]:
    """The forms of all lines that arise from one by leaving brackets out.

    Parameters
    ----------
    expression
        A line; single brackets are also left out with the terms of its sums in the other order.
    vocabulary
        The names that have a meaning in what remains.
    """
    plain = board.without_marks(expression)
    found = set()
    for spelled, most in ((written(plain), MOST_FORGOTTEN), (written(_turned(plain)), 1)):
        for text in _without_brackets(spelled, most):
            try:
                found.add(form(read(text, vocabulary).expression))
            except ReadingError:
                continue  # what is left has no meaning, or two
    return frozenset(found - {form(plain)})


def _turned(expression: Expr) -> Expr:
    if not expression.args:
        return expression
    args = tuple(map(_turned, expression.args))
    return board.rebuild(expression, args[::-1] if isinstance(expression, Add) else args)


def _without_brackets(text: str, most: int) -> Iterator[str]:
    pairs = _pairs(text)
    for count in range(1, most + 1):
        for chosen in combinations(pairs, count):
            gone = {position for pair in chosen for position in pair}
            yield "".join(" " if at in gone else sign for at, sign in enumerate(text))


def _pairs(text: str) -> list[tuple[int, int]]:
    """The places of brackets that belong together."""
    opened, pairs = [], []
    for position, sign in enumerate(text):
        if sign == "(":
            opened.append(position)
        elif sign == ")":
            pairs.append((opened.pop(), position))
    return pairs
