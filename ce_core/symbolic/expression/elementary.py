"""Lists the elementary functions: how each is typed, written, computed and differentiated.

The one table of functions. The parser, the printers, the notebooks, the evaluators and both
differentiators read it: a new function is one row here, and a node in :mod:`board` if SymPy has
none for it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import sympy
from sympy import Expr, Integer

from ce_core.symbolic.expression import board, intervals
from ce_core.symbolic.expression.intervals import Interval

_ONE = Integer(1)


@dataclass(frozen=True, eq=False)
class Elementary:
    """A function of one variable u that has a name and a derivative of its own.

    Parameters
    ----------
    kind
        The class of its nodes.
    name
        What a rule about it is called.
    spellings
        How it may be typed, the usual spelling first.
    latex
        How it is typeset, ``%s`` standing for u. After a blank a u of one letter needs no bracket.
    plain
        The same for one line of plain text, which reads back.
    python
        What a notebook calls.
    definition
        The body of the function that a notebook defines for it; empty where SymPy has one.
    number
        Its value at a float. Raises ValueError or OverflowError where it has none.
    interval
        An interval that holds its values over an interval, in a number of bits.
    derivative
        d/du of it.
    reason
        The derivative as an equation.
    through_exp
        The same by exponentials and logarithms, which the exact check knows the laws of.
    """

    kind: type
    name: str
    spellings: tuple[str, ...]
    latex: str
    plain: str
    python: str
    definition: str
    number: Callable[[float], float]
    interval: Callable[[Interval, int], Interval]
    derivative: Callable[[Expr], Expr]
    reason: str
    through_exp: Callable[[Expr], Expr]

    def __call__(self, argument: Expr) -> Expr:
        """The function of an argument, unevaluated."""
        return self.kind(argument, evaluate=False)


def _sigmoid(u: float) -> float:
    """1 / (1 + e^(−u)) by the branch that cannot overflow."""
    small = math.exp(-abs(u))
    return 1.0 / (1.0 + small) if u >= 0.0 else small / (1.0 + small)


def _softplus(u: float) -> float:
    """log(1 + e^u) = max(u, 0) + log(1 + e^(−|u|))."""
    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))


def _tanh_through_exp(u: Expr) -> Expr:
    square = board.exp(board.mul(Integer(2), u))
    return board.frac(board.sub(square, _ONE), board.add(square, _ONE))


ELEMENTARY = (
    Elementary(
        kind=sympy.exp,
        name="exponential",
        spellings=("exp",),
        latex="e^{%s}",
        plain="e^%s",
        python="sp.exp",
        definition="",
        number=math.exp,
        interval=intervals.exp,
        derivative=board.exp,
        reason="d e^u/du = e^u",
        through_exp=board.exp,
    ),
    Elementary(
        kind=sympy.log,
        name="logarithm",
        spellings=("log", "ln"),
        latex=r"\log %s",
        plain="log(%s)",
        python="sp.log",
        definition="",
        number=math.log,
        interval=intervals.log,
        derivative=lambda u: board.frac(_ONE, u),
        reason="d log u/du = 1/u",
        through_exp=board.log,
    ),
    Elementary(
        kind=sympy.tanh,
        name="tanh",
        spellings=("tanh",),
        latex=r"\tanh %s",
        plain="tanh(%s)",
        python="sp.tanh",
        definition="",
        number=math.tanh,
        interval=intervals.tanh,
        derivative=lambda u: board.sub(_ONE, board.power(board.tanh(u), 2)),
        reason="d tanh u/du = 1 − tanh(u)^2",
        through_exp=_tanh_through_exp,
    ),
    Elementary(
        kind=board.sigmoid,
        name="sigmoid",
        spellings=("sigmoid", "σ"),
        latex=r"\sigma(%s)",
        plain="sigmoid(%s)",
        python="sigmoid",
        definition="1 / (1 + sp.exp(-u))",
        number=_sigmoid,
        interval=intervals.sigmoid,
        derivative=lambda u: board.mul(board.sigmoid(u), board.sub(_ONE, board.sigmoid(u))),
        reason="d sigmoid(u)/du = sigmoid(u)(1 − sigmoid(u))",
        through_exp=lambda u: board.frac(_ONE, board.add(_ONE, board.exp(board.neg(u)))),
    ),
    Elementary(
        kind=board.softplus,
        name="softplus",
        spellings=("softplus",),
        latex=r"\operatorname{softplus}(%s)",
        plain="softplus(%s)",
        python="softplus",
        definition="sp.log(1 + sp.exp(u))",
        number=_softplus,
        interval=intervals.softplus,
        derivative=board.sigmoid,
        reason="d softplus(u)/du = sigmoid(u)",
        through_exp=lambda u: board.log(board.add(_ONE, board.exp(u))),
    ),
)
"""All of them, in the order in which they are listed for a reader."""

_BY_KIND: Mapping[type, Elementary] = MappingProxyType({row.kind: row for row in ELEMENTARY})


def elementary(node: Expr) -> Elementary | None:
    """The row of a node that is an elementary function of something, else None."""
    return _BY_KIND.get(type(node))


def required(node: Expr) -> Elementary:
    """The row of a node.

    Raises
    ------
    ValueError
        If the node is no elementary function.
    """
    row = elementary(node)
    if row is None:
        raise ValueError(f"{type(node).__name__} is not in the table of elementary functions.")
    return row
