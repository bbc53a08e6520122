"""Say in words what the pictures of the chain rule show."""

from collections.abc import Mapping, Sequence

import numpy as np

from ce_core.figures.words import Words, joined, number, signed
from ce_core.number_format import format_given
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


def caption(rule: ChainRule, step: int) -> Words:
    """Say what is to be seen at ``step``, and where the textbook product is undefined."""
    return (_caption(rule, step),)


def _caption(rule: ChainRule, step: int) -> str:
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


def alt(rule: ChainRule, names: Sequence[str], step: int) -> Words:
    """Give the picture of ``step`` in words, with its numbers."""
    k = len(names)
    if step == 1:
        rows = [(f"∂ŷ{subscript(i)}/∂z: ", *_row(rule, i, "jacobian")) for i in range(k)]
        head = f"Heat map of the {k} by {k} Jacobian of softmax. "
        return (head, *joined(rows, "; "), ".")
    if step == 2:
        rows = [
            (
                f"row {subscript(i)} ({names[i]}), times ",
                number(f"rule.factors.{i}", rule.factors[i]),
                ": ",
                *_row(rule, i, "terms"),
            )
            for i in np.flatnonzero(rule.target).tolist()
        ]
        head = "Heat map of the Jacobian's rows times −y/ŷ. "
        return (head, *joined(rows, "; "), ". All other rows are 0.")
    parts = ", ".join(PARTS[step])
    sums = [
        (f"{names[j]} ", signed(f"gradient.{j}", v)) for j, v in enumerate(rule.gradient.tolist())
    ]
    head = f"Column sums split into {parts}, under the heat map of terms. Sums, ŷ − y: "
    return (head, *joined(sums, ", "), ".")


def _row(rule: ChainRule, i: int, of: str) -> Words:
    """Write a row of one of the two matrices."""
    first = of == "jacobian"
    row = (rule.jacobian if first else rule.terms)[i].tolist()
    tell = number if first else signed
    entries = [[tell(f"rule.{of}.{i * len(row) + j}", v)] for j, v in enumerate(row)]
    return joined(entries, ", ")
