"""Write a reviewed line as LaTeX from its tree, in the letters of whoever wrote it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.review.formula.names import QUANTITIES, Letters
from ce_core.symbolic.review.verdicts import ReviewedLine
from ce_core.symbolic.writing.latex import NO_COLOURS, typeset

_ACCENTS = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde", "\u0307": r"\dot"}
_GREEK = {
    "α": r"\alpha", "β": r"\beta", "η": r"\eta", "θ": r"\theta", "π": r"\pi", "ρ": r"\rho",
    "σ": r"\sigma", "φ": r"\phi", "ψ": r"\psi", "ω": r"\omega", "ℓ": r"\ell", "μ": r"\mu",
    "γ": r"\gamma", "λ": r"\lambda", "τ": r"\tau", "ξ": r"\xi", "Θ": r"\Theta",
}  # fmt: skip
_LONGEST_NAME = 12


@dataclass(frozen=True)
class OwnLetters(Notation):
    """Letters as they stand in somebody's text; what is not named is as usual.

    Parameters
    ----------
    own
        LaTeX for the symbols of the notation table.
    """

    own: tuple[tuple[Symbol, str], ...] = ()

    def __post_init__(self) -> None:
        """Do not look the letters up: any letter may stand in a text."""

    def letter(self, symbol: Symbol) -> str:
        """LaTeX of a symbol."""
        return dict(self.own).get(symbol) or super().letter(symbol)


def own_letters(letters: Letters) -> OwnLetters:
    """The first letter of each quantity, as LaTeX."""
    found = []
    for quantity, symbol in QUANTITIES.items():
        latex = next(filter(None, map(letter_latex, getattr(letters, quantity))), "")
        if latex:
            found.append((symbol, latex))
    return OwnLetters(own=tuple(found))


def letter_latex(letter: str) -> str:
    r"""A letter such as ``"ŷ"`` as ``\hat{y}``; empty for what is no letter."""
    name, marks = letter[:0], [*unicodedata.normalize("NFD", letter)]
    while marks and marks[0] not in _ACCENTS:
        name += marks.pop(0)
    if len(marks) > 1 or len(name) > _LONGEST_NAME or not name.isalpha():
        return ""
    if not name.isascii():
        name = _GREEK.get(name, "")
    elif len(name) > 1:
        name = rf"\mathrm{{{name}}}"
    return rf"{_ACCENTS[marks[0]]}{{{name}}}" if marks and name else name


def line_latex(
    line: ReviewedLine,
    letters: Letters,
    colours: Mapping[str, str] = NO_COLOURS,
    *,
    opens: bool = False,
) -> str:
    """LaTeX of a line; empty if it was not read. What is wrong in it is marked.

    Parameters
    ----------
    opens
        Whether it opens a chain without a left side, so that no equals sign stands before it.
    """
    if line.reading is None:
        return ""
    notation = own_letters(letters)
    right = typeset(_marked(line.reading, line.place), notation, colours)
    if line.left is not None:
        return rf"{typeset(line.left.expression, notation, colours)} = {right}"
    return right if opens else rf"\mathord{{=}}\; {right}"


def is_marked(line: ReviewedLine) -> bool:
    """Whether a part of the line is marked where it is typeset."""
    return line.reading is not None and bool(_path_to(line.reading, line.place))


def _marked(reading: Reading, place: tuple[int, int] | None) -> Expr:
    path = _path_to(reading, place)
    return _with_mark(reading, path) if path else reading.expression


def _path_to(reading: Reading, place: tuple[int, int] | None) -> tuple[int, ...] | None:
    """The way to the part at a place; empty or None where all of it or nothing stands there."""
    if place is None or place == reading.span:
        return ()
    return _path(reading, place)


def _path(reading: Reading, place: tuple[int, int]) -> tuple[int, ...] | None:
    """The way down to the outermost part at a place."""
    for number, part in enumerate(reading.parts):
        if part.span == place:
            return (number,)
        if part.start <= place[0] and place[1] <= part.end:
            below = _path(part, place)
            if below is not None:
                return (number, *below)
    return None


def _with_mark(reading: Reading, path: tuple[int, ...]) -> Expr:
    if not path:
        return board.moved(reading.expression)
    args = list(reading.expression.args)
    args[path[0]] = _with_mark(reading.parts[path[0]], path[1:])
    return board.rebuild(reading.expression, tuple(args))
