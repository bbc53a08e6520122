"""What a typed function comes to: read, differentiated, sampled. No Streamlit, nothing evaluated.

Results are kept for all sessions: the same text has the same derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Symbol

from ce_core.figures.function_plot import SampledFunction
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.differentiation.differentiate import TooLarge, derivative, differentiate
from ce_core.symbolic.expression.floats import evaluate, sample
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.parser import ReadingError, read
from ce_core.symbolic.reading.vocabulary import own_function

_POINTS = 161
_HALF_WIDTH = 6.0

Numbers = Mapping[Expr, float]


@dataclass(frozen=True, eq=False)
class Differentiated:
    """A typed function, and the derivation of its derivative."""

    function: Expr
    derivation: Derivation

    @property
    def chain(self) -> Chain:
        """The derivation's only chain."""
        return self.derivation.chains[0]


@dataclass(frozen=True)
class Refused:
    """Why a typed function could not be differentiated.

    Parameters
    ----------
    reason
        A sentence; it may quote what was typed, so escape it before Markdown.
    position
        Where in the text, counted from 0; None where no place is to blame.
    """

    reason: str
    position: int | None


@lru_cache(maxsize=128)
def differentiated(text: str) -> Differentiated | Refused:
    """Read a function of x with parameters a, b, c and differentiate it line by line."""
    try:
        function = read(text, own_function()).expression
        chain = differentiate(function, X)
    except ReadingError as problem:
        return Refused(str(problem), problem.position)
    except TooLarge as problem:
        return Refused(str(problem), None)
    opening = (
        "The derivative of your function, one rule a line: first as the rules give it, then tidied."
    )
    return Differentiated(
        function, Derivation("own-function", "Your own function", opening, (chain,))
    )


def numbers(at: float, a: float, b: float, c: float) -> Numbers:
    """Numbers for x and the parameters."""
    return {X: at, Symbol("a"): a, Symbol("b"): b, Symbol("c"): c}


def at_point(found: Differentiated, given: Numbers) -> tuple[float | None, float | None]:
    """f and f′ at the numbers given; None where there is no finite real value."""
    return evaluate(found.function, given), evaluate(derivative(found.chain), given)


def sampled(found: Differentiated, given: Numbers) -> SampledFunction:
    """The function and its derivative around zero, or around x where that is far out."""
    at = given[X]
    middle = 0.0 if abs(at) <= _HALF_WIDTH else at
    step = 2 * _HALF_WIDTH / (_POINTS - 1)
    places = [middle - _HALF_WIDTH + step * k for k in range(_POINTS)]
    slope = derivative(found.chain)
    return SampledFunction(
        places, sample(found.function, X, places, given), sample(slope, X, places, given)
    )
