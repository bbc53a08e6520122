"""Represent a derivation as data (lines, chains of lines) and check that each line follows.

A chain starts from its first line; each later line claims to equal the one before. Equality is
decided in :mod:`ce_core.symbolic.expression.equality`.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from sympy import Expr

from ce_core.symbolic.expression import board, equality, real_values
from ce_core.symbolic.expression.board import Untouched
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.lowering import Definitions, Fact, Setting
from ce_core.symbolic.expression.notation import Notation


class Rule(StrEnum):
    """The name of what a line does to the line above it."""

    START = "start"
    DEFINITION = "definition"
    SUBSTITUTE = "substitute"
    QUOTIENT_RULE = "quotient rule"
    CHAIN_RULE = "chain rule"
    DIFFERENTIATE = "differentiate"
    FACTOR_OUT = "factor out"
    CANCEL = "cancel"
    EXPAND = "expand"
    COLLECT = "collect"
    INVERT_AND_MULTIPLY = "invert and multiply"
    SPLIT_THE_SUM = "split the sum"
    LOGARITHM = "logarithm of a quotient"
    USE_RESULT = "use a result"
    LABELS_SUM_TO_ONE = "labels sum to 1"


class Status(StrEnum):
    """What the check found about a line."""

    START = "start"
    OK = "ok"
    SLIP = "slip"
    CARRIED = "carried"
    REPAIRED = "repaired"
    UNDEFINED = "undefined"


@dataclass(frozen=True, eq=False)
class Line:
    """One line: an expression, the rule that led to it, why, and the facts it may use.

    Letters in ``reason`` are names in braces, as in ``"{a} is a label."``: see :meth:`why`.
    """

    expression: Expr
    rule: str
    reason: str
    facts: tuple[Fact, ...] = ()

    def why(self, letters: Notation | None = None) -> str:
        """The reason as plain text, in the letters of a notation."""
        return (letters or Notation()).worded(self.reason)


@dataclass(frozen=True, eq=False)
class Chain:
    """Lines of which each claims to equal the one before.

    Parameters
    ----------
    key
        A short name for addresses, unique in its derivation.
    title
        What the chain shows, as a heading.
    lines
        The first is what the chain starts from; it stands left of the equals signs.
    definitions
        What the names in the lines stand for.
    settings
        Where the lines hold sums or free indices: the numbers of classes and the indices to check
        them at. Empty where nothing needs writing out.
    case
        Numbers that the chain takes for granted, such as a label of 1, whatever else is given.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    definitions: Definitions = ()
    settings: tuple[Setting, ...] = ()
    case: tuple[tuple[Expr, float], ...] = ()

    def numbers(self, numbers: equality.Given) -> equality.Given:
        """The numbers given, overruled by those of the chain's own case; none if none are given."""
        return {**numbers, **dict(self.case)} if numbers else numbers


@dataclass(frozen=True, eq=False)
class Derivation:
    """Chains that lead to one result, after a sentence on what will be shown."""

    key: str
    title: str
    opening: str
    chains: tuple[Chain, ...]

    def chain(self, key: str) -> Chain:
        """The chain of that key; an unknown key raises KeyError with a sentence."""
        for chain in self.chains:
            if chain.key == key:
                return chain
        known = ", ".join(chain.key for chain in self.chains)
        raise KeyError(f"the derivation {self.key!r} has no chain {key!r}; it has {known}.")


@dataclass(frozen=True)
class Check:
    """What the check found about one line.

    Parameters
    ----------
    status
        The verdict.
    needs
        The facts without which the line would not equal the line before.
    """

    status: Status
    needs: tuple[Fact, ...] = ()


@lru_cache(maxsize=256)
def check(chain: Chain) -> tuple[Check, ...]:
    """Compare each line with the line before and with the start of its chain.

    Returns
    -------
    tuple of Check
        One for each line. *ok*: equals the line before; *slip*: equals neither the line before nor
        the start; *carried*: equals the line before, which was already off; *repaired*: equals the
        start again, though the line before did not; *undefined*: has no real value wherever one
        looks (the line after it is compared with the last one that has one). Where the function
        whose derivative is to be found has no real value, no line has: none says anything.
    """
    if has_no_function(chain):
        return (Check(Status.UNDEFINED),) * len(chain.lines)
    comparisons = _comparisons(chain)
    found: list[Check] = []
    start = before = None
    facts: tuple[Fact, ...] = ()
    for line in chain.lines:
        try:
            if start is None or before is None:
                _equal(comparisons, line.expression, line.expression)
                start, verdict = line.expression, Check(Status.START)
            else:
                facts = tuple(dict.fromkeys((*facts, *line.facts)))
                verdict = _verdict(comparisons, start, before, line, facts)
            before = line.expression
        except Undefined:
            verdict = Check(Status.UNDEFINED)
        found.append(verdict)
    return tuple(found)


@lru_cache(maxsize=256)
def has_no_function(chain: Chain) -> bool:
    """Whether the chain is to find the derivative of a function that has no real value anywhere."""
    announced = _announced(chain)
    return announced is not None and real_values.has_none(announced, chain.definitions)


def _announced(chain: Chain) -> Expr | None:
    """The function whose derivative a chain without indices is to find, if it begins so."""
    start = board.without_marks(chain.lines[0].expression)
    return start.args[0] if isinstance(start, Untouched) and not chain.settings else None


def _verdict(
    comparisons: tuple[equality.Comparison, ...],
    start: Expr,
    before: Expr,
    line: Line,
    facts_so_far: tuple[Fact, ...],
) -> Check:
    needs = _facts_needed(comparisons, before, line)
    equals_start = _equal(comparisons, start, line.expression, facts_so_far)
    if needs is None:
        return Check(Status.REPAIRED if equals_start else Status.SLIP)
    return Check(Status.OK if equals_start else Status.CARRIED, needs)


def _facts_needed(
    comparisons: tuple[equality.Comparison, ...], before: Expr, line: Line
) -> tuple[Fact, ...] | None:
    """The fewest of the line's facts that make it equal the line before; None if none do."""
    for size in range(len(line.facts) + 1):
        for facts in combinations(line.facts, size):
            if _equal(comparisons, before, line.expression, facts):
                return facts
    return None


def _equal(
    comparisons: tuple[equality.Comparison, ...],
    left: Expr,
    right: Expr,
    facts: tuple[Fact, ...] = (),
) -> bool:
    return all(comparison.equal(left, right, facts) for comparison in comparisons)


def _comparisons(chain: Chain) -> tuple[equality.Comparison, ...]:
    return tuple(
        equality.Comparison(chain.definitions, setting) for setting in chain.settings or (None,)
    )


def line_values(chain: Chain, numbers: equality.Given) -> tuple[float | tuple[float, ...], ...]:
    """What each line of a chain is worth at given numbers; see :func:`equality.values`.

    Where a function has no value it has no derivative, whatever the formulas give: all are nan.
    """
    setting = chain.settings[0] if chain.settings else None
    expressions = tuple(line.expression for line in chain.lines)
    announced = _announced(chain)
    given = chain.numbers(numbers)
    if announced is None:
        return equality.values(expressions, given, chain.definitions, setting)
    function, *values = equality.values((announced, *expressions), given, chain.definitions)
    undefined = isinstance(function, float) and math.isnan(function)
    undefined = undefined or has_no_function(chain)
    return (math.nan,) * len(values) if undefined else tuple(values)
