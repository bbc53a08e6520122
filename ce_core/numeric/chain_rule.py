"""Compute Σᵢ ∂E/∂ŷᵢ · ∂ŷᵢ/∂z_j with every factor and term kept apart, not yet summed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.one_row import softmax_row
from ce_core.numeric.shifted_exponentials import read_temperature


@dataclass(frozen=True)
class ChainRule:
    """Everything between the Jacobian and the gradient.

    Parameters
    ----------
    probabilities, target : ndarray, shape (K,)
        ŷ and the (smoothed) target y.
    jacobian : ndarray, shape (K, K)
        ∂ŷ_i/∂z_j, in probability per unit of logit.
    factors : ndarray, shape (K,)
        ∂E/∂ŷ_i = −y_i/ŷ_i: −inf where ŷ_i has underflowed to 0 under a label, 0 where y_i is 0.
    terms : ndarray, shape (K, K)
        −y_i/ŷ_i·∂ŷ_i/∂z_j with ŷ_i cancelled first, −y_i(δ_ij − ŷ_j)/T: finite always.
    temperature : float
        T.
    """

    probabilities: FloatArray
    target: FloatArray
    jacobian: FloatArray
    factors: FloatArray
    terms: FloatArray
    temperature: float

    @property
    def same(self) -> FloatArray:
        """The i = j term of each column, −y_j(1 − ŷ_j)/T, shape (K,)."""
        return np.diagonal(self.terms)

    @property
    def others(self) -> FloatArray:
        """The sum of the i ≠ j terms of each column, ŷ_j·Σ_{i≠j} y_i/T, shape (K,)."""
        apart = ~np.eye(len(self.target), dtype=bool)
        return np.asarray(np.where(apart, self.terms, 0).sum(axis=0))

    @property
    def gradient(self) -> FloatArray:
        """The column sums, (ŷ_j − y_j)/T, shape (K,)."""
        return self.same + self.others

    @property
    def born_infinite(self) -> tuple[int, ...]:
        """The classes whose textbook product is ∞·0: a label on a ŷ that underflowed to 0."""
        return tuple(int(i) for i in np.flatnonzero(np.isinf(self.factors)))


def chain_rule(
    logits: npt.ArrayLike, target: npt.ArrayLike, *, temperature: float = 1.0
) -> ChainRule:
    """Compute every factor and term of Σᵢ ∂E/∂ŷᵢ · ∂ŷᵢ/∂z_j at the current logits.

    Parameters
    ----------
    logits, target : array_like, shape (K,)
        Finite logits and the distribution that the cost is taken against.
    temperature : float
        T > 0 divides the logits.

    Raises
    ------
    ValueError
        If `logits` and `target` are not two rows of one length, or `temperature` is not positive.
    """
    divisor = read_temperature(temperature)
    z = np.asarray(logits, dtype=np.float64)
    y = np.asarray(target, dtype=np.float64)
    if z.ndim != 1 or z.shape != y.shape:
        raise ValueError(
            "logits and target must be two rows of one length, but came with shapes "
            f"{z.shape} and {y.shape}."
        )
    largest = float(z.max()) if z.size else 0.0
    p = np.array(softmax_row([(each - largest) / divisor for each in z.tolist()]).probabilities)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        factors = np.where(y > 0, -y / p, 0.0)
    same = np.eye(len(z), dtype=bool)
    # 1 − ŷ as the sum of the others keeps its digits where ŷ is nearly 1.
    complements = np.where(same, 0, p).sum(axis=1)
    terms = np.where(same, -y * complements, np.multiply.outer(y, p)) / divisor
    jacobian = np.where(same, p * complements, -np.multiply.outer(p, p)) / divisor
    return ChainRule(p, y, jacobian, factors, terms, divisor)
