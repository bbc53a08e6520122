"""Read handwritten digits of 8 × 8 pixels, train on them, and rank them by cost."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.descent.classifier import Classifier, Training, train

SIDE = 8
N_CLASSES = 10
N_TRAINING = 1280
"""The first so many train; the rest, mostly by other writers, is held out."""

_BRIGHTEST = 16
_STEPS, _RATE, _MOMENTUM, _DECAY, _SNAPSHOTS = 150, 0.5, 0.9, 1e-3, 16


@dataclass(frozen=True)
class Digits:
    """Pictures and what they show.

    Parameters
    ----------
    pixels : ndarray, shape (n, 64)
        Ink from 0 to 1, row by row.
    labels : ndarray of int, shape (n,)
        The digits, 0 to 9.
    """

    pixels: FloatArray
    labels: IntArray


def read_digits(path: Path) -> tuple[Digits, Digits]:
    """Read the data set (text, gzipped or not) and part it in training and held-out digits.

    Raises
    ------
    ValueError
        If the file does not hold 65 numbers a line as its description says.
    """
    table = np.loadtxt(path, delimiter=",", ndmin=2)
    if table.shape[1:] != (SIDE * SIDE + 1,) or len(table) <= N_TRAINING:
        raise ValueError(
            f"{path.name} must hold more than {N_TRAINING} lines of {SIDE * SIDE + 1} numbers, "
            f"but it has shape {table.shape}."
        )
    pixels, labels = table[:, :-1] / _BRIGHTEST, table[:, -1].astype(np.intp)
    if pixels.min() < 0 or pixels.max() > 1 or not set(labels.tolist()) <= set(range(N_CLASSES)):
        raise ValueError(
            f"{path.name} must hold brightnesses from 0 to {_BRIGHTEST} and digits from 0 to 9."
        )
    cut = N_TRAINING
    return Digits(pixels[:cut], labels[:cut]), Digits(pixels[cut:], labels[cut:])


def train_on(digits: Digits) -> Training:
    """Train a softmax classifier on the pixels: well below a second of work."""
    return train(
        digits.pixels,
        digits.labels,
        N_CLASSES,
        rate=_RATE,
        steps=_STEPS,
        momentum=_MOMENTUM,
        decay=_DECAY,
        snapshots=_SNAPSHOTS,
    )


def by_cost(classifier: Classifier, digits: Digits) -> IntArray:
    """The indices of the digits from the lowest to the highest cost."""
    return np.argsort(classifier.costs(digits.pixels, digits.labels), kind="stable")
