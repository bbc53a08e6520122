"""List the elementary functions: how each is typed, written, computed and differentiated.

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

_ZERO, _ONE, _TWO = Integer(0), Integer(1), Integer(2)


@dataclass(frozen=True, eq=False, repr=False)
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
        The same by exponentials and logarithms, which the exact check knows the laws of; None
        where there is no such thing.
    at_zero
        What the function has at u = 0, where it has no derivative: a corner or a jump.
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
    through_exp: Callable[[Expr], Expr] | None
    at_zero: str = ""

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


def _to_base(base: int) -> Callable[[Expr], Expr]:
    """log u / log base."""
    return lambda u: board.frac(board.log(u), board.log(Integer(base)))


def _one_over_u_log(base: int) -> Callable[[Expr], Expr]:
    return lambda u: board.frac(_ONE, board.mul(u, board.log(Integer(base))))


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
    Elementary(
        kind=board.log2,
        name="logarithm to base 2",
        spellings=("log2",),
        latex=r"\log_2 %s",
        plain="log2(%s)",
        python="log2",
        definition="sp.log(u) / sp.log(2)",
        number=math.log2,
        interval=lambda u, bits: intervals.log_to_base(2, u, bits),
        derivative=_one_over_u_log(2),
        reason="log2 u = log u/log 2, so d log2 u/du = 1/(u log 2)",
        through_exp=_to_base(2),
    ),
    Elementary(
        kind=board.log10,
        name="logarithm to base 10",
        spellings=("log10",),
        latex=r"\log_{10} %s",
        plain="log10(%s)",
        python="log10",
        definition="sp.log(u) / sp.log(10)",
        number=math.log10,
        interval=lambda u, bits: intervals.log_to_base(10, u, bits),
        derivative=_one_over_u_log(10),
        reason="log10 u = log u/log 10, so d log10 u/du = 1/(u log 10)",
        through_exp=_to_base(10),
    ),
    Elementary(
        kind=sympy.sin,
        name="sine",
        spellings=("sin",),
        latex=r"\sin %s",
        plain="sin(%s)",
        python="sp.sin",
        definition="",
        number=math.sin,
        interval=intervals.sin,
        derivative=lambda u: sympy.cos(u, evaluate=False),
        reason="d sin u/du = cos u",
        through_exp=None,
    ),
    Elementary(
        kind=sympy.cos,
        name="cosine",
        spellings=("cos",),
        latex=r"\cos %s",
        plain="cos(%s)",
        python="sp.cos",
        definition="",
        number=math.cos,
        interval=intervals.cos,
        derivative=lambda u: board.neg(sympy.sin(u, evaluate=False)),
        reason="d cos u/du = −sin u",
        through_exp=None,
    ),
    Elementary(
        kind=sympy.tan,
        name="tangent",
        spellings=("tan",),
        latex=r"\tan %s",
        plain="tan(%s)",
        python="sp.tan",
        definition="",
        number=math.tan,
        interval=lambda u, bits: intervals.over(
            intervals.sin(u, bits), intervals.cos(u, bits), bits
        ),
        derivative=lambda u: board.add(_ONE, board.power(sympy.tan(u, evaluate=False), _TWO)),
        reason="d tan u/du = 1 + tan(u)^2",
        through_exp=None,
    ),
    Elementary(
        kind=sympy.atan,
        name="arctangent",
        spellings=("arctan", "atan"),
        latex=r"\arctan %s",
        plain="arctan(%s)",
        python="sp.atan",
        definition="",
        number=math.atan,
        interval=intervals.arctan,
        derivative=lambda u: board.frac(_ONE, board.add(_ONE, board.power(u, _TWO))),
        reason="d arctan u/du = 1/(1 + u^2)",
        through_exp=None,
    ),
    Elementary(
        kind=sympy.Abs,
        name="absolute value",
        spellings=("abs",),
        latex=r"\left|%s\right|",
        plain="abs(%s)",
        python="absolute",
        definition="sp.Piecewise((u, u >= 0), (-u, True))",
        number=abs,
        interval=intervals.absolute,
        derivative=lambda u: sympy.sign(u, evaluate=False),
        reason="d abs(u)/du = sign(u), except at u = 0, where there is a corner",
        through_exp=None,
        at_zero="corner",
    ),
    Elementary(
        kind=sympy.sign,
        name="sign",
        spellings=("sign", "sgn"),
        latex=r"\operatorname{sign}(%s)",
        plain="sign(%s)",
        python="sign",
        definition="sp.Piecewise((1, u > 0), (-1, u < 0), (0, True))",
        number=lambda u: math.copysign(1.0, u) if u else 0.0,
        interval=intervals.sign,
        derivative=lambda u: _ZERO,  # noqa: ARG005
        reason="d sign(u)/du = 0, except at u = 0, where it jumps",
        through_exp=None,
        at_zero="jump",
    ),
    Elementary(
        kind=board.relu,
        name="relu",
        spellings=("relu", "ReLU"),
        latex=r"\operatorname{relu}(%s)",
        plain="relu(%s)",
        python="relu",
        definition="sp.Piecewise((u, u > 0), (0, True))",
        number=lambda u: max(u, 0.0),
        interval=intervals.relu,
        derivative=lambda u: board.step(u, evaluate=False),
        reason="d relu(u)/du = 1 for u > 0 and 0 for u < 0; at u = 0 there is a corner",
        through_exp=None,
        at_zero="corner",
    ),
    Elementary(
        kind=board.step,
        name="step",
        spellings=("step",),
        latex=r"\mathbf{1}_{%s > 0}",
        plain="step(%s)",
        python="step",
        definition="sp.Piecewise((1, u > 0), (0, True))",
        number=lambda u: 1.0 if u > 0 else 0.0,
        interval=intervals.step,
        derivative=lambda u: _ZERO,  # noqa: ARG005
        reason="d step(u)/du = 0, except at u = 0, where it jumps",
        through_exp=None,
        at_zero="jump",
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
