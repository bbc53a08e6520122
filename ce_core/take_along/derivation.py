"""Write a derivation at a scenario's numbers in HTML with MathML: no font needed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Protocol

from latex2mathml.converter import convert

from ce_core.number_format import format_number
from ce_core.scenario import Scenario
from ce_core.sentences import capitalised
from ce_core.symbolic.derivations import two_class
from ce_core.symbolic.derivations.meanings import case_in_words
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing import background
from ce_core.symbolic.writing.displays import displays_beside
from ce_core.symbolic.writing.latex import NO_COLOURS

_ENTITY = re.compile("&#x([0-9A-Fa-f]+);")

TITLE = "Why it is ŷ − y"
_NUMBERS = "The numbers are those with which the file was saved: z = {logits}, y = {labels}{more}."
_AGAINST_REST = "The class is {name}; all other classes together are the second one."
_BRIEF = ("slope-of-f", "chain-rule", "first-ratio", "one-minus-f", "second-ratio", "together")


class NumberedChain(Protocol):
    """A chain with what its numbers are taken from, as the app's Derivation page has it."""

    @property
    def chain(self) -> Chain:
        """The lines in letters."""

    @property
    def numbered(self) -> Chain | None:
        """Corresponding lines, written with numbers; None where sums stay sums."""

    @property
    def valued(self) -> Chain:
        """Corresponding lines that have a value at the numbers."""

    @property
    def numbers(self) -> Given:
        """For the letters of the latter two."""

    @property
    def note(self) -> str:
        """Which classes the numbers belong to, where the letters leave that open."""


@dataclass(frozen=True)
class OpenDerivation:
    """A derivation as a person has it before them.

    Parameters
    ----------
    title
        Its heading.
    words
        Sentences in plain text that stand above it.
    chains
        What is shown of it.
    letters
        The notation.
    legend
        A derivation whose letters are explained above; none for no explanation.
    """

    title: str
    words: Sequence[str]
    chains: Sequence[NumberedChain]
    letters: Notation = field(default_factory=Notation)
    legend: Derivation | None = None


@dataclass(frozen=True)
class _AsWritten:
    """A chain whose own lines are written with numbers."""

    chain: Chain
    numbers: Given
    note: str = ""

    @property
    def numbered(self) -> Chain:
        return self.chain

    @property
    def valued(self) -> Chain:
        return self.chain


def quotient_rule(scenario: Scenario, *, whole: bool = False) -> OpenDerivation:
    """Give the two-class derivation by the quotient rule, of the true class against all others.

    Parameters
    ----------
    whole
        Give every part of it, not only those that lead to ŷ − y.
    """
    target = scenario.smoothed_target
    index = target.index(max(target))
    scaled = [z / scenario.temperature for z in scenario.logits]
    pair = two_class.one_against_rest(scaled, index)
    numbers = two_class.numbers(pair, (target[index], 1 - target[index]))
    chains = [
        _AsWritten(chain, numbers)
        for chain in two_class.derivation().chains
        if whole or chain.key in _BRIEF
    ]
    words = (_AGAINST_REST.format(name=scenario.names[index]), saved_numbers(scenario))
    return OpenDerivation(TITLE, words, chains)


def saved_numbers(scenario: Scenario) -> str:
    """Say which numbers a derivation in a file has: they stay when the panel moves."""
    warm = scenario.temperature != 1
    return _NUMBERS.format(
        logits=", ".join(map(format_number, scenario.logits)),
        labels=", ".join(map(format_number, scenario.smoothed_target)),
        more=f", T = {format_number(scenario.temperature)}" if warm else "",
    )


def derivation_html(opened: OpenDerivation, *, unfolded: bool = False) -> str:
    """Write a derivation, line by line, with MathML."""
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in opened.words if sentence)
    lines = "".join(part for shown in opened.chains for part in _chain(shown, opened.letters))
    return (
        f'<details id="derivation"{" open" if unfolded else ""}>'
        f"<summary>{escape(opened.title)}</summary>"
        f"{words}{_legend(opened)}{lines}</details>"
    )


def _legend(opened: OpenDerivation) -> str:
    if opened.legend is None:
        return ""
    entries = background.letters_of(opened.legend, opened.letters)
    items = "".join(
        f"<li>{mathml(each.latex, 'inline')} {escape(each.words)}</li>" for each in entries
    )
    return f"<ul>{items}</ul>"


def _chain(shown: NumberedChain, letters: Notation) -> Iterator[str]:
    chain, numbers = shown.chain, shown.numbers
    yield f"<h3>{escape(chain.title)}</h3>"
    if supposed := case_in_words(chain, numbers):
        yield f"<p>{escape(background.SUPPOSED.format(case=supposed))}</p>"
    if shown.note:
        yield f"<p>Here {escape(shown.note)}.</p>"
    sources = shown.numbered, shown.valued
    for display in displays_beside(chain, *sources, letters, NO_COLOURS, numbers):
        yield f"<p><b>{escape(capitalised(display.rule))}.</b> {escape(display.reason)}</p>"
        rows = "".join(mathml(f"{sign} {formula}".strip()) for sign, formula in display.rows)
        yield f'<div class="rows" tabindex="0" role="group" aria-label="Formula">{rows}</div>'


@lru_cache(maxsize=1024)
def mathml(latex: str, display: str = "block") -> str:
    """Write a formula as MathML, ``"block"`` on a line of its own or ``"inline"``."""
    written = str(convert(latex, display=display))
    # As characters, and in HTML without a name space: half as long.
    marks = _ENTITY.sub(lambda found: escape(chr(int(found[1], 16))), written)
    return marks.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
