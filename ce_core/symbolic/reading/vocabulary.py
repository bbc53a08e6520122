"""List which names mean what when mathematics is typed: a vocabulary for each place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from sympy import Expr, Symbol, pi

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.elementary import ELEMENTARY
from ce_core.symbolic.expression.notation import (
    COST,
    LABELS,
    LOGITS,
    PROBABILITIES,
    A,
    B,
    Notation,
    X,
)
from ce_core.symbolic.reading.tokens import SEVERAL_ARGUMENTS

FUNCTIONS: Mapping[str, Callable[[Expr], Expr]] = MappingProxyType(
    {
        **{spelling: row for row in ELEMENTARY for spelling in row.spellings},
        "sqrt": board.sqrt,
    }
)
"""Functions that are known everywhere, unless a vocabulary uses their name for something else."""

VARIABLES = ("x", "z", "p")
"""What a function of one's own may depend on."""
EULER = "e"
DELTA = ("δ", "delta")
"""The Kronecker delta, wherever there are indices."""
UPPER_LIMIT = "K"
"""What may stand above Σ: sums run over all classes."""


def _no_names() -> Mapping[str, Symbol]:
    return MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The names that may be typed, and what they mean.

    Parameters
    ----------
    symbols
        Letters that stand for a number: x, a, b.
    vectors
        Letters that take an index: y_i, ŷ_j, z_1. A letter may be both symbol and vector.
    indices
        Names of indices: i, j, k. Without them no sum over classes can be typed.
    named
        Functions without a formula: f(x), f'(x), SC(x).
    argument
        The name of the symbol that they depend on. Then f alone means f(x), and f(1−f), as on
        every blackboard, means f times 1−f. Without it each must be given its argument.
    classes
        The largest number that may stand as an index.
    derivatives
        Whether d/dx and ∂E/∂z_j are read as derivatives.
    formulaless
        Names of functions that are refused because nothing says what they are.
    whole_vectors
        Whether a vector may stand without an index.
    """

    symbols: Mapping[str, Symbol]
    vectors: Mapping[str, Symbol] = field(default_factory=_no_names)
    indices: Mapping[str, Symbol] = field(default_factory=_no_names)
    named: Mapping[str, Symbol] = field(default_factory=_no_names)
    argument: str | None = None
    classes: int = 10
    derivatives: bool = False
    formulaless: frozenset[str] = frozenset()
    whole_vectors: bool = False

    def names(self) -> frozenset[str]:
        """Every name that has a meaning."""
        extra = {EULER, *SEVERAL_ARGUMENTS, *self.formulaless}
        if self.indices:
            extra |= {"sum", "Σ", UPPER_LIMIT, *DELTA, *self.indices}
        if self.derivatives:
            extra.add("d")
        return frozenset({*FUNCTIONS, *self.symbols, *self.vectors, *self.named, *extra})

    def function(self, name: str) -> Callable[[Expr], Expr] | None:
        """The known function of that name, unless the name means something else here."""
        if name in self.symbols or name in self.vectors or name in self.named:
            return None
        return FUNCTIONS.get(name)


@cache
def own_function(parameters: tuple[str, ...] = ("a", "b", "c")) -> Vocabulary:
    """Names for a function of one's own: a variable, some parameters, and π."""
    return Vocabulary(
        {
            **{name: Symbol(name) for name in (*VARIABLES, *parameters)},
            **dict.fromkeys(("π", "pi"), pi),
        },
        formulaless=frozenset("fgh"),
    )


@cache
def two_class(notation: Notation | None = None) -> Vocabulary:
    """Names for the two-class derivation: x, a, b, f, f′, the cost C(x), entries such as y_1.

    Where a notation uses a for the logits, the label's short name is c, as on the page.
    """
    chosen = notation or Notation()
    return Vocabulary(
        symbols={chosen.letter(letter): letter for letter in (X, A, B)},
        vectors=_vectors(chosen),
        named={
            **{name: Symbol(name) for name in ("f", "g", "h")},
            **dict.fromkeys(("E", "L", "C", "SC"), COST),
        },
        argument="x",
        classes=2,
        derivatives=True,
    )


@cache
def sigmoid() -> Vocabulary:
    """Names for the sigmoid on its own: x, f and f′."""
    return Vocabulary({"x": X}, named={"f": Symbol("f")}, argument="x", derivatives=True)


@cache
def k_class(notation: Notation | None = None) -> Vocabulary:
    """Names for lines of the K-class derivation: ŷ_j, y_i, z_k, sums, and E."""
    return Vocabulary(
        symbols=dict.fromkeys(("E", "L", "C"), COST),
        vectors=_vectors(notation or Notation()),
        indices={name: board.index(name) for name in ("i", "j", "k")},
        derivatives=True,
    )


@cache
def vectors() -> Vocabulary:
    """Names for vectors as a whole, S and Y or ŷ and y, beside their entries and sums."""
    entries = k_class()
    return replace(
        entries,
        vectors={**entries.vectors, **dict.fromkeys(("Y", "T"), LABELS), "Z": LOGITS},
        whole_vectors=True,
    )


def _vectors(notation: Notation) -> Mapping[str, Symbol]:
    """All usual letters, with a for the logits only where the notation has it so."""
    return {
        **dict.fromkeys(("z", "x", "logits", notation.logits), LOGITS),
        **dict.fromkeys(("ŷ", "yhat", "p", "S"), PROBABILITIES),
        **dict.fromkeys(("y", "t"), LABELS),
    }
