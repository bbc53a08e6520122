"""Write the derivation of a typed function as a Jupyter notebook that recomputes every line.

The notebook's code is printed from the tree that was read, never from the text that was typed.
"""

from collections.abc import Mapping

from sympy import Expr

from ce_core.notebook_file import code_cell, notebook_file, text_cell
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.notation import Notation, X
from ce_core.symbolic.writing.documents import chain_to_markdown
from ce_core.symbolic.writing.python_code import PythonWriter, definitions

_FIRST_CELL = '''import mpmath as mp
import sympy as sp

{names} = sp.symbols("{spaced}", real=True)
at = {{{at}}}


{definitions}


def close(one, other, absolute, relative):
    return abs(one - other) <= absolute + relative * abs(other)


def value(line, move=0):
    """Evaluate a line at the numbers above, with x moved a little; None if it has no value.

    More and more digits are carried until they make no difference.
    """
    if sp.S(line).has(sp.zoo, sp.nan, sp.oo):
        return None
    evaluate = sp.lambdify(list(at), line, "mpmath")
    least = digits = 60 + int(max(abs(float(number)) for number in at.values()))
    before = None
    while digits <= 64 * least:
        with mp.workdps(digits):
            numbers = [mp.mpf(text) + (move if letter == x else 0) for letter, text in at.items()]
            try:
                found = mp.mpmathify(evaluate(*numbers))
            except (ArithmeticError, ValueError):
                return None
            if not (isinstance(found, mp.mpf) and mp.isfinite(found)):
                return None
            if before is not None and close(found, before, mp.mpf(10) ** -least, mp.mpf("1e-50")):
                return found
        before, digits = found, 2 * digits


def show(name, number):
    print(name, "has no value here" if number is None else mp.nstr(number, 15))


f = {function}
show("f(x)", value(f))
'''

_LINES_CELL = """lines = [
{lines}
]

before = None
for count, line in enumerate(lines):
    number = value(line)
    show(count, number)
    if number is not None:
        assert before is None or close(number, before, 1e-30, 1e-30), f"line {{count}} is off"
        before = number
"""

_LAST_CELL = """def central_difference(step):
    right, left = value(f, step), value(f, -step)
    return None if right is None or left is None else (right - left) / (2 * step)


mp.mp.dps = 60
far, near = central_difference(mp.mpf("1e-18")), central_difference(mp.mpf("1e-20"))
slope = value(lines[-1])
too_small = any(0 < abs(float(number)) < 1e-15 for number in at.values())
if slope is None or far is None or near is None:
    print("there is no derivative here, or no value on both sides")
elif too_small or not close(far, near, 1e-10, 1e-10):
    print("no central difference is fine enough here to compare with")
else:
    show("central difference", near)
    show("derivative        ", slope)
    assert close(near, slope, 1e-9, 1e-9), "the derivative is off"
"""


def function_notebook(
    derivation: Derivation,
    numbers: Mapping[Expr, float],
    letters: Notation | None = None,
) -> str:
    """The notebook's file, format 4.5, as JSON text.

    Parameters
    ----------
    derivation
        Of one chain, which :func:`differentiate.differentiate` made: its first line announces the
        derivative of the function along x.
    numbers
        For x and every parameter: where to recompute the lines.
    """
    (chain,) = derivation.chains
    writer = PythonWriter()
    function, _ = chain.lines[0].expression.args
    codes = [writer.alone(board.without_marks(line.expression)) for line in chain.lines]
    names = [str(letter) for letter in numbers]
    at = ", ".join(f'{letter}: "{float(number)!r}"' for letter, number in numbers.items())
    first = _FIRST_CELL.format(
        names=", ".join(names),
        spaced=" ".join(names),
        at=at,
        definitions=definitions(),
        function=writer.alone(function),
    )
    lines = "\n".join(f"    {code}," for code in codes)
    return notebook_file(
        [
            text_cell(f"# {derivation.title}\n\n{derivation.opening}"),
            code_cell(first),
            text_cell(chain_to_markdown(chain, letters)),
            code_cell(_LINES_CELL.format(lines=lines)),
            text_cell(f"The derivative again, from values of $f$ on both sides of ${X}$."),
            code_cell(_LAST_CELL),
        ]
    )
