"""Contours, velocities and paths on the triangle of three probabilities."""

import numpy as np
import pytest

from ce_core.numeric.cross_entropy import cross_entropy_grad
from ce_core.numeric.descent.simplex import (
    contours,
    descent_path,
    descent_velocity,
    interior_grid,
    perimeter,
)
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import log_softmax, softmax

TARGETS = [(0.0, 0.0, 1.0), (0.2, 0.5, 0.3), (0.5, 0.5, 0.0)]
EXCESS = (0.1, 0.5, 2.0)


@pytest.mark.parametrize("target", TARGETS)
def test_points_of_a_contour_have_its_cost_and_sum_to_one(target):
    y = np.array(target)
    for level, curve in zip(EXCESS, contours(target, EXCESS), strict=True):
        points = curve[~np.isnan(curve).any(axis=1)]
        assert len(points) > 20
        np.testing.assert_allclose(points.sum(axis=1), 1, atol=1e-12)
        assert points.min() >= -1e-15
        log_p = np.log(np.where(y > 0, points, 1))
        np.testing.assert_allclose(-(y * log_p).sum(axis=1), entropy(y) + level, atol=1e-9)


def test_contours_of_a_hard_label_are_lines_of_one_probability():
    curve = contours((0.0, 0.0, 1.0), (1.0,))[0]
    assert np.nanmax(np.abs(curve[:, 2] - np.exp(-1))) < 1e-10


def test_contours_of_a_soft_label_are_closed():
    curve = contours((0.2, 0.5, 0.3), (0.5,))[0]
    assert not np.isnan(curve).any()
    np.testing.assert_array_equal(curve[0], curve[-1])


def test_grid_lies_inside_and_perimeter_on_the_edge():
    np.testing.assert_allclose(interior_grid().sum(axis=1), 1)
    assert interior_grid().min() > 0
    np.testing.assert_allclose(perimeter().sum(axis=1), 1)
    assert (perimeter().min(axis=1) == 0).all()


def test_velocity_is_how_softmax_answers_a_short_step_down():
    rng = np.random.default_rng(7)
    for _ in range(50):
        z, y = rng.normal(size=3) * 2, rng.dirichlet(np.ones(3))
        short = 1e-6
        moved = softmax(z - short * cross_entropy_grad(z, y))
        np.testing.assert_allclose(
            descent_velocity(softmax(z), y), (moved - softmax(z)) / short, atol=1e-6
        )


@pytest.mark.parametrize("target", TARGETS)
def test_velocity_keeps_the_sum_and_rests_at_the_label(target):
    np.testing.assert_allclose(descent_velocity(interior_grid(), target).sum(axis=1), 0, atol=1e-16)
    np.testing.assert_allclose(descent_velocity(np.array(target), target), 0, atol=1e-16)


@pytest.mark.parametrize("target", TARGETS)
def test_path_starts_at_the_current_point_and_only_goes_down(target):
    logits = np.array([3.0, -2.0, 0.5])
    path = descent_path(logits, target, steps=60)
    np.testing.assert_allclose(path[0], log_softmax(logits), atol=1e-14)
    np.testing.assert_allclose(np.exp(path).sum(axis=1), 1, atol=1e-14)
    costs = -(np.array(target) * path).sum(axis=1)
    assert (np.diff(costs) <= 1e-12).all()
    assert costs[-1] < costs[0]


def test_path_from_extreme_logits_keeps_a_finite_cost():
    path = descent_path([1000, -1000, 0], [0, 1, 0], steps=10)
    np.testing.assert_allclose(-path[:, 1], 2000 - 2 * np.arange(11))


def test_input_is_not_modified():
    logits = np.array([1.0, 2.0, 3.0])
    descent_path(logits, [1, 0, 0], steps=3)
    assert logits.tolist() == [1, 2, 3]
