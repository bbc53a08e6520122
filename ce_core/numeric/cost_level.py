"""Say in a word how large a cost is."""

import math
from collections.abc import Sequence
from typing import Literal, get_args

from ce_core.number_format import format_number

CostLevel = Literal["low", "medium", "high"]
LEVELS: tuple[CostLevel, ...] = get_args(CostLevel)


def label_leads(probabilities: Sequence[float], target: Sequence[float]) -> bool:
    """Tell whether the class with the largest label has the largest probability, too.

    Parameters
    ----------
    probabilities, target : sequence of float, shape (K,)
        Where several classes share the largest label, one of them has to lead. An equal
        probability of another class is no lead.
    """
    largest = max(target)
    labelled = max(p for p, y in zip(probabilities, target, strict=True) if y == largest)
    others = [p for p, y in zip(probabilities, target, strict=True) if y != largest]
    return not others or labelled > max(others)


def cost_level(cost: float, floor: float, n_classes: int, *, leads: bool = True) -> CostLevel:
    """Judge a cost by what of it could be avoided, against the cost of a uniform guess.

    Parameters
    ----------
    cost : float
        Cross-entropy in nats; may be infinite.
    floor : float
        Entropy of the target in nats: what no prediction can go below.
    n_classes : int
        K, at least 2.
    leads : bool
        Whether the labelled class has the largest probability (``label_leads``): a prediction
        that gives another class more is never close to the label.

    Returns
    -------
    {"low", "medium", "high"}
        A uniform guess costs log K whatever the target: "high" is what costs more than that, as
        far as three digits show; "low" what stands nearer to the floor than to it.

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
    uniform = math.log(n_classes)
    slack = 1e-9 * uniform  # rounding error is no verdict
    if leads and cost - floor <= (uniform - floor) / 2 + slack:
        return "low"
    shown_above = cost > uniform and format_number(cost) != format_number(uniform)
    return "high" if shown_above else "medium"
