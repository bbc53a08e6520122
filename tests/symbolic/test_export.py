"""What is taken home stands on its own: a document that is whole, a notebook that runs."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ce_core.symbolic import k_class, published, short_road, two_class
from ce_core.symbolic.export import to_latex, to_markdown
from ce_core.symbolic.notation import ready_set
from ce_core.symbolic.notebook import to_notebook
from ce_core.symbolic.steps import Derivation
from ce_core.symbolic.written_out import numbers, written_out
from tests.symbolic.latex_reading import read_latex

TWO, FOUR = ((1.0, 3.0), (0.3, 0.7)), ((1.0, 3.0, 5.0, 7.0), (0.0, 0.0, 0.0, 1.0))
NUMBERS = {**numbers(*FOUR), **two_class.numbers(*TWO)}
DERIVATIONS = (
    two_class.derivation(),
    k_class.derivation(),
    short_road.derivation(),
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
    assert re.findall(r"\\usepackage\{(\w+)\}", head) == ["amsmath", "xcolor", "cancel"]
    assert body.rstrip().endswith(r"\end{document}")
    formulas = re.findall(r"\\\[ (.*?) \\\]$", body, re.MULTILINE)
    assert len(formulas) >= sum(len(chain.lines) for chain in derivation.chains)
    for formula in formulas:
        read_latex(formula.removeprefix("= "))
    named = set(re.findall(r"\\textcolor\{(\w+)\}", body))
    assert named <= set(re.findall(r"\\definecolor\{(\w+)\}", head))


@each_derivation()
def test_the_latex_document_compiles_where_a_latex_is_at_hand(
    derivation: Derivation, tmp_path: Path
) -> None:
    source = tmp_path / "derivation.tex"
    source.write_text(to_latex(derivation, numbers=NUMBERS), encoding="utf-8")
    compiler = shutil.which("pdflatex")
    if compiler is None:
        # Without one, at least every sentence outside formulas must be plain text.
        text = re.sub(r"\\\[.*?\\\]|\$[^$]*\$", "", source.read_text(encoding="utf-8"))
        assert not re.search(r"(?<!\\)[&_^~%#]", text)
        return
    command = [compiler, "-interaction=nonstopmode", "-halt-on-error", source.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]


@each_derivation()
def test_markdown_holds_every_line_with_its_rule_and_reason(derivation: Derivation) -> None:
    text = to_markdown(derivation, ready_set("PyTorch"), NUMBERS)
    assert text.startswith(f"# {derivation.title}\n")
    for chain in derivation.chains:
        assert f"## {chain.title}" in text
        for line in chain.lines:
            assert f"**{line.rule}.** {line.reason}" in text
    assert text.count("$$") % 2 == 0


def code_cells(notebook: str) -> list[str]:
    cells = json.loads(notebook)["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize(
    ("derivation", "given"),
    [
        (two_class.derivation(), TWO),
        (k_class.derivation(), ((1.0, -9.0, 4.0), (0.2, 0.3, 0.5))),
        (short_road.derivation(), ((1.0, -9.0, 4.0), (0.2, 0.3, 0.5))),
        (written_out(k_class.derivation(), 4, 4), FOUR),
    ],
    ids=["two-class", "k-class", "short-road", "written-out"],
)
def test_the_notebook_recomputes_every_line(
    derivation: Derivation, given: tuple, capsys: pytest.CaptureFixture[str]
) -> None:
    namespace: dict[str, object] = {}
    for source in code_cells(to_notebook(derivation, *given)):
        exec(source, namespace)
    printed = capsys.readouterr().out.splitlines()
    lines = sum(len(chain.lines) for chain in derivation.chains)
    assert len(printed) == lines + 2  # and the two of NumPy's


def test_the_notebook_shows_the_published_gradient(capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, object] = {}
    derivation = written_out(k_class.derivation(), 4, 4)
    for source in code_cells(to_notebook(derivation, *FOUR)):
        exec(source, namespace)
    assert "-0.135045123" in capsys.readouterr().out


def test_a_slip_stops_the_notebook() -> None:
    namespace: dict[str, object] = {}
    first, *cells = code_cells(to_notebook(published.quotient_rule(), *TWO))
    exec(first, namespace)
    exec(cells[0], namespace)
    with pytest.raises(AssertionError, match="line 2 does not follow"):
        exec(cells[1], namespace)


def test_the_notebook_has_the_form_that_jupyter_reads() -> None:
    notebook = json.loads(to_notebook(two_class.derivation(), *TWO))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    for cell in notebook["cells"]:
        expected = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            expected |= {"execution_count", "outputs"}
        assert set(cell) == expected


def test_numbers_for_another_count_of_classes_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="4 logits and 4 labels; this derivation has 2 classes"):
        to_notebook(two_class.derivation(), *FOUR)
