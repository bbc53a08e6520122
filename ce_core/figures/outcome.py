"""What follows from a scenario, computed once and shared by all its figures."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ce_core.numeric.chain_rule import ChainRule, chain_rule
from ce_core.numeric.cross_entropy import cross_entropy_and_grad
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import log_softmax, logsumexp, softmax
from ce_core.scenario import Scenario

FloatArray = npt.NDArray[np.floating]

# A quarter of the largest number: room for a step or a shift without leaving the finite.
_LOWEST = -np.finfo(np.float64).max / 4


@dataclass(frozen=True)
class Outcome:
    """The numbers of one scenario; costs in nats, arrays of shape (K,).

    ``scaled`` holds the logits relative to the largest, divided by the temperature: softmax sees
    nothing else. ``gradient`` is with respect to the logits: (ŷ − y) / temperature. ``terms`` are
    −y·log ŷ for the smoothed target, and ``floor`` is that target's entropy.
    """

    scaled: FloatArray
    target: FloatArray
    probabilities: FloatArray
    log_probabilities: FloatArray
    terms: FloatArray
    cost: float
    floor: float
    gradient: FloatArray

    @property
    def true_class(self) -> int:
        """The class with the largest share of the target (the first of several)."""
        return int(self.target.argmax())

    @property
    def strongest_wrong(self) -> int:
        """The class other than ``true_class`` whose probability exceeds its target most."""
        excess = self.probabilities - self.target
        excess[self.true_class] = -np.inf
        return int(excess.argmax())

    def cost_if_absent(self, index: int) -> float:
        """−log(1 − ŷ) of one class, in nats, accurate also where ŷ is nearly 0 or nearly 1."""
        return -float(logsumexp(np.delete(self.log_probabilities, index)))


@lru_cache(maxsize=512)
def outcome(scenario: Scenario) -> Outcome:
    """Compute what follows from ``scenario``; shared between sessions, so don't change it."""
    logits = np.array(scenario.logits)
    with np.errstate(over="ignore"):
        scaled = np.maximum((logits - logits.max()) / scenario.temperature, _LOWEST)
    target = np.array(scenario.smoothed_target)
    log_probabilities = log_softmax(scaled)
    cost, gradient = cross_entropy_and_grad(scaled, target)
    return Outcome(
        scaled=scaled,
        target=target,
        probabilities=softmax(scaled),
        log_probabilities=log_probabilities,
        terms=np.where(target > 0, -target * log_probabilities, 0.0) + 0.0,
        cost=float(cost),
        floor=float(entropy(target)),
        gradient=gradient / scenario.temperature,
    )


@lru_cache(maxsize=512)
def chain_rule_of(scenario: Scenario) -> ChainRule:
    """Compute every factor of the chain rule at ``scenario``; shared, so don't change it."""
    return chain_rule(scenario.logits, scenario.smoothed_target, temperature=scenario.temperature)
