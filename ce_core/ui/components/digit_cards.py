"""Show handwritten digits: which cost least, which most, and what the weights look for."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ce_core.figures.images import data_uri, ink, signed
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.classifier import Classifier, Training
from ce_core.numeric.descent.digits import N_CLASSES, SIDE, Digits, by_cost, read_digits, train_on
from ce_core.palette import Theme
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.ui.shell import html_table
from ce_core.ui.shell.assets import ASSETS
from ce_core.ui.shell.html_table import Markup, element

SHOWN = 6
_SHEET = "descent/digits.css"
CREDIT = (
    "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak (1998), UCI Machine "
    "Learning Repository, [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)."
)
"""What the data set's licence asks to be said, in Markdown; nothing is fetched from there."""

_NAMES = tuple(f"digit {d}" for d in range(N_CLASSES))


@dataclass(frozen=True)
class School:
    """The digits, the training, and the mean cost of the held-out ones at each snapshot."""

    seen: Digits
    held_out: Digits
    training: Training
    held_out_costs: FloatArray


@cache
def school() -> School:
    """Read the digits and train, once a process: every session looks at the same training."""
    seen, held_out = read_digits(ASSETS / "digits" / "digits.csv.gz")
    training = train_on(seen)
    costs = [s.costs(held_out.pixels, held_out.labels).mean() for s in training.snapshots]
    return School(seen, held_out, training, np.array(costs))


def scenario_of(classifier: Classifier, digits: Digits, index: int) -> Scenario:
    """Give one digit's logits and label."""
    logits = classifier.logits(digits.pixels[index]).tolist()
    return one_hot_scenario([float(f"{z:.6g}") for z in logits], int(digits.labels[index]), _NAMES)


def extremes(classifier: Classifier, digits: Digits) -> tuple[list[int], list[int]]:
    """Give the cheapest pictures, one of a digit and rising, and the dearest of all, falling."""
    order = by_cost(classifier, digits).tolist()
    cheapest: dict[int, int] = {}
    for index in order:
        cheapest.setdefault(int(digits.labels[index]), index)
    return list(cheapest.values())[:SHOWN], order[: -SHOWN - 1 : -1]


def verdict(classifier: Classifier, digits: Digits, index: int) -> str:
    """Say in a sentence why the cost of a digit is what it is."""
    label = int(digits.labels[index])
    p = classifier.probabilities(digits.pixels[index])
    cost = float(classifier.costs(digits.pixels[index][None], digits.labels[index : index + 1])[0])
    said = f"{label} gets {format_percent(float(p[label]))}: cost {format_number(cost)}."
    if p[label] >= p.max():  # before the first step all are equal
        return said
    guess = int(p.argmax())
    return f"{said} The prediction is {guess}, with {format_percent(float(p[guess]))}."


def card(classifier: Classifier, digits: Digits, index: int, theme: Theme) -> None:
    """Draw one digit, its probabilities and what it costs."""
    picture = digits.pixels[index].reshape(SIDE, SIDE)
    p = classifier.probabilities(digits.pixels[index]).tolist()
    label = int(digits.labels[index])
    said = verdict(classifier, digits, index)
    words = ", ".join(f"{d}: {format_percent(share)}" for d, share in enumerate(p) if share > 0.005)
    bars = (_bar(d, share, "true" if d == label else "other") for d, share in enumerate(p))
    figure = element(
        "figure",
        {"class": "digit"},
        _image(data_uri(ink(picture, theme)), f"A handwritten {label}", 128),
        element(
            "div",
            {"class": "shares", "role": "img", "aria-label": f"Probabilities: {words}"},
            *bars,
        ),
        element("figcaption", {}, said),
    )
    html_table.show(figure, _SHEET)


def _image(source: str, alternative: str, side: int) -> Markup:
    return element("img", {"src": source, "alt": alternative, "width": side, "height": side})


def _bar(digit: int, share: float, kind: str) -> Markup:
    height = element("i", {"style": f"height:{max(2.0, 100 * share):.1f}%"})
    return element("span", {"class": kind}, height, element("b", {}, str(digit)))


def weight_pictures(classifier: Classifier, theme: Theme) -> None:
    """Draw each class's weights as a picture of what it looks for."""
    pictures = (
        element(
            "figure",
            {},
            _image(data_uri(signed(row.reshape(SIDE, SIDE), theme)), f"Weights of digit {d}", 88),
            element("figcaption", {}, str(d)),
        )
        for d, row in enumerate(classifier.weights)
    )
    html_table.show(element("div", {"class": "sights"}, *pictures), _SHEET)
