"""List what there is to practise: chains of the authored derivations, and their blanks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from sympy import Expr

from ce_core.symbolic.derivations import k_class, log_sum_exp, one_formula, sigmoid, two_class
from ce_core.symbolic.derivations.k_class import I, J, y, z
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Setting
from ce_core.symbolic.practice.canonical_form import same_form
from ce_core.symbolic.practice.known_mistakes import MISTAKES
from ce_core.symbolic.practice.mistake_kinds import Mistake
from ce_core.symbolic.reading import vocabulary
from ce_core.symbolic.reading.vocabulary import Vocabulary


@dataclass(frozen=True)
class Numbers:
    """A person's own numbers.

    Parameters
    ----------
    logits, labels
        As many of each; the labels sum to 1.
    own
        The class whose logit moves, counted from 0.
    """

    logits: tuple[float, ...]
    labels: tuple[float, ...]
    own: int

    def one_against_rest(self) -> "Numbers":
        """Two classes: the own one, and all others as one."""
        label = self.labels[self.own]
        pair = two_class.one_against_rest(self.logits, self.own)
        return Numbers(pair, (label, 1.0 - label), 0)

    def with_labels(self, labels: Sequence[float]) -> "Numbers":
        """The same logits under another label."""
        return replace(self, labels=tuple(labels))


LOW_COST = Numbers((1.0, 3.0, 5.0, 7.0), (0.0, 0.0, 0.0, 1.0), 3)


@dataclass(frozen=True, eq=False)
class Practice:
    """A chain to practise: its lines, the names that may be typed, and its known mistakes."""

    key: str
    derivation: str
    chain: Chain
    vocabulary: Vocabulary
    mistakes: tuple[Mistake, ...]
    pair: Callable[[Sequence[float], Sequence[float]], Given] = two_class.numbers
    """Numbers for the letters of two classes, from two logits and two labels."""

    @property
    def title(self) -> str:
        """What the chain shows."""
        return self.chain.title

    @property
    def last(self) -> int:
        """The last line, counted from 0."""
        return len(self.chain.lines) - 1

    @property
    def in_two_classes(self) -> bool:
        """Whether its letters are those of two classes."""
        return not self.chain.settings

    def first_blank(self, rung: int) -> int:
        """The first line to be written on a rung of :data:`RUNGS`, counted from 0."""
        return {0: self.last, 1: max(1, self.last // 2 + 1), 2: 1}[rung]


RUNGS = ("Last line", "Second half", "All lines")
"""How much is blank: from a worked example to a blank page."""


def _practised(
    derivation: Derivation,
    keys: Sequence[str],
    names: Vocabulary,
    pair: Callable[[Sequence[float], Sequence[float]], Given] = two_class.numbers,
) -> list[Practice]:
    found = []
    for key in keys:
        chain = _without_repetition(derivation.chain(key))
        full_key = f"{derivation.key}.{key}"
        found.append(Practice(full_key, derivation.title, chain, names, MISTAKES[full_key], pair))
    return found


def _without_repetition(chain: Chain) -> Chain:
    """A chain whose lines all differ in form: only such a line can be asked for."""
    kept = [chain.lines[0]]
    for line in chain.lines[1:]:
        if not same_form(line.expression, kept[-1].expression):
            kept.append(line)
    return replace(chain, lines=tuple(kept))


@cache
def practices() -> tuple[Practice, ...]:
    """Every chain that can be practised, in the order in which they lead to the result."""
    small, large = vocabulary.two_class(), vocabulary.k_class()
    two = ("slope-of-f", "chain-rule", "first-ratio", "one-minus-f", "second-ratio", "together")
    return (
        *_practised(two_class.derivation(), two, small),
        *_practised(sigmoid.derivation(), ("logistic",), vocabulary.sigmoid(), sigmoid.numbers),
        *_practised(k_class.derivation(), ("chain-rule", "same", "different", "together"), large),
        *_practised(one_formula.derivation(), ("jacobian",), large),
        *_practised(one_formula.derivation(), ("gradient",), vocabulary.vectors()),
        *_practised(log_sum_exp.derivation(), ("log-sum-exp", "slope"), large),
    )


def practice(key: str) -> Practice:
    """The practice of that key; an unknown key raises KeyError with a sentence."""
    for found in practices():
        if found.key == key:
            return found
    known = ", ".join(found.key for found in practices())
    raise KeyError(f"there is no practice {key!r}; there are {known}.")


@dataclass(frozen=True, eq=False)
class Exercise:
    """One line to be written.

    Parameters
    ----------
    practice
        The chain it belongs to.
    line
        Which line is wanted, counted from 0; the ones before it are given.
    at
        The person's own numbers, for the witness.
    written
        Lines in a form of their own that have been accepted before: none counts a second time.

    Raises
    ------
    ValueError
        If the chain has no such line, or it is the one that the chain starts from.
    """

    practice: Practice
    line: int
    at: Numbers = LOW_COST
    written: tuple[Expr, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.line <= self.practice.last:
            raise ValueError(
                f"line is {self.line}; the chain {self.practice.key!r} has lines 1 to "
                f"{self.practice.last} to be written."
            )

    @property
    def wanted(self) -> Expr:
        """The line as the board has it."""
        return self.practice.chain.lines[self.line].expression

    @property
    def classes(self) -> int:
        """The largest number of classes for which a line is evaluated."""
        return max([len(self.at.logits), *(each.classes for each in self.practice.chain.settings)])

    @cached_property
    def setting(self) -> Setting | None:
        """The number of classes, and the free indices, at the person's own numbers."""
        if self.practice.in_two_classes:
            return None
        own = self.at.own
        indices = [(J, own + 1)]
        if any(index == I for index, _ in self.practice.chain.settings[0].indices):
            indices.append((I, (own + 1) % len(self.at.logits) + 1))
        return Setting(len(self.at.logits), tuple(indices))

    def numbers(self, labels: Sequence[float] | None = None) -> Given:
        """The person's own numbers for the letters, or under another label."""
        at = self.at if labels is None else self.at.with_labels(labels)
        if self.practice.in_two_classes:
            pair = at.one_against_rest()
            return self.practice.pair(pair.logits, pair.labels)
        logits = {z(k + 1): logit for k, logit in enumerate(at.logits)}
        return {**logits, **{y(k + 1): label for k, label in enumerate(at.labels)}}
