"""Define the one table of letters: how logits, probabilities, labels and the cost are written.

Expressions always hold the canonical symbols below; :mod:`typeset` looks their letters up here,
so that a change of notation re-typesets a derivation without rebuilding it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from sympy import Symbol

LOGITS = Symbol("z")
PROBABILITIES = Symbol("p")
LABELS = Symbol("y")
COST = Symbol("E")

X = Symbol("x")
"""Short for the first of two logits."""
A = Symbol("a")
"""Short for the first of two labels."""
B = Symbol("b")
"""Short for e to the second of two logits."""

ROLES: Mapping[Symbol, str] = MappingProxyType(
    {
        LOGITS: "logits",
        X: "logits",
        B: "logits",
        PROBABILITIES: "probabilities",
        Symbol("f"): "probabilities",
        LABELS: "labels",
        A: "labels",
        COST: "cost",
    }
)
"""The colour role of each letter."""

LETTERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "logits": {"z": "z", "a": "a", "x": "x", "logits": r"\text{logits}"},
        "probabilities": {"ŷ": r"\hat{y}", "p": "p", "S": "S", "σ(z)": r"\sigma"},
        "labels": {"y": "y", "t": "t"},
        "cost": {"E": "E", "L": "L", "C": "C"},
    }
)
"""For each quantity, what may be chosen and the LaTeX of each choice."""


@dataclass(frozen=True)
class Notation:
    """A choice of letters, each one of the names in :data:`LETTERS`.

    Raises
    ------
    ValueError
        If a letter is not among those offered for its quantity.
    """

    logits: str = "z"
    probabilities: str = "ŷ"
    labels: str = "y"
    cost: str = "E"

    def __post_init__(self) -> None:
        for field in fields(self):
            chosen, offered = getattr(self, field.name), LETTERS[field.name]
            if chosen not in offered:
                raise ValueError(
                    f"notation for {field.name} is {chosen!r}; expected one of "
                    f"{', '.join(offered)}."
                )

    def letter(self, symbol: Symbol) -> str:
        """LaTeX of a canonical symbol; any other symbol is written by its own name.

        With logits called a, the label's short name a would say two things: it becomes c.
        """
        if symbol == A and self.logits == "a":
            return "c"
        if symbol == PROBABILITIES and self.probabilities == "σ(z)":
            return rf"\sigma(\mathbf{{{self.letter(LOGITS)}}})"
        quantity = _QUANTITIES.get(symbol)
        if quantity is None:
            return str(symbol.name)
        return LETTERS[quantity][getattr(self, quantity)]

    def spelled(self, symbol: Symbol) -> str:
        """A canonical symbol as plain text: ``"ŷ"``, ``"logits"``."""
        quantity = _QUANTITIES.get(symbol)
        return str(getattr(self, quantity)) if quantity else self.letter(symbol)

    def worded(self, sentence: str) -> str:
        """A sentence with the letters of this notation for the names in braces, as in ``{a}``."""
        return _NAMED.sub(lambda found: self.spelled(Symbol(found[1])), sentence)


_NAMED = re.compile(r"\{([zpyExab])\}")
_QUANTITIES = {
    LOGITS: "logits",
    PROBABILITIES: "probabilities",
    LABELS: "labels",
    COST: "cost",
}

READY_SETS: Mapping[str, Notation] = MappingProxyType(
    {
        "chain-rule notes": Notation("logits", "ŷ", "y", "E"),
        "quotient-rule notes": Notation("x", "S", "y", "C"),
        "PyTorch": Notation("x", "p", "y", "L"),
        "textbook": Notation("a", "p", "t", "E"),
    }
)
"""Sets of letters that readers know from elsewhere."""
