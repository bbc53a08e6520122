"""Every function of the table has all it needs, and its derivative is that of its values."""

from dataclasses import fields
from typing import Any

import mpmath
import pytest
from mpmath import libmp
from sympy import Symbol

from ce_core.symbolic.expression import board, intervals
from ce_core.symbolic.expression.elementary import ELEMENTARY, Elementary, elementary, required
from ce_core.symbolic.expression.floats import evaluate
from ce_core.symbolic.expression.notation import X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function
from ce_core.symbolic.writing.latex import typeset
from ce_core.symbolic.writing.plain_text import written
from ce_core.symbolic.writing.python_code import PythonWriter, definitions

MAY_BE_EMPTY = {"definition", "through_exp", "at_zero"}
PLACES = (-2.3, -0.75, 0.4, 1.0, 3.1)
every_function = pytest.mark.parametrize("row", ELEMENTARY, ids=lambda row: row.spellings[0])


def value(row: Elementary, u: float) -> float | None:
    return evaluate(row(X), {X: u})


@every_function
def test_every_field_is_filled(row: Elementary) -> None:
    for field in fields(row):
        assert getattr(row, field.name) or field.name in MAY_BE_EMPTY, field.name


@every_function
def test_its_node_finds_its_row_again(row: Elementary) -> None:
    assert elementary(row(X)) is row is required(row(X))


def test_what_is_no_elementary_function_has_no_row() -> None:
    assert elementary(board.add(X, X)) is None
    with pytest.raises(ValueError, match="Add is not in the table"):
        required(board.add(X, X))


@every_function
def test_its_derivative_is_what_central_differences_say(row: Elementary) -> None:
    step, compared = 1e-5, 0
    for u in PLACES:
        around = [value(row, u + k * step) for k in (-2, -1, 1, 2)]
        if None in around:
            continue
        far_left, left, right, far_right = around
        difference = (8 * (right - left) - (far_right - far_left)) / (12 * step)
        assert evaluate(row.derivative(X), {X: u}) == pytest.approx(difference, rel=1e-8, abs=1e-9)
        compared += 1
    assert compared >= 3


@every_function
def test_its_interval_holds_its_value(row: Elementary) -> None:
    for u in PLACES:
        number = value(row, u)
        exact = intervals.from_float(u, 200)
        if number is None:
            with pytest.raises(intervals.Undefined):
                row.interval(exact, 200)
        else:
            found = libmp.to_float(intervals.middle(row.interval(exact, 200)))
            assert found == pytest.approx(number, rel=1e-14)


@every_function
def test_its_interval_narrows_as_bits_are_added(row: Elementary) -> None:
    exact = intervals.from_fraction(3, 7, 2000)
    coarse, fine = (row.interval(exact, bits) for bits in (60, 1000))
    assert libmp.mpf_le(coarse[0], fine[0])
    assert libmp.mpf_le(fine[1], coarse[1])
    with mpmath.workprec(1100):
        width = mpmath.make_mpf(fine[1]) - mpmath.make_mpf(fine[0])
        assert width <= mpmath.mpf(2) ** -990


@every_function
def test_exponentials_and_logarithms_say_the_same(row: Elementary) -> None:
    for u in PLACES:
        if row.through_exp is None:
            return
        other, number = evaluate(row.through_exp(X), {X: u}), value(row, u)
        assert other == (None if number is None else pytest.approx(number, rel=1e-12))


@every_function
def test_every_spelling_is_read(row: Elementary) -> None:
    for spelling in row.spellings:
        assert read(f"{spelling}(x/2)", own_function()).expression == row(board.frac(X, 2))


@every_function
def test_its_plain_text_reads_back(row: Elementary) -> None:
    for argument in (X, board.add(X, Symbol("a"))):
        line = board.mul(row(argument), X)
        assert read(written(line), own_function()).expression == line


@every_function
def test_it_is_typeset_with_its_argument(row: Elementary) -> None:
    assert "%" not in typeset(row(X))
    assert typeset(board.add(X, Symbol("a"))) in typeset(row(board.add(X, Symbol("a"))))


@every_function
def test_a_notebook_can_call_it(row: Elementary) -> None:
    code = f"import sympy as sp\nx = sp.Symbol('x', real=True)\n{definitions()}\n"
    namespace: dict[str, Any] = {}
    exec(f"{code}f = {PythonWriter().code(row(X))}\nslope = sp.diff(f, x)", namespace)
    for u in PLACES:
        expected = evaluate(row.derivative(X), {X: u})
        if expected is not None and value(row, u) is not None:
            assert float(namespace["slope"].subs(namespace["x"], u)) == pytest.approx(
                expected, rel=1e-9
            )


def test_no_spelling_means_two_functions() -> None:
    spellings = [spelling for row in ELEMENTARY for spelling in row.spellings]
    assert len({*spellings}) == len(spellings)
