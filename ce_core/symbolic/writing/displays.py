"""Typeset the lines of a chain for a file: rule, reason, and rows of a sign and a formula."""

from collections.abc import Mapping
from dataclasses import dataclass

from ce_core.number_format import format_latex
from ce_core.symbolic.derivations.steps import Chain, line_values
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.latex import typeset_lines


@dataclass(frozen=True)
class Display:
    """A line as it goes into a file.

    Parameters
    ----------
    rule, reason
        Plain text.
    rows
        Each a sign (``"="``, ``"\\\\approx"`` or empty) and a formula, in LaTeX.
    """

    rule: str
    reason: str
    rows: tuple[tuple[str, str], ...]


def displays(
    chain: Chain, letters: Notation, colours: Mapping[str, str], numbers: Given
) -> tuple[Display, ...]:
    """Each line in letters and, where there are numbers and a value, with these and the value."""
    return displays_beside(chain, chain, chain, letters, colours, numbers)


def displays_beside(
    chain: Chain,
    numbered: Chain | None,
    valued: Chain,
    letters: Notation,
    colours: Mapping[str, str],
    numbers: Given,
) -> tuple[Display, ...]:
    """Write each line of a chain, with numbers and a value that come from corresponding lines.

    Parameters
    ----------
    chain
        In letters.
    numbered
        Its lines are written with numbers in place of letters; None where sums stay sums.
    valued
        Its lines have a value at the numbers.
    """
    in_letters = typeset_lines(chain.lines, letters, colours)
    rows = [[("=" if i else "", formula)] for i, formula in enumerate(in_letters)]
    if numbers:
        in_numbers = in_letters
        if numbered is not None:
            given = numbered.numbers(numbers)
            in_numbers = typeset_lines(numbered.lines, letters, colours, given)
        for i, value in enumerate(line_values(valued, numbers)):
            if value == value:  # not nan
                rows[i].append(_row(in_letters[i], in_numbers[i], _value(value)))
    return tuple(
        Display(line.rule, line.why(letters), tuple(each))
        for line, each in zip(chain.lines, rows, strict=True)
    )


def _row(in_letters: str, in_numbers: str, value: str) -> tuple[str, str]:
    """Where no letter has a number, the value alone."""
    if in_numbers == in_letters:
        return r"\approx", value
    return "=", rf"{in_numbers} \approx {value}"


def _value(value: float | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return r"\left(" + r",\ ".join(map(format_latex, value)) + r"\right)"
    return format_latex(value)
