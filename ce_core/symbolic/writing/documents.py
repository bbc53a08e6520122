"""Take it home: a derivation as a LaTeX document and as Markdown.

The Jupyter notebook, which recomputes every line, is :mod:`notebook`'s.
"""

from collections.abc import Mapping

from ce_core import palette
from ce_core.number_format import format_latex
from ce_core.symbolic.derivations.steps import Chain, Derivation, Line, line_values
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.latex import NO_COLOURS, NO_NUMBERS, typeset_lines

ROLES_IN_PRINT = ("logits", "probabilities", "labels", "cost", "cancelled", "moved")

_PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath}
\usepackage{xcolor}
\usepackage{cancel}
\usepackage{graphicx}
\usepackage[margin=2cm]{geometry}
\newsavebox{\formula}
\newcommand{\fitted}[1]{\sbox{\formula}{$\displaystyle #1$}%
  \ifdim\wd\formula>\linewidth\resizebox{\linewidth}{!}{\usebox{\formula}}%
  \else\usebox{\formula}\fi}
"""
"""What is too wide for the page is scaled down to it: long sums are long lines."""

_LATEX_TEXT = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "^": r"\^{}",
        "~": r"\~{}",
        "−": "$-$",
        "≠": r"$\neq$",
        "Σ": r"$\Sigma$",
        "′": r"$'$",
        "ŷ": r"$\hat{y}$",
        "ⱼ": "$_j$",
        "ˣ": "$^x$",
        "²": "$^2$",
        "·": r"$\cdot$",
        "σ": r"$\sigma$",
    }
)


def to_latex(
    derivation: Derivation,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
) -> str:
    """A document that compiles as it stands with what every LaTeX has.

    Parameters
    ----------
    letters
        The notation; the default is ``Notation()``.
    numbers
        If given, each line is followed by itself with these numbers, and its value.
    """
    colours = {role: role for role in ROLES_IN_PRINT}
    body = [rf"\section*{{{_text(derivation.title)}}}", _text(derivation.opening)]
    for chain in derivation.chains:
        body.append(rf"\subsection*{{{_text(chain.title)}}}")
        for line, display, below in _displays(chain, letters, colours, numbers):
            body.append(rf"\noindent\textbf{{{_text(line.rule)}.}} {_text(line.why(letters))}")
            body.extend(rf"\[ \fitted{{{each}}} \]" for each in (display, *below))
    light = palette.roles("light")  # a document is printed on white
    named = [
        rf"\definecolor{{{role}}}{{HTML}}{{{light[role].lstrip('#').upper()}}}"
        for role in ROLES_IN_PRINT
    ]
    return "\n".join(
        [_PREAMBLE + "\n".join(named), r"\begin{document}", *body, r"\end{document}", ""]
    )


def to_markdown(
    derivation: Derivation,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
) -> str:
    """Markdown with formulas between double dollar signs; see :func:`to_latex`."""
    body = [f"# {derivation.title}", derivation.opening]
    for chain in derivation.chains:
        body.append(chain_to_markdown(chain, letters, numbers))
    return "\n\n".join(body) + "\n"


def chain_to_markdown(
    chain: Chain,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
) -> str:
    """One chain of a derivation in Markdown, under a heading of its own."""
    body = [f"## {chain.title}"]
    for line, display, below in _displays(chain, letters, NO_COLOURS, numbers):
        body.append(f"**{line.rule}.** {line.why(letters)}")
        body.extend(f"$$\n{each}\n$$" for each in (display, *below))
    return "\n\n".join(body)


def _displays(
    chain: Chain,
    letters: Notation | None,
    colours: Mapping[str, str],
    numbers: Given,
) -> list[tuple[Line, str, tuple[str, ...]]]:
    """Each line, its formula, and, where there are numbers, the formula with them."""
    displays = typeset_lines(chain.lines, letters, colours)
    signed = [displays[0], *(f"= {display}" for display in displays[1:])]
    if not numbers:
        return [(line, each, ()) for line, each in zip(chain.lines, signed, strict=True)]
    with_numbers = typeset_lines(chain.lines, letters, colours, chain.numbers(numbers))
    valued = [
        (rf"{each} \approx {_value(value)}",) if value == value else ()
        for each, value in zip(with_numbers, line_values(chain, numbers), strict=True)
    ]
    return list(zip(chain.lines, signed, valued, strict=True))


def _value(value: float | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return r"\left(" + r",\ ".join(map(format_latex, value)) + r"\right)"
    return format_latex(value)


def _text(sentence: str) -> str:
    return sentence.translate(_LATEX_TEXT)
