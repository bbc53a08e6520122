"""Write a derivation as a Jupyter notebook that recomputes every line with SymPy and NumPy.

The code cells are written from the derivation's own lines: derivatives that a line only announces
are taken by ``sympy.diff`` there, and each line is held against the one before.
"""

from collections.abc import Sequence

from sympy import Add, Expr, Integer, Symbol

from ce_core.notebook_file import code_cell, notebook_file, text_cell
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Grid, Untouched
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.lowering import Fact, Setting
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES, Notation
from ce_core.symbolic.writing.documents import chain_to_markdown
from ce_core.symbolic.writing.python_code import PythonWriter

TWO_CLASSES = Setting(2)

_FIRST_CELL = '''import numpy as np
import sympy as sp

logits = {logits}
labels = {labels}


def is_zero(difference):
    """Prove that a difference vanishes, logarithms of products taken apart first."""
    entries = list(difference) if isinstance(difference, sp.MatrixBase) else [difference]

    def apart(u):
        return sp.expand_log(sp.log(sp.factor(sp.together(u))), force=True)

    return all(sp.cancel(sp.together(each.replace(sp.log, apart))) == 0 for each in entries)


def number(line, case):
    """Evaluate a line at the logits and labels above, or in the given case."""
    values = {{}}
    for name, given in (("z", logits), ("y", labels)):
        for k, value in enumerate(given, 1):
            values[sp.Symbol(f"{{name}}{{k}}", real=True)] = sp.Rational(str(value))
    exact = line.subs({{**values, **case}})
    if exact.has(sp.core.function.AppliedUndef):
        return "holds for any functions"
    return sp.N(exact, 15)


def recompute(lines, case):
    """Prove that each line equals the one before, and show its number."""
    before = None
    for count, (line, facts) in enumerate(lines):
        if before is not None:
            assert is_zero((line - before).subs(facts)), f"line {{count}} does not follow"
        print(count, number(line, case))
        before = line
'''

_LAST_CELL = """z, y = np.array(logits, dtype=float), np.array(labels, dtype=float)
softmax = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
print("softmax     ", softmax)
print("softmax - y ", softmax - y)
"""


def to_notebook(
    derivation: Derivation,
    logits: Sequence[float],
    labels: Sequence[float],
    letters: Notation | None = None,
) -> str:
    """The notebook's file, format 4.5, as JSON text.

    Parameters
    ----------
    derivation
        With sums, or written out; sums are written out for the code.
    logits, labels
        The numbers to recompute every line at, one of each for every class.

    Raises
    ------
    ValueError
        If there are not as many logits and labels as the derivation has classes.
    """
    classes = max(_setting(chain).classes for chain in derivation.chains)
    if len(logits) != classes or len(labels) != classes:
        raise ValueError(
            f"the notebook got {len(logits)} logits and {len(labels)} labels; "
            f"this derivation has {classes} classes."
        )
    given = {"logits": list(map(float, logits)), "labels": list(map(float, labels))}
    cells = [
        text_cell(f"# {derivation.title}\n\n{derivation.opening}"),
        code_cell(_FIRST_CELL.format(**given)),
    ]
    for chain in derivation.chains:
        cells += [text_cell(chain_to_markdown(chain, letters)), code_cell(_chain_code(chain))]
    return notebook_file([*cells, code_cell(_LAST_CELL)])


def _setting(chain: Chain) -> Setting:
    return chain.settings[0] if chain.settings else TWO_CLASSES


# --- Code of a chain --------------------------------------------------------------------------


def _chain_code(chain: Chain) -> str:
    writer = CodeWriter(chain)
    lines = [
        f"    ({writer.written(line.expression)}, {writer.facts(line.facts)}),"
        for line in chain.lines
    ]
    case = ", ".join(
        f"{writer.written(letter)}: {number:g}"
        for letter, number in chain.case
        if isinstance(letter, Entry)
    )
    last = f"], {{{case}}})"
    return "\n".join([*writer.preparation(), "", "recompute([", *lines, last])


class CodeWriter(PythonWriter):
    """Writes the lines of one chain as Python for SymPy."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._setting = _setting(chain)
        self._own_letters: Symbol | None = None  # the vector whose entries stay letters

    def preparation(self) -> list[str]:
        """Code that defines every name in the chain's lines."""
        everyone = range(1, self._setting.classes + 1)
        letters = [f"{name}{k}" for name in (LOGITS, LABELS) for k in everyone]
        code = [f'{", ".join(letters)} = sp.symbols("{" ".join(letters)}", real=True)']
        shares = ", ".join(f"P{k}" for k in everyone)
        code.append(f'{shares} = sp.symbols("{shares}", positive=True)')
        # Names that other definitions use come first: short names, shares, then the rest.
        for pattern, body in self._chain.definitions:
            if isinstance(pattern, Entry) and pattern.args[1].is_Symbol:
                for k in everyone:
                    share = write_out(body, self._setting.classes, {pattern.args[1]: k})
                    code.append(f"p{k} = {self.code(share)}")
            elif pattern != COST:
                code.append(f"{self.written(pattern)} = {self.written(body)}")
        for pattern, body in self._chain.definitions:
            if pattern == COST:
                code.append(f"E = {self.written(body)}")
        return code + self._any_functions()

    def _any_functions(self) -> list[str]:
        """Functions that nothing defines, such as g and h in the quotient rule."""
        defined = {pattern for pattern, _ in self._chain.definitions}
        found = {
            Call(part.args[0], part.args[1], Integer(0))
            for line in self._chain.lines
            for part in board.walk(line.expression)
            if isinstance(part, Call)
        }
        unknown = sorted(found - defined, key=str)
        return [
            f'{self.code(call)} = sp.Function("{call.args[0]}")({self.code(call.args[1])})'
            for call in unknown
        ]

    def facts(self, facts: tuple[Fact, ...]) -> str:
        """A dictionary for ``subs``: each fact solved for its last letter."""
        pairs = []
        for fact in facts:
            left = self._written(fact.left)
            *others, letter = left.args if isinstance(left, Add) else (left,)
            value = board.add(fact.right, *map(board.neg, others))
            pairs.append(f"{self.code(letter)}: {self.written(value)}")
        return "{" + ", ".join(pairs) + "}"

    def written(self, expression: Expr) -> str:
        """Python for an expression of the board, marks taken off and sums written out."""
        return self.alone(self._written(expression))

    def code(self, expression: Expr) -> str:
        """Also for entries of vectors, named functions, vectors and matrices."""
        if isinstance(expression, Entry):
            letter, index = expression.args
            name = "P" if letter == self._own_letters else letter.name
            return f"{name}{index}"
        if isinstance(expression, Call):
            name, argument, order = expression.args
            function = f"{name}_of_{self.code(argument)}"
            return f"sp.diff({function}, {self.code(argument)}, {order})" if order else function
        if isinstance(expression, Grid):
            columns, *entries = expression.args
            flat = ", ".join(map(self.alone, entries))
            return f"sp.Matrix({len(entries) // int(columns)}, {columns}, [{flat}])"
        return super().code(expression)

    def _written(self, expression: Expr) -> Expr:
        plain = board.without_marks(expression)
        return write_out(plain, self._setting.classes, dict(self._setting.indices))

    def _derivative(self, node: Untouched) -> str:
        expression, variable = node.args
        if not (isinstance(variable, Entry) and variable.args[0] == PROBABILITIES):
            return super()._derivative(node)
        # The probabilities are letters while the cost is differentiated by them.
        self._own_letters = PROBABILITIES
        cost = self.written(dict(self._chain.definitions)[expression])
        slope = f"sp.diff({cost}, {self.code(variable)})"
        self._own_letters = None
        everyone = range(1, self._setting.classes + 1)
        back = ", ".join(f"P{k}: p{k}" for k in everyone)
        return f"{slope}.subs({{{back}}})"
