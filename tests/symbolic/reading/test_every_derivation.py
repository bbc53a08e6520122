"""Whatever line the derivations show can be typed: it reads back as the very tree on the page."""

import pytest
from sympy import Expr, Symbol

from ce_core.symbolic.derivations import k_class, log_sum_exp, two_class
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.expression import board
from ce_core.symbolic.reading import vocabulary
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.writing.plain_text import written


def typeable_lines(derivation: Derivation, without: tuple[str, ...] = ()) -> list[Expr]:
    """Lines without matrices and cases, and without the bare name of the cost."""
    lines = [
        board.without_marks(line.expression)
        for chain in derivation.chains
        if chain.key not in without
        for line in chain.lines
    ]
    return [
        line
        for line in lines
        if not isinstance(line, Symbol)
        and not any(isinstance(part, board.Grid | board.Cases) for part in board.walk(line))
    ]


TWO_CLASS_LINES = typeable_lines(two_class.derivation())
# The chain in which the derivations meet mixes the letters of both derivations.
K_CLASS_LINES = typeable_lines(k_class.derivation()) + typeable_lines(
    log_sum_exp.derivation(), without=("meeting",)
)


@pytest.mark.parametrize("line", TWO_CLASS_LINES, ids=written)
def test_each_two_class_line_can_be_typed(line: Expr) -> None:
    assert read(written(line), vocabulary.two_class()).expression == line


@pytest.mark.parametrize("line", K_CLASS_LINES, ids=written)
def test_each_k_class_line_can_be_typed(line: Expr) -> None:
    assert read(written(line), vocabulary.k_class()).expression == line


def test_the_derivations_were_found() -> None:
    assert len(TWO_CLASS_LINES) >= 40
    assert len(K_CLASS_LINES) >= 30
