"""Define the kinds of known mistakes: their names, what to look at, and the marks they leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import sympy
from sympy import Expr

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry

Fits = Callable[[Expr], bool]
"""Whether a line of the same value shows the marks that a mistake leaves."""


def anything(_: Expr) -> bool:
    """No mark is needed."""
    return True


def holds_index(expression: Expr) -> bool:
    """Whether there is a letter with an index."""
    return any(isinstance(part, Entry) for part in board.walk(expression))


def holds_exponential_of_minus(expression: Expr) -> bool:
    """Whether there is an e^(−u)."""
    return any(
        isinstance(part, sympy.exp) and board.negated(part.args[0]) is not None
        for part in board.walk(expression)
    )


def lacks_exponential_of_minus(expression: Expr) -> bool:
    """Whether there is no e^(−u)."""
    return not holds_exponential_of_minus(expression)


@dataclass(frozen=True, eq=False)
class Mistake:
    """One known mistake in one chain.

    Parameters
    ----------
    key
        What kind of mistake it is: one of :data:`KINDS`.
    line
        The line, counted from 0, where it is made and whose shape the expression has.
    expression
        The wrong line.
    carried
        How the chain goes on from there, if nobody notices.
    also
        Another way to the same wrong value: it completes "the same value results if …".
    fits
        What a line must show beside the same value.
    """

    key: str
    line: int
    expression: Expr
    carried: tuple[Expr, ...] = ()
    also: str = ""
    fits: Fits = anything


@dataclass(frozen=True)
class Kind:
    """A kind of mistake.

    Parameters
    ----------
    name
        It completes "a known mistake: …".
    advice
        What to look at; the correct line is not given away.
    fits
        What a line must show beside the same value.
    general
        Whether the advice states a rule; else it speaks of the line, whose form must show it.
    """

    name: str
    advice: str
    fits: Fits = anything
    general: bool = True


MISSING_BRACKET, CLASS_NUMBER = "missing-bracket", "class-number"
LOST_MINUS, STRAY_MINUS = "lost-minus", "stray-minus"
INNER_EXPONENT = "inner-exponent"

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        MISSING_BRACKET: Kind(
            "a bracket is missing",
            "Without brackets, a product, a fraction or a power takes only what stands next to it.",
        ),
        CLASS_NUMBER: Kind(
            "a class number instead of an index",
            "The line must hold for every class: write the index.",
        ),
        LOST_MINUS: Kind(
            "a minus is lost",
            "The correct line has a minus sign that is missing here.",
            general=False,
        ),
        STRAY_MINUS: Kind(
            "a minus too many",
            "This line has a minus sign that the correct line does not have.",
            general=False,
        ),
        INNER_EXPONENT: Kind(
            "the inner derivative of e^(−x) is lost",
            "The derivative of e^(−x) is −e^(−x): the chain rule brings a factor −1.",
            holds_exponential_of_minus,
        ),
        "plus-for-minus": Kind(
            "a plus instead of a minus",
            "One sign between two terms is changed: a difference has become a sum.",
            general=False,
        ),
        "order-swapped": Kind(
            "the order of the difference is swapped",
            "The quotient rule begins with the derivative of the numerator; the other order "
            "changes the sign.",
        ),
        "not-squared": Kind(
            "the denominator is not squared",
            "The quotient rule divides by the square of the denominator.",
        ),
        "slopes-divided": Kind(
            "derivative over derivative",
            "The derivative of u/v is not u′/v′.",
        ),
        "bottom-constant": Kind(
            "the denominator is taken as constant",
            "The denominator depends on the variable, too: the quotient rule has a second term "
            "for it.",
        ),
        "top-constant": Kind(
            "the numerator is taken as constant",
            "The numerator depends on the variable, too: the quotient rule has a first term for "
            "it.",
        ),
        "inner-minus": Kind(
            "the inner minus of 1 − f is lost",
            "The derivative of 1 − f is −f′: the chain rule brings a factor −1.",
        ),
        "no-chain-rule": Kind(
            "no chain rule",
            "The outer derivative is there, but the inner derivative is missing.",
            general=False,
        ),
        "not-distributed": Kind(
            "a minus is not distributed",
            "A minus before a bracket changes the sign of every term in it, not only of the first.",
        ),
        "swapped": Kind(
            "label and probability are swapped",
            "Each of the two stands where the other belongs.",
            general=False,
        ),
        "one-term-missing": Kind(
            "only one of the two terms",
            "The cost has two terms, and both depend on x.",
        ),
        "only-own-term": Kind(
            "only the term i = j",
            "The logit changes all probabilities, so the terms with i ≠ j count as well.",
        ),
        "off-diagonal-minus": Kind(
            "the minus for i ≠ j is lost",
            "A probability falls when another class’s logit rises: its derivative is negative.",
        ),
        "indices-mixed": Kind(
            "the indices are mixed",
            "One letter stands for two classes: the class whose logit moves is not the one that "
            "the sum runs over.",
            holds_index,
        ),
        "others-are-one": Kind(
            "the other labels are summed to 1",
            "All labels together sum to 1; those with i ≠ j alone do not.",
            holds_index,
        ),
        "independent": Kind(
            "the probabilities are taken as independent",
            "Each logit stands in the denominator of every probability.",
        ),
        "same-case": Kind(
            "the case i = j is used for i ≠ j",
            "For i ≠ j the numerator does not contain this logit.",
            holds_index,
        ),
        "not-inverted": Kind(
            "multiplied without inverting the fraction",
            "To divide by a fraction, multiply by its inverse.",
        ),
        "wrong-one-inverted": Kind(
            "the wrong fraction is inverted",
            "The fraction in the denominator is the one to invert.",
        ),
        "wrong-share": Kind(
            "1 − f and f are mixed up",
            "Check which of the two is the denominator.",
        ),
        "denominator-lost": Kind(
            "a denominator is lost",
            "When a fraction is split, each part keeps the denominator; and d log u/dx = u′/u.",
        ),
        "not-weighted": Kind(
            "the labels are forgotten in one place",
            "Each term of the cost is multiplied by its label.",
        ),
        "sum-kept": Kind(
            "a sum is kept that should be one term",
            "Only one term of that sum contains the logit; the derivatives of the others are 0.",
        ),
    }
)
