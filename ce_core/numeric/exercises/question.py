"""Define a question to predict an answer to, and whether the stage has been moved as it asks."""

from dataclasses import dataclass

import numpy as np

ANYWHERE = float("inf")
_LEAST_REACH = 0.05  # of a logit, whatever it is asked to do: nobody hits a number exactly


@dataclass(frozen=True)
class Setup:
    """Logits and target of a question, one entry a class; the target sums to 1."""

    logits: tuple[float, ...]
    target: tuple[float, ...]


@dataclass(frozen=True)
class Question:
    """Something to predict before it is shown.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    setup
        The numbers that it is about.
    prompt, options, answer
        The question, what may be answered, and the place of the right answer.
    show
        What to do on the stage to see it.
    shown
        The stage after that move.
    reasons, reason
        Sentences of which one says why, and its place.
    reach
        How far from its place in ``shown`` a logit may be and still show the answer, as a share
        of the way it was to go; ``ANYWHERE`` if any move of it does.
    up_to_shift
        Whether a common shift of all logits makes no difference to what is to be seen.
    """

    kind: str
    setup: Setup
    prompt: str
    options: tuple[str, ...]
    answer: int
    show: str
    shown: Setup
    reasons: tuple[str, ...]
    reason: int
    reach: float = 0.5
    up_to_shift: bool = False

    def is_shown_by(self, now: Setup) -> bool:
        """Whether the stage has been moved as ``show`` asks, near enough to see the answer."""
        if len(now.logits) != len(self.setup.logits) or now.target != self.shown.target:
            return False
        asked = np.subtract(self.shown.logits, self.setup.logits)
        done = np.subtract(now.logits, self.setup.logits)
        if self.up_to_shift:
            asked, done = asked - asked.mean(), done - done.mean()
        goes = asked != 0
        reach = np.full(len(asked), _LEAST_REACH)
        reach[goes] = np.maximum(self.reach * np.abs(asked[goes]), _LEAST_REACH)
        return bool((np.abs(done - asked) <= reach).all() and done[goes].all())
