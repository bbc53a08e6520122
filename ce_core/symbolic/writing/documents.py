"""Write a derivation as Markdown, for a file or for the text cells of a notebook.

The LaTeX document is written by :mod:`latex_document`, the notebook by :mod:`notebook`.
"""

from collections.abc import Iterable, Iterator

from ce_core.sentences import capitalised
from ce_core.symbolic.derivations.meanings import case_in_words
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing import background
from ce_core.symbolic.writing.background import Entry, Origin
from ce_core.symbolic.writing.displays import displays
from ce_core.symbolic.writing.latex import NO_COLOURS, NO_NUMBERS


def to_markdown(
    derivation: Derivation,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
    origin: Origin | None = None,
) -> str:
    """Markdown with formulas between double dollar signs.

    Parameters
    ----------
    letters, numbers, origin
        As in :func:`ce_core.symbolic.writing.latex_document.to_latex`.
    """
    letters = letters or Notation()
    body = [f"# {derivation.title}", derivation.opening]
    body += _preface(derivation, letters, numbers, origin or Origin())
    body += (chain_to_markdown(chain, letters, numbers) for chain in derivation.chains)
    return "\n\n".join(body) + "\n"


def _preface(
    derivation: Derivation, letters: Notation, numbers: Given, origin: Origin
) -> Iterator[str]:
    given = background.numbers_of(derivation, origin, letters, numbers)
    yield from _list(background.NUMBERS, given)
    yield from _list(background.LETTERS, background.letters_of(derivation, letters))
    yield f"**{background.CHECKED}.** {background.checked(derivation)}"
    if origin.link:
        yield f"**{background.LINK}.** <{origin.link}>"


def _list(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    said = [
        "- " + " ".join(filter(None, (f"${each.latex}$" if each.latex else "", each.words)))
        for each in entries
    ]
    if said:
        yield f"**{title}**\n\n" + "\n".join(said)


def chain_to_markdown(
    chain: Chain,
    letters: Notation | None = None,
    numbers: Given = NO_NUMBERS,
) -> str:
    """One chain of a derivation in Markdown, under a heading of its own."""
    body = [f"## {chain.title}"]
    if numbers and (case := case_in_words(chain, numbers)):
        body.append(background.SUPPOSED.format(case=case))
    for display in displays(chain, letters or Notation(), NO_COLOURS, numbers):
        body.append(f"**{capitalised(display.rule)}.** {display.reason}")
        body += (f"$$\n{f'{sign} {formula}'.strip()}\n$$" for sign, formula in display.rows)
    return "\n\n".join(body)
