"""What is taken home stands on its own: documents that are whole, in LaTeX and Markdown."""

import re

import pytest

from ce_core.symbolic.derivations import k_class, log_sum_exp, published, two_class
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.expression.notation import READY_SETS
from ce_core.symbolic.writing.documents import to_latex, to_markdown
from tests.symbolic.writing.latex_reading import read_latex

TWO, FOUR = ((1.0, 3.0), (0.3, 0.7)), ((1.0, 3.0, 5.0, 7.0), (0.0, 0.0, 0.0, 1.0))
NUMBERS = {**numbers(*FOUR), **two_class.numbers(*TWO)}
DERIVATIONS = (
    two_class.derivation(),
    k_class.derivation(),
    log_sum_exp.derivation(),
    published.quotient_rule(),
    written_out(k_class.derivation(), 4, 4),
)


def each_derivation() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda each: each.key)


@each_derivation()
def test_the_latex_document_closes_all_it_opens(derivation: Derivation) -> None:
    document = to_latex(derivation, numbers=NUMBERS)
    assert document.isascii()
    head, body = document.split(r"\begin{document}")
    packages = re.findall(r"\\usepackage(?:\[.*\])?\{(\w+)\}", head)
    assert packages == ["amsmath", "xcolor", "cancel", "graphicx", "geometry"]
    assert body.rstrip().endswith(r"\end{document}")
    formulas = re.findall(r"\\\[ \\fitted\{(.*?)\} \\\]$", body, re.MULTILINE)
    assert len(formulas) >= sum(len(chain.lines) for chain in derivation.chains)
    for formula in formulas:
        read_latex(formula.removeprefix("= "))
    named = set(re.findall(r"\\textcolor\{(\w+)\}", body))
    assert named <= set(re.findall(r"\\definecolor\{(\w+)\}", head))


@each_derivation()
def test_outside_formulas_the_document_is_plain_text(derivation: Derivation) -> None:
    _, body = to_latex(derivation, numbers=NUMBERS).split(r"\begin{document}")
    text = re.sub(r"\\\[.*?\\\]|\$[^$]*\$", "", body)
    assert not re.search(r"(?<!\\)[&_^~%#]", text)


@each_derivation()
def test_markdown_holds_every_line_with_its_rule_and_reason(derivation: Derivation) -> None:
    text = to_markdown(derivation, READY_SETS["PyTorch"], NUMBERS)
    assert text.startswith(f"# {derivation.title}\n")
    for chain in derivation.chains:
        assert f"## {chain.title}" in text
        for line in chain.lines:
            assert f"**{line.rule}.** {line.why(READY_SETS['PyTorch'])}" in text
    assert text.count("$$") % 2 == 0
