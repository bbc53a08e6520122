"""Define the one immutable scenario that every page reads, and its presets."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MIN_CLASSES = 2
MAX_CLASSES = 10
MAX_NAME_LENGTH = 40
TEMPERATURE_RANGE = (0.05, 20.0)
LABEL_SMOOTHING_RANGE = (0.0, 0.9)
SUM_TOLERANCE = 1e-9


def default_name(index: int) -> str:
    """Name the class at 0-based ``index`` as people count: ``"class 1"`` for 0."""
    return f"class {index + 1}"


@dataclass(frozen=True)
class Scenario:
    """What the person has set up.

    Parameters
    ----------
    logits : tuple of float, length K with 2 ≤ K ≤ 10
        Finite scores, one a class.
    target : tuple of float, length K
        The label as a distribution: not negative, summing to 1.
    names : tuple of str, length K, optional
        Class names; "class 1", "class 2", … when left out.
    temperature : float
        Divides the logits before softmax.
    label_smoothing : float
        Share of the target that is spread evenly over the classes.

    Raises
    ------
    ValueError
        With a sentence that names the field, what came and what was expected.
    """

    logits: tuple[float, ...]
    target: tuple[float, ...]
    names: tuple[str, ...] = ()
    temperature: float = 1.0
    label_smoothing: float = 0.0

    def __post_init__(self) -> None:
        k = len(self.logits)
        if not MIN_CLASSES <= k <= MAX_CLASSES:
            raise ValueError(
                f"logits must have {MIN_CLASSES} to {MAX_CLASSES} entries, but there are {k}."
            )
        if not all(math.isfinite(z) for z in self.logits):
            raise ValueError("logits must be finite numbers.")
        if len(self.target) != k:
            raise ValueError(f"target must have {k} entries, one a class, not {len(self.target)}.")
        if not all(math.isfinite(y) and y >= 0 for y in self.target):
            raise ValueError("target must have finite entries that are not negative.")
        total = sum(self.target)  # not fsum, which raises OverflowError where this gives inf
        if abs(total - 1) > SUM_TOLERANCE:
            raise ValueError(f"target must sum to 1, but it sums to {total:g}.")
        if not self.names:
            object.__setattr__(self, "names", tuple(map(default_name, range(k))))
        if len(self.names) != k:
            raise ValueError(f"names must have {k} entries, one a class, not {len(self.names)}.")
        if any(name != clean_name(name) or not name for name in self.names):
            raise ValueError(
                f"names must be one line each, of 1 to {MAX_NAME_LENGTH} visible characters."
            )
        for field, value, (low, high) in (
            ("temperature", self.temperature, TEMPERATURE_RANGE),
            ("label_smoothing", self.label_smoothing, LABEL_SMOOTHING_RANGE),
        ):
            if not low <= value <= high:
                raise ValueError(f"{field} must lie between {low} and {high}, but it is {value}.")

    @property
    def n_classes(self) -> int:
        """The number of classes, K."""
        return len(self.logits)

    @property
    def label(self) -> int | None:
        """The 0-based true class, or ``None`` when the target is soft."""
        one_hot = sorted(self.target) == [0.0] * (self.n_classes - 1) + [1.0]
        return self.target.index(1.0) if one_hot else None

    @property
    def smoothed_target(self) -> tuple[float, ...]:
        """The target that the cost is taken against: (1 − ε) y + ε / K."""
        share = self.label_smoothing
        if not share:
            return self.target
        return tuple((1 - share) * y + share / self.n_classes for y in self.target)


def one_hot_scenario(
    logits: Sequence[float], label: int, names: Iterable[str] = (), **settings: float
) -> Scenario:
    """Build a scenario whose true class is the 0-based ``label``."""
    target = tuple(float(i == label) for i in range(len(logits)))
    return Scenario(tuple(map(float, logits)), target, tuple(names), **settings)


def clean_name(text: str) -> str:
    """Make ``text`` one line of visible characters, at most ``MAX_NAME_LENGTH`` of them."""
    visible = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(visible.split())[:MAX_NAME_LENGTH].rstrip()


# --- presets ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preset:
    """A scenario with a short title, and a sentence that says what to look at."""

    key: str
    title: str
    hint: str
    scenario: Scenario


PRESETS: tuple[Preset, ...] = (
    Preset(
        "low-cost",
        "Low cost",
        "The true class has the largest logit, so the cost is low.",
        one_hot_scenario((1, 3, 5, 7), 3),
    ),
    Preset(
        "high-cost",
        "High cost",
        "The true class has by far the smallest logit, so the cost is high.",
        one_hot_scenario((1, -9, 4, 8), 1),
    ),
    Preset(
        "uniform",
        "Uniform",
        "All logits are equal: every class gets 1/K, and the cost is log K.",
        one_hot_scenario((0, 0, 0, 0), 0),
    ),
    Preset(
        "confident-right",
        "Confident, right",
        "Nearly all of the probability is on the true class: the gradient is close to 0.",
        one_hot_scenario((0, 10, 0, 0), 1),
    ),
    Preset(
        "confident-wrong",
        "Confident, wrong",
        "Nearly all of the probability is on a wrong class: the gradient is as large as it can be.",
        one_hot_scenario((0, 10, 0, 0), 2),
    ),
    Preset(
        "tie",
        "A tie",
        "Two classes lead: each has a probability of about one half.",
        one_hot_scenario((4, 4, 0, 0), 0),
    ),
    Preset(
        "two-classes",
        "Two classes",
        "With two classes softmax is the sigmoid of the difference.",
        one_hot_scenario((2, 0), 0),
    ),
    Preset(
        "ten-classes",
        "Ten classes",
        "Ten classes, as for the ten digits.",
        one_hot_scenario((-2, 0.5, 1, 3, -1, 0, 2, -3, 1.5, -0.5), 3),
    ),
    Preset(
        "extreme",
        "Extreme",
        "Logits of ±1000: the textbook formula overflows, this one does not.",
        one_hot_scenario((1000, -1000, 0), 1),
    ),
)

DEFAULT_SCENARIO = PRESETS[0].scenario
