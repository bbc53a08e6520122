"""Writes the derivation of ŷ − y at a scenario's numbers in HTML with MathML: no font needed."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from latex2mathml.converter import convert

from ce_core.number_format import format_number
from ce_core.scenario import Scenario
from ce_core.sentences import capitalised
from ce_core.symbolic.derivations import two_class
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.displays import displays
from ce_core.symbolic.writing.latex import NO_COLOURS

_ENTITY = re.compile("&#x([0-9A-Fa-f]+);")

TITLE = "Why it is ŷ − y"
_NUMBERS = (
    "The class is {name}; all other classes together are the second one. "
    "The numbers are those with which the file was saved: z = {logits}, y = {labels}{temperature}."
)


_BRIEF = ("slope-of-f", "chain-rule", "first-ratio", "one-minus-f", "second-ratio", "together")


def derivation_html(scenario: Scenario, *, whole: bool = False) -> str:
    """Give the two-class derivation by the quotient rule, line by line.

    Parameters
    ----------
    scenario
        Its true class is taken against all others together.
    whole
        Show every part of the derivation and open it, not only those that lead to ŷ − y.
    """
    target = scenario.smoothed_target
    index = target.index(max(target))
    scaled = [z / scenario.temperature for z in scenario.logits]
    pair = two_class.one_against_rest(scaled, index)
    numbers = two_class.numbers(pair, (target[index], 1 - target[index]))
    lines = "".join(_chains(numbers, whole))
    words = _words(scenario, index)
    shown = " open" if whole else ""
    return f"<details{shown}><summary>{TITLE}</summary><p>{words}</p>{lines}</details>"


def _words(scenario: Scenario, index: int) -> str:
    warm = scenario.temperature != 1
    return _NUMBERS.format(
        name=escape(scenario.names[index]),
        logits=", ".join(map(format_number, scenario.logits)),
        labels=", ".join(map(format_number, scenario.smoothed_target)),
        temperature=f", T = {format_number(scenario.temperature)}" if warm else "",
    )


def _chains(numbers: Given, whole: bool) -> Iterator[str]:
    for chain in two_class.derivation().chains:
        if not whole and chain.key not in _BRIEF:
            continue
        yield f"<h3>{escape(chain.title)}</h3>"
        for display in displays(chain, Notation(), NO_COLOURS, numbers):
            yield f"<p><b>{escape(capitalised(display.rule))}.</b> {escape(display.reason)}</p>"
            rows = "".join(mathml(f"{sign} {formula}".strip()) for sign, formula in display.rows)
            yield f'<div class="rows" tabindex="0" role="group" aria-label="Formula">{rows}</div>'


@lru_cache(maxsize=1024)
def mathml(latex: str) -> str:
    """Write a displayed formula as MathML."""
    written = str(convert(latex, display="block"))
    # As characters, and in HTML without a name space: half as long.
    marks = _ENTITY.sub(lambda found: escape(chr(int(found[1], 16))), written)
    return marks.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
