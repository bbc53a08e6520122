"""Cross-entropy is convex in the logits; squared error is not, and a checked chord shows it."""

import numpy as np
import pytest

from ce_core.numeric.cross_entropy import cross_entropy
from ce_core.numeric.descent.landscape import COSTS, Landscape, chord_at, worst_chord
from ce_core.numeric.descent.squared_error import squared_error
from ce_core.numeric.softmax import softmax

RNG = np.random.default_rng(20240229)


def random_case(k: int) -> tuple[np.ndarray, tuple[float, ...]]:
    hot = np.eye(k)[RNG.integers(k)]
    target = hot if RNG.random() < 0.5 else RNG.dirichlet(np.ones(k))
    return RNG.normal(size=k) * RNG.choice([0.3, 3.0, 30.0]), tuple(target.tolist())


def test_heights_are_the_costs():
    z, y = np.array([1.0, -9.0, 4.0, 8.0]), (0.0, 1.0, 0.0, 0.0)
    assert Landscape(y).value(z) == pytest.approx(17.01904505)
    assert Landscape(y).value(z) == cross_entropy(z, 1)
    assert Landscape(y, "squared error").value(z) == squared_error(z, y)


def test_cross_entropy_slope_is_prediction_minus_target():
    z, y = np.array([1.0, 3.0, 5.0, 7.0]), (0.0, 0.0, 0.0, 1.0)
    np.testing.assert_allclose(Landscape(y).gradient(z), softmax(z) - np.array(y), rtol=1e-12)


def test_cross_entropy_never_has_a_negative_eigenvalue():
    for _ in range(500):
        k = int(RNG.integers(2, 11))
        z, y = random_case(k)
        assert Landscape(y).eigenvalues(z).min() >= 0


def test_squared_error_often_has_a_negative_eigenvalue():
    negative = 0
    for _ in range(200):
        z, y = random_case(int(RNG.integers(2, 6)))
        negative += Landscape(y, "squared error").eigenvalues(z).min() < -1e-6
    assert negative > 50


def test_eigenvalues_are_those_of_the_hessian_and_one_of_them_is_zero():
    z, y = np.array([0.5, -1.0, 2.0]), (0.2, 0.3, 0.5)
    for cost in COSTS:
        landscape = Landscape(y, cost)
        hessian = landscape.hessian(z)
        np.testing.assert_allclose(hessian @ np.ones(3), 0, atol=1e-15)
        values = landscape.eigenvalues(z)
        assert values.sum() == pytest.approx(np.trace(hessian))
        assert np.prod(values) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    ("logits", "target"),
    [
        ((1.0, 3.0, 5.0, 7.0), (0.0, 0.0, 0.0, 1.0)),
        ((1.0, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0)),
        ((2.0, 0.0), (1.0, 0.0)),
        ((1000.0, -1000.0, 0.0), (0.0, 1.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.2, 0.3, 0.5)),
        (tuple(range(10)), tuple(np.full(10, 0.1))),
    ],
)
def test_squared_error_rises_above_a_chord(logits, target):
    chord = worst_chord(Landscape(target, "squared error"), logits, (0, 1))
    start, end = np.array(chord.start), np.array(chord.end)
    # Checked here from the definition alone, not by what found it.
    above = float(((softmax(start + chord.share * (end - start)) - target) ** 2).sum())
    heights = [float(((softmax(point) - target) ** 2).sum()) for point in (start, end)]
    below = (1 - chord.share) * heights[0] + chord.share * heights[1]
    assert 0 < chord.share < 1
    assert above > below + 0.01
    assert chord.excess == pytest.approx(above - below)
    others = [i for i in range(len(logits)) if i > 1]
    np.testing.assert_array_equal(start[others], np.array(logits)[others])


def test_cross_entropy_is_nowhere_above_a_chord():
    for _ in range(300):
        k = int(RNG.integers(2, 11))
        z, y = random_case(k)
        chord = chord_at(Landscape(y), z, z + RNG.normal(size=k) * 10, float(RNG.random()))
        assert chord.excess <= 1e-13 * max(1.0, chord.chord)


def test_the_search_finds_no_chord_that_cross_entropy_breaks():
    for logits in ((1.0, 3.0, 5.0, 7.0), (1000.0, -1000.0, 0.0)):
        chord = worst_chord(Landscape((0.0, 1.0) + (0.0,) * (len(logits) - 2)), logits, (0, 1))
        assert chord.excess <= 1e-12 * max(1.0, chord.chord)


def test_descent_goes_down_and_moves_only_the_free_logits():
    z, y = np.array([1.0, -9.0, 4.0, 8.0]), (0.0, 1.0, 0.0, 0.0)
    path = Landscape(y).descent(z, free=(1, 3), rate=1.0, steps=40)
    assert path.shape == (41, 4)
    np.testing.assert_array_equal(path[:, [0, 2]], np.tile(z[[0, 2]], (41, 1)))
    costs = Landscape(y).value(path)
    assert (np.diff(costs) < 0).all()
    first = path[1] - path[0]
    np.testing.assert_allclose(first[[1, 3]], -(softmax(z) - np.array(y))[[1, 3]])


def test_an_unknown_cost_and_a_pair_of_one_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="cost must be one of"):
        Landscape((1.0, 0.0), "hinge")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two different logits"):
        worst_chord(Landscape((1.0, 0.0)), (0.0, 0.0), (1, 1))
