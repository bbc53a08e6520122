"""Compare expressions of one chain: at random points, for 2 to 6 classes, with i and j varied."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.derivations.k_class import J, y
from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression import equality
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.lowering import Fact, Setting

SETTINGS_FOR_VALUES = 2
"""In how many settings :meth:`LineComparison.value` looks: one could take class 2 for j."""

SETTINGS_FOR_MISTAKES = 3
"""In how many settings a wrong line is compared with others: 2 to 4 classes."""

Bound = Mapping[Symbol, Expr | None]
"""For each index that a sum around an expression binds: the class it leaves out, or None."""


@dataclass(frozen=True)
class OneHotCases:
    """For which one-hot labels two expressions are equal."""

    own: bool
    others: bool


class LineComparison:
    """Compares expressions in every setting of a chain, at points drawn anew for each object.

    Parameters
    ----------
    chain
        Whose definitions, settings and facts hold.
    own
        One more setting to look at, such as the number of classes on the screen.
    """

    def __init__(self, chain: Chain, own: Setting | None = None) -> None:
        settings: tuple[Setting | None, ...] = chain.settings or (None,)
        if own is not None and own not in settings:
            settings = (*settings, own)
        self._settings, self._authored = settings, len(chain.settings) or 1
        # True whatever line it is, though only one line of the derivation needs it.
        self._facts = (
            k_class.LABELS_SUM_TO_ONE if chain.settings else two_class.LABELS_SUM_TO_ONE,
        )
        self._comparisons = tuple(
            equality.Comparison(chain.definitions, setting) for setting in settings
        )

    def require_defined(self, expression: Expr) -> None:
        """Raise Undefined if an expression has no value in the first settings."""
        for comparison in self._comparisons[:SETTINGS_FOR_VALUES]:
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

    def equals_mistake(self, typed: Expr, mistake: Expr) -> bool:
        """Whether a line that is known to be wrong has the value of a known mistake."""
        return all(
            comparison.equal(typed, mistake, self._facts)
            for comparison in self._comparisons[:SETTINGS_FOR_MISTAKES]
        )

    def one_hot_cases(self, left: Expr, right: Expr) -> OneHotCases:
        """Whether two expressions are equal under one-hot labels, though they are not in general.

        The person's own setting is left out: with ten classes there would be ten labels to try.
        Where they hold no labels at all there is no such case.
        """
        own = self._equal_under_labels(left, right, own=True)
        others = self._equal_under_labels(left, right, own=False)
        return OneHotCases(own, others)

    def _equal_under_labels(self, left: Expr, right: Expr, *, own: bool) -> bool:
        pairs = zip(self._settings, self._comparisons, strict=True)
        try:
            return all(
                comparison.equal(left, right, facts)
                for setting, comparison in list(pairs)[: self._authored]
                for facts in _one_hot_facts(setting, own)
            )
        except Undefined:
            return False

    def value(self, expression: Expr, bound: Bound | None = None) -> Hashable | None:
        """Residues that equal expressions share, and nearly no others; None if undefined.

        Parameters
        ----------
        bound
            Where the expression stands within sums over the classes, their indices: it is then
            evaluated for every class that they run over.
        """
        pairs = list(zip(self._settings, self._comparisons, strict=True))[:SETTINGS_FOR_VALUES]
        try:
            return tuple(
                comparison.residue(each)
                for setting, comparison in pairs
                for each in _at_every_class(expression, setting, bound or {})
            )
        except Undefined:
            return None


def _at_every_class(expression: Expr, setting: Setting | None, bound: Bound) -> Iterator[Expr]:
    if setting is None or not bound:
        yield expression
        return
    free = dict(setting.indices)
    classes = range(1, setting.classes + 1)
    for chosen in product(classes, repeat=len(bound)):
        indices = {**free, **dict(zip(bound, chosen, strict=True))}
        if all(indices[each] != _class(left_out, indices) for each, left_out in bound.items()):
            yield write_out(expression, setting.classes, indices)


def _class(index: Expr | None, indices: Mapping[Symbol, int]) -> int:
    """The class that an index or a class number means; 0, which is none, for no index."""
    if index is None:
        return 0
    return int(index) if isinstance(index, Integer) else indices.get(index, 0)


def _one_hot_facts(setting: Setting | None, own: bool) -> list[tuple[Fact, ...]]:
    """The label with its 1 at the class whose logit moves, or at each of the others in turn."""
    classes = 2 if setting is None else setting.classes
    moving = 1 if setting is None else dict(setting.indices)[J]
    hot = [k for k in range(1, classes + 1) if (k == moving) is own]
    return [
        tuple(Fact("one-hot label", y(k), Integer(int(k == one))) for k in range(1, classes + 1))
        for one in hot
    ]
