"""Read numbers as code printed them, and tell which computed values they can stand for."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

MAX_CHARACTERS = 20_000
MAX_NUMBERS = 4_096
FEW_DIGITS = 4
"""With fewer significant digits so many numbers fit that naming two deviations says nothing."""

# What sums in another order may change in a float64.
_ROUNDING = 1e-12

_NUMBER = re.compile(
    r"[-+\u2212]?(?:nan\b|inf(?:inity)?\b|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?)", re.IGNORECASE
)
# What stands around the numbers of a printed array or tensor.
_AROUND = re.compile(
    r"dtype\s*=\s*[\w.]+|device\s*=\s*'[^']*'|requires_grad\s*=\s*\w+|grad_fn\s*=\s*<\w+>"
    r"|shape\s*=\s*\([\d,\s]*\)|numpy\s*=|np\.float\d+|tf\.Tensor|torch\.Size\(\[[\d,\s]*\]\)"
)
_WORDS = re.compile(r"[A-Za-z_]+")
_ALLOWED_WORDS = {"tensor", "array", "loss", "cost", "grad", "gradient", "jnp", "np", "float"}


@dataclass(frozen=True)
class Printed:
    """Numbers as they were printed.

    Parameters
    ----------
    values : ndarray, shape (m,)
        What was read; nan and ±inf are numbers that code prints, too.
    units : ndarray, shape (m,)
        The value of one unit in the last printed digit of each.
    significant : int
        The least number of significant digits among them (17 for nan, inf and 0).
    """

    values: npt.NDArray[np.float64]
    units: npt.NDArray[np.float64]
    significant: int

    @property
    def is_single(self) -> bool:
        """Whether it is one number."""
        return len(self.values) == 1

    def matches(self, computed: npt.ArrayLike, slack: float = 0.0, units: float = 0.0) -> bool:
        """Tell whether all numbers can be these values, rounded or cut off at the last digit.

        Parameters
        ----------
        computed : array_like, shape (m,)
        slack : float
            Relative room for values that were computed in fewer digits.
        units : float
            Room in units of the last printed digit, for numbers that were rounded on the way.
        """
        values = np.asarray(computed, np.float64).reshape(-1)
        return len(values) == len(self.values) and bool(self.fits(values, slack, units).all())

    def matches_one(self, value: float, slack: float = 0.0, units: float = 0.0) -> bool:
        """`matches` for a single number, without arrays."""
        printed, unit = float(self.values[0]), float(self.units[0])
        if math.isnan(value) or math.isinf(value):
            return value == printed or (math.isnan(value) and math.isnan(printed))
        room = (slack + _ROUNDING) * abs(value)
        if abs(value - printed) <= unit * max(0.5, units) + room:
            return True
        same_side = printed == 0 or (value > 0) == (printed > 0)
        return same_side and 0 <= abs(value) - abs(printed) < unit + room

    def fits(
        self, computed: npt.NDArray[np.float64], slack: float = 0.0, units: float = 0.0
    ) -> npt.NDArray[np.bool_]:
        """Tell for each value whether it may have been printed so; shapes as NumPy broadcasts."""
        with np.errstate(invalid="ignore", over="ignore"):
            finite = np.where(np.isfinite(computed), computed, 0.0)
            room = (slack + _ROUNDING) * np.abs(finite)
            distance = np.abs(computed - self.values)
            rounded = distance <= self.units * max(0.5, units) + room
            beyond = np.abs(computed) - np.abs(self.values)
            same_side = (np.sign(computed) == np.sign(self.values)) | (self.values == 0)
            cut = same_side & (beyond >= 0) & (beyond < self.units + room)
            same: npt.NDArray[np.bool_] = (
                rounded
                | cut
                | (np.isnan(computed) & np.isnan(self.values))
                | ((computed == self.values) & np.isinf(self.values))
            )
        return same


def read_printed(text: str, digits: int | None = None) -> Printed:
    """Read one or more numbers as code prints them: ``1.3449``, ``[0.31, 3.05]``, ``tensor(nan)``.

    Parameters
    ----------
    text : str
    digits : int, optional
        How many significant digits to trust; all that were printed when left out.

    Raises
    ------
    ValueError
        With a sentence, when there is no number, or something that is none.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            f"The printed numbers have {len(text):,} characters, but at most {MAX_CHARACTERS:,} "
            "are read."
        )
    bare = _AROUND.sub(" ", text)
    found = list(_NUMBER.finditer(bare))
    left = _NUMBER.sub(" ", bare)
    strange = [word for word in _WORDS.findall(left) if word.lower() not in _ALLOWED_WORDS]
    if strange or not found:
        what = f"“{strange[0][:20]}” is not a number" if strange else "no number was found"
        raise ValueError(
            f"In the printed numbers {what}; write them as they were printed, "
            "for example 1.3449 or [0.31, 3.05]."
        )
    if len(found) > MAX_NUMBERS:
        raise ValueError(
            f"At most {MAX_NUMBERS:,} printed numbers are read; these are {len(found):,}."
        )
    read = [_read_one(match.group(), digits) for match in found]
    values = np.array([value for value, _, _ in read])
    units = np.array([unit for _, unit, _ in read])
    if (values != 0).any():
        # Arrays are printed with the same number of digits throughout, but a 0 as "0." or "0".
        units[values == 0] = np.minimum(units[values == 0], units[values != 0].min())
    return Printed(
        values,
        units,
        min(significant for _, _, significant in read),
    )


def _read_one(text: str, digits: int | None) -> tuple[float, float, int]:
    """Give value, unit of the last digit and number of significant digits."""
    plain = text.replace("\u2212", "-").lower()
    if "n" in plain:
        return float(plain), 0.0, 17
    number = Decimal(plain)
    _, figures, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if number == 0:
        return 0.0, float(Decimal(1).scaleb(exponent)), 17
    significant = len(figures)
    if digits is not None and digits < significant:
        exponent += significant - digits
        significant = digits
    value, unit = float(number), float(Decimal(1).scaleb(max(-400, min(400, exponent))))
    return value, 0.0 if math.isinf(value) else unit, significant
