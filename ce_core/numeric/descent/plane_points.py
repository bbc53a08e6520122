"""Draw labelled points in the plane from three patterns, and make features of them."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, IntArray

Pattern = Literal["blobs", "moons", "spirals"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
CLASSES = (2, 5)
"""The fewest and the most classes of points."""

MOST_DEGREE = 5
_FILL = 0.9  # how much of the square from −1 to 1 a pattern takes


@dataclass(frozen=True)
class Points:
    """Points in the square from −1 to 1, each of a class.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
    labels : ndarray of int, shape (n,)
        0-based classes.
    """

    places: FloatArray
    labels: IntArray


def draw(pattern: Pattern, n_classes: int, *, per_class: int = 30, seed: int = 0) -> Points:
    """Draw points of a pattern.

    Parameters
    ----------
    pattern : {"blobs", "moons", "spirals"}
        One cloud a class; crescents that reach into one another; arms that wind around the middle.
    n_classes : int
        2 to 5.
    per_class : int
        Points of each class, at least 1.
    seed : int
        The same seed gives the same points.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """
    if pattern not in PATTERNS:
        raise ValueError(f"pattern must be one of {', '.join(PATTERNS)}, but it is {pattern!r}.")
    if not CLASSES[0] <= n_classes <= CLASSES[1]:
        raise ValueError(f"n_classes must be from 2 to 5, but it is {n_classes}.")
    if per_class < 1:
        raise ValueError(f"per_class must be at least 1, but it is {per_class}.")
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(n_classes), per_class)
    along = np.tile((np.arange(per_class) + 0.5) / per_class, n_classes)
    turn = 2 * np.pi * labels / n_classes
    noise = random.normal(size=(len(labels), 2))
    places = {"blobs": _blobs, "moons": _moons, "spirals": _spirals}[pattern](turn, along, noise)
    places = _FILL * places / np.abs(places).max()
    return Points(places, labels)


def _blobs(turn: FloatArray, _along: FloatArray, noise: FloatArray) -> FloatArray:
    return _around(np.ones_like(turn), turn + np.pi / 4) + 0.32 * noise


def _moons(turn: FloatArray, along: FloatArray, noise: FloatArray) -> FloatArray:
    """Half circles that open towards the middle, shifted sideways: each end reaches into another.

    For two classes they stand as scikit-learn's ``make_moons`` puts them.
    """
    centres = _around(np.full_like(turn, np.hypot(0.25, 0.5)), turn + np.arctan2(0.5, -0.25))
    return centres + _around(np.ones_like(turn), turn + np.pi * (along - 0.5)) + 0.08 * noise


def _spirals(turn: FloatArray, along: FloatArray, noise: FloatArray) -> FloatArray:
    radius = 0.12 + 0.88 * along
    return _around(radius, turn + 1.1 * np.pi * along) + 0.03 * noise


def _around(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def powers(degree: int) -> list[tuple[int, int]]:
    """The exponents (a, b) of the features x₁^a·x₂^b of degree 1 to `degree`, in rising degree.

    Raises
    ------
    ValueError
        If degree is not from 1 to 5.
    """
    if not 1 <= degree <= MOST_DEGREE:
        raise ValueError(f"degree must be from 1 to {MOST_DEGREE}, but it is {degree}.")
    return [(total - b, b) for total in range(1, degree + 1) for b in range(total + 1)]


def features(places: npt.ArrayLike, degree: int) -> FloatArray:
    """The column X of each point: x₁, x₂, x₁², x₁x₂, x₂², … up to `degree`, shape (…, F).

    Parameters
    ----------
    places : array_like, shape (…, 2)
    degree : int
        1 to 5; 1 leaves the two coordinates as they are.
    """
    x = np.asarray(places, dtype=np.float64)
    return np.stack([x[..., 0] ** a * x[..., 1] ** b for a, b in powers(degree)], axis=-1)
