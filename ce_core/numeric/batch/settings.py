"""State the arguments of a cross-entropy call: reduction, weights, ignore_index, and the rest.

Page, notebook and the snippets for frameworks all read the same `Settings`.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

from ce_core.number_format import format_number
from ce_core.numeric.targets import Reduction, read_weight
from ce_core.scenario import TEMPERATURE_RANGE

MAX_IGNORE_INDEX = 2**31
Control = Literal["reduction", "weight", "ignore_index", "label_smoothing", "temperature"]
CONTROLS: tuple[Control, ...] = get_args(Control)


@dataclass(frozen=True)
class Settings:
    """The arguments of `cross_entropy`, and the temperature that divides the logits.

    Raises
    ------
    ValueError
        With a sentence, when one of them is not what `cross_entropy` takes.
    """

    reduction: Reduction = "mean"
    weight: tuple[float, ...] | None = None
    ignore_index: int | None = None
    label_smoothing: float = 0.0
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if self.reduction not in get_args(Reduction):
            raise ValueError(f"reduction must be mean, sum or none, but it is {self.reduction!r}.")
        low, high = TEMPERATURE_RANGE
        if not low <= self.temperature <= high:
            raise ValueError(
                f"temperature must lie between {low} and {high}, but it is {self.temperature}."
            )
        if not 0 <= self.label_smoothing <= 1:
            raise ValueError(
                f"label_smoothing must lie between 0 and 1, but it is {self.label_smoothing}."
            )

    def without(self, control: Control) -> "Settings":
        """Put one control back to where it changes nothing."""
        return replace(self, **{control: getattr(NEUTRAL, control)})

    def uses(self, control: Control) -> bool:
        """Tell whether a control stands elsewhere than where it changes nothing."""
        return bool(getattr(self, control) != getattr(NEUTRAL, control))


NEUTRAL = Settings()


def read_weights(text: str, n_classes: int) -> tuple[float, ...] | None:
    """Read one weight per class from text such as ``1, 2, 0.5``; nothing means no weights.

    Raises
    ------
    ValueError
        With a sentence, when there are not K of them or one is no number that is not negative.
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    if not parts:
        return None
    weights = []
    for part in parts[: n_classes + 1]:
        try:
            weights.append(float(part))
        except ValueError:
            raise ValueError(f"weight {part[:20]!r} is not a number.") from None
    if len(parts) != n_classes:
        raise ValueError(
            f"weight needs one number for each of the {n_classes} classes, "
            f"but there are {len(parts)}."
        )
    largest = max(weights)
    if 1e6 < largest < math.inf:
        raise ValueError(
            f"weight must not be larger than 1000000, but one is {format_number(largest)}."
        )
    return tuple(read_weight(weights, n_classes).tolist())
