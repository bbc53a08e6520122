"""What a known mistake is, and the kinds there are: their names, and what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sympy import Expr


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
        How the chain goes on from there, if somebody does not notice.
    also
        Another way to the same wrong value: it completes "the same comes out if …".
    """

    key: str
    line: int
    expression: Expr
    carried: tuple[Expr, ...] = ()
    also: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: its name, and what to look at. The right line is not given away."""

    name: str
    advice: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "plus-for-minus": Kind(
            "a plus where a minus belongs",
            "One sign between two terms is turned: a difference has become a sum.",
        ),
        "order-swapped": Kind(
            "the order of the difference is swapped",
            "The quotient rule begins with the slope of the top; the other order turns the sign.",
        ),
        "not-squared": Kind(
            "the denominator is not squared",
            "The quotient rule divides by the square of the bottom.",
        ),
        "slopes-divided": Kind(
            "slope over slope",
            "The slope of a fraction is not the slope of the top over the slope of the bottom.",
        ),
        "bottom-constant": Kind(
            "the bottom is taken as constant",
            "The bottom moves, too: the quotient rule has a second term for it.",
        ),
        "top-constant": Kind(
            "the top is taken as constant",
            "The top moves, too: the quotient rule has a first term for it.",
        ),
        "stray-minus": Kind(
            "a stray minus",
            "A minus has come in that the line above does not have.",
        ),
        "inner-minus": Kind(
            "the inner minus of 1 − f is lost",
            "The slope of 1 − f is not the slope of f: the chain rule brings a factor −1.",
        ),
        "no-chain-rule": Kind(
            "no chain rule",
            "The outer slope is there, but the slope of what is inside is missing.",
        ),
        "not-distributed": Kind(
            "a minus is not distributed",
            "A minus before a bracket turns the sign of every term in it, not only of the first.",
        ),
        "swapped": Kind(
            "label and probability are swapped",
            "Each of the two stands where the other belongs.",
        ),
        "only-own-term": Kind(
            "only the term i = j",
            "The logit moves all probabilities, so the terms with i ≠ j count as well.",
        ),
        "minus-lost": Kind(
            "the minus for i ≠ j is lost",
            "Off the diagonal, softmax falls when another logit rises: its slope is negative.",
        ),
        "indices-mixed": Kind(
            "the indices are mixed",
            "One letter serves for two classes: keep the class whose logit moves apart from the "
            "one that a sum runs over.",
        ),
        "others-are-one": Kind(
            "the other labels are summed to 1",
            "All labels together sum to one; those with i ≠ j alone do not.",
        ),
        "independent": Kind(
            "the outputs are taken as independent",
            "Softmax ties them together: each logit stands in every denominator.",
        ),
        "same-case": Kind(
            "the case i = j is used for i ≠ j",
            "The diagonal has a formula of its own; off it the top does not hold this logit.",
        ),
        "not-inverted": Kind(
            "multiplied without turning the fraction over",
            "Dividing by a fraction means multiplying by it upside down.",
        ),
        "wrong-one-inverted": Kind(
            "the wrong fraction is turned over",
            "It is the fraction below the bar that is turned upside down.",
        ),
        "wrong-share": Kind(
            "1 − f and f are mixed up",
            "Look which of the two stands below the bar.",
        ),
        "denominator-lost": Kind(
            "a denominator is lost",
            "When a fraction is split, each part keeps the denominator; and the slope of log u has "
            "u below its bar.",
        ),
        "not-weighted": Kind(
            "the labels are forgotten in one place",
            "Each term of the cost is weighed by its label, whatever stands in the log.",
        ),
        "sum-kept": Kind(
            "a sum is kept that should be one term",
            "Only one term of that sum holds the logit that moves; the others have slope zero.",
        ),
    }
)
