"""Write a reviewed derivation as Markdown or LaTeX, each verdict as a note beside its line."""

import re
from collections.abc import Iterator

from pylatexenc.latexencode import UnicodeToLatexEncoder

from ce_core.symbolic.review.formula.names import QUANTITIES
from ce_core.symbolic.review.verdicts import LineStatus, Review, ReviewedLine
from ce_core.symbolic.review.written_line import letter_latex, line_latex
from ce_core.symbolic.writing.latex_document import PREAMBLE

TITLE = "My derivation, checked"
NOTES = {
    LineStatus.START: "start",
    LineStatus.OK: "right",
    LineStatus.NEEDS_FACT: "right if {fact}",
    LineStatus.SLIP: "mistake",
    LineStatus.CARRIED: "carries the mistake",
    LineStatus.REPAIRED: "right again",
    LineStatus.UNREADABLE: "not readable",
    LineStatus.UNSUPPORTED: "beyond this tool",
}
LETTERS_TITLE = "Letters"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_LATEX = UnicodeToLatexEncoder(
    unknown_char_policy="replace",
    replacement_latex_protection="braces-all",
    unknown_char_warning=False,
)


def to_markdown(review: Review) -> str:
    """A numbered list: the line as a formula, below it the verdict as a quotation."""
    body = [f"# {TITLE}", f"**{_in_markdown(review.sentence)}**"]
    letters = _letters(review)
    if letters:
        body.append(f"{LETTERS_TITLE}: {letters}.")
    for line in review.lines:
        formula = _formula(review, line)
        shown = f"$$ {formula} $$" if formula else _in_markdown(_one_line(line.text))
        note = f"**{_in_markdown(_note(line))}.** {_in_markdown(line.message)}"
        body.append(f"{line.number}. {shown}\n\n   > {note}")
    return "\n\n".join(body) + "\n"


def to_latex(review: Review) -> str:
    """A document that compiles as it stands, the verdicts in a column beside the lines."""
    body = [
        r"\newcommand{\checked}[3]{\par\medskip\noindent",
        r"  \begin{minipage}[t]{0.58\linewidth}\makebox[2em][l]{#1.}%",
        r"  \begin{minipage}[t]{\dimexpr\linewidth-2em\relax}#2\end{minipage}\end{minipage}\hfill",
        r"  \begin{minipage}[t]{0.38\linewidth}\footnotesize\raggedright #3\end{minipage}\par}",
        r"\begin{document}",
        rf"\section*{{{TITLE}}}",
        rf"\textbf{{{_in_latex(review.sentence)}}}",
    ]
    letters = _letters(review)
    if letters:
        body.append(rf"\paragraph{{{LETTERS_TITLE}.}} {letters}.")
    for line in review.lines:
        formula = _formula(review, line)
        shown = rf"\fitted{{{formula}}}" if formula else _in_latex(_one_line(line.text))
        note = rf"\textbf{{{_in_latex(_note(line))}.}} {_in_latex(line.message)}"
        body.append(rf"\checked{{{line.number}}}{{{shown}}}{{{note}}}")
    return "\n".join((PREAMBLE, *body, r"\end{document}", ""))


def _formula(review: Review, line: ReviewedLine) -> str:
    opens = all(other.chain != line.chain for other in review.lines[: line.number - 1])
    return line_latex(line, review.letters, opens=opens)


def _note(line: ReviewedLine) -> str:
    return NOTES[line.status].format(fact=line.fact)


def _letters(review: Review) -> str:
    return "; ".join(_meanings(review))


def _meanings(review: Review) -> Iterator[str]:
    for quantity in QUANTITIES:
        letters = [*filter(None, map(letter_latex, getattr(review.letters, quantity)))]
        if letters:
            name = "sum of all exponentials" if quantity == "total" else quantity
            yield f"{', '.join(f'${each}$' for each in letters)} {name}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _in_latex(text: str) -> str:
    return str(_LATEX.unicode_to_latex(text))
