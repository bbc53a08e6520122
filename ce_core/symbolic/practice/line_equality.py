"""Weighing expressions of one chain against each other, exactly, at random points."""

from dataclasses import dataclass
from random import Random
from typing import Any

from sympy import Expr, Integer

from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.derivations.k_class import J, y
from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression import equality
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.lowering import Fact, Setting, lower, names_of
from ce_core.symbolic.expression.modular import Modular


@dataclass(frozen=True)
class OneHotCases:
    """For which one-hot labels two expressions are equal."""

    own: bool
    others: bool


class Scales:
    """Compares expressions in every setting of a chain; one object for each typed line.

    Parameters
    ----------
    chain
        Whose definitions, settings and facts hold.
    """

    def __init__(self, chain: Chain) -> None:
        self._settings: tuple[Setting | None, ...] = chain.settings or (None,)
        self._names = names_of(chain.definitions, self._settings[0])
        # True whatever line it is, though only one line of the derivation needs it.
        self._facts = (
            k_class.LABELS_SUM_TO_ONE if chain.settings else two_class.LABELS_SUM_TO_ONE,
        )
        self._comparisons = tuple(
            equality.Comparison(chain.definitions, setting) for setting in self._settings
        )
        self._point = Modular(Random(5))

    def weigh(self, expression: Expr) -> None:
        """Raise Undefined if an expression has no value in one of the settings."""
        for comparison in self._comparisons:
            comparison.equal(expression, expression)

    def equal(self, left: Expr, right: Expr, labels_sum_to_one: bool = False) -> bool:
        """Whether two expressions are equal; if asked for, given that the labels sum to 1.

        Raises
        ------
        Undefined
            If one of them divides by zero wherever one looks.
        """
        facts = self._facts if labels_sum_to_one else ()
        return all(comparison.equal(left, right, facts) for comparison in self._comparisons)

    def one_hot_cases(self, left: Expr, right: Expr) -> OneHotCases:
        """Whether two expressions are equal under one-hot labels, though they are not in general.

        Where they hold no labels at all there is no such case.
        """
        own = self._equal_under_labels(left, right, own=True)
        others = self._equal_under_labels(left, right, own=False)
        return OneHotCases(own, others)

    def _equal_under_labels(self, left: Expr, right: Expr, *, own: bool) -> bool:
        try:
            return all(
                comparison.equal(left, right, facts)
                for setting, comparison in zip(self._settings, self._comparisons, strict=True)
                for facts in _one_hot_facts(setting, own)
            )
        except Undefined:
            return False

    def worth(self, expression: Expr) -> Any:
        """A residue that equal expressions share, in the first setting; None if undefined."""
        try:
            return self._point.evaluate(lower(expression, self._names))
        except Undefined:
            return None


def _one_hot_facts(setting: Setting | None, own: bool) -> list[tuple[Fact, ...]]:
    """The label with its 1 at the class whose logit moves, or at each of the others in turn."""
    classes = 2 if setting is None else setting.classes
    moving = 1 if setting is None else dict(setting.indices)[J]
    hot = [k for k in range(1, classes + 1) if (k == moving) is own]
    return [
        tuple(Fact("one-hot label", y(k), Integer(int(k == one))) for k in range(1, classes + 1))
        for one in hot
    ]
