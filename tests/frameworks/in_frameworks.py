"""Run every kind of snippet in the real frameworks; only where they are installed, and by name:

    pip install -r requirements-frameworks.txt
    python -m pytest -n 0 tests/frameworks/in_frameworks.py

The ordinary suite does not collect this file: its name does not begin with test.
"""

import contextlib
import io
import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ce_core.numeric import cross_entropy_and_grad
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import details, evaluate
from ce_core.numeric.batch.export import to_npz
from ce_core.numeric.batch.settings import Settings
from tests.frameworks.test_snippets import (
    CASES,
    MASKED,
    NOTHING_COUNTS,
    ROW_WEIGHTS,
    call_of,
    ours,
    rounded,
    snippet,
)

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
FRAMEWORKS = {
    "numpy": ("numpy",),
    "pytorch": ("torch",),
    "tensorflow": ("tensorflow",),
    "jax": ("jax", "optax"),
    "sklearn": ("sklearn",),
}
# The names of the distributions, where they are not those of the modules.
_DISTRIBUTIONS = {"sklearn": "scikit-learn"}


@pytest.fixture(params=FRAMEWORKS)
def key(request: pytest.FixtureRequest) -> str:
    for module in FRAMEWORKS[request.param]:
        pytest.importorskip(module)
    return str(request.param)


def run(code: str) -> tuple[Any, str]:
    """Run a snippet; give what it calls `loss`, and what it prints."""
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return np.asarray(names["loss"], dtype=float), printed.getvalue()


def check(key: str, batch: Batch, settings: Settings, *, from_file: bool = False) -> None:
    call = call_of(batch, settings, from_file=from_file)
    loss, printed = run(snippet(key, call).code)
    # PyTorch, TensorFlow and JAX add log Σ to the maximum: costs below 1e-9 lose digits there.
    np.testing.assert_allclose(
        np.ravel(loss), np.ravel(ours(batch, settings)), rtol=1e-9, atol=1e-9, err_msg=str(call)
    )
    assert printed.strip()


def test_the_versions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    versions = []
    for modules in FRAMEWORKS.values():
        for module in modules:
            name = _DISTRIBUTIONS.get(module, module)
            with contextlib.suppress(metadata.PackageNotFoundError):
                versions.append(f"{name} {metadata.version(name)}")
    with capsys.disabled():
        print(f"\nPython {platform.python_version()}, {', '.join(versions)}")
    assert versions


def test_every_setting_gives_the_number_of_the_page(key: str) -> None:
    for batch, settings in CASES:
        check(key, batch, settings)


def test_where_nothing_counts_the_code_says_what_the_page_says(key: str) -> None:
    for batch, settings in NOTHING_COUNTS:
        check(key, batch, settings)


def test_weights_of_rows_give_the_number_of_the_page(key: str) -> None:
    for batch, settings in ROW_WEIGHTS:
        check(key, batch, settings)


def test_a_masked_class_gives_the_number_of_the_page(key: str) -> None:
    for batch, settings in MASKED:
        if key == "sklearn" and np.isinf(evaluate(batch, settings).losses).any():
            continue  # log_loss clips what costs more than 36 nats
        check(key, batch, settings)


def test_labels_that_do_not_sum_to_1_are_not_checked_by_these_frameworks() -> None:
    """What the page says when it refuses such labels."""
    torch, tf = pytest.importorskip("torch"), pytest.importorskip("tensorflow")
    jnp, optax = pytest.importorskip("jax.numpy"), pytest.importorskip("optax")
    metrics = pytest.importorskip("sklearn.metrics")
    z, y = np.array([[1.0, 0.5, 2]]), np.array([[0.5, 0.2, 0.5]])
    shares = np.exp(z) / np.exp(z).sum()
    wanted = float(-(y * np.log(shares)).sum())
    keras = tf.keras.losses.CategoricalCrossentropy(from_logits=True)
    for given in (
        torch.nn.functional.cross_entropy(torch.tensor(z), torch.tensor(y)).item(),
        float(keras(y, z)),
        float(optax.softmax_cross_entropy(jnp.array(z), jnp.array(y))[0]),
    ):
        assert given == pytest.approx(wanted, rel=1e-6)
    with pytest.raises(ValueError, match="Multioutput"):
        metrics.log_loss(y, shares)


def test_class_numbers_and_one_hot_rows_with_weights_have_the_two_means_of_the_page() -> None:
    torch = pytest.importorskip("torch")
    z, weight = torch.tensor([[3.0, 4], [6, 9]]).double(), torch.tensor([0.4, 0.36]).double()
    numbers = torch.tensor([1, 0])
    one_hot = torch.nn.functional.one_hot(numbers, 2).double()
    loss = torch.nn.functional.cross_entropy
    total = loss(z, numbers, weight=weight, reduction="sum").item()
    assert loss(z, numbers, weight=weight).item() == pytest.approx(total / 0.76)
    assert loss(z, one_hot, weight=weight).item() == pytest.approx(total / 2)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_a_file_in_any_precision_gives_the_number_of_the_page(
    key: str, dtype: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for batch, settings in rounded(dtype):
        if key == "sklearn":  # log_loss clips what costs more than 36 nats
            batch = Batch(batch.logits[:5], batch.target[:5])
        (tmp_path / "batch.npz").write_bytes(to_npz(batch, settings, evaluate(batch, settings)))
        check(key, batch, settings, from_file=True)


def test_the_mean_over_nothing_is_that_of_pytorch_with_its_gradient() -> None:
    torch = pytest.importorskip("torch")
    for batch, settings in [*NOTHING_COUNTS, *CASES]:
        if settings.reduction == "none" or settings.temperature != 1 or batch.logits.ndim != 2:
            continue
        logits = torch.tensor(batch.logits, requires_grad=True)
        options: dict[str, Any] = {
            "reduction": settings.reduction,
            "label_smoothing": settings.label_smoothing,
        }
        theirs = dict(options)
        if settings.ignore_index is not None:
            options["ignore_index"] = theirs["ignore_index"] = settings.ignore_index
        if settings.weight is not None:
            options["weight"] = settings.weight
            theirs["weight"] = torch.tensor(settings.weight, dtype=torch.float64)
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(batch.target), **theirs)
        loss.backward()
        wanted = logits.grad.numpy()
        library = cross_entropy_and_grad(batch.logits, batch.target, **options)
        np.testing.assert_allclose(library[0], loss.item(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(library[1], wanted, rtol=1e-9, atol=1e-12)
        found = evaluate(batch, settings)
        seen = details(batch, settings, slice(0, batch.n_rows), found.divisor)
        np.testing.assert_allclose(seen.gradient, wanted, rtol=1e-9, atol=1e-12)
