"""Put beside an explanation what helps to choose: the right values, and what tells two apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.numeric.explain.case import Case, Matrix, Vector
from ce_core.numeric.explain.evaluator import Evaluator
from ce_core.numeric.explain.explain import Explanation
from ce_core.numeric.explain.recipe import RIGHT, Recipe

# Closer than this, two numbers cannot be told apart by what code prints.
_DIFFERENT = 1e-4

# Rows whose loss is looked at; the first ones are the easiest to print.
_ROWS = 16


@dataclass(frozen=True)
class RightValues:
    """The right loss in all reductions, in nats.

    Parameters
    ----------
    mean, sum : float
        The mean is weighted where class indices have weights; nan if no row counts.
    rows : ndarray, shape (n,)
        The weighted loss of each row.
    gradient : ndarray, shape (n, K)
        Of the mean, by the logits.
    """

    mean: float
    sum: float
    rows: Vector
    gradient: Matrix

    def in_unit(self, base: float) -> "RightValues":
        """The losses in the unit of a logarithm's base: 2 for bits, 10 for bans."""
        factor = 1 / math.log(base)
        return RightValues(
            self.mean * factor, self.sum * factor, self.rows * factor, self.gradient * factor
        )


def right_values(case: Case) -> RightValues:
    """Compute what the right code prints for a case."""
    evaluator = Evaluator(case)
    return RightValues(
        mean=evaluator.right,
        sum=evaluator.reduced(Recipe(division="sum")),
        rows=evaluator.row_losses(RIGHT),
        gradient=evaluator.gradients(RIGHT),
    )


@dataclass(frozen=True)
class Question:
    """A number whose value tells explanations apart.

    Parameters
    ----------
    ask : str
        What to print, as the end of "Print …".
    values : tuple of float
        What each explanation gives there, in their order.
    """

    ask: str
    values: tuple[float, ...]


def telling_apart(case: Case, explanations: Sequence[Explanation]) -> Question | None:
    """Find a number that differs between all explanations, or between most of them.

    Returns
    -------
    Question or None
        None with fewer than two explanations, or where nothing tried differs.
    """
    if len(explanations) < 2:
        return None
    questions = [q for q in _questions(case, [e.recipe for e in explanations]) if _kinds(q) > 1]
    return max(questions, key=_kinds, default=None)


def _questions(case: Case, recipes: Sequence[Recipe]) -> list[Question]:
    n = case.shape[0]
    evaluator = Evaluator(case)
    evaluator.prepare(recipes)
    losses = [evaluator.row_losses(recipe) for recipe in recipes]
    questions = [
        Question(f"the loss of row {row + 1} alone", tuple(float(each[row]) for each in losses))
        for row in range(min(n, _ROWS))
        if n > 1
    ]
    if n > 1:
        first = [Evaluator(case.part(slice(0, n - 1))).reduced(recipe) for recipe in recipes]
        questions.append(Question("the loss without the last row", tuple(first)))
    doubled = Evaluator(case.scaled(2.0))
    again = tuple(doubled.reduced(recipe) for recipe in recipes)
    if case.given == "logits":
        questions.append(Question("the loss of the logits times 2", again))
    return questions


def _kinds(question: Question) -> int:
    """How many values can be told from each other."""
    kinds: list[float] = []
    for value in question.values:
        if not any(_alike(value, other) for other in kinds):
            kinds.append(value)
    return len(kinds)


def _alike(first: float, second: float) -> bool:
    if math.isnan(first) or math.isnan(second):
        return math.isnan(first) and math.isnan(second)
    return bool(np.isclose(first, second, rtol=_DIFFERENT, atol=1e-9))
