"""A batch computed in chunks is what `cross_entropy` says of the whole."""

import io
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.numeric import cross_entropy, cross_entropy_grad
from ce_core.numeric.batch import batch as module
from ce_core.numeric.batch import export, limits
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import details, evaluate, reduced_without
from ce_core.numeric.batch.export import to_csv, to_npz
from ce_core.numeric.batch.settings import CONTROLS, Control, Settings, read_weights
from ce_core.numeric.targets import Reduction

NOTES = Batch(np.array([[[1.0, 3, 5, 7], [1, -9, 4, 8]]]), np.array([[3, 1]]))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Batch, Settings]:
    shape = draw(st.sampled_from([(3,), (7, 3), (2, 4, 5)]))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    logits = rng.normal(0, draw(st.sampled_from([1, 30])), shape)
    ignore_index = None
    if draw(st.booleans()):
        target = rng.dirichlet(np.ones(shape[-1]), shape[:-1])
    else:
        target = np.asarray(rng.integers(0, shape[-1], shape[:-1]))
        ignore_index = draw(st.sampled_from([None, 1, -100]))
    weight = draw(st.sampled_from([None, tuple(rng.uniform(0.1, 3, shape[-1]).tolist())]))
    reduction: Reduction = draw(st.sampled_from(["mean", "sum", "none"]))
    settings = Settings(
        reduction,
        weight,
        ignore_index,
        draw(st.sampled_from([0.0, 0.2])),
        draw(st.sampled_from([1.0, 0.5, 4.0])),
    )
    return Batch(logits, target), settings


@given(asked())
def test_chunks_change_nothing(case: tuple[Batch, Settings]) -> None:
    batch, settings = case
    options: dict[str, Any] = {
        "weight": settings.weight,
        "ignore_index": settings.ignore_index,
        "label_smoothing": settings.label_smoothing,
        "reduction": settings.reduction,
    }
    scaled = batch.logits / settings.temperature
    loss = cross_entropy(scaled, batch.target, **options)
    gradient = cross_entropy_grad(scaled, batch.target, **options) / settings.temperature
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_VALUES", 2 * batch.n_classes)
        found = evaluate(batch, settings)
        with np.load(io.BytesIO(to_npz(batch, settings, found))) as written:
            kept = dict(written)
    given_loss = found.losses if found.reduced is None else found.reduced
    np.testing.assert_allclose(given_loss, np.ravel(loss), rtol=1e-13)
    np.testing.assert_allclose(kept["gradient"], gradient, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(kept["terms"].sum(axis=-1), kept["losses"], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(kept["probabilities"].sum(axis=-1), 1)
    np.testing.assert_array_equal(kept["logits"], batch.logits)
    np.testing.assert_array_equal(kept["labels"], batch.target)


def test_the_notes_example_gives_its_published_losses_and_gradients() -> None:
    found = evaluate(NOTES, Settings("none"))
    np.testing.assert_allclose(found.losses, [0.14507794, 17.01904505], rtol=1e-7)
    assert found.order().tolist() == [1, 0]
    seen = details(NOTES, Settings("none"), slice(0, 2), found.divisor)
    published = [
        [2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01],
        [8.94679461e-04, -9.99999959e-01, 1.79701173e-02, 9.81135163e-01],
    ]
    np.testing.assert_allclose(seen.gradient, published, rtol=1e-7)


@given(asked())
def test_csv_holds_every_row_exactly(case: tuple[Batch, Settings]) -> None:
    batch, settings = case
    found = evaluate(batch, settings)
    lines = to_csv(batch, settings, found).decode().splitlines()
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    names = lines[0].split(",")
    np.testing.assert_array_equal(table[:, names.index("loss")], found.losses)
    np.testing.assert_array_equal(table[:, 0], np.arange(batch.n_rows))
    gradient = table[:, names.index("gradient_0") :]
    seen = details(batch, settings, slice(0, batch.n_rows), found.divisor)
    np.testing.assert_array_equal(gradient, seen.gradient)


def test_ignored_rows_come_last_and_cost_nothing() -> None:
    batch = Batch(np.array([[0.0, 9], [3, 0], [0, 9]]), np.array([-100, 0, 0]))
    found = evaluate(batch, Settings(ignore_index=-100))
    assert found.order().tolist() == [2, 1, 0]
    assert found.losses[0] == 0
    assert found.divisor == 2


def test_a_mean_over_nothing_is_nan() -> None:
    found = evaluate(Batch(np.zeros((1, 2)), np.array([7])), Settings(ignore_index=7))
    assert found.reduced is not None
    assert np.isnan(found.reduced)


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
@pytest.mark.parametrize(
    ("labels", "weight", "ignored"),
    [
        ([-100, -100], None, -100),
        ([0, 0], (0.0, 1.0), None),
        ([0, -100], (0.0, 1.0), -100),
        ([-100, -100], (0.0, 1.0), -100),
        ([0, 1], (0.0, 0.0), None),
    ],
)
def test_a_mean_over_nothing_is_nan_with_its_gradient_as_in_pytorch(
    labels: list[int], weight: tuple[float, ...] | None, ignored: int | None, smoothing: float
) -> None:
    batch = Batch(np.array([[1.0, 2], [3, 4]]), np.array(labels))
    found = evaluate(batch, Settings("mean", weight, ignored, smoothing))
    assert found.reduced is not None
    assert np.isnan(found.reduced)
    # What torch 2.13 gives: nan in rows that count, 0 in ignored rows.
    expected = [[0.0, 0.0] if label == ignored else [np.nan, np.nan] for label in labels]
    settings = Settings("mean", weight, ignored, smoothing)
    seen = details(batch, settings, slice(0, 2), found.divisor)
    np.testing.assert_array_equal(seen.gradient, expected)
    options: dict[str, Any] = {
        "weight": weight,
        "ignore_index": ignored,
        "label_smoothing": smoothing,
    }
    assert np.isnan(cross_entropy(batch.logits, batch.target, **options))
    np.testing.assert_array_equal(
        cross_entropy_grad(batch.logits, batch.target, **options), expected
    )


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_at_rest_changes_nothing(control: Control) -> None:
    settings = Settings("mean", (1.0, 2, 3, 4), None, 0.1, 2.0)
    if settings.uses(control):
        neutral = settings.without(control)
        assert not neutral.uses(control)
        assert reduced_without(NOTES, settings, control) == evaluate(NOTES, neutral).reduced


def test_without_ignore_index_its_rows_have_no_class() -> None:
    batch = Batch(np.zeros((2, 2)), np.array([0, -100]))
    assert reduced_without(batch, Settings(ignore_index=-100), "ignore_index") is None


def test_progress_goes_up_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_VALUES", 4)
    seen: list[float] = []
    evaluate(NOTES, Settings(), seen.append)
    assert seen == [0.5, 1.0]


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: evaluate(Batch(np.zeros((2, 2)), np.array([0, 5])), Settings()), "row 1 is 5"),
        (lambda: evaluate(Batch(np.zeros((1, 2)), np.eye(2)[:1]), Settings(ignore_index=0)), "ign"),
        (lambda: Batch(np.zeros((2, 2)), np.zeros(3)), r"\(2,\) as indices"),
        (lambda: Batch(np.zeros(1), np.array(0)), "at least two classes"),
        (lambda: Settings(temperature=0), "temperature must lie"),
        (lambda: Settings(label_smoothing=2), "label_smoothing must lie"),
        (lambda: read_weights("1, x", 2), "'x' is not a number"),
        (lambda: read_weights("1 2 3", 2), "each of the 2 classes"),
        (lambda: read_weights("1, -2", 2), "not negative"),
        (lambda: read_weights("1, 1e9", 2), "not be larger"),
        (lambda: read_weights("1, nan", 2), "finite"),
    ],
)
def test_refusals_are_sentences(ask, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        ask()
    assert str(refusal.value).endswith(".")


def test_weights_are_read_however_they_are_separated() -> None:
    assert read_weights(" 1, 2;3 ", 3) == (1.0, 2.0, 3.0)
    assert read_weights("  ", 3) is None


def test_a_large_batch_is_written_without_what_can_be_computed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export, "MAX_DETAILED_VALUES", 7)
    found = evaluate(NOTES, Settings())
    with np.load(io.BytesIO(to_npz(NOTES, Settings(), found))) as written:
        assert {*written} == {"logits", "labels", "losses", "reduced"}
        np.testing.assert_array_equal(written["logits"], NOTES.logits)
        np.testing.assert_array_equal(written["losses"], found.losses.reshape(1, 2))
    assert to_csv(NOTES, Settings(), found).decode().splitlines()[0] == "row,label,loss"


@pytest.mark.parametrize("shape", [(11,), (11, 3), (2, 11, 3)])
def test_the_place_of_a_bad_number_is_right_whatever_the_block(
    shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_BLOCK", 6)
    for index in np.ndindex(*shape):
        array = np.zeros(shape)
        array[index] = np.nan
        with pytest.raises(ValueError, match=re.escape(f"{limits.place(index)} holds nan")):
            limits.check_finite(array)
