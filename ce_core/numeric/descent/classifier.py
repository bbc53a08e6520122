"""Train the softmax classifier, logits = W·x + b, by gradient descent."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, IntArray, read_floats
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_and_grad
from ce_core.numeric.softmax import softmax


@dataclass(frozen=True)
class Classifier:
    """A linear model under a softmax.

    Parameters
    ----------
    weights : ndarray, shape (K, F)
        W, a row a class.
    bias : ndarray, shape (K,)
        b.
    """

    weights: FloatArray
    bias: FloatArray

    @classmethod
    def untrained(cls, n_classes: int, n_features: int) -> "Classifier":
        """All weights 0: every class is as likely, and the cost is log K."""
        return cls(np.zeros((n_classes, n_features)), np.zeros(n_classes))

    def logits(self, x: npt.ArrayLike) -> FloatArray:
        """W·x + b for x of shape (…, F): shape (…, K)."""
        return np.asarray(np.asarray(x) @ self.weights.T + self.bias)

    def probabilities(self, x: npt.ArrayLike) -> FloatArray:
        """The softmax of the logits, shape (…, K)."""
        return softmax(self.logits(x))

    def costs(self, x: npt.ArrayLike, labels: IntArray) -> FloatArray:
        """The cross-entropy of each of n rows x, in nats: shape (n,)."""
        return cross_entropy(self.logits(x), labels, reduction="none")

    def accuracy(self, x: npt.ArrayLike, labels: IntArray) -> float:
        """The share of rows whose likeliest class is their label."""
        return float((self.logits(x).argmax(axis=-1) == labels).mean())


@dataclass(frozen=True)
class WeightGradient:
    """The derivatives of the mean cost by weights (K, F) and bias (K,), and that cost."""

    weights: FloatArray
    bias: FloatArray
    cost: float


def weight_gradient(
    classifier: Classifier, x: FloatArray, labels: IntArray, *, decay: float = 0.0
) -> WeightGradient:
    """One step further back than ŷ − y: ∂E/∂W = (ŷ − y)·xᵀ and ∂E/∂b = ŷ − y, mean over rows.

    Parameters
    ----------
    classifier : Classifier
    x : ndarray, shape (n, F)
    labels : ndarray of int, shape (n,)
    decay : float
        λ: adds λ/2·Σ W² to the cost, which keeps the weights of separable points finite.
    """
    cost, slope = cross_entropy_and_grad(classifier.logits(x), labels)
    penalty = decay / 2 * float(np.square(classifier.weights).sum())
    return WeightGradient(
        slope.T @ x + decay * classifier.weights, slope.sum(axis=0), float(cost) + penalty
    )


@dataclass(frozen=True)
class Training:
    """What a training went through.

    Parameters
    ----------
    snapshots : tuple of Classifier
        As it stood after each of `steps`.
    steps : tuple of int
        Rising, from 0 to the last.
    costs : ndarray, shape (last step + 1,)
        The mean cost before each step, and at the end.
    """

    snapshots: tuple[Classifier, ...]
    steps: tuple[int, ...]
    costs: FloatArray

    @property
    def trained(self) -> Classifier:
        """As it stands in the end."""
        return self.snapshots[-1]


def train(
    x: npt.ArrayLike,
    labels: IntArray,
    n_classes: int,
    *,
    rate: float,
    steps: int,
    momentum: float = 0.0,
    decay: float = 0.0,
    snapshots: int = 2,
) -> Training:
    """Train by full-batch gradient descent from all weights 0.

    Parameters
    ----------
    x : array_like, shape (n, F)
        At least one row.
    labels : ndarray of int, shape (n,)
        0-based classes.
    n_classes : int
    rate : float
        The learning rate, positive.
    steps : int
        At least 1.
    momentum : float
        In [0, 1): the share of the last move that is made again (Polyak 1964).
    decay : float
        As for `weight_gradient`.
    snapshots : int
        At most how many states to keep, the first and the last among them, closer together at the
        start, where most happens; at least 2.

    Raises
    ------
    ValueError
        If an argument is not as described, or a label names no class.
    """
    rows = read_floats(x, "x").astype(np.float64)
    if rows.ndim != 2 or not len(rows):
        raise ValueError(f"x must have shape (n, F) with a row, but came with shape {rows.shape}.")
    if not 0 < rate < np.inf:
        raise ValueError(f"rate must be a positive number, but it is {rate!r}.")
    if steps < 1 or snapshots < 2:
        raise ValueError(
            f"steps must be at least 1 and snapshots at least 2, not {steps} and {snapshots}."
        )
    if not 0 <= momentum < 1 or not 0 <= decay < np.inf:
        raise ValueError(
            f"momentum must lie in [0, 1) and decay not be negative, not {momentum} and {decay}."
        )
    kept = sorted({round(steps * share**2) for share in np.linspace(0, 1, snapshots).tolist()})
    classifier = Classifier.untrained(n_classes, rows.shape[1])
    states, costs = [classifier], []
    move = Classifier.untrained(n_classes, rows.shape[1])
    for step in range(1, steps + 1):
        slope = weight_gradient(classifier, rows, labels, decay=decay)
        costs.append(slope.cost)
        move = Classifier(
            momentum * move.weights - rate * slope.weights, momentum * move.bias - rate * slope.bias
        )
        classifier = Classifier(classifier.weights + move.weights, classifier.bias + move.bias)
        if step in kept:
            states.append(classifier)
    costs.append(weight_gradient(classifier, rows, labels, decay=decay).cost)
    return Training(tuple(states), tuple(kept), np.array(costs))
