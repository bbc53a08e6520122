"""Read one side of an equation, in each way that it can mean."""

from collections.abc import Sequence

from ce_core.symbolic.reading.power_limits import refuse_towers
from ce_core.symbolic.reading.spans import Reading
from ce_core.symbolic.reading.tokens import ReadingError
from ce_core.symbolic.review.formula.atoms import FormulaGrammar
from ce_core.symbolic.review.formula.latex_tokens import Token
from ce_core.symbolic.review.formula.names import Names
from ce_core.symbolic.review.formula.trouble import Trouble


def read_side(tokens: Sequence[Token], names: Names, start: int, end: int) -> tuple[Reading, ...]:
    """The readings of a side, the likelier first: a Σ below a slash may end sooner or later.

    Raises
    ------
    Trouble
        If it cannot be read.
    """
    if not tokens:
        raise Trouble("something is missing here", start)
    grammar = FormulaGrammar(tokens, names, start, end)
    long = _limited(grammar.whole())
    if not grammar.swallowed:
        return (long,)
    short = FormulaGrammar(tokens, names, start, end, short_sums=True)
    try:
        return _limited(short.whole()), long
    except Trouble:
        return (long,)


def _limited(reading: Reading) -> Reading:
    try:
        refuse_towers(reading)
    except ReadingError as error:
        raise Trouble("its powers are too tall", error.position) from None
    return reading
