"""Compare two lines at random points, for several numbers of classes, with and without facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.expression import board, equality
from ce_core.symbolic.expression.board import Call, Cases, Delta, Entry, Grid, Vector
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.lowering import Definitions, Fact, Setting
from ce_core.symbolic.expression.notation import COST, LABELS, A
from ce_core.symbolic.practice.line_equality import Bound
from ce_core.symbolic.review.formula.names import Letters
from ce_core.symbolic.review.reading.resolve import free_indices, is_in_classes

LABELS_SUM = "Σy = 1"
ONE_HOT = "the label is one-hot"
OWN_LABEL = "the label is one-hot and {index} is the true class"
OTHER_LABEL = "the label is one-hot and {index} is not the true class"
TWO_CLASSES = "K = 2"
EQUAL_INDICES = "{i} = {j}"
UNEQUAL_INDICES = "{i} ≠ {j}"
_PATTERNS = ((3, 2, 1), (4, 1, 3), (2, 2, 1), (5, 4, 4), (3, 3, 3), (6, 5, 2))
"""K, and the classes of the free indices in turn; equal ones among them, and unequal ones."""
_PAIR = ((1, 2), (2, 1))

Condition = tuple[Symbol, str, Symbol]


@dataclass(frozen=True)
class Held:
    """How far two lines are equal: always, or only given a fact.

    Parameters
    ----------
    equal
        Whether they are.
    fact
        What it needs; empty if nothing.
    """

    equal: bool
    fact: str = ""


class Comparer:
    """Compares lines of one chain.

    Parameters
    ----------
    definitions
        What its names stand for.
    letters
        The number of classes, and which facts may be used.
    indices
        All free indices of the chain's lines.
    conditions
        Conditions on indices that the text states.
    in_classes
        Whether the chain speaks of K classes.
    """

    def __init__(
        self,
        definitions: Definitions,
        letters: Letters,
        indices: tuple[Symbol, ...] = (),
        conditions: tuple[Condition, ...] = (),
        in_classes: bool = True,
        least_classes: int = 2,
    ) -> None:
        self._definitions, self._letters = definitions, letters
        self._indices, self._conditions = indices, conditions
        self._in_classes, self._least = in_classes, least_classes

    @property
    def definitions(self) -> Definitions:
        """What the names stand for."""
        return self._definitions

    @cached_property
    def _defined_names(self) -> frozenset[Expr]:
        return frozenset(
            pattern.args[0] if isinstance(pattern, Call | Entry) else pattern
            for pattern, _ in self._definitions
        )

    def defined_names(self) -> frozenset[Expr]:
        """The letters and the names of functions that something defines."""
        return self._defined_names

    @cached_property
    def _known_letters(self) -> frozenset[Expr]:
        parts = (part for pair in self._definitions for each in pair for part in board.walk(each))
        return frozenset(part for part in parts if isinstance(part, Symbol))

    def known_letters(self) -> frozenset[Expr]:
        """The letters that stand in a definition."""
        return self._known_letters

    @cached_property
    def settings(self) -> tuple[Setting | None, ...]:
        """Every setting that the stated conditions allow."""
        return tuple(self._settings(self._conditions, self._letters.classes))

    def _settings(
        self, conditions: tuple[Condition, ...], classes: int | None
    ) -> Iterator[Setting | None]:
        if not self._in_classes:
            yield None
            return
        seen = set()
        for k, first, second in _PATTERNS:
            count = classes or max(k, self._least)
            chosen = [min(first, count), min(second, count)]
            chosen += [1 + (first + n) % count for n in range(len(self._indices))]
            at = dict(zip(self._indices, chosen, strict=False))
            setting = Setting(count, self._under_conditions(at, conditions, count))
            if setting not in seen:
                seen.add(setting)
                yield setting

    def setting_with(self, classes: int, own: int) -> Setting | None:
        """The setting in which the first free index means the class ``own``, if it is allowed."""
        chosen = self._letters.classes or classes
        if not self._in_classes or chosen != classes or classes < self._least:
            return None
        at = {index: 1 + (own - 1 + n) % classes for n, index in enumerate(self._indices)}
        return Setting(classes, self._under_conditions(at, self._conditions, classes))

    @staticmethod
    def _under_conditions(
        at: dict[Symbol, int], conditions: tuple[Condition, ...], classes: int
    ) -> tuple[tuple[Symbol, int], ...]:
        for i, sign, j in conditions:
            if i in at and j in at:
                at[i] = at[j] if sign == "=" else 1 + at[j] % classes
        return tuple(at.items())

    def _comparisons(
        self, settings: tuple[Setting | None, ...]
    ) -> tuple[tuple[Setting | None, equality.Comparison], ...]:
        return tuple((each, self._comparison(each)) for each in settings)

    def _comparison(self, setting: Setting | None) -> equality.Comparison:
        known = self._made.get(setting)
        if known is None:
            known = self._made[setting] = equality.Comparison(self._definitions, setting)
        return known

    @cached_property
    def _made(self) -> dict[Setting | None, equality.Comparison]:
        return {}

    # --- Equality -----------------------------------------------------------------------------

    def equal(self, left: Expr, right: Expr, *, labels_sum: bool = False) -> bool:
        """Whether two lines are equal in every setting.

        Raises
        ------
        Undefined
            If one of them has no value.
        """
        facts = (self._labels_sum(),) if labels_sum else ()
        return self._everywhere(self.settings, left, right, facts)

    def _everywhere(
        self,
        settings: tuple[Setting | None, ...],
        left: Expr,
        right: Expr,
        facts: tuple[Fact, ...] = (),
    ) -> bool:
        return all(c.equal(left, right, facts) for _, c in self._comparisons(settings))

    def held(self, left: Expr, right: Expr, used: tuple[str, ...] = ()) -> Held:
        """Whether two lines are equal, and the one fact that it needs.

        Parameters
        ----------
        used
            Facts that lines above have used already: they need not be named again.
        """
        if self.equal(left, right):
            return Held(True)
        if LABELS_SUM in used and self._try(self.equal, left, right, labels_sum=True):
            return Held(True)
        for fact, holds in self._facts(left, right):
            if holds:
                return Held(True, fact)
        return Held(False)

    @staticmethod
    def _try(function: object, *args: Expr, **named: bool) -> bool:
        try:
            return bool(function(*args, **named))  # type: ignore[operator]
        except Undefined:
            return False

    def _facts(self, left: Expr, right: Expr) -> Iterator[tuple[str, bool]]:
        labelled = _holds_labels(left) or _holds_labels(right)
        if labelled:
            yield LABELS_SUM, self._try(self.equal, left, right, labels_sum=True)
        if not self._in_classes:
            return
        if len(self._indices) > 1 and not self._conditions and not _tells_cases(right):
            yield from self._conditional(left, right)
        if not self._letters.classes and self._least <= 2:
            two = tuple(self._settings(self._conditions, 2))
            yield TWO_CLASSES, self._try_settings(two, left, right)
            if labelled:
                fact = (self._labels_sum(),)
                both = f"{TWO_CLASSES} and {LABELS_SUM}"
                yield both, self._try_settings(two, left, right, fact)
        if labelled:
            hot = self._one_hot(left, right, None)
            yield ONE_HOT, hot
            put_in = _holds_labels(left) and not _holds_labels(right)
            for index in self._indices:
                named = index.name in self._letters.labels  # p_y is that of the true class
                if not (put_in or named or self._letters.one_hot):
                    continue
                for words, own in ((OWN_LABEL, True), (OTHER_LABEL, False)):
                    holds = self._one_hot(left, right, index, own=own)
                    yield words.format(index=index.name), holds

    def _conditional(self, left: Expr, right: Expr) -> Iterator[tuple[str, bool]]:
        for n, i in enumerate(self._indices):
            for j in self._indices[n + 1 :]:
                for words, sign in ((EQUAL_INDICES, "="), (UNEQUAL_INDICES, "≠")):
                    some = tuple(self._settings(((i, sign, j),), self._letters.classes))
                    yield words.format(i=i.name, j=j.name), self._try_settings(some, left, right)

    def _try_settings(
        self,
        settings: tuple[Setting | None, ...],
        left: Expr,
        right: Expr,
        facts: tuple[Fact, ...] = (),
    ) -> bool:
        try:
            return self._everywhere(settings, left, right, facts)
        except Undefined:
            return False

    def _one_hot(self, left: Expr, right: Expr, index: Symbol | None, *, own: bool = True) -> bool:
        """Equal for every one-hot label, or where the class ``index`` is the true one, or not."""
        try:
            for setting, comparison in self._comparisons(self.settings):
                if setting is None:
                    return False
                classes = range(1, setting.classes + 1)
                at = 0 if index is None else dict(setting.indices)[index]
                for one in classes:
                    if at and (one == at) is not own:
                        continue
                    facts = tuple(
                        Fact(ONE_HOT, board.entry(LABELS, k), Integer(int(k == one)))
                        for k in classes
                    )
                    if not comparison.equal(left, right, facts):
                        return False
        except Undefined:
            return False
        return True

    def _labels_sum(self) -> Fact:
        n = board.index("_n")
        if self._in_classes:
            return Fact(LABELS_SUM, board.sum_over(board.entry(LABELS, n), n), Integer(1))
        all_labels = (board.entry(LABELS, k) for k in range(1, self._least + 1))
        return Fact(LABELS_SUM, board.add(*all_labels), Integer(1))

    # --- Values -------------------------------------------------------------------------------

    def value(self, expression: Expr, bound: Bound | None = None) -> object | None:
        """Residues that equal expressions share; None where there is no value."""
        try:
            return tuple(
                comparison.residue(each)
                for setting, comparison in self._comparisons(self.settings[:2])
                for each in _at_every_class(expression, setting, bound or {})
            )
        except Undefined:
            return None


def _at_every_class(expression: Expr, setting: Setting | None, bound: Bound) -> Iterator[Expr]:
    if setting is None or not bound:
        yield expression
        return
    free = dict(setting.indices)
    for k in range(1, setting.classes + 1):
        at = {**free, **dict.fromkeys(bound, k)}
        left_out = [
            at.get(each, each) if isinstance(each, Symbol) else each for each in bound.values()
        ]
        if k not in left_out:
            yield write_out(expression, setting.classes, at)


def _tells_cases(expression: Expr) -> bool:
    """Whether a line tells i = j and i ≠ j apart itself, so that it has to hold for both."""
    return any(isinstance(part, Cases | Delta) for part in board.walk(expression))


def _holds_labels(expression: Expr) -> bool:
    return any(
        (isinstance(part, Entry | Vector) and part.args[0] == LABELS) or part in (LABELS, A, COST)
        for part in board.walk(expression)
    )


def comparer(
    definitions: Definitions,
    letters: Letters,
    expressions: tuple[Expr, ...],
    conditions: tuple[Condition, ...] = (),
    in_classes: bool = False,
) -> Comparer:
    """What compares these expressions, and others with the same free indices."""
    # A cost −log p_c has the index c, though a line on it may not write it.
    named = (body for pattern, body in definitions if isinstance(pattern, Symbol))
    free = frozenset().union(*map(free_indices, (*expressions, *named)))
    indices = sorted(free, key=lambda each: each.name)
    parts = [part for each in expressions for part in board.walk(each)]
    grids = [part for part in parts if isinstance(part, Grid)]
    rows = [(len(part.args) - 1) // int(part.args[0]) for part in grids]
    fixed = [
        int(part.args[1]) for part in parts if isinstance(part, Entry) and part.args[1].is_Integer
    ]
    vectors = any(isinstance(part, Vector) for part in parts)
    in_classes |= vectors or any(map(is_in_classes, expressions))
    if rows and vectors:
        letters = Letters(classes=max(2, min(10, rows[0])))
    return Comparer(definitions, letters, tuple(indices), conditions, in_classes, max([2, *fixed]))
