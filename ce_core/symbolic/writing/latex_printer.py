"""Write each kind of node in LaTeX: the printer behind :mod:`typeset`."""

from collections.abc import Mapping
from typing import Any

from sympy import Add, Expr, Integer, Mul, NumberSymbol, Rational, Symbol, exp, log
from sympy.printing.latex import LatexPrinter

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import (
    Call,
    Cancelled,
    Entry,
    Grid,
    Moved,
    Role,
    SumExcept,
    SumOver,
)
from ce_core.symbolic.expression.elementary import Elementary, elementary
from ce_core.symbolic.expression.notation import ROLES, Notation

SUMS = (SumOver, SumExcept)
LONG_NUMBERS = (r"\times", r"\text")
"""What in a number's LaTeX says that it is not read as one thing: 4.06·10⁻⁸, "undefined"."""


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)"


class BoardPrinter(LatexPrinter):  # type: ignore[misc]  # SymPy has no type information
    """SymPy's LaTeX printer, taught not to sort, sign or simplify what it prints.

    Numbers in place of letters come as the LaTeX they are written with.
    """

    def __init__(
        self,
        letters: Notation,
        colours: Mapping[str, str],
        numbers: Mapping[Expr, str | Expr],
    ) -> None:
        super().__init__({"order": "none"})
        self._letters = letters
        self._colours = colours
        self._numbers = numbers
        self._uncoloured = 0  # within a coloured part, letters take its colour, not their own
        self._known: dict[tuple[Expr, bool], str] = {}

    def _print(self, expr: Any, **kwargs: Any) -> str:
        key = (expr, self._uncoloured > 0)
        known = self._known.get(key)
        if known is None:
            function = elementary(expr)
            known = self._known[key] = (
                super()._print(expr, **kwargs)
                if function is None
                else self._elementary(function, expr.args[0])
            )
        return known

    # --- letters and numbers ---

    def _replacement(self, letter: Expr) -> str | Expr | None:
        return self._numbers.get(letter)

    def _letter(self, letter: Expr, text: str, name: Symbol) -> str:
        replacement = self._replacement(letter)
        if isinstance(replacement, Expr):
            text = self._print(replacement)
        elif replacement is not None:
            text = replacement
        return self._in_colour(text, ROLES.get(name, ""))

    def _in_colour(self, text: str, role: str) -> str:
        colour = self._colours.get(role)
        return text if colour is None or self._uncoloured else rf"\textcolor{{{colour}}}{{{text}}}"

    def _print_Symbol(self, symbol: Symbol) -> str:
        return self._letter(symbol, self._letters.letter(symbol), symbol)

    def _print_Entry(self, entry: Entry) -> str:
        name, index = entry.args
        text = f"{self._letters.letter(name)}_{{{index}}}"
        return self._letter(entry, text, name)

    def _print_Call(self, call: Call) -> str:
        name, argument, order = call.args
        head = self._letters.letter(name) + "'" * int(order)
        role = ROLES.get(name, "") if order == 0 else ""
        return f"{self._in_colour(head, role)}({self._print(argument)})"

    def _is_number(self, node: Expr) -> bool:
        replacement = self._replacement(node)
        return node.is_Number or (replacement is not None and not isinstance(replacement, Expr))

    def _is_atom(self, node: Expr) -> bool:
        """Whether a node is read as one thing wherever it stands."""
        node = board.without_marks(node)
        replacement = self._replacement(node)
        if isinstance(replacement, Expr):
            return False
        if replacement is not None:
            long = any(kind in replacement for kind in LONG_NUMBERS)
            return not long and not replacement.startswith("-")
        if isinstance(node, Rational):
            return isinstance(node, Integer) and node >= 0
        return isinstance(node, Symbol | Entry | Call | NumberSymbol)

    def _starts_with_minus(self, node: Expr) -> bool:
        while isinstance(node, board.MARKS):
            node = node.args[0]
        if board.negated(node) is not None:
            return True
        if isinstance(node, Add):
            return self._starts_with_minus(node.args[0])
        replacement = self._replacement(node)
        if isinstance(replacement, Expr):
            return self._starts_with_minus(replacement)
        if replacement is not None:
            return replacement.startswith("-")
        return bool(node.is_Number and node < 0)

    # --- sums, products, powers ---

    def _print_Add(self, expr: Add, **_: Any) -> str:
        text = ""
        for position, term in enumerate(expr.args):
            negative, rest = _sign_and_rest(term)
            sign = " - " if negative else " + " if position else ""
            text += (sign if position else sign.strip()) + self._term(rest, bool(sign))
        return text

    def _term(self, term: Expr, after_sign: bool) -> str:
        bare = board.without_marks(term)
        bracket = isinstance(bare, Add) or (after_sign and self._starts_with_minus(bare))
        return self._within_marks(term, bracket)

    def _print_Mul(self, expr: Mul) -> str:
        parts = board.fraction_parts(expr)
        if parts is not None:
            return rf"\frac{{{self._print(parts[0])}}}{{{self._print(parts[1])}}}"
        opposite = board.negated(expr)
        if opposite is not None:
            return "-" + self._term(opposite, True)
        text = ""
        for position, factor in enumerate(expr.args):
            last = position == len(expr.args) - 1
            if position:
                text += self._between(expr.args[position - 1], factor)
            text += self._factor(factor, last)
        return text

    def _factor(self, factor: Expr, last: bool) -> str:
        bare = board.without_marks(factor)
        open_ended = isinstance(bare, SUMS) and not last
        long_number = self._is_number(bare) and not self._is_atom(bare) and not bare.is_Rational
        bracket = (
            isinstance(bare, Add) or open_ended or long_number or self._starts_with_minus(bare)
        )
        return self._within_marks(factor, bracket)

    def _between(self, left: Expr, right: Expr) -> str:
        """A thin space where letters stand side by side, a dot everywhere else."""
        left, right = board.without_marks(left), board.without_marks(right)
        beside = isinstance(left, Symbol | Entry | Integer | NumberSymbol)
        letters = isinstance(
            right, Symbol | NumberSymbol | Entry | Call | exp | log | SumOver | SumExcept
        )
        numbers = self._is_number(right) or (self._is_number(left) and not left.is_Number)
        expanded = isinstance(self._replacement(left), Expr) or isinstance(
            self._replacement(right), Expr
        )
        return r"\," if beside and letters and not numbers and not expanded else r" \cdot "

    def _print_Pow(self, expr: Expr) -> str:
        base, exponent = expr.args
        if exponent == Rational(1, 2):
            return rf"\sqrt{{{self._print(base)}}}"
        bracket = not self._is_atom(base)
        return f"{self._within_marks(base, bracket)}^{{{self._print(exponent)}}}"

    def _print_Integer(self, expr: Integer) -> str:
        return str(int(expr))

    def _print_Rational(self, expr: Rational) -> str:
        sign = "-" if expr < 0 else ""
        return rf"{sign}\frac{{{abs(int(expr.p))}}}{{{int(expr.q)}}}"

    # --- functions ---

    def _elementary(self, function: Elementary, argument: Expr) -> str:
        text, form = self._print(argument), function.latex
        if form.endswith(" %s"):
            simple = isinstance(board.without_marks(argument), Symbol | Entry | Call)
            if not (simple and self._is_atom(argument)):
                return form.removesuffix(" %s") + _bracketed(text)
        return form.replace("(%s)", _bracketed("%s")) % text

    # --- nodes of our own ---

    def _print_SumOver(self, node: SumOver) -> str:
        body, index = node.args
        return rf"\sum_{{{index}}} " + self._factor(body, True)

    def _print_SumExcept(self, node: SumExcept) -> str:
        body, index, excluded = node.args
        return rf"\sum_{{{index} \neq {excluded}}} " + self._factor(body, True)

    def _print_Untouched(self, node: board.Untouched) -> str:
        expression, variable = node.args
        d = r"\partial" if isinstance(variable, Entry | board.Vector) else "d"
        # Numbers stand still: what is differentiated, and by what, must keep their letters.
        named = isinstance(expression, Symbol | Entry)
        kept = {key: each for key, each in self._numbers.items() if key != variable and not named}
        inner = BoardPrinter(self._letters, {} if self._uncoloured else self._colours, kept)
        below, text = inner._print(variable), inner._print(expression)
        if named:
            return rf"\frac{{{d} {text}}}{{{d} {below}}}"
        slope = rf"\frac{{{d}}}{{{d} {below}}} {_bracketed(text)}"
        if self._replacement(variable) is None:
            return slope
        return rf"\left. {slope} \right|_{{{below} = {self._print(variable)}}}"

    def _print_Delta(self, node: board.Delta) -> str:
        return r"\delta_{{{}{}}}".format(*node.args)

    def _print_Vector(self, node: board.Vector) -> str:
        (letter,) = node.args
        return self._letter(node, rf"\mathbf{{{self._letters.letter(letter)}}}", letter)

    def _print_Branch(self, node: board.Branch) -> str:
        test, then, otherwise = map(self._print, node.args)
        return (
            rf"\begin{{cases}} {then} & \text{{if }} {test} > 0 \\ "
            rf"{otherwise} & \text{{else}} \end{{cases}}"
        )

    def _print_Cases(self, node: board.Cases) -> str:
        equal, unequal, i, j = node.args
        return (
            rf"\begin{{cases}} {self._print(equal)} & {i} = {j} \\ "
            rf"{self._print(unequal)} & {i} \neq {j} \end{{cases}}"
        )

    def _print_Grid(self, node: Grid) -> str:
        columns, *entries = node.args
        width = int(columns)
        rows = [entries[start : start + width] for start in range(0, len(entries), width)]
        texts = [" & ".join(map(self._print, row)) for row in rows]
        # The gap counts from where a line of plain letters ends, and a fraction reaches lower.
        gap = "0.6em" if any(r"\frac" in text for text in texts) else "0.3em"
        body = rf" \\[{gap}] ".join(texts)
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"

    # --- marks ---

    def _print_Role(self, node: Role) -> str:
        return self._within_marks(node, False)

    _print_Cancelled = _print_Role
    _print_Moved = _print_Role

    def _within_marks(self, node: Expr, bracket: bool) -> str:
        """Print a node, with brackets inside its marks so that they are struck or marked too."""
        if not isinstance(node, board.MARKS):
            text = self._print(node)
            return _bracketed(text) if bracket else text
        mark = str(node.args[1]) if isinstance(node, Role) else type(node).__name__.lower()
        coloured = mark in self._colours
        self._uncoloured += coloured
        text = self._within_marks(node.args[0], bracket)
        self._uncoloured -= coloured
        if isinstance(node, Cancelled):
            text = rf"\cancel{{{text}}}"
        elif isinstance(node, Moved):
            text = rf"\underline{{{text}}}"
        elif len(node.args) > 2:
            text = rf"\underbrace{{{text}}}_{{\text{{{node.args[2]}}}}}"
        return self._in_colour(text, mark)


def _sign_and_rest(term: Expr) -> tuple[bool, Expr]:
    """Split a minus off a term, out of any marks around it: a struck −x is − and a struck x."""
    if isinstance(term, board.MARKS):
        negative, rest = _sign_and_rest(term.args[0])
        return negative, (type(term)(rest, *term.args[1:]) if negative else term)
    opposite = board.negated(term)
    return (True, opposite) if opposite is not None else (False, term)
