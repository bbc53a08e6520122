"""Write a tree as one line of plain text, in the spelling that :mod:`reading` reads back."""

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, exp, pi

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    Call,
    Delta,
    Entry,
    SumExcept,
    SumOver,
    Untouched,
    Vector,
)
from ce_core.symbolic.expression.elementary import elementary

_SUM, _SIGNED, _SWALLOWING, _PRODUCT, _POWER, _ATOM = range(6)
"""How tightly a text holds together. A swallowing one, Σ_i or d/dx, takes all factors after it."""

_HALF = Rational(1, 2)


def written(expression: Expr) -> str:
    """An expression as plain text, such as ``e^x*b/(e^x + b)^2``; marks are left out.

    Reading it again gives the same tree, as long as it holds no negative numbers or fractions as
    leaves (−2 is read as minus 2), and gives an equal one otherwise.

    Raises
    ------
    ValueError
        For cases and matrices, which have no spelling on one line.
    """
    return _text(board.without_marks(expression))[0]


def _text(node: Expr) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    if isinstance(node, Rational):
        return _number(node)
    if isinstance(node, Symbol):
        return str(node.name), _ATOM
    if node is pi:
        return "π", _ATOM
    if isinstance(node, Add):
        return _sum(node), _SUM
    if isinstance(node, Mul):
        return _product(node)
    if isinstance(node, Pow):
        if node.exp == _HALF:
            return f"sqrt({_text(node.base)[0]})", _ATOM
        return f"{_at(node.base, _ATOM)}^{_at(node.exp, _ATOM)}", _POWER
    if isinstance(node, exp):
        (argument,) = node.args
        # e on its own is a power too: (e)^2 would read back as one exponential, e^2.
        return "e" if argument == 1 else f"e^{_at(argument, _ATOM)}", _POWER
    function = elementary(node)
    if function is not None:
        return function.plain % _text(node.args[0])[0], _ATOM
    return _board_node(node)


def _at(node: Expr, tightness: int) -> str:
    """The text, in brackets if it would fall apart among its neighbours."""
    text, own = _text(node)
    return text if own >= tightness else f"({text})"


def _number(number: Rational) -> tuple[str, int]:
    text = str(abs(number.p))
    if number.q != 1:
        return f"{'-' if number < 0 else ''}{text}/{number.q}", _SUM
    return (f"-{text}", _SIGNED) if number < 0 else (text, _ATOM)


def _sum(node: Expr) -> str:
    first, *others = node.args
    text = _at(first, _SIGNED)
    for term in others:
        positive = board.negated(term)
        if positive is None:
            text += f" + {_at(term, _SWALLOWING)}"
        else:
            text += f" - {_at(positive, _SWALLOWING)}"
    return text


def _product(node: Expr) -> tuple[str, int]:
    positive = board.negated(node)
    if positive is not None:
        return f"-{_at(positive, _SWALLOWING)}", _SIGNED
    fraction = board.fraction_parts(node)
    if fraction is not None:
        numerator, denominator = fraction
        return f"{_at(numerator, _PRODUCT)}/{_at(denominator, _POWER)}", _PRODUCT
    first, *others = node.args
    # A fraction may lead a product, since a/b*c is read from left to right.
    lead = _PRODUCT if board.fraction_parts(first) else _POWER
    return "*".join((_at(first, lead), *(_at(factor, _POWER) for factor in others))), _PRODUCT


def _board_node(node: Expr) -> tuple[str, int]:
    if isinstance(node, Entry):
        letter, index = node.args
        return f"{letter}_{index}", _ATOM
    if isinstance(node, Delta):
        return "δ_{}{}".format(*node.args), _ATOM
    if isinstance(node, Vector):
        return str(node.args[0]), _ATOM
    if isinstance(node, Call):
        name, argument, order = node.args
        return f"{name}{int(order) * chr(39)}({_text(argument)[0]})", _ATOM
    if isinstance(node, SumOver):
        body, index = node.args
        return f"Σ_{index} {_at(body, _PRODUCT)}", _SWALLOWING
    if isinstance(node, SumExcept):
        body, index, excluded = node.args
        return f"Σ_{{{index}≠{excluded}}} {_at(body, _PRODUCT)}", _SWALLOWING
    if isinstance(node, Untouched):
        body, variable = node.args
        return f"d/d{_at(variable, _ATOM)} {_at(body, _PRODUCT)}", _SWALLOWING
    if isinstance(node, board.Branch):
        test, then, otherwise = (_text(part)[0] for part in node.args)
        return f"piecewise({test} > 0, {then}, {otherwise})", _ATOM
    raise ValueError(f"{node.func.__name__} has no spelling on one line.")
