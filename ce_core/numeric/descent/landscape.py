"""Compute a cost's landscape over the logits: height, slope, curvature, the way down, chords.

Cross-entropy and squared error, both on softmax, under one roof so that they can be compared at
the same place. A temperature is a change of unit: divide the logits by it first, and the
derivatives after.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.cross_entropy import (
    cross_entropy,
    cross_entropy_grad,
    cross_entropy_hessian,
)
from ce_core.numeric.descent.squared_error import (
    squared_error,
    squared_error_grad,
    squared_error_hessian,
)
from ce_core.numeric.one_row import softmax_row
from ce_core.numeric.softmax import logsumexp

Cost = Literal["cross-entropy", "squared error"]
COSTS: tuple[Cost, ...] = ("cross-entropy", "squared error")


@dataclass(frozen=True)
class Landscape:
    """A cost of the logits for a fixed target.

    Parameters
    ----------
    target : tuple of float, length K
        Not negative, summing to 1; smoothed already if it is to be.
    cost : {"cross-entropy", "squared error"}
        Cross-entropy in nats, or Σ_k (ŷ_k − y_k)².

    Raises
    ------
    ValueError
        If cost is not as described; a bad target is refused where it is used.
    """

    target: tuple[float, ...]
    cost: Cost = "cross-entropy"

    def __post_init__(self) -> None:
        if self.cost not in COSTS:
            raise ValueError(f"cost must be one of {', '.join(COSTS)}, but it is {self.cost!r}.")

    def value(self, logits: npt.ArrayLike) -> FloatArray:
        """Heights at logits of shape (…, K): shape (…)."""
        if self.cost == "squared error":
            return squared_error(logits, self.target)
        return cross_entropy(logits, self._target_like(logits), reduction="none")

    def gradient(self, logits: npt.ArrayLike) -> FloatArray:
        """First derivatives, shape (…, K)."""
        if self.cost == "squared error":
            return squared_error_grad(logits, self.target)
        return cross_entropy_grad(logits, self._target_like(logits), reduction="sum")

    def hessian(self, logits: npt.ArrayLike) -> FloatArray:
        """Second derivatives, shape (…, K, K)."""
        if self.cost == "squared error":
            return squared_error_hessian(logits, self.target)
        return cross_entropy_hessian(logits)

    def eigenvalues(self, logits: npt.ArrayLike) -> FloatArray:
        """Curvatures along the Hessian's own directions, rising, shape (…, K).

        One is 0 in theory, as shifting all logits changes nothing. What is as small as rounding
        is given as exactly 0: relative to the largest for cross-entropy, whose Hessian is accurate
        however small; to 1 for squared error, where numbers of that size cancel.
        """
        values: FloatArray = np.linalg.eigvalsh(self.hessian(logits))
        size = np.abs(values).max(axis=-1, keepdims=True)
        if self.cost == "squared error":
            size = np.ones_like(size)
        return np.where(np.abs(values) <= 1e-14 * size, 0.0, values)

    def descent(
        self,
        logits: npt.ArrayLike,
        *,
        free: tuple[int, ...],
        rate: float,
        steps: int,
    ) -> FloatArray:
        """Follow z ← z − rate·∇ on the ``free`` logits alone; shape (steps + 1, K), start first."""
        here: list[float] = np.array(logits, dtype=np.float64).tolist()
        places = [here]
        for _ in range(steps):
            push = self._gradient_row(here)
            here = here.copy()
            for i in free:
                here[i] -= rate * push[i]
            places.append(here)
        return np.array(places)

    def _gradient_row(self, logits: list[float]) -> list[float]:
        """The gradient at one place, in plain numbers."""
        row = softmax_row(logits)
        residual = row.gradient(self.target)
        if self.cost == "cross-entropy":
            return residual
        p = row.probabilities
        mean = sum(a * b for a, b in zip(p, residual, strict=True))
        return [2 * a * (b - mean) for a, b in zip(p, residual, strict=True)]

    def _target_like(self, logits: npt.ArrayLike) -> FloatArray:
        return np.broadcast_to(np.array(self.target), np.shape(logits))


@dataclass(frozen=True)
class Chord:
    """A straight line between two points of a landscape, and where along it is looked at.

    ``value`` is the landscape's height at ``start + share · (end − start)``, ``chord`` that of the
    straight line. A convex landscape is nowhere above a chord, so a positive ``excess`` proves
    that it isn't one.
    """

    start: tuple[float, ...]
    end: tuple[float, ...]
    share: float
    value: float
    chord: float

    @property
    def excess(self) -> float:
        """How far the landscape rises above the chord; positive only if it is not convex."""
        return self.value - self.chord


def chord_at(landscape: Landscape, start: npt.ArrayLike, end: npt.ArrayLike, share: float) -> Chord:
    """Evaluate a landscape and its chord from ``start`` to ``end`` (each (K,)) at one share."""
    a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    ends = landscape.value(np.stack([a, b]))
    return Chord(
        tuple(a.tolist()),
        tuple(b.tolist()),
        share,
        value=float(landscape.value(a + share * (b - a))),
        chord=float((1 - share) * ends[0] + share * ends[1]),
    )


_SHARES = np.array([0.2, 0.35, 0.5, 0.65, 0.8])
_TURNS = np.arange(6) * np.pi / 6  # half a turn: a chord has no sense
_DIRECTIONS = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=-1)
_LENGTHS = np.array([2.0, 4.0, 8.0])


def worst_chord(landscape: Landscape, logits: npt.ArrayLike, pair: tuple[int, int]) -> Chord:
    """Search the plane of two logits for the chord that the landscape rises above the most.

    Parameters
    ----------
    landscape : Landscape
    logits : array_like, shape (K,)
        The point to search around first; the logits that are not in ``pair`` keep its values.
    pair : tuple of int
        The two logits that may move.

    Returns
    -------
    Chord
        Evaluated by ``chord_at``. For squared error the excess is positive: bounded and not
        constant, it cannot be convex. For cross-entropy it is 0 but for rounding.

    Raises
    ------
    ValueError
        If the two logits of ``pair`` are the same.
    """
    if pair[0] == pair[1]:
        raise ValueError(f"pair must name two different logits, but it is {pair}.")
    here = np.asarray(logits, dtype=np.float64)
    best: Chord | None = None
    for centre in (here, _where_it_turns(here, pair)):
        found = _worst_near(landscape, centre, pair)
        if (
            best is None or found.excess > best.excess + 1e-3
        ):  # the surroundings of the logits come first
            best = found
    assert best is not None
    return best


def _where_it_turns(logits: FloatArray, pair: tuple[int, int]) -> FloatArray:
    """Move the pair to where softmax is undecided, so that the landscape is not flat there."""
    others = np.delete(logits, pair)
    level = float(logsumexp(others)) if others.size else 0.0
    centre = logits.copy()
    centre[list(pair)] = level
    return centre


def _worst_near(landscape: Landscape, centre: FloatArray, pair: tuple[int, int]) -> Chord:
    """Try chords in all directions around a grid of middles near ``centre``."""
    offsets = np.linspace(-6.0, 6.0, 5)
    middles = np.stack(np.meshgrid(offsets, offsets), axis=-1).reshape(-1, 1, 1, 2)
    halves = _LENGTHS[:, None, None] * _DIRECTIONS
    halves = halves.reshape(1, -1, 1, 2)
    shares = np.array([0.0, 1.0, *_SHARES]).reshape(1, 1, -1, 1)
    moves = middles + (2 * shares - 1) * halves
    points = np.broadcast_to(centre, (*moves.shape[:3], centre.size)).copy()
    points[..., list(pair)] += moves
    heights = landscape.value(points)
    straight = heights[..., :1] + (heights[..., 1:2] - heights[..., :1]) * shares[..., 0]
    excess = (heights - straight)[..., 2:]
    middle, half, share = np.unravel_index(int(excess.argmax()), excess.shape)
    ends = points[middle, half]
    return chord_at(landscape, ends[0], ends[1], float(_SHARES[share]))
