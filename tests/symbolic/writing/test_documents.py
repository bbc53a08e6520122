"""What is taken home stands on its own: documents that are whole, in LaTeX and Markdown."""

import re

import pytest

from ce_core.sentences import capitalised
from ce_core.symbolic.derivations import k_class, log_sum_exp, published, two_class
from ce_core.symbolic.derivations.steps import Derivation, Status, check
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.expression.notation import READY_SETS, Notation
from ce_core.symbolic.writing.background import Origin
from ce_core.symbolic.writing.documents import to_markdown
from ce_core.symbolic.writing.latex_document import to_latex
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
    packages = re.findall(r"^\\usepackage(?:\[.*\])?\{(\w+)\}", head, re.MULTILINE)
    assert packages == ["amsmath", "graphicx", "geometry", "color"]
    assert r"\IfFileExists{cancel.sty}{\usepackage{cancel}}{}" in head
    assert body.rstrip().endswith(r"\end{document}")
    rows = re.findall(r"^\\row\{(.*?)\}\{(.*)\}$", body, re.MULTILINE)
    assert len(rows) >= sum(len(chain.lines) for chain in derivation.chains)
    assert {sign for sign, _ in rows} <= {"", "=", r"\approx"}
    for _, formula in rows:
        read_latex(formula)
    named = set(re.findall(r"\\textcolor\{(\w+)\}", body))
    assert named <= set(re.findall(r"\\definecolor\{(\w+)\}", head))


@each_derivation()
def test_outside_formulas_the_document_is_plain_text(derivation: Derivation) -> None:
    _, body = to_latex(derivation, numbers=NUMBERS).split(r"\begin{document}")
    text = re.sub(r"^\\row\{.*\}$|\$[^$]*\$", "", body, flags=re.MULTILINE)
    assert not re.search(r"(?<!\\)[&_^~%#]", text)


@each_derivation()
def test_markdown_holds_every_line_with_its_rule_and_reason(derivation: Derivation) -> None:
    text = to_markdown(derivation, READY_SETS["PyTorch"], NUMBERS)
    assert text.startswith(f"# {derivation.title}\n")
    for chain in derivation.chains:
        assert f"## {chain.title}" in text
        for line in chain.lines:
            assert f"**{capitalised(line.rule)}.** {line.why(READY_SETS['PyTorch'])}" in text
    assert text.count("$$") % 2 == 0


ORIGIN = Origin((1.0, 3.0), (0.3, 0.7), merged=True, link="https://lab.example/?z=1,3&n=a%20b_c")


@each_derivation()
def test_a_file_explains_its_numbers(derivation: Derivation) -> None:
    document = to_latex(derivation, numbers=NUMBERS, origin=ORIGIN)
    text = to_markdown(derivation, numbers=NUMBERS, origin=ORIGIN)
    for written in (document, text):
        assert r"z = (1,\ 3)" in written
        assert r"y = (0.3,\ 0.7)" in written
        assert "stands for all others together" in written
        assert "checked at random points" in written
        assert "natural logarithm" in written
    lines = sum(len(chain.lines) for chain in derivation.chains)
    claims = lines - len(derivation.chains)
    assert f" of {claims} lines equal the line above" in text
    assert f"<{ORIGIN.link}>" in text
    link = document.split(r"\texttt{")[1].split("\n")[0].replace(r"\allowbreak ", "")
    assert link == r"https://lab.example/?z=1,3\&n=a\%20b\_c}"
    assert document.count(r"\begin{step}") == document.count(r"\end{step}") == lines


def test_the_numbers_of_a_supposed_label_are_told_as_such() -> None:
    for write in (to_latex, to_markdown):
        text = write(two_class.derivation(), numbers=NUMBERS)  # the first label is 0.3
        assert text.count("if the label of the first class were 1") == 1
        assert text.count("if the label of the first class were 0") == 1
        own = {**NUMBERS, **two_class.numbers((1.0, 3.0), (1.0, 0.0))}
        assert "were 1" not in write(two_class.derivation(), numbers=own)


def test_a_file_of_a_wrong_derivation_counts_its_wrong_lines() -> None:
    text = to_markdown(published.quotient_rule())
    found = [each.status for chain in published.quotient_rule().chains for each in check(chain)]
    assert f"{found.count(Status.OK)} of {len(found) - 4} lines equal the line above" in text
    assert found.count(Status.OK) < len(found) - 4


@pytest.mark.parametrize("letters", READY_SETS.values(), ids=READY_SETS)
def test_every_sign_in_a_sentence_has_its_latex(letters: Notation) -> None:
    for derivation in (*DERIVATIONS, published.chain_rule()):
        assert to_latex(derivation, letters, NUMBERS, ORIGIN).isascii()
