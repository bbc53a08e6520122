"""Write what the letters of a derivation mean, in Markdown: in one line, or with their values."""

import math
from collections.abc import Sequence

from sympy import Expr

from ce_core.number_format import format_given, format_number
from ce_core.palette import Theme
from ce_core.symbolic.derivations.meanings import (
    INDICES,
    NATURAL_LOGARITHM,
    Meaning,
    has_logarithm,
    meanings,
)
from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression.board import Entry, entry
from ce_core.symbolic.expression.equality import Given, values
from ce_core.symbolic.expression.lowering import Setting
from ce_core.symbolic.expression.notation import LABELS, LOGITS, PROBABILITIES, ROLES, Notation
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components.chart import plain
from ce_core.ui.formulas.table import Look, in_markdown
from ce_core.ui.shell import terms

_VECTORS = (LOGITS, PROBABILITIES, LABELS)
HEAD = "| Letter | Meaning | Your numbers |\n|:--|:--|:--|"


def in_one_line(chain: Chain, look: Look) -> str:
    """The letters of a chain with their formulas and meanings; may be empty."""
    # In braces a formula is not broken, which would be after its minus.
    said = [f"${{{_formula(each, look)}}}$ {terms.linked(each.words)}" for each in meanings(chain)]
    if said and has_logarithm(chain):
        said.append(f"log: {NATURAL_LOGARITHM}")
    return f"{' · '.join(said)}." if said else ""


def table(chain: Chain, numbers: Given, setting: Setting | None, theme: Theme) -> str:
    """The letters of a chain with their meanings and values, one in a row.

    Parameters
    ----------
    numbers
        For the letters that nothing defines.
    setting
        The number of classes and the free indices; None for two classes.
    """
    look = Look(Notation(), theme)
    classes = setting.classes if setting else 2
    rows = [
        (
            in_markdown(_formula(each, look)),
            terms.linked(each.words),
            _value(each.letter, chain, numbers, classes),
        )
        for each in meanings(chain)
        if not _is_second(each)
    ]
    if has_logarithm(chain):
        rows.append(("log", NATURAL_LOGARITHM, ""))
    if setting:
        at = ", ".join(f"{index} = {number}" for index, number in setting.indices)
        rows.append(("i, j, k", INDICES, at))
    return "\n".join((HEAD, *(f"| {' | '.join(row)} |" for row in rows)))


def _is_second(meaning: Meaning) -> bool:
    """Whether it is the second of two probabilities: the first one's row has both values."""
    return isinstance(meaning.letter, Entry) and meaning.letter.args[1] == 2


def _formula(meaning: Meaning, look: Look) -> str:
    letter = typeset(meaning.letter, look.letters, look.colours)
    if meaning.formula is None:
        return letter
    formula = typeset(meaning.formula, look.letters, look.colours)
    # The equals sign is an ordinary symbol, for the formula must not break after it.
    return rf"{letter} \;\mathord{{=}}\; {formula}"


def _value(letter: Expr, chain: Chain, numbers: Given, classes: int) -> str:
    name = letter.args[0] if isinstance(letter, Entry) else letter
    letters: Sequence[Expr] = (letter,)
    if name in _VECTORS:
        letters = tuple(entry(name, k) for k in range(1, classes + 1))
    found = values(tuple(letters), numbers, chain.definitions, Setting(classes))
    write = format_given if ROLES.get(name) in ("logits", "labels") else format_number
    defined = (each for each in found if isinstance(each, float) and not math.isnan(each))
    return plain(", ".join(map(write, defined)))
