"""Say in words what the pictures of the chain rule show."""

from collections.abc import Mapping, Sequence

import numpy as np

from ce_core.number_format import format_given, format_number, format_signed
from ce_core.numeric.chain_rule import ChainRule

FEW = 4
"""Up to this many classes a cell is wide enough on a phone for three digits."""

PARTS: Mapping[int, tuple[str, ...]] = {
    3: ("i = j", "i ≠ j"),
    4: ("−y", "y·ŷ, out of i = j", "ŷ·Σy, out of i ≠ j"),
}
"""What each column sum is split into, by step."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(index: int) -> str:
    """Give the 1-based subscript of the class at 0-based ``index``: ``"₁"``."""
    return str(index + 1).translate(_SUBSCRIPTS)


def over_temperature(rule: ChainRule) -> str:
    if rule.temperature == 1:
        return ""
    return f"<br>(divided by T = {format_given(rule.temperature)})"


def caption(rule: ChainRule, step: int) -> str:
    """Say what is to be seen at ``step``, and where the textbook product is undefined."""
    over = (
        "" if rule.temperature == 1 else f" All is divided by T = {format_given(rule.temperature)}."
    )
    short = "" if len(rule.target) <= FEW else " Cells show two decimals; point at one for more."
    if step == 1:
        return (
            "If one logit rises, its own probability rises and every other falls. The outlined "
            "i = j cells are never negative, the i ≠ j cells never positive. Every row and every "
            "column sums to 0." + over + short
        )
    infinite = _on_infinity(rule)
    if step == 2:
        return (
            "Each row is multiplied by −yᵢ/ŷᵢ, the derivative of the cost by its probability. "
            "Rows with the label 0 vanish; in the others ŷᵢ cancels with the ŷᵢ of the Jacobian."
            + infinite
            + over
            + short
        )
    if step == 3:
        return (
            "The chain rule adds each column. The i = j term, −yⱼ(1 − ŷⱼ), never raises the sum; "
            "the i ≠ j terms, yᵢŷⱼ each, never lower it." + infinite + over + short
        )
    return (
        "−yⱼ(1 − ŷⱼ) is −yⱼ + yⱼŷⱼ. The crossed part yⱼŷⱼ joins the i ≠ j terms, and because the "
        "labels sum to 1 the two make exactly ŷⱼ. What is left is ŷⱼ − yⱼ."
        + infinite
        + over
        + short
    )


def _on_infinity(rule: ChainRule) -> str:
    if not rule.born_infinite:
        return ""
    which = ", ".join(f"ŷ{subscript(i)}" for i in rule.born_infinite)
    return (
        f" Here {which} has underflowed to 0, so −y/ŷ is −∞ and the textbook product −∞ · 0 is "
        "no number. The numbers shown cancel ŷ first and compute −yᵢ(1 − ŷᵢ) and yᵢŷⱼ."
    )


def alt(rule: ChainRule, names: Sequence[str], step: int) -> str:
    """Give the picture of ``step`` in words, with its numbers."""
    k = len(names)
    if step == 1:
        rows = "; ".join(
            f"∂ŷ{subscript(i)}/∂z: " + ", ".join(format_number(v) for v in row)
            for i, row in enumerate(rule.jacobian.tolist())
        )
        return f"Heat map of the {k} by {k} Jacobian of softmax. {rows}."
    if step == 2:
        labelled = np.flatnonzero(rule.target)
        rows = "; ".join(
            f"row {subscript(i)} ({names[i]}), times {format_number(rule.factors[i])}: "
            + ", ".join(format_signed(v) for v in rule.terms[i].tolist())
            for i in labelled.tolist()
        )
        return f"Heat map of the Jacobian's rows times −y/ŷ. {rows}. All other rows are 0."
    parts = ", ".join(PARTS[step])
    sums = ", ".join(f"{names[j]} {format_signed(v)}" for j, v in enumerate(rule.gradient.tolist()))
    return f"Column sums split into {parts}, under the heat map of terms. Sums, ŷ − y: {sums}."
