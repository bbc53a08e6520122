"""Collect what a reader of an exported derivation has to know: numbers, letters, marks, checks."""

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Expr

from ce_core.number_format import format_latex
from ce_core.symbolic.derivations.meanings import (
    ANY_CLASS,
    INDICES,
    NATURAL_LOGARITHM,
    checked_in_words,
    has_logarithm,
    meanings,
)
from ce_core.symbolic.derivations.steps import Derivation, Status, check
from ce_core.symbolic.expression.board import walk
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Setting
from ce_core.symbolic.expression.notation import LABELS, LOGITS, Notation
from ce_core.symbolic.writing.latex import typeset

NUMBERS = "Numbers"
LETTERS = "Letters"
CHECKED = "What was checked"
LINK = "Link to this state"
COMPARED = "{equal} of {claims} lines equal the line above ({how})."
ONE_AGAINST_REST = (
    "Of your classes, the first here is the one with the largest label. The second stands for all "
    "others together: softmax uses only the sum of their exponentials."
)
SUMS_STAY = "Sums are not written out, so the lines have no numbers in place of letters."
SUPPOSED = "The numbers in this section hold {case}."
ROUNDED = "Results are rounded to three digits, after the sign for approximately equal."


@dataclass(frozen=True)
class Origin:
    """What the numbers of a file are taken from.

    Parameters
    ----------
    logits, labels
        One of each for each class of the derivation.
    merged
        Whether the second of two classes stands for several others.
    link
        The address of this very state, if there is one.
    """

    logits: tuple[float, ...] = ()
    labels: tuple[float, ...] = ()
    merged: bool = False
    link: str = ""


@dataclass(frozen=True)
class Entry:
    """A formula in LaTeX, without dollar signs, and what it is in words; either may be empty."""

    latex: str
    words: str


def numbers_of(
    derivation: Derivation, origin: Origin, letters: Notation, numbers: Given
) -> Iterator[Entry]:
    """The logits and labels, or the numbers of single letters, and remarks on them.

    Parameters
    ----------
    numbers
        What lines are printed with in place of letters, if they are.
    """
    for symbol, given in ((LOGITS, origin.logits), (LABELS, origin.labels)):
        if given:
            values = r",\ ".join(format_latex(each, given=True) for each in given)
            yield Entry(rf"{letters.letter(symbol)} = ({values})", ANY_CLASS[symbol])
    if not origin.logits:
        yield from _single_letters(derivation, letters, numbers)
    if origin.merged:
        yield Entry("", ONE_AGAINST_REST)
    if numbers:
        yield Entry("", ROUNDED)
    elif origin.logits:
        yield Entry("", SUMS_STAY)


def _single_letters(derivation: Derivation, letters: Notation, numbers: Given) -> Iterator[Entry]:
    lines = [line.expression for chain in derivation.chains for line in chain.lines]
    used = {part for expression in lines for part in walk(expression)}
    for letter, number in numbers.items():
        if letter in used and isinstance(number, float | int):
            yield Entry(f"{typeset(letter, letters)} = {format_latex(number, given=True)}", "")


def letters_of(derivation: Derivation, letters: Notation) -> Iterator[Entry]:
    """Each letter of the derivation once, as a formula where there is one, with its meaning."""
    told: set[tuple[Expr, Expr | None]] = set()
    for chain in derivation.chains:
        for each in meanings(chain):
            if (each.letter, each.formula) in told:
                continue
            told.add((each.letter, each.formula))
            latex = typeset(each.letter, letters)
            if each.formula is not None:
                latex += f" = {typeset(each.formula, letters)}"
            yield Entry(latex, each.words)
    if any(map(has_logarithm, derivation.chains)):
        yield Entry(r"\log", NATURAL_LOGARITHM)
    if any(setting.indices for chain in derivation.chains for setting in chain.settings):
        yield Entry("i, j, k", INDICES)


def checked(derivation: Derivation) -> str:
    """How many lines were found to equal the line above, and how that was checked."""
    found = [each.status for chain in derivation.chains for each in check(chain)]
    settings: tuple[Setting, ...] = tuple(
        setting for chain in derivation.chains for setting in chain.settings
    )
    equal = sum(status is Status.OK for status in found)
    claims = len(found) - len(derivation.chains)
    return COMPARED.format(equal=equal, claims=claims, how=checked_in_words(settings))
