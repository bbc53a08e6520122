"""Every derivation's LaTeX compiles as it stands: every notation, any numbers, any names."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression.notation import READY_SETS, Notation
from ce_core.symbolic.writing.background import Origin
from ce_core.symbolic.writing.latex_document import to_latex
from ce_core.ui.derivation.typed_function import Differentiated, differentiated, numbers
from ce_core.ui.formulas.routes import files_of, method
from tests.symbolic.writing.latex_reading import read_latex

LATEX = shutil.which("pdflatex")
METHODS = ("two-class", "k-class", "short-road")
HOSTILE = (r"\input{/etc/passwd}", r"$\write18{id}$", "%&#_^~{}", "ŷ日本")
PLAIN = one_hot_scenario((1, 3, 5, 7), 3)
EXTREME = replace(one_hot_scenario((1e3, -1e3, 1e-9, 7), 0, HOSTILE), temperature=2.5)
LINK = "https://lab.example/derivation?" + "z=1,3,5,7&y=3&n=%E5%AD%97_%23~" * 6
NUMBERS = [numbers(0.5, 1, 1, 1), numbers(0, 0, 0, 0), numbers(-1000, 1e-7, -2.5, 1000)]
TYPED = [
    *(each.text for each in FUNCTION_EXAMPLES),
    "sqrt(x)/(x-1) + log(-x) + x^(1/3) + 0.000001x",
]

needs_latex = pytest.mark.skipif(LATEX is None, reason="no pdflatex here to compile with")


def document_of(key: str, scenario: Scenario, letters: Notation, written: bool = False) -> str:
    contents = files_of(method(key, scenario, written=written), scenario)
    origin = Origin(contents.logits, contents.labels, contents.merged, LINK)
    return to_latex(contents.derivation, letters, contents.numbers, origin)


def documents_of_typed(text: str) -> list[str]:
    found = differentiated(text)
    assert isinstance(found, Differentiated)
    return [to_latex(found.derivation, Notation(), given) for given in NUMBERS]


def compile_latex(document: str, folder: Path) -> str:
    """What the compiler says, once it has made a page of it."""
    (folder / "derivation.tex").write_text(document, encoding="utf-8")
    command = [str(LATEX), "-interaction=nonstopmode", "-halt-on-error", "derivation.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]
    assert (folder / "derivation.pdf").stat().st_size > 0
    return said


@needs_latex
@pytest.mark.parametrize("scenario", [PLAIN, EXTREME], ids=["plain", "extreme"])
@pytest.mark.parametrize("letters", READY_SETS.values(), ids=READY_SETS)
@pytest.mark.parametrize("key", METHODS)
def test_every_derivation_compiles_in_every_notation(
    key: str, letters: Notation, scenario: Scenario, tmp_path: Path
) -> None:
    said = compile_latex(document_of(key, scenario, letters), tmp_path)
    assert "Overfull" not in said, "a formula runs off the page"


@needs_latex
@pytest.mark.parametrize("key", METHODS)
def test_without_the_package_that_cancels_terms_are_struck_all_the_same(
    key: str, tmp_path: Path
) -> None:
    document = document_of(key, PLAIN, Notation())
    assert r"\cancel{" in document.split(r"\begin{document}")[1]
    without = document.replace("cancel.sty", "there-is-no-such-file.sty")
    assert without != document
    assert "Undefined" not in compile_latex(without, tmp_path)


@needs_latex
def test_a_package_that_is_there_is_used(tmp_path: Path) -> None:
    stand_in = r"\ProvidesPackage{cancel}\newcommand{\cancel}[1]{#1\typeout{struck by the package}}"
    (tmp_path / "cancel.sty").write_text(stand_in, encoding="utf-8")
    said = compile_latex(document_of("two-class", PLAIN, Notation()), tmp_path)
    assert "struck by the package" in said


@needs_latex
@pytest.mark.parametrize("key", ["k-class", "short-road"])
def test_sums_written_out_compile_and_stay_on_the_page(key: str, tmp_path: Path) -> None:
    ten = one_hot_scenario(tuple(range(10)), 9)
    for scenario in (EXTREME, ten):
        said = compile_latex(document_of(key, scenario, Notation(), written=True), tmp_path)
        assert "Overfull" not in said, "a formula runs off the page"


@needs_latex
@pytest.mark.parametrize("text", TYPED)
def test_a_typed_function_compiles_at_any_numbers(text: str, tmp_path: Path) -> None:
    for document in documents_of_typed(text):
        said = compile_latex(document, tmp_path)
        assert "Overfull" not in said, "a formula runs off the page"


@pytest.mark.parametrize("letters", READY_SETS.values(), ids=READY_SETS)
@pytest.mark.parametrize("key", METHODS)
def test_names_of_classes_never_enter_the_document(key: str, letters: Notation) -> None:
    named = document_of(key, EXTREME, letters)
    assert named.isascii()
    assert named == document_of(key, replace(EXTREME, names=("A", "B", "C", "D")), letters)


@pytest.mark.parametrize("text", TYPED)
def test_every_formula_of_a_typed_function_is_balanced(text: str) -> None:
    for document in documents_of_typed(text):
        assert document.isascii()
        rows = re.findall(r"^\\row\{.*?\}\{(.*)\}$", document, re.MULTILINE)
        assert rows
        for formula in rows:
            read_latex(formula)
