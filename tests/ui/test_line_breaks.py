"""A long formula may go on in the next row, and says the same as before."""

import re

import pytest

from ce_core.symbolic.derivations import k_class
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.writing.latex import typeset_lines
from ce_core.ui.formulas.line_breaks import breaking_at_signs

SIX = written_out(k_class.derivation(), 6, 2)
NUMBERS = numbers([1.0, 3.0, 5.0, 7.0, -2.0, 0.5], [0.0, 0.0, 0.5, 0.5, 0.0, 0.0])
COLOURS = {"probabilities": "#0b5fd6", "moved": "#123456", "cancelled": "#654321"}
LINES = [
    latex
    for chain in SIX.chains
    for given in ({}, NUMBERS)
    for latex in typeset_lines(chain.lines, None, COLOURS, given)
]


def bare(latex: str) -> str:
    """What is left when sizes of brackets, break points and underlines are taken away."""
    for mark in (r"\allowbreak", r"\nobreak", r"\left", r"\right", r"\underline"):
        latex = latex.replace(mark, "")
    return re.sub(r"\\[bB]igg?[lr]|[{}\s]", "", latex)


@pytest.mark.parametrize("latex", LINES)
def test_every_symbol_stays_in_its_place(latex):
    assert bare(breaking_at_signs(latex)) == bare(latex)


@pytest.mark.parametrize("latex", LINES)
def test_braces_and_brackets_stay_in_pairs(latex):
    broken = breaking_at_signs(latex)
    assert broken.count("{") == broken.count("}")
    assert broken.count(r"\left") == broken.count(r"\right")
    assert len(re.findall(r"[bB]igl\(", broken)) == len(re.findall(r"[bB]igr\)", broken))


def test_products_stay_together_and_sums_may_break():
    broken = breaking_at_signs(r"a \cdot b + c")
    assert broken == r"a \cdot \nobreak b \allowbreak + \nobreak c"


def test_short_bracket_keeps_its_size():
    assert r"\left(1 " in breaking_at_signs(r"2 \cdot \left(1 + x\right)")


def test_long_marked_sum_is_underlined_term_by_term():
    term = r"\frac{x^{2}}{1 + x} \cdot \left(1 - y\right)"
    broken = breaking_at_signs(rf"\underline{{\left({term} + {term} - {term}\right)}}")
    assert broken.count(r"\underline") == 3
    assert broken.startswith(r"\Bigl(")
    assert broken.endswith(r"\Bigr)")
