"""Name what each step of the computation does: a `Recipe`, whose defaults are the right one."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

Input = Literal[
    "given", "softmax-twice", "taken-as-logits", "log-odds", "taken-as-probabilities",
    "over-their-sum", "taken-as-logs", "rescaled",
]  # fmt: skip
Formula = Literal[
    "cross-entropy", "no-log", "one-minus", "binary-sum", "binary-mean", "sigmoid-sum",
    "sigmoid-mean", "kl", "squared-sum", "squared-half", "squared-mean",
]  # fmt: skip
Temperature = Literal["given", "forgotten", "inverted", "not-in-gradient"]
Smoothing = Literal["given", "over-others", "adds-mass", "forgotten"]
Ignored = Literal["left-out", "counted", "included"]
Division = Literal["mean", "sum", "by-classes", "twice", "by-rows"]
GradientForm = Literal["difference", "by-probabilities", "diagonal-only", "through-twice"]


# What is a constant times another formula's sum over the classes.
_SAME_SUM: dict[Formula, Formula] = {
    "binary-mean": "binary-sum",
    "sigmoid-mean": "sigmoid-sum",
    "squared-mean": "squared-sum",
    "squared-half": "squared-sum",
}


@dataclass(frozen=True)
class Recipe:
    """What each step does. The steps are independent, so replacing two of them has one meaning.

    `log` says how log ŷ is computed: ``exact``; ``max:c``, ``clip:c``, ``renormalised:c``,
    ``clip-rescaled:c`` or ``plus:c`` with a bound c; ``fused``, ``absorbed``,
    ``softmax-then-log`` or ``without-shift``
    with ``:float64``, ``:float32`` or ``:float16``. With `multiplied_out` the one-hot label is
    multiplied by all of log ŷ. `base` is that of the logarithm, 0 for the natural one.
    """

    input: Input = "given"
    temperature: Temperature = "given"
    over_rows: bool = False
    log: str = "exact"
    multiplied_out: bool = False
    label_shift: int = 0
    smoothing: Smoothing = "given"
    formula: Formula = "cross-entropy"
    weighted: bool = True
    ignored: Ignored = "left-out"
    base: float = 0.0
    sign: int = 1
    division: Division = "mean"
    gradient: GradientForm = "difference"

    @cached_property
    def of_rows(self) -> "Recipe":
        """The part that decides each row's loss; what is left scales and divides."""
        formula = _SAME_SUM.get(self.formula, self.formula)
        return replace(
            self, formula=formula, base=0.0, sign=1, division="mean", gradient="difference"
        )

    def factor(self, classes: int) -> float:
        """What each row's loss by `of_rows` is multiplied by, for K classes."""
        _, _, kind = self.formula.rpartition("-")
        parts = {"mean": classes, "half": 2}.get(kind, 1)
        return self.sign / (parts * (math.log(self.base) if self.base else 1.0))

    @cached_property
    def divides(self) -> tuple[Division, bool, Ignored, int]:
        """The part that decides what the sum of the losses is divided by."""
        return self.division, self.weighted, self.ignored, self.label_shift


RIGHT = Recipe()
