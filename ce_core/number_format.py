"""Write a number for people, in one way: three significant digits, true minus signs.

``assets/stage/format.js`` says the same for the browser; a browser test holds the two together.
"""

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

DIGITS = 3
"""Significant digits everywhere in the app."""

_SMALLEST_FIXED = -4  # 0.0001 is the last number written without an exponent
_LARGEST_FIXED = 5  # 999499 is the last one on the other side (999500 rounds to 1.00e+06)
_MINUS = "\N{MINUS SIGN}"


def _significand_and_exponent(value: float, digits: int) -> tuple[str, int]:
    """Round ``value`` > 0 half up; give its ``digits`` digits and the first one's power of ten."""
    rounded = f"{value:.{digits - 1}e}"  # of the exact value, but a tie goes to the even digit
    longer = f"{value:.{digits}e}"
    if "5e" in longer and Decimal(longer) == Decimal(value):
        exponent = Decimal(longer).adjusted()
        unit = Decimal((0, (1,), exponent - digits + 1))
        rounded = f"{Decimal(longer).quantize(unit, rounding=ROUND_HALF_UP):.{digits - 1}e}"
    significand, _, power = rounded.partition("e")
    return significand.replace(".", ""), int(power)


def _common(value: float) -> str | None:
    """Write ``value`` > 0 with Python's own formatting where that says the same, or give None.

    It is three times as fast, but rounds an exact half to even. With three digits such a half is
    a multiple of 1/32: it is (2n + 1)/(2·10ᵏ) in binary, so 5ᵏ divides 2n + 1 < 2000, and k ≤ 4.
    """
    if 1e-4 <= value < 99.9 and not (32 * value).is_integer():
        return f"{value:#.3g}"
    return f"{value:.2e}" if value < 9.99e-5 else None


def _unsigned(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    if digits == DIGITS and (text := _common(value)):
        return text
    if math.isinf(value):
        return "∞"
    significand, exponent = _significand_and_exponent(value, digits)
    if exponent < _SMALLEST_FIXED or exponent > _LARGEST_FIXED:
        return (
            f"{significand[0]}.{significand[1:]}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
        )
    if exponent >= digits:  # more whole digits than significant ones: show the whole number
        return str(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + significand
    whole, fraction = significand[: exponent + 1], significand[exponent + 1 :]
    return f"{whole}.{fraction}" if fraction else whole


def format_number(value: float, digits: int = DIGITS) -> str:
    """Write a number as plain text.

    Parameters
    ----------
    value : float
        Any number, infinite or nan included.
    digits : int
        Significant digits, at least two.

    Returns
    -------
    str
        For instance ``"0.145"``, ``"−9.00"``, ``"4.06e-08"``, ``"∞"``; nan is ``"undefined"``.
    """
    value = float(value)
    if math.isnan(value):
        return "undefined"
    return (_MINUS if value < 0 else "") + _unsigned(abs(value), digits)


def format_given(value: float) -> str:
    """Write a number that was set by a person, such as a logit: ``"7"``, ``"0.5"``, ``"−9"``.

    Zeros at the end are left out where the shorter text is the number itself; what has more than
    three digits is rounded as by :func:`format_number`.
    """
    text = format_number(value)
    if "." not in text or "e" in text:
        return text
    shorter = text.rstrip("0").rstrip(".")
    return shorter if float(shorter.replace(_MINUS, "-")) == value else text


def format_signed(value: float, digits: int = DIGITS) -> str:
    """Write a number with its sign always shown: ``"+0.117"``, ``"−0.135"``; zero has none."""
    text = format_number(value, digits)
    return "+" + text if value > 0 else text


def format_percent(probability: float) -> str:
    """Write a probability as a percentage for a sentence: ``"86.5 %"``, ``"less than 0.1 %"``."""
    percent = 100.0 * float(probability)
    if 0 < percent < 0.1:
        return "less than 0.1 %"
    if 99.9 < percent < 100:
        return "more than 99.9 %"
    if percent in (0.0, 100.0):
        return f"{abs(percent):.0f} %"  # a negative zero is as empty as any
    return f"{Decimal(percent).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)} %"


@lru_cache(maxsize=1024)  # a derivation repeats the same few numbers from line to line
def format_latex(value: float, *, given: bool = False) -> str:
    """Write a number as LaTeX: ``0.145``, ``-9.00``, ``4.06 \\times 10^{-8}``, ``\\infty``.

    Parameters
    ----------
    given
        Whether a person has set it: see :func:`format_given`.
    """
    text = format_given(value) if given else format_number(value)
    text = text.replace(_MINUS, "-").replace("∞", r"\infty")
    if text == "undefined":
        return r"\text{undefined}"
    significand, _, exponent = text.partition("e")
    return rf"{significand} \times 10^{{{int(exponent)}}}" if exponent else significand
