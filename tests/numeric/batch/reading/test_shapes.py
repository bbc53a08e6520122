"""Which labels fit which logits is what NumPy's own indexing says, for random shapes and axes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.numeric import cross_entropy
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.files.content import Arrays
from ce_core.numeric.batch.reading.interpret import Choices, interpret
from ce_core.numeric.batch.reading.shapes import Fit, fits, usual_axes
from ce_core.numeric.batch.settings import Settings

Shape = tuple[int, ...]
Case = tuple[Any, Any, int, bool]
SIDES = st.integers(1, 4)
SHAPES = st.lists(SIDES, min_size=1, max_size=4).map(tuple)


def fits_by_numpy(logits: Shape, labels: Shape, axis: int) -> bool:
    """Tell whether NumPy picks a logit for each label with take_along_axis, nothing broadcast."""
    z, y = np.zeros(logits), np.zeros(labels, int)
    of_rows = z.take(0, axis=axis)
    if np.squeeze(y).shape != np.squeeze(of_rows).shape:
        return False
    index = np.expand_dims(y.reshape(of_rows.shape), axis)
    return np.take_along_axis(z, index, axis).squeeze(axis).shape == of_rows.shape


@given(SHAPES, st.lists(SIDES, max_size=4).map(tuple))
def test_a_shape_of_indices_fits_exactly_where_numpy_can_pick_with_it(
    logits: Shape, labels: Shape
) -> None:
    found = {fit.axis for fit in fits(logits, labels) if not fit.soft and fit.axis is not None}
    expected = {
        axis
        for axis, length in enumerate(logits)
        if length > 1 and fits_by_numpy(logits, labels, axis)
    }
    assert found == expected


@st.composite
def cases(draw: st.DrawFn) -> Case:
    shape = draw(st.lists(SIDES, min_size=1, max_size=4).map(tuple).filter(lambda s: max(s) > 1))
    axis = draw(st.sampled_from([i for i, n in enumerate(shape) if n > 1]))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    logits = rng.normal(0, 3, shape)
    soft = draw(st.booleans())
    leading = shape[:axis] + shape[axis + 1 :]
    if soft:
        last = rng.dirichlet(np.ones(shape[axis]), leading)
        return logits, np.moveaxis(last, -1, axis), axis, soft
    return logits, np.asarray(rng.integers(0, shape[axis], leading)), axis, soft


@given(cases())
def test_with_its_axis_every_batch_costs_what_the_library_says(
    case: Case,
) -> None:
    logits, labels, axis, _ = case
    choices = Choices(axis=axis, rows="classes", count_from=0)
    batch = interpret(Arrays({"logits": logits, "labels": labels}), None, choices).or_raise()
    found = evaluate(batch, Settings("none"))
    expected = cross_entropy(logits, labels, axis=axis, reduction="none")
    np.testing.assert_allclose(found.losses, np.ravel(expected), rtol=1e-12)
    assert batch.logits.shape[-1] == logits.shape[axis]


@given(cases(), SHAPES)
def test_without_it_the_number_is_right_or_somebody_is_asked_or_refused(
    case: Case, other: Shape
) -> None:
    logits, labels, *_ = case
    for given_labels in (labels, np.zeros(other, int)):
        reading = interpret(Arrays({"logits": logits, "labels": given_labels}))
        if reading.batch is None:
            assert reading.questions or reading.problem
            continue
        ways = [
            fit
            for fit in fits(logits.shape, given_labels.shape)
            if fit.axis in usual_axes(logits.ndim)
        ]
        found = evaluate(reading.batch, Settings()).reduced
        assert found is not None
        costs = [_cost(logits, given_labels, fit) for fit in ways]
        binary = logits.ndim == 1 or logits.shape[-1] == 1
        assert binary or any(c is not None and np.isclose(found, c) for c in costs)


def _cost(logits: Any, labels: Any, fit: Fit) -> Any:
    """Give what the library says of one way to fit; None where the labels cannot be that."""
    assert fit.axis is not None
    shape = logits.shape
    given = labels.reshape(shape if fit.soft else shape[: fit.axis] + shape[fit.axis + 1 :])
    try:
        return cross_entropy(logits, given, axis=fit.axis)
    except ValueError:
        return None


@pytest.mark.parametrize("shape", [(2, 3, 3), (4, 2, 2), (1, 2, 2, 2), (2, 3, 3, 3)])
def test_where_two_axes_fit_nothing_is_computed_before_one_is_chosen(
    shape: Shape,
) -> None:
    logits = np.arange(np.prod(shape)).reshape(shape) % 7 / 2
    labels = np.zeros(shape[:-1], int)
    reading = interpret(Arrays({"logits": logits, "labels": labels}))
    assert reading.batch is None
    (question,) = reading.questions
    assert question.key == "axis"
    axes = [axis for axis, _ in question.answers]
    assert axes == [1, len(shape) - 1]
    for axis in axes:
        chosen = interpret(Arrays({"logits": logits, "labels": labels}), None, Choices(axis=axis))
        found = evaluate(chosen.or_raise(), Settings()).reduced
        assert found == pytest.approx(float(cross_entropy(logits, labels, axis=axis)), rel=1e-12)


@given(SHAPES, SHAPES)
def test_a_refusal_names_both_shapes(logits: Shape, labels: Shape) -> None:
    if fits(logits, labels):
        return
    reading = interpret(Arrays({"logits": np.zeros(logits), "labels": np.zeros(labels, int)}))
    assert reading.problem is not None
    assert " × ".join(map(str, logits)) in reading.problem
    assert " × ".join(map(str, labels)) in reading.problem
