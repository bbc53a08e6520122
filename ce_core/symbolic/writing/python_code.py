"""Write expressions as Python for SymPy, for notebooks: printed from the tree, never from text."""

from collections.abc import Iterable

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, pi

from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Untouched
from ce_core.symbolic.expression.elementary import ELEMENTARY, elementary


class PythonWriter:
    """Writes numbers, letters, sums, products, powers, functions and announced derivatives.

    Letters are written by their names, which the notebook must define; what is only announced as
    a derivative is left to ``sp.diff``.
    """

    def code(self, expression: Expr) -> str:
        """Python for an expression without marks, in brackets where it has several parts."""
        parts, opposite = board.fraction_parts(expression), board.negated(expression)
        if parts is not None:
            top, bottom = map(self.code, parts)
            return f"({_exact(top) if _letterless(expression) else top} / {bottom})"
        if opposite is not None:
            return f"(-{self.code(opposite)})"
        if isinstance(expression, Add):
            return self._joined(" + ", expression.args)
        if isinstance(expression, Mul):
            return self._joined(" * ", expression.args)
        if isinstance(expression, Pow):
            base, exponent = map(self.code, expression.args)
            return f"({_exact(base) if _letterless(expression.base) else base} ** {exponent})"
        if isinstance(expression, Rational):
            p, q = expression.p, expression.q
            return str(p) if q == 1 else f"sp.Rational({p}, {q})"
        if isinstance(expression, board.Branch):
            test, then, otherwise = map(self.code, expression.args)
            return f"sp.Piecewise(({then}, {test} > 0), ({otherwise}, True))"
        if isinstance(expression, Untouched):
            return self._derivative(expression)
        if expression is pi:
            return "sp.pi"
        function = elementary(expression)
        if function is not None:
            return f"{function.python}({self.alone(expression.args[0])})"
        return str(expression.name)

    def alone(self, expression: Expr) -> str:
        """The same without the outer brackets, for where it stands between others' already."""
        code = self.code(expression)
        return code[1:-1] if isinstance(expression, Add | Mul | Pow) else code

    def _derivative(self, node: Untouched) -> str:
        expression, variable = node.args
        return f"sp.diff({self.alone(expression)}, {self.code(variable)})"

    def _joined(self, operator: str, parts: Iterable[Expr]) -> str:
        return "(" + operator.join(map(self.code, parts)) + ")"


def _letterless(expression: Expr) -> bool:
    """Whether Python, left alone, would work an expression out in floats."""
    return not any(isinstance(part, Symbol | Entry | Call) for part in board.walk(expression))


def _exact(number: str) -> str:
    return f"sp.S({number})"


def definitions() -> str:
    """Python that defines the functions which a notebook calls and SymPy has not."""
    return "\n\n\n".join(
        f"def {function.python}(u):\n    return {function.definition}"
        for function in ELEMENTARY
        if function.definition
    )
