"""Read, differentiate and sample a typed function. No Streamlit, nothing evaluated.

Results are kept for all sessions: the same text has the same derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sympy import Expr, Symbol

from ce_core.figures.function_plot import SampledFunction
from ce_core.number_format import format_given, format_number
from ce_core.symbolic.derivations.steps import Chain, Derivation, has_no_function
from ce_core.symbolic.differentiation.corners import Corner, corner_at, parts_with_corners
from ce_core.symbolic.differentiation.differentiate import TooLarge, derivative, differentiate
from ce_core.symbolic.expression.floats import evaluate, sample
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.function_line import read_function
from ce_core.symbolic.reading.tokens import ReadingError
from ce_core.symbolic.writing.plain_text import written

_POINTS = 161
_HALF_WIDTH = 6.0

Numbers = Mapping[Expr, float]
_TIDIED = (
    "The derivative of your function, one rule a line: first as the rules give it, then tidied."
)
_NO_FUNCTION = "f has no real value for any numbers, so it has no derivative."
_NOWHERE = "With these parameters f has no real value anywhere in the plot."


@dataclass(frozen=True, eq=False)
class Differentiated:
    """A typed function, and the derivation of its derivative."""

    function: Expr
    derivation: Derivation
    typed_variable: str = X.name

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
    """Read a function with parameters a, b, c and differentiate it line by line."""
    try:
        line = read_function(text)
        function = line.expression
        chain = differentiate(function, X)
    except ReadingError as problem:
        return Refused(str(problem), problem.position)
    except TooLarge as problem:
        return Refused(str(problem), None)
    opening = _TIDIED
    return Differentiated(
        function,
        Derivation("own-function", "Your own function", opening, (chain,)),
        line.typed_variable,
    )


def numbers(at: float, a: float, b: float, c: float) -> Numbers:
    """Numbers for x and the parameters."""
    return {X: at, Symbol("a"): a, Symbol("b"): b, Symbol("c"): c}


def at_point(found: Differentiated, given: Numbers) -> tuple[float | None, float | None]:
    """f and f′ at the numbers given; None where there is no finite real value."""
    value = evaluate(found.function, given)
    if value is None or corner(found, given) is not None:
        return value, None
    return value, evaluate(derivative(found.chain), given)


def corner(found: Differentiated, given: Numbers) -> Corner | None:
    """The corner or jump that the function has at the numbers given."""
    return corner_at(found.function, derivative(found.chain), X, given)


def remarks(found: Differentiated, given: Numbers) -> tuple[str, ...]:
    """What has to be said about the function: plain text, a sentence or two each."""
    said = []
    if found.typed_variable != X.name:
        said.append(f"Your variable {found.typed_variable} is written x here.")
    if has_no_function(found.chain):
        return (*said, _NO_FUNCTION)
    if not any(value is not None for value in sampled(found, given).values):
        said.append(_NOWHERE)
    broken = [written(part) for _, part in parts_with_corners(found.function)]
    if not broken:
        return tuple(said)
    here = corner(found, given)
    if here is None:
        said.append(f"The rules hold wherever {_listed(broken)} has no corner and no jump.")
        return tuple(said)
    left, right = (
        "has no real value" if beside is None else f"is {format_number(beside)}"
        for beside in (here.left, here.right)
    )
    said.append(
        f"At x = {format_given(given[X])}, {written(here.part)} has a {here.kind}, and the rules "
        f"do not apply. Just left of it f′ {left}, just right of it f′ {right}. "
        "The lines show what the formulas give there, by convention."
    )
    return tuple(said)


def _listed(parts: list[str]) -> str:
    return " or ".join(dict.fromkeys(parts))


def sampled(found: Differentiated, given: Numbers) -> SampledFunction:
    """The function and its derivative around zero, or around x where that is far out."""
    at = given[X]
    middle = 0.0 if abs(at) <= _HALF_WIDTH else at
    step = 2 * _HALF_WIDTH / (_POINTS - 1)
    places = [middle - _HALF_WIDTH + step * k for k in range(_POINTS)]
    values = sample(found.function, X, places, given)
    slopes = sample(derivative(found.chain), X, places, given)
    # Where f has no value it has no derivative: log x has none below 0, though 1/x is a number.
    slopes = [None if value is None else slope for value, slope in zip(values, slopes, strict=True)]
    return SampledFunction(places, values, slopes)
