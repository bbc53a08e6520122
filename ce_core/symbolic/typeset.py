"""From the blackboard to LaTeX: a choice of letters, colour roles, and numbers for letters.

The output stays within what KaTeX accepts without being told to trust its input, and what LaTeX
takes with amsmath, xcolor and cancel. Everything stands in the order in which it was written.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sympy import Expr

from ce_core.symbolic.lowering import Fact
from ce_core.symbolic.notation import Notation
from ce_core.symbolic.printer import BoardPrinter
from ce_core.symbolic.steps import Chain, Line

NO_COLOURS: Mapping[str, str] = MappingProxyType({})
NO_NUMBERS: Mapping[Expr, float | Expr] = MappingProxyType({})
ROW_END = r" \\[0.5em]" + "\n"


def typeset(
    expression: Expr,
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Mapping[Expr, float | Expr] = NO_NUMBERS,
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
    return str(BoardPrinter(letters or Notation(), colours, numbers).doprint(expression))


def typeset_line(
    line: Line,
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Mapping[Expr, float | Expr] = NO_NUMBERS,
) -> str:
    """LaTeX of a line's expression: :func:`typeset` for a line."""
    return typeset(line.expression, letters, colours, numbers)


def typeset_chain(
    chain: Chain,
    letters: Notation | None = None,
    colours: Mapping[str, str] = NO_COLOURS,
    numbers: Mapping[Expr, float | Expr] = NO_NUMBERS,
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
    numbers: Mapping[Expr, float | Expr] = NO_NUMBERS,
) -> tuple[str, ...]:
    """LaTeX of several lines, one string each; parts that they share are typeset once."""
    printer = BoardPrinter(letters or Notation(), colours, numbers)
    return tuple(printer.doprint(line.expression) for line in lines)


def typeset_fact(
    fact: Fact, letters: Notation | None = None, colours: Mapping[str, str] = NO_COLOURS
) -> str:
    """A fact as an equation."""
    printer = BoardPrinter(letters or Notation(), colours, NO_NUMBERS)
    return f"{printer.doprint(fact.left)} = {printer.doprint(fact.right)}"
