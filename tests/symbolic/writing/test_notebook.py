"""The notebook of a derivation recomputes every line when it is run."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from ce_core.symbolic.derivations import k_class, log_sum_exp, published, two_class
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.derivations.written_out import written_out
from ce_core.symbolic.writing.notebook import to_notebook

TWO, FOUR = ((1.0, 3.0), (0.3, 0.7)), ((1.0, 3.0, 5.0, 7.0), (0.0, 0.0, 0.0, 1.0))
THREE = ((1.0, -9.0, 4.0), (0.2, 0.3, 0.5))


@pytest.mark.parametrize(
    ("derivation", "given"),
    [
        (two_class.derivation(), TWO),
        (k_class.derivation(), THREE),
        (log_sum_exp.derivation(), THREE),
    ],
    ids=["two-class", "k-class", "short-road"],
)
def test_jupyter_runs_the_notebook_from_top_to_bottom(derivation: Derivation, given: tuple) -> None:
    notebook = nbformat.reads(to_notebook(derivation, *given), 4)
    nbformat.validate(notebook)
    NotebookClient(notebook).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    printed = "".join(output.text for cell in cells for output in cell.outputs).splitlines()
    lines = sum(len(chain.lines) for chain in derivation.chains)
    assert len(printed) == lines + 2  # and the two of NumPy's


def code_cells(notebook: str) -> list[str]:
    cells = json.loads(notebook)["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize(
    ("derivation", "given"),
    [
        (two_class.derivation(), TWO),
        (k_class.derivation(), THREE),
        (log_sum_exp.derivation(), THREE),
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
