"""Saying in a word how large a cost is."""

import math
from typing import Literal

CostLevel = Literal["low", "middling", "high"]


def cost_level(cost: float, floor: float, n_classes: int) -> CostLevel:
    """Judge a cost by what of it could be avoided, against the cost of guessing evenly.

    Parameters
    ----------
    cost : float
        Cross-entropy in nats; may be infinite.
    floor : float
        Entropy of the target in nats: what no prediction can go below.
    n_classes : int
        K, at least 2.

    Returns
    -------
    {"low", "middling", "high"}
        An even guess costs log K whatever the target: "high" is what costs more than that, "low"
        what stands nearer to the floor than to it.

    Raises
    ------
    ValueError
        If cost is nan or negative, floor is not finite or negative, or there are fewer than two
        classes.
    """
    if not cost >= 0:
        raise ValueError(f"cost must be a number that is not negative, but it is {cost!r}.")
    if not 0 <= floor < math.inf:
        raise ValueError(f"floor must be a finite number, not negative, but it is {floor!r}.")
    if n_classes < 2:
        raise ValueError(f"n_classes must be at least 2, but it is {n_classes}.")
    even = math.log(n_classes)
    slack = 1e-9 * even  # an even guess costs log K exactly; its rounding error is no verdict
    if cost - floor <= (even - floor) / 2 + slack:
        return "low"
    return "high" if cost > even + slack else "middling"
