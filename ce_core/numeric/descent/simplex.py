"""Compute the cost on the triangle of three probabilities: contours, slope, the way down."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.information import entropy
from ce_core.numeric.one_row import softmax_row

_HALVINGS = 40  # of the search along a ray: finer than any screen
_PER_EDGE = 30  # a ray every few degrees: no corner shows in a curve of this size


def perimeter(per_edge: int = _PER_EDGE) -> FloatArray:
    """Points around the triangle's edge, shape (3·per_edge, 3), each summing to 1."""
    share = np.arange(per_edge) / per_edge
    corners = np.eye(3)
    edges = [
        np.outer(1 - share, corners[i]) + np.outer(share, corners[(i + 1) % 3]) for i in range(3)
    ]
    return np.concatenate(edges)


@lru_cache(maxsize=32)
def contours(target: tuple[float, float, float], excess: tuple[float, ...]) -> FloatArray:
    """Curves of equal cost −Σ y·log p, found along rays from its minimum p = y to the edge.

    Along each ray the cost only rises, because it is convex in p and least at y.

    Parameters
    ----------
    target : tuple of three floats
        y, a distribution.
    excess : tuple of float
        How far each curve lies above the least cost H(y), in nats; positive.

    Returns
    -------
    ndarray, shape (len(excess), M, 3)
        The curves, closed; nan where a ray reaches the edge at a lower cost. Shared between
        calls: not writable.
    """
    y = np.asarray(target)
    edge = perimeter()
    edge = np.concatenate([edge, edge[:1]])
    wanted = np.asarray(excess)[:, None]

    def above(share: FloatArray) -> FloatArray:
        """Cost above the floor at y + share·(edge − y), shape (levels, rays)."""
        p = y + share[..., None] * (edge - y)
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(y > 0, -y * np.log(np.maximum(p, 0)), 0.0)
        return np.asarray(terms.sum(axis=-1) - entropy(y))

    low = np.zeros((len(excess), len(edge)))
    high = np.ones_like(low)
    reached = above(high) >= wanted
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        beyond = above(middle) >= wanted
        high = np.where(beyond, middle, high)
        low = np.where(beyond, low, middle)
    curves = np.where(reached[..., None], y + high[..., None] * (edge - y), np.nan)
    curves.flags.writeable = False
    return curves


def interior_grid(divisions: int = 9) -> FloatArray:
    """Points spread evenly inside the triangle, none on its edge, shape (N, 3)."""
    points = [
        (i, j, divisions - i - j) for i in range(1, divisions) for j in range(1, divisions - i)
    ]
    return np.array(points) / divisions


def descent_velocity(probabilities: npt.ArrayLike, target: npt.ArrayLike) -> FloatArray:
    """How ŷ starts to move when the logits follow −(ŷ − y): −J·(ŷ − y), shape (…, K).

    J = diag(ŷ) − ŷŷᵀ is the Jacobian of softmax. Each velocity sums to 0.
    """
    p = np.asarray(probabilities, dtype=np.float64)
    slope = p - np.asarray(target, dtype=np.float64)
    return np.asarray(-p * (slope - (p * slope).sum(axis=-1, keepdims=True)))


def descent_path(logits: npt.ArrayLike, target: npt.ArrayLike, *, steps: int) -> FloatArray:
    """log ŷ along gradient descent z ← z − (ŷ − y), shape (steps + 1, K), start first.

    The step of 1 is safe: no curvature of the cost is above 1/2. Logarithms, so that the cost
    −Σ y·log ŷ along the path is finite where ŷ underflows.
    """
    z: list[float] = np.array(logits, dtype=np.float64).tolist()
    y: list[float] = np.asarray(target, dtype=np.float64).tolist()
    path = []
    for _ in range(steps + 1):
        row = softmax_row(z)
        path.append(row.log_probabilities)
        # From log ŷ, whose softmax is the same: the numbers stay small however far the path goes.
        z = [q - slope for q, slope in zip(row.log_probabilities, row.gradient(y), strict=True)]
    return np.array(path)
