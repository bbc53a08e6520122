"""float16 by way of float32 has the very results of NumPy's float16."""

import numpy as np
import pytest

from ce_core.numeric.explain import narrow


def numbers() -> np.ndarray:
    """Every float16 there is, in an order of no kind, and as many once more."""
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    chance = np.random.default_rng(3)
    return chance.permutation(np.concatenate([every, every])).reshape(-1, 128)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_difference_and_quotient_are_those_of_float16() -> None:
    left = numbers()
    for right in (numbers()[::-1], numbers()[:, :1], np.full_like(left, 3), np.full_like(left, 0)):
        for ours, theirs in ((narrow.minus, np.subtract), (narrow.over, np.divide)):
            np.testing.assert_array_equal(ours(left, right), theirs(left, right))
            assert ours(left, right).dtype == np.float16


@pytest.mark.parametrize("width", [1, 2, 7, 8, 9, 127, 128, 129, 1000, 3001])
def test_sums_of_rows_are_those_of_float16(width: int) -> None:
    rows = np.random.default_rng(width).random((50, width)).astype(np.float16)
    np.testing.assert_array_equal(narrow.row_sums(rows), rows.sum(axis=-1, keepdims=True))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_wider_dtypes_are_left_alone(dtype: type) -> None:
    rows = np.random.default_rng(0).normal(size=(5, 9)).astype(dtype)
    np.testing.assert_array_equal(narrow.minus(rows, rows[:, :1]), rows - rows[:, :1])
    assert narrow.row_sums(rows).dtype == dtype
