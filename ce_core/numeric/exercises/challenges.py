"""Set challenges on the stage: where each starts, and whether it is solved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.softmax import softmax


@dataclass(frozen=True)
class Challenge:
    """Something to bring about by dragging.

    Parameters
    ----------
    key, title, task, lesson
        A name for addresses; a heading; what to do; what it shows once it is done.
    logits, target
        Where it starts, one entry a class. The target must stay.
    reached
        Whether logits that differ from the start reach it, given start and now.
    """

    key: str
    title: str
    task: str
    lesson: str
    logits: tuple[float, ...]
    target: tuple[float, ...]
    reached: Callable[["Challenge", Sequence[float]], bool]

    def solved(self, logits: Sequence[float], target: Sequence[float]) -> bool:
        """Whether the stage shows a solution: the same target, and logits that reach the goal."""
        if len(logits) != len(self.logits) or not np.allclose(target, self.target, atol=1e-9):
            return False
        return self.reached(self, logits)


def _moved(challenge: Challenge, logits: Sequence[float]) -> int:
    """How many logits are not where they started."""
    return sum(now != start for now, start in zip(logits, challenge.logits, strict=True))


def _one_logit(challenge: Challenge, logits: Sequence[float]) -> bool:
    cheap = float(cross_entropy(logits, challenge.target)) < 0.1
    return _moved(challenge, logits) == 1 and cheap


def _equal_gradients(challenge: Challenge, logits: Sequence[float]) -> bool:
    return float(np.ptp(cross_entropy_grad(logits, challenge.target))) < 0.02


def _same_probabilities(challenge: Challenge, logits: Sequence[float]) -> bool:
    farthest = np.max(np.abs(softmax(logits) - softmax(challenge.logits)))
    nearest = np.min(np.abs(np.subtract(logits, challenge.logits)))
    return bool(farthest < 0.01 and nearest >= 0.5)


def _second_at_high_cost(challenge: Challenge, logits: Sequence[float]) -> bool:
    true = int(np.argmax(challenge.target))
    order = np.argsort(logits)[::-1]
    second = int(order[1]) == true and logits[order[1]] > logits[order[2]]
    return bool(second and logits[order[0]] > logits[true]) and (
        float(cross_entropy(logits, challenge.target)) > 5.0
    )


def _uniform_cost(challenge: Challenge, logits: Sequence[float]) -> bool:
    uniform = np.log(len(logits))
    near = abs(float(cross_entropy(logits, challenge.target)) - uniform) < 0.02
    apart = float(np.min(np.diff(np.sort(logits)))) >= 0.5
    return near and apart


CHALLENGES: tuple[Challenge, ...] = (
    Challenge(
        "one-logit",
        "One logit only",
        "Bring the cost below 0.1 by moving one logit only.",
        "It must be the logit of the true class: raising it lowers all other probabilities.",
        (1.0, 2.0, 3.0, 2.0),
        (0.0, 1.0, 0.0, 0.0),
        _one_logit,
    ),
    Challenge(
        "equal-gradients",
        "Equal gradients",
        "Make all gradients ŷ − y equal, to within 0.02.",
        "They always sum to zero, so equal means zero: ŷ = y, the lowest cost there is.",
        (2.0, 0.0, -1.0),
        (0.5, 0.3, 0.2),
        _equal_gradients,
    ),
    Challenge(
        "same-probabilities",
        "Same probabilities, other logits",
        "Move every logit by at least 0.5 and keep every probability where it is, to within 0.01.",
        "Only differences of logits count: adding the same number to all changes nothing.",
        (1.0, 0.0, 2.0),
        (0.0, 0.0, 1.0),
        _same_probabilities,
    ),
    Challenge(
        "dear-second",
        "High cost in second place",
        "Make the true class rank second, with a cost above 5.",
        "The rank does not fix the probability: the first class can have nearly all of it.",
        (0.5, 2.0, 1.0, 0.0),
        (0.0, 1.0, 0.0, 0.0),
        _second_at_high_cost,
    ),
    Challenge(
        "even-cost",
        "As good as guessing",
        "Make all logits differ by at least 0.5, and the cost equal to that of a uniform guess: "
        "log 3 = 1.10, to within 0.02.",
        "Only the probability of the true class counts. Here it is 1/3, whatever the others have.",
        (2.0, 0.0, -1.0),
        (1.0, 0.0, 0.0),
        _uniform_cost,
    ),
)


def challenge(key: str) -> Challenge:
    """The challenge of that key; an unknown key raises KeyError with a sentence."""
    for found in CHALLENGES:
        if found.key == key:
            return found
    raise KeyError(f"there is no challenge {key!r}.")
