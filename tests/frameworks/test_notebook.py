"""The downloaded notebook, executed, makes the results that the page shows."""

import ast
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

import ce_core
from ce_core import lab_links
from ce_core.frameworks.notebook import to_notebook
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import details, evaluate
from ce_core.numeric.batch.export import to_csv, to_npz
from ce_core.numeric.batch.settings import Settings
from tests.frameworks.test_snippets import CASES, call_of

NOTES = Batch(np.array([[[1.0, 3, 5, 7], [1, -9, 4, 8]]]), np.array([[3, 1]]))
IGNORING = Batch(np.array([[1.0, 3, 5], [1, -9, 4], [0, 1, 2]]), np.array([2, -100, 0]))
NOTHING = Batch(np.array([[1.0, 3], [1, -9]]), np.array([0, -100]))
IMAGES = Batch(np.arange(24.0).reshape(1, 2, 4, 3) % 5, np.arange(8).reshape(1, 2, 4) % 3)
HALF = Batch(np.array([[6e4, -6e4], [0.1, 3]], "f2"), np.array([1, 0]))
SOFT = Batch(np.array([[1.0, 3], [1, -9]]), np.array([[0.25, 0.75], [1, 0]]))
WEIGHTED = Batch(IGNORING.logits, IGNORING.target, np.array([0.5, 3, 2]))
WEIGHTED_SOFT = Batch(SOFT.logits, SOFT.target, np.array([0.0, 2]))
MASKED = Batch(np.array([[1.0, -np.inf, 2], [-np.inf, 0, 1]]), np.array([[0.3, 0, 0.7], [0, 1, 0]]))


@pytest.mark.parametrize("from_file", [False, True])
@pytest.mark.parametrize(
    ("batch", "settings"),
    [
        (NOTES, Settings()),
        (IGNORING, Settings("mean", (1.0, 2.0, 0.5), -100, 0.1, 2.0)),
        (SOFT, Settings("none", (1.0, 2.0))),
        (NOTHING, Settings("mean", (0.0, 1.0), -100, 0.2)),
        (IMAGES, Settings("sum")),
        (HALF, Settings("mean", temperature=3.0)),
        (WEIGHTED, Settings("mean", (1.0, 2.0, 0.5), -100, 0.1)),
        (WEIGHTED_SOFT, Settings("mean")),
        (MASKED, Settings("mean")),
    ],
    ids=[
        "notes",
        "ignoring",
        "soft",
        "nothing-counts",
        "images",
        "half-precision",
        "row-weights",
        "row-weights-soft",
        "masked",
    ],
)
def test_the_notebook_makes_the_results_when_it_is_run(
    batch: Batch, settings: Settings, from_file: bool, tmp_path: Path
) -> None:
    found = evaluate(batch, settings)
    if from_file:
        (tmp_path / "batch.npz").write_bytes(to_npz(batch, settings, found))
    notebook = nbformat.reads(to_notebook(call_of(batch, settings, from_file=from_file)), 4)
    nbformat.validate(notebook)
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    seen = details(batch, settings, slice(0, batch.n_rows), found.divisor)
    expected = found.losses if found.reduced is None else found.reduced
    with np.load(tmp_path / "results.npz") as made:
        np.testing.assert_allclose(np.ravel(made["reduced"]), np.ravel(expected), rtol=1e-12)
        for name in ("probabilities", "terms", "gradient"):
            values = made[name].reshape(seen.terms.shape)
            np.testing.assert_allclose(values, getattr(seen, name), rtol=1e-9, atol=1e-14)
    lines = (tmp_path / "results.csv").read_text("utf-8").splitlines()
    ours = to_csv(batch, settings, found).decode().splitlines()
    assert lines[0] == ours[0]
    for made_line, our_line in zip(lines[1:], ours[1:], strict=True):
        numbers = [[float(c) for c in line.split(",")] for line in (made_line, our_line)]
        np.testing.assert_allclose(*numbers, rtol=1e-9, atol=1e-14)


def test_the_notebook_links_the_rows_with_the_highest_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(ce_core.__file__).parents[1]))
    settings = Settings("mean", None, -100)
    notebook = nbformat.reads(to_notebook(call_of(IGNORING, settings, from_file=False)), 4)
    run = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (printed,) = [out.text for out in run.cells[-1].outputs]
    counted = IGNORING.target != -100
    expected = lab_links(IGNORING.logits[counted], IGNORING.target[counted], worst=5)
    assert printed.split() == list(expected)


def test_every_notebook_is_valid_and_its_cells_are_python() -> None:
    for batch, settings in CASES[::5]:
        for from_file in (False, True):
            notebook = nbformat.reads(to_notebook(call_of(batch, settings, from_file=from_file)), 4)
            nbformat.validate(notebook)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    ast.parse(cell.source)
