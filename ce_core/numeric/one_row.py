"""Compute softmax, cross-entropy and ŷ − y of one short row, in plain numbers.

For a dozen classes one call of NumPy costs more than the whole sum. Where a single row is asked
for again and again (each step of a descent, each answer to a drag) this is ten times as fast as
the functions for arrays; tests hold the two together.
"""

from collections.abc import Sequence
from math import exp, log, log1p
from typing import NamedTuple


class Row(NamedTuple):
    """What follows from one row of K logits: lists of K numbers.

    ``shifted`` are the logits minus their largest, ``exponentials`` e to these. ``rest`` is the sum
    of all exponentials but the largest: 1 − ŷ of the largest class is ``rest / (1 + rest)``,
    accurate however small.
    """

    top: int
    rest: float
    shifted: list[float]
    exponentials: list[float]

    @property
    def probabilities(self) -> list[float]:
        """ŷ; computed at each call."""
        total = 1 + self.rest
        return [e / total for e in self.exponentials]

    @property
    def log_probabilities(self) -> list[float]:
        """log ŷ, finite where ŷ underflows; computed at each call."""
        log_total = log1p(self.rest)
        return [d - log_total for d in self.shifted]

    def cost(self, target: Sequence[float]) -> float:
        """−Σ y·log ŷ in nats, with 0·∞ = 0."""
        return -sum(y * q for y, q in zip(target, self.log_probabilities, strict=True) if y) + 0.0

    def gradient(self, target: Sequence[float]) -> list[float]:
        """ŷ − y, for a target that sums to 1; accurate also where the prediction is right."""
        top, rest = self.top, self.rest
        total = 1 + rest
        slopes = [e / total - y for e, y in zip(self.exponentials, target, strict=True)]
        if rest < 1:
            # ŷ − y = (the other labels) − (1 − ŷ): not the difference of two numbers near 1.
            slopes[top] = sum(target[:top]) + sum(target[top + 1 :]) - rest / total
        return slopes


def softmax_row(logits: Sequence[float]) -> Row:
    """Compute what follows from one row of finite logits."""
    largest = max(logits)
    top = logits.index(largest)
    shifted = [z - largest for z in logits]
    exponentials = [exp(d) for d in shifted]
    exponentials[top] = 0.0
    rest = sum(exponentials)
    exponentials[top] = 1.0
    return Row(top, rest, shifted, exponentials)


def logsumexp_row(logits: Sequence[float]) -> float:
    """log Σ e^z of one row of finite logits, in nats."""
    row = softmax_row(logits)
    return max(logits) + log1p(row.rest)


def entropy_row(probabilities: Sequence[float]) -> float:
    """−Σ p·log p of one distribution, in nats, with 0·log 0 = 0."""
    return -sum(p * log(p) for p in probabilities if p) + 0.0
