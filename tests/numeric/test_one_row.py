"""The computation with plain numbers for one short row says what the functions for arrays say."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ce_core.numeric import (
    cross_entropy,
    cross_entropy_grad,
    entropy,
    log_softmax,
    logsumexp,
    one_hot,
    softmax,
)
from ce_core.numeric.one_row import entropy_row, logsumexp_row, softmax_row

# The arrays' functions also mend the rounding of z − max, which costs up to 745/2⁵³ here.
CLOSE = {"rtol": 2e-13, "atol": 1e-322}

rows = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=10)


@st.composite
def rows_and_targets(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    row = draw(rows)
    parts = draw(st.lists(st.floats(0, 1), min_size=len(row), max_size=len(row)))
    if sum(parts) < 1e-3:
        parts = one_hot(draw(st.integers(0, len(row) - 1)), len(row)).tolist()
    return row, (np.array(parts) / sum(parts)).tolist()


def assert_close(found: npt.ArrayLike, wanted: npt.ArrayLike, **tolerance: float) -> None:
    np.testing.assert_allclose(found, wanted, **{**CLOSE, **tolerance})


@given(rows)
@example([0.0, 40.0])
@example([1.0, 3.0, 5.0, 7.0])
@example([-1000.0, 1000.0, 1000.0])
def test_softmax_and_its_logarithm(row: list[float]) -> None:
    found = softmax_row(row)
    assert_close(found.probabilities, softmax(row))
    assert_close(found.log_probabilities, log_softmax(row))
    assert row[found.top] == max(row)
    assert_close(logsumexp_row(row), logsumexp(row), atol=1e-15)


@given(rows_and_targets())
@example(([0.0, 40.0], [0.0, 1.0]))
@example(([0.0, 0.0], [1.0, 0.0]))
@example(([-1000.0, 1000.0], [1.0, 0.0]))
def test_cost_and_gradient(row_and_target: tuple[list[float], list[float]]) -> None:
    row, target = row_and_target
    found = softmax_row(row)
    assert_close(found.cost(target), cross_entropy(row, target), rtol=1e-12)
    # With a soft label ŷ and y may nearly cancel, in either way.
    assert_close(found.gradient(target), cross_entropy_grad(row, target), atol=1e-15)
    assert_close(entropy_row(target), entropy(target), atol=1e-15)


@pytest.mark.parametrize("true", range(4))
def test_a_right_and_confident_prediction_keeps_its_digits(true: int) -> None:
    row = [-50.0, -30.0, -40.0, -60.0]
    row[true] = 9.0
    target = one_hot(true, 4)
    found = softmax_row(row)
    np.testing.assert_allclose(found.cost(target.tolist()), cross_entropy(row, target), rtol=1e-14)
    np.testing.assert_allclose(
        found.gradient(target.tolist()), cross_entropy_grad(row, target), rtol=1e-14
    )


def test_what_no_float_holds_is_infinite_and_what_is_empty_costs_nothing() -> None:
    found = softmax_row([1e308, -1e308])
    assert found.probabilities == [1.0, 0.0]
    assert found.cost([1.0, 0.0]) == 0.0
    assert found.cost([0.0, 1.0]) == np.inf
    assert str(found.cost([1.0, 0.0])) == "0.0"
