"""Central differences find the slopes of functions whose slopes are known."""

import numpy as np
import pytest

from ce_core.numeric import central_difference, check_gradient
from ce_core.numeric.gradient_check import central_difference_row


def test_slope_of_a_parabola_is_exact_up_to_rounding() -> None:
    x = np.array([[1.0, -2.0], [0.5, 0.0]])
    np.testing.assert_allclose(
        central_difference(lambda v: float((v**2).sum()), x), 2 * x, atol=1e-10
    )


def test_error_shrinks_with_the_square_of_the_step() -> None:
    errors = [
        abs(float(central_difference(lambda v: float(np.exp(v[0])), [0.0], h)[0]) - 1)
        for h in (1e-1, 1e-2)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_a_row_in_plain_numbers_has_the_same_slopes() -> None:
    chance = np.random.default_rng(3)
    for size in (1, 2, 4, 10):
        row = chance.normal(0, 10, size)
        slopes = central_difference_row(lambda x: sum(v**3 for v in x), row.tolist(), 1e-4)
        expected = central_difference(lambda x: sum(v**3 for v in x.tolist()), row, 1e-4)
        assert slopes == expected.tolist()
        np.testing.assert_allclose(slopes, 3 * row**2, rtol=1e-6, atol=1e-6)


def test_the_point_is_not_modified_even_by_a_careless_function() -> None:
    x = np.array([1.0, 2.0])

    def careless(v: np.ndarray) -> float:
        v *= 0
        return 0.0

    central_difference(careless, x)
    np.testing.assert_array_equal(x, [1.0, 2.0])


def test_a_wrong_gradient_is_found() -> None:
    check = check_gradient(lambda v: float((v**2).sum()), lambda v: 2 * v + [0, 0.1], [1.0, 2.0])
    assert check.largest_disagreement == pytest.approx(0.1)
    np.testing.assert_array_equal(check.analytic, [2.0, 4.1])
