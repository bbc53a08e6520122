"""Write lines as LaTeX: with a choice of letters, colour roles, and numbers for letters.

The output stays within what KaTeX accepts without being told to trust its input, and what LaTeX
takes with amsmath, color and cancel. Everything stands in the order in which it was written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sympy import Expr

from ce_core.number_format import format_latex
from ce_core.symbolic.derivations.steps import Chain, Line
from ce_core.symbolic.expression.board import Entry
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import ROLES, Notation
from ce_core.symbolic.writing.latex_printer import LONG_NUMBERS, BoardPrinter

NO_COLOURS: Mapping[str, str] = MappingProxyType({})
NO_NUMBERS: Given = MappingProxyType({})
ROW_END = r" \\[0.5em]" + "\n"
_DEFAULT_LETTERS = Notation()
_BLANK = re.compile(r"⟦(\d+)[^⟧]*⟧")
_NUMERAL = re.compile(
    r"(?P<brackets>\\left\(\{*(?=[^⟧]*⟧\}*\\right\)))?-?⟦(?P<blank>\d+)[^⟧]*⟧|\d+(?:\.\d+)?"
)
_NO_NUMERALS = re.compile(r"\\textcolor\{[^}]*\}|\\text\{[^}]*\}|\\\\\[[^\]]*\]")
"""What has digits in LaTeX that are no numerals on the screen: colours, words, gaps."""


def typeset(
    expression: Expr,
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Given = NO_NUMBERS,
) -> str:
    """LaTeX of one expression, without dollar signs.

    Parameters
    ----------
    expression
        Anything from :mod:`board`.
    letters
        The letters to use; the default is ``Notation()``.
    colours
        A colour for each role that is to be coloured, as ``\\textcolor`` takes it: ``#0b5fd6`` for
        KaTeX. Roles that are missing stay uncoloured.
    numbers
        What to print in place of letters: a number, or another expression (which is again printed
        with numbers for letters).
    """
    return _typeset((expression,), letters, colours, numbers)[0]


def typeset_chain(
    chain: Chain,
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Given = NO_NUMBERS,
    shown: int | None = None,
) -> str:
    """A chain as one ``aligned`` block, its first line at the left of the equals signs.

    Parameters
    ----------
    shown
        How many lines to show, counted from the first; all of them by default.
    """
    rows = typeset_lines(chain.lines[:shown], letters, colours, chain.numbers(numbers))
    if len(rows) == 1:
        return rows[0]
    aligned = [rf"{rows[0]} &= {rows[1]}", *(f"&= {row}" for row in rows[2:])]
    return "\\begin{aligned}\n" + ROW_END.join(aligned) + "\n\\end{aligned}"


def typeset_lines(
    lines: Sequence[Line],
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Given = NO_NUMBERS,
) -> tuple[str, ...]:
    """LaTeX of several lines, one string each; parts that they share are typeset once."""
    return _typeset(tuple(line.expression for line in lines), letters, colours, numbers)


@dataclass(frozen=True)
class Numeral:
    """A numeral in the LaTeX of a line: a constant, or a number in a letter's place.

    Parameters
    ----------
    letter
        What it stands for; None for a constant, such as the 1 of 1 − f.
    given
        Whether a person sets it: see :func:`ce_core.number_format.format_given`.
    bracketed
        Whether it is in brackets where it is negative.
    """

    letter: Expr | None = None
    given: bool = False
    bracketed: bool = False


def numerals(
    line: Line, letters: Notation, colours: Mapping[str, str], numbers: Given
) -> tuple[Numeral, ...]:
    """Every numeral of a line that is typeset with numbers, in the order of its LaTeX.

    What stands where does not depend on the numbers; a power of ten counts as one numeral with
    its number.
    """
    names = tuple(letter for letter, number in numbers.items() if not isinstance(number, Expr))
    found = []
    for each in _NUMERAL.finditer(_all_negative(line, letters, colours, numbers)):
        letter = names[int(each["blank"])] if each["blank"] else None
        given = letter is not None and _is_given(letter)
        found.append(Numeral(letter, given, bool(each["brackets"])))
    return tuple(found)


def _all_negative(line: Line, letters: Notation, colours: Mapping[str, str], numbers: Given) -> str:
    """A line with a negative blank for each number, without digits that are no numerals."""
    count, blanks = 0, []
    for letter, number in numbers.items():
        blanks.append((letter, number if isinstance(number, Expr) else _blank(count, "-1")))
        count += not isinstance(number, Expr)
    look = letters, tuple(colours.items()), tuple(blanks)
    return _NO_NUMERALS.sub("", _typeset_with_blanks((line.expression,), *look)[0])


# --- once for all numbers of one shape ---------------------------------------------------------

# How a line is written depends on a number's sign, which may want brackets, and on whether it has
# a power of ten; not on its digits. So lines are typeset with blanks, for all sessions, and a
# rerun only fills in digits.


def _typeset(
    expressions: tuple[Expr, ...],
    letters: Notation | None,
    colours: Mapping[str, str],
    numbers: Given,
) -> tuple[str, ...]:
    blanks: list[tuple[Expr, str | Expr]] = []
    unsigned: list[str] = []
    for letter, number in numbers.items():
        if isinstance(number, Expr):
            blanks.append((letter, number))
            continue
        text = format_latex(number, given=_is_given(letter))
        blanks.append((letter, _blank(len(unsigned), text)))
        unsigned.append(text.removeprefix("-"))
    with_blanks = _typeset_with_blanks(
        expressions, letters or _DEFAULT_LETTERS, tuple(colours.items()), tuple(blanks)
    )
    if not unsigned:
        return with_blanks
    together = _BLANK.sub(lambda found: unsigned[int(found[1])], "\0".join(with_blanks))
    return tuple(together.split("\0"))


def _is_given(letter: Expr) -> bool:
    """Whether a person sets its number: a logit or a label, whatever the letter."""
    name = letter.args[0] if isinstance(letter, Entry) else letter
    return ROLES.get(name) in ("logits", "labels")


def _blank(position: int, text: str) -> str:
    """Stand in for a number so that the printer brackets it as it would bracket ``text``."""
    sign = "-" if text.startswith("-") else ""
    kind = next((kind for kind in LONG_NUMBERS if kind in text), "")
    return f"{sign}⟦{position}{kind}⟧"


@lru_cache(maxsize=1024)
def _typeset_with_blanks(
    expressions: tuple[Expr, ...],
    letters: Notation,
    colours: tuple[tuple[str, str], ...],
    blanks: tuple[tuple[Expr, str | Expr], ...],
) -> tuple[str, ...]:
    printer = BoardPrinter(letters, dict(colours), dict(blanks))
    return tuple(printer.doprint(expression) for expression in expressions)
