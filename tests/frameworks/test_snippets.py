"""The snippets give our numbers: NumPy and scikit-learn by running, PyTorch by its stored outputs,
TensorFlow and JAX on stand-ins that do what their documentation states."""

import ast
import itertools
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from ce_core.frameworks.call import Call
from ce_core.frameworks.snippets import Snippet, snippets
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.export import to_npz
from ce_core.numeric.batch.settings import Settings
from tests.frameworks import stand_ins

STORED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "numeric" / "references" / "torch_cross_entropy.json").read_text(
        "utf-8"
    )
)["cases"]
SHAPES = [(4,), (3, 4), (2, 3, 4), (1, 2, 3, 4)]
OPTIONS = list(
    itertools.product(
        SHAPES,
        ["index", "soft"],
        ["mean", "sum", "none"],
        [None, (0.5, 2.0, 0.0, 1.0)],
        [None, -100],
        [0.0, 0.1],
        [1.0, 2.5],
    )
)


def example(option: tuple[Any, ...]) -> tuple[Batch, Settings]:
    shape, kind, reduction, weight, ignore_index, smoothing, temperature = option
    rng = np.random.default_rng(7)
    logits = np.round(rng.normal(0, 3, shape), 3)
    if kind == "soft":
        parts = rng.integers(0, 5, shape) + np.eye(4, dtype=int)[0]
        target = parts / parts.sum(axis=-1, keepdims=True)
    else:
        target = np.asarray(rng.integers(0, 4, shape[:-1]))
        if ignore_index is not None and target.ndim:
            target.flat[1] = ignore_index
    return Batch(logits, target), Settings(reduction, weight, ignore_index, smoothing, temperature)


CASES = [example(option) for option in OPTIONS if option[1] == "index" or option[4] is None]


def where_nothing_counts() -> list[tuple[Batch, Settings]]:
    """Give calls whose rows are all ignored, or whose labels have no weight."""
    logits = np.array([[1.0, 2, 0.5], [3, 4, -1]])
    ignored, first = np.array([-100, -100]), np.array([0, 0])
    soft = np.array([[1.0, 0, 0], [1, 0, 0]])
    cases = [
        (ignored, None, -100),
        (ignored, (0.0, 1.0, 2.0), -100),
        (first, (0.0, 1.0, 2.0), None),
        (np.array([0, -100]), (0.0, 1.0, 2.0), -100),
        (first, (0.0, 0.0, 0.0), None),
        (soft, (0.0, 1.0, 2.0), None),
        (soft, (0.0, 0.0, 0.0), None),
    ]
    return [
        (Batch(logits, target), Settings(reduction, weight, ignored_index, smoothing))
        for target, weight, ignored_index in cases
        for reduction in ("mean", "sum", "none")
        for smoothing in (0.0, 0.2)
    ]


def with_row_weights() -> list[tuple[Batch, Settings]]:
    """Give the calls of several rows with weights of rows, one of which may be 0, or all."""
    rng = np.random.default_rng(11)
    given = []
    for batch, settings in CASES:
        leading = batch.logits.shape[:-1]
        weights = np.round(rng.uniform(0, 3, leading), 2)
        if leading:
            weights.flat[0] = 0.0
        given.append((Batch(batch.logits, batch.target, weights), settings))
    for batch, settings in NOTHING_COUNTS:
        given.append((Batch(batch.logits, batch.target, np.array([0.0, 2])), settings))
        given.append((Batch(batch.logits, batch.target, np.zeros(2)), settings))
    return given


def masked() -> list[tuple[Batch, Settings]]:
    """Give calls with a logit of −∞: labels beside it, and class numbers on it."""
    logits = np.array([[1.0, -np.inf, 2, 0.5], [0.3, 1, -np.inf, -np.inf]])
    labels = [
        np.array([0, 1]),
        np.array([1, 1]),
        np.array([[0.25, 0, 0.5, 0.25], [0.5, 0.5, 0, 0]]),
        np.array([[0.25, 0.25, 0.5, 0], [0.5, 0.5, 0, 0]]),
    ]
    return [
        (Batch(logits, target, row_weight), Settings(reduction, weight, None, 0.0, temperature))
        for target in labels
        for row_weight in (None, np.array([0.5, 2]))
        for reduction in ("mean", "sum", "none")
        for weight in (None, (0.5, 2.0, 1.0, 1.5))
        for temperature in (1.0, 2.0)
    ]


NOTHING_COUNTS = where_nothing_counts()
ROW_WEIGHTS = with_row_weights()
MASKED = masked()


def rounded(dtype: str) -> list[tuple[Batch, Settings]]:
    """Give batches in a narrow type, whose numbers the page takes as they are, in float64."""
    rng = np.random.default_rng(3)
    logits = np.vstack([rng.normal(0, 3, (5, 4)), [[-6e4, 6e4, 0, 1]]]).astype(dtype)
    soft = rng.dirichlet(np.ones(4), 6).astype(dtype)
    index = rng.integers(0, 4, 6)
    settings = [
        Settings(temperature=temperature, label_smoothing=smoothing)
        for temperature in (1.0, 3.0)
        for smoothing in (0.0, 0.1)
    ]
    return [(Batch(logits, target), each) for target in (index, soft) for each in settings]


def call_of(batch: Batch, settings: Settings, *, from_file: bool = False) -> Call:
    return Call(
        shape=batch.logits.shape,
        is_soft=batch.is_soft,
        settings=settings,
        logits=None if from_file else batch.logits.tolist(),
        target=None if from_file else batch.target.tolist(),
        row_weight=None if from_file or batch.row_weight is None else batch.row_weight.tolist(),
        has_row_weight=batch.row_weight is not None,
        is_masked=batch.is_masked,
    )


def snippet(key: str, call: Call) -> Snippet:
    return next(one for one in snippets(call) if one.key == key)


def run(code: str) -> Any:
    """Run a snippet of our own making and give what it calls `loss`."""
    names: dict[str, Any] = {"print": lambda *_: None}
    exec(code, names)
    return names["loss"]


def ours(batch: Batch, settings: Settings) -> Any:
    found = evaluate(batch, settings)
    return found.losses if found.reduced is None else found.reduced


def same(given: Any, expected: Any, rtol: float = 1e-12) -> None:
    np.testing.assert_allclose(np.ravel(given), np.ravel(expected), rtol=rtol, atol=1e-14)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Any:
    def install(modules: dict[str, ModuleType]) -> None:
        for name, made in modules.items():
            monkeypatch.setitem(sys.modules, name, made)

    return install


@pytest.mark.parametrize("key", ["numpy", "sklearn"])
def test_the_code_gives_our_loss_when_it_is_run(key: str) -> None:
    for batch, settings in CASES:
        code = snippet(key, call_of(batch, settings)).code
        same(run(code), ours(batch, settings))


def test_tensorflow_and_keras_mean_what_their_documentation_says(installed: Any) -> None:
    by_keras: list[Any] = []
    installed(stand_ins.tensorflow(by_keras))
    seen = 0
    for batch, settings in CASES:
        by_keras.clear()
        same(run(snippet("tensorflow", call_of(batch, settings)).code), ours(batch, settings))
        if by_keras:
            seen += 1
            same(by_keras[0], ours(batch, settings))
    assert seen == 3 * 2 * 3 * 2 * 2  # three shapes with rows, no weight, nothing ignored


def test_jax_and_optax_mean_what_their_documentation_says(installed: Any) -> None:
    installed(stand_ins.jax())
    for batch, settings in CASES:
        same(run(snippet("jax", call_of(batch, settings)).code), ours(batch, settings))


def test_pytorch_is_asked_exactly_what_its_stored_outputs_answer(installed: Any) -> None:
    for case in STORED:
        logits, target = np.array(case["logits"]), np.array(case["target"])
        soft = logits.shape == target.shape

        def cross_entropy(
            logits: Any, target: Any, *, case: dict[str, Any] = case, **options: Any
        ) -> Any:
            assert np.array_equal(logits, case["logits"])
            assert np.array_equal(target, case["target"])
            assert options.pop("reduction") == case["reduction"]
            assert options.pop("label_smoothing", 0.0) == case["label_smoothing"]
            assert options.pop("ignore_index", None) == case["ignore_index"]
            weight = options.pop("weight", None)
            assert (weight is None) == (case["weight"] is None)
            assert weight is None or np.array_equal(weight, case["weight"])
            assert not options
            return case["loss"]

        installed(stand_ins.torch(cross_entropy))
        last = np.ascontiguousarray(np.moveaxis(logits, case["axis"], -1))
        labels = np.ascontiguousarray(np.moveaxis(target, case["axis"], -1)) if soft else target
        if last.ndim > 3:
            continue
        weight = None if case["weight"] is None else tuple(case["weight"])
        batch = Batch(last, labels)
        settings = Settings(
            case["reduction"], weight, case["ignore_index"], case["label_smoothing"]
        )
        same(run(snippet("pytorch", call_of(batch, settings)).code), ours(batch, settings), 1e-11)


def test_pytorch_divides_by_the_temperature_first(installed: Any) -> None:
    seen: list[Any] = []
    installed(stand_ins.torch(lambda logits, _target, **_options: seen.append(logits)))
    batch = Batch(np.array([[1.0, 3.0]]), np.array([0]))
    run(snippet("pytorch", call_of(batch, Settings(temperature=2.0))).code)
    np.testing.assert_array_equal(seen[0], [[0.5, 1.5]])


def test_every_snippet_is_python_with_and_without_its_numbers() -> None:
    for batch, settings in CASES:
        for from_file in (False, True):
            for one in snippets(call_of(batch, settings, from_file=from_file)):
                ast.parse(one.code)
                assert max(map(len, one.code.splitlines())) < 130
                assert ("batch.npz" in one.code) == from_file


@pytest.mark.parametrize("key", ["numpy", "sklearn"])
def test_the_code_says_what_the_page_says_where_nothing_counts(key: str) -> None:
    for batch, settings in NOTHING_COUNTS:
        same(run(snippet(key, call_of(batch, settings)).code), ours(batch, settings))


def test_weights_of_rows_multiply_the_losses_and_divide_the_mean() -> None:
    """The definition, in plain Python: Σ w·loss / Σ w, as in scikit-learn."""
    logits, weights = np.array([[1.0, 3], [2, 4], [0, 0.5]]), np.array([0.5, 2, 1])
    losses = [np.log(np.exp(z).sum()) - z[y] for z, y in zip(logits, (0, 1, 1), strict=True)]
    found = evaluate(Batch(logits, np.array([0, 1, 1]), weights), Settings())
    same(found.losses, weights * losses)
    assert found.reduced == pytest.approx(sum(weights * losses) / 3.5, rel=1e-14)
    as_rows = evaluate(Batch(logits, np.eye(2)[[0, 1, 1]], weights), Settings())
    assert as_rows.reduced == pytest.approx(found.reduced, rel=1e-14)


@pytest.mark.parametrize("key", ["numpy", "sklearn", "tensorflow", "jax"])
def test_weights_of_rows_are_in_every_snippet(key: str, installed: Any) -> None:
    installed(stand_ins.tensorflow([]) if key == "tensorflow" else stand_ins.jax())
    for batch, settings in ROW_WEIGHTS:
        same(run(snippet(key, call_of(batch, settings)).code), ours(batch, settings))


@pytest.mark.parametrize("key", ["numpy", "jax"])
def test_a_masked_class_costs_nothing_without_a_label_and_infinity_with_one(
    key: str, installed: Any
) -> None:
    installed(stand_ins.jax())
    for batch, settings in MASKED:
        with np.errstate(invalid="ignore"):
            code = snippet(key, call_of(batch, settings)).code
            same(run(code), ours(batch, settings))
    beside, on_it = ours(*MASKED[0]), ours(Batch(MASKED[0][0].logits, np.array([1, 1])), Settings())
    assert beside < np.inf
    assert on_it == np.inf


@pytest.mark.parametrize("key", ["numpy", "sklearn"])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_a_narrow_file_is_computed_in_double_precision(
    key: str, dtype: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for batch, settings in rounded(dtype):
        (tmp_path / "batch.npz").write_bytes(to_npz(batch, settings, evaluate(batch, settings)))
        if key == "sklearn":  # log_loss clips what costs more than 36 nats
            batch = Batch(batch.logits[:5], batch.target[:5])
            (tmp_path / "batch.npz").write_bytes(to_npz(batch, settings, evaluate(batch, settings)))
        code = snippet(key, call_of(batch, settings, from_file=True)).code
        same(run(code), ours(batch, settings), 1e-11)


@pytest.mark.parametrize("key", ["numpy", "sklearn"])
def test_the_code_runs_beside_the_downloaded_file(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for batch, settings in CASES[::7]:
        (tmp_path / "batch.npz").write_bytes(to_npz(batch, settings, evaluate(batch, settings)))
        same(
            run(snippet(key, call_of(batch, settings, from_file=True)).code), ours(batch, settings)
        )


def test_words_are_sentences_and_speak_of_what_was_asked() -> None:
    for batch, settings in CASES:
        for one in snippets(call_of(batch, settings)):
            assert all(said.endswith(".") for said in (*one.differs, *one.missing))
            assert one.differs
            said = " ".join(one.missing)
            if settings.ignore_index is not None and one.key in ("tensorflow", "jax", "sklearn"):
                assert "ignore_index" in said
            if settings.temperature != 1 and one.key != "numpy":
                assert "temperature" in said


def test_log_loss_really_clips_where_the_words_say() -> None:
    batch = Batch(np.array([[0.0, 100.0]]), np.array([0]))
    assert ours(batch, Settings()) == pytest.approx(100)
    clipped = run(snippet("sklearn", call_of(batch, Settings())).code)
    assert clipped == pytest.approx(36.04, abs=0.005)
