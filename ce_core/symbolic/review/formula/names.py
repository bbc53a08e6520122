"""Define what the letters of a derivation stand for: what was guessed, or what a person chose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sympy import Symbol

from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES

TOTAL = Symbol("total")
"""A letter for the sum of all exponentials."""


@dataclass(frozen=True)
class Letters:
    """What the letters mean.

    Parameters
    ----------
    logits, probabilities, labels, cost, total
        The letters for each quantity, such as ``("z", "x")``; a letter with a hat is one
        character: ``"ŷ"``. ``total`` is the sum of all exponentials.
    classes
        The number of classes; None for any.
    labels_sum_to_one
        Whether a line may use that the labels sum to 1.
    one_hot
        Whether the label is one-hot: True, False for any label (a line that needs it is wrong), or
        None if that is not said (a line that needs it says so).

    Raises
    ------
    ValueError
        If a letter stands for two quantities, or the number of classes is not 2 to 10.
    """

    logits: tuple[str, ...] = ("z",)
    probabilities: tuple[str, ...] = ("ŷ", "p")
    labels: tuple[str, ...] = ("y", "t")
    cost: tuple[str, ...] = ("E", "L", "J", "C")
    total: tuple[str, ...] = ()
    classes: int | None = None
    labels_sum_to_one: bool = True
    one_hot: bool | None = None

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for quantity in QUANTITIES:
            for letter in getattr(self, quantity):
                if letter in seen:
                    raise ValueError(
                        f"'{letter}' stands for {seen[letter]} and for {quantity}; "
                        "please give it one meaning."
                    )
                seen[letter] = quantity
        if self.classes is not None and not 2 <= self.classes <= 10:
            raise ValueError(f"classes is {self.classes}; expected 2 to 10, or any number.")

    def meaning(self, changed: Mapping[str, tuple[str, ...]]) -> "Letters":
        """The same settings with other letters for some quantities."""
        named: dict[str, Any] = dict(changed)
        return replace(self, **named)

    @cached_property
    def meanings(self) -> Mapping[str, Symbol]:
        """The quantity of each letter, as the symbol of the notation table."""
        return {
            letter: meaning
            for quantity, meaning in QUANTITIES.items()
            for letter in getattr(self, quantity)
        }


QUANTITIES: Mapping[str, Symbol] = {
    "logits": LOGITS,
    "probabilities": PROBABILITIES,
    "labels": LABELS,
    "cost": COST,
    "total": TOTAL,
}
"""The quantities that letters can stand for, by the names of the fields of :class:`Letters`."""


@dataclass(frozen=True)
class Names:
    """What the grammar needs to know of the whole text.

    Parameters
    ----------
    letters
        What the letters mean.
    argument
        The letter that f and σ depend on where they have no argument.
    functions
        Names of functions: f, g, h, and costs that are written as functions with primes.
    softmax_sigma
        Whether σ means softmax.
    """

    letters: Letters
    argument: str = "x"
    functions: frozenset[str] = frozenset("fgh")
    softmax_sigma: bool = False
    other_costs: frozenset[str] = frozenset()
    """Costs beside the one that is differentiated: each has a formula of its own."""
    argument_number: int = 0
    """The number that stands below the argument, as in f(x_1); 0 for none."""
