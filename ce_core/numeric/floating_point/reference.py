"""Cost and gradient to two dozen digits, and the error of computed numbers against them.

For many errors at once: fifty digits of each truth would cost several times as much, and an error
is written with three. Where the digits themselves are shown, ``ce_core.symbolic`` has all fifty.
"""

import math
from collections.abc import Sequence
from decimal import Context, Decimal

_DIGITS = Context(prec=28, Emin=-999_999, Emax=999_999)
_FOR_LOGARITHMS = Context(prec=40, Emin=-999_999, Emax=999_999)
_NOTHING = Decimal(-10_000)  # e to this is as far below every float as e to anything less
_NEGLIGIBLE = 70  # e to the minus this, 4e-31, is not seen beside a 1 of 28 digits
_LEAST_ERROR = 1e-24  # a smaller one may as well be the truth's own rounding
_SMALL = Decimal("1e-9")  # below it three terms of log(1 + x) have all the digits

Truth = tuple[Decimal, ...]


def close_truth(logits: Sequence[float], target: Sequence[float]) -> tuple[Truth, Truth]:
    """Compute what softmax and cross-entropy are worth for logits and target as given.

    Parameters
    ----------
    logits : sequence of float, length K
        Finite, at least two; taken as exactly the numbers that the floats are.
    target : sequence of float, length K
        A distribution over the classes.

    Returns
    -------
    cost : tuple of one Decimal
        −Σ y·log ŷ, in nats.
    gradient : tuple of K Decimals
        ŷ − y, in nats per unit of logit. An entry may be 0 that is nothing beside the largest.
    """
    digits = _DIGITS
    top = max(range(len(logits)), key=logits.__getitem__)
    largest = Decimal(logits[top])
    below = [_FOR_LOGARITHMS.subtract(Decimal(z), largest) for z in logits]
    powers = _powers(below, top)
    rest = sum((p for i, p in enumerate(powers) if i != top), Decimal(0))
    log_total, total = _log1p(rest), digits.add(1, rest)
    cost = Decimal(0)
    gradient = []
    for i, (depth, power, label) in enumerate(zip(below, powers, target, strict=True)):
        y = Decimal(label)
        if label:
            cost = digits.fma(y, digits.subtract(log_total, depth), cost)
        if label == 1 and i == top:
            # Where ŷ is nearly 1, the others keep the digits that ŷ − 1 would lose.
            gradient.append(-digits.divide(rest, total))
        else:
            gradient.append(digits.subtract(digits.divide(power, total), y))
    return (cost,), tuple(gradient)


def error_against(exact: Truth, computed: Sequence[float]) -> float:
    """The largest |computed − exact| in units of the largest |exact|.

    Returns
    -------
    float
        nan where something computed is nan, ∞ where it is infinite, 0 where all is exact to
        two dozen digits.
    """
    if not all(map(math.isfinite, computed)):
        return math.nan if any(map(math.isnan, computed)) else math.inf
    far = max(abs(_DIGITS.subtract(Decimal(c), t)) for c, t in zip(computed, exact, strict=True))
    if not far:
        return 0.0
    size = max(map(abs, exact))
    error = float(_DIGITS.divide(far, size)) if size else math.inf
    return error if error > _LEAST_ERROR else 0.0


def _powers(below: Sequence[Decimal], top: int) -> list[Decimal]:
    """e to each depth below the top; 0 for what is nothing beside the largest of the others."""
    second = max(depth for i, depth in enumerate(below) if i != top)
    return [
        _DIGITS.exp(max(depth, _NOTHING)) if second - depth < _NEGLIGIBLE else Decimal(0)
        for depth in below
    ]


def _log1p(value: Decimal) -> Decimal:
    if value < _SMALL:
        return value * (1 - value / 2 + value * value / 3)
    return _FOR_LOGARITHMS.ln(_FOR_LOGARITHMS.add(1, value))
