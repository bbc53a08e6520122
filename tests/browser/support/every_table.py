"""Writes every line of every derivation as the page does, in one notation."""

from collections.abc import Iterator

from ce_core.palette import Theme
from ce_core.scenario import DEFAULT_SCENARIO
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression.notation import READY_SETS, Notation
from ce_core.ui.derivation.typed_function import differentiated, numbers
from ce_core.ui.derivation.view import LETTERS
from ce_core.ui.formulas.routes import ShownChain, method
from ce_core.ui.formulas.table import Look, chain_table

METHODS = (
    ("two-class", False),
    ("k-class", False),
    ("k-class", True),
    ("short-road", False),
    ("short-road", True),
)


def every_table(letters: str, theme: Theme) -> Iterator[tuple[str, int]]:
    """Give each chain's table in Markdown, and how many lines it has."""
    look = Look(READY_SETS.get(LETTERS[letters], Notation()), theme)
    for key, written in METHODS:
        for shown in method(key, DEFAULT_SCENARIO, written=written).chains:
            yield chain_table(shown, look), len(shown.chain.lines)
    for example in FUNCTION_EXAMPLES:
        chain = differentiated(example.text).chain
        given = numbers(0.7, 0.3, 1.2, 0.0)
        yield chain_table(ShownChain(chain, chain, chain, given), look), len(chain.lines)
