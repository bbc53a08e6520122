r"""Write a derivation as a LaTeX document that compiles as it stands with a small TeX installation.

Where ``cancel.sty`` is missing, the document defines ``\cancel`` itself.
"""

from collections.abc import Iterable, Iterator

from ce_core import palette
from ce_core.sentences import capitalised
from ce_core.symbolic.derivations.meanings import case_in_words
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing import background
from ce_core.symbolic.writing.background import Entry, Origin
from ce_core.symbolic.writing.displays import Display, displays
from ce_core.symbolic.writing.latex import NO_NUMBERS

ROLES_IN_PRINT = ("logits", "probabilities", "labels", "cost", "cancelled", "moved")

MARKS = "Marks"
MARKS_IN_WORDS = (
    Entry(r"\textcolor{moved}{\underline{x}}", "moved or replaced"),
    Entry(r"\textcolor{cancelled}{\cancel{x}}", "cancels"),
)
COLOURS = "Colours"
COLOURED = ("logits", "probabilities", "labels", "cost")

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath}
\IfFileExists{cancel.sty}{\usepackage{cancel}}{}
\usepackage{graphicx}
\usepackage[margin=2cm]{geometry}
% Without cancel.sty: a line through the middle.
\newsavebox{\crossed}
\newcommand{\crossout}[2]{\sbox{\crossed}{$#1#2$}%
  \rlap{\rule[\dimexpr(\ht\crossed-\dp\crossed)/2\relax]{\wd\crossed}{0.4pt}}\usebox{\crossed}}
\providecommand{\cancel}[1]{\mathchoice{\crossout{\displaystyle}{#1}}%
  {\crossout{\textstyle}{#1}}{\crossout{\scriptstyle}{#1}}{\crossout{\scriptscriptstyle}{#1}}}
% What is too wide for the page is scaled down to it: long sums are long lines.
\newsavebox{\formula}
\newcommand{\fitted}[1]{\sbox{\formula}{$\displaystyle #1$}%
  \ifdim\wd\formula>\dimexpr\linewidth-2.5em\relax
    \resizebox{\dimexpr\linewidth-2.5em\relax}{!}{\usebox{\formula}}%
  \else\usebox{\formula}\fi}
% A sign, in a column of its own, and a formula.
\newcommand{\row}[2]{\par\smallskip\noindent\makebox[2em][r]{$#1$}\hspace{0.5em}\fitted{#2}}
% A line and its numbers stay on one page.
\newenvironment{step}{\par\medskip\noindent\begin{minipage}{\linewidth}}{\par\vspace{0.3em}\end{minipage}\par}
\setlength{\parindent}{0pt}
\setlength{\emergencystretch}{4em}
"""

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
        "σ": r"$\sigma$",
        "ⱼ": "$_j$",
        "ˣ": "$^x$",
        "²": "$^2$",
        "·": r"$\cdot$",
    }
)


def to_latex(
    derivation: Derivation,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
    origin: Origin | None = None,
) -> str:
    """A document that compiles as it stands.

    Parameters
    ----------
    letters
        The notation; the default is ``Notation()``.
    numbers
        If given, each line is followed by itself with these numbers, and its value.
    origin
        What the numbers are taken from, to be told at the beginning.
    """
    letters = letters or Notation()
    light = palette.roles("light")  # a document is printed on white
    named = (
        rf"\definecolor{{{role}}}{{rgb}}{{{_parts_of(light[role])}}}" for role in ROLES_IN_PRINT
    )
    body = [rf"\section*{{{_text(derivation.title)}}}", _text(derivation.opening)]
    body += _preface(derivation, letters, numbers, origin or Origin())
    for chain in derivation.chains:
        body += _section(chain, letters, numbers)
    begin, end = r"\begin{document}", r"\end{document}"
    return "\n".join((PREAMBLE + "\n".join((r"\usepackage{color}", *named)), begin, *body, end, ""))


def _parts_of(colour: str) -> str:
    """Write ``#rrggbb`` as color.sty takes it: red, green and blue from 0 to 1."""
    return ",".join(f"{part / 255:.3f}" for part in bytes.fromhex(colour.removeprefix("#")))


def _preface(
    derivation: Derivation, letters: Notation, numbers: Given, origin: Origin
) -> Iterator[str]:
    given = background.numbers_of(derivation, origin, letters, numbers)
    yield from _list(background.NUMBERS, given)
    yield from _list(background.LETTERS, background.letters_of(derivation, letters))
    yield from _list(MARKS, MARKS_IN_WORDS)
    if any(chain.definitions for chain in derivation.chains):
        words = ", ".join(rf"\textcolor{{{role}}}{{{role}}}" for role in COLOURED)
        yield rf"\paragraph{{{COLOURS}.}} {words}."
    yield rf"\paragraph{{{background.CHECKED}.}} {_text(background.checked(derivation))}"
    if origin.link:
        yield rf"\paragraph{{{background.LINK}.}} {_link(origin.link)}"


def _list(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    told = [*entries]
    formulas = "; ".join(f"${each.latex}$ {_text(each.words)}" for each in told if each.latex)
    sentences = [_text(each.words) for each in told if not each.latex]
    if told:
        said = " ".join((f"{formulas}.".replace(" .", "."), *sentences) if formulas else sentences)
        yield rf"\paragraph{{{title}.}} {said}"


def _section(chain: Chain, letters: Notation, numbers: Given) -> Iterator[str]:
    colours = {role: role for role in ROLES_IN_PRINT}
    yield rf"\subsection*{{{_text(chain.title)}}}"
    if numbers and (case := case_in_words(chain, numbers)):
        yield _text(background.SUPPOSED.format(case=case))
    for display in displays(chain, letters, colours, numbers):
        yield r"\begin{step}"
        yield rf"\textbf{{{_text(capitalised(display.rule))}.}} {_text(display.reason)}"
        yield from _rows(display)
        yield r"\end{step}"


def _rows(display: Display) -> Iterator[str]:
    for sign, formula in display.rows:
        yield rf"\row{{{sign}}}{{{formula}}}"


def _link(address: str) -> str:
    """An address that may be broken after each of its characters."""
    breakable = r"\allowbreak ".join(map(_text, address))
    return rf"\texttt{{{breakable}}}"


def _text(sentence: str) -> str:
    return sentence.translate(_LATEX_TEXT)
