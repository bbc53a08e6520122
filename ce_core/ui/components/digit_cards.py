"""Handwritten digits on the page: which cost least, which most, and what the weights look for."""

from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np
import streamlit as st

from ce_core.figures.images import data_uri, ink, signed
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.classifier import Classifier, Training
from ce_core.numeric.descent.digits import N_CLASSES, SIDE, Digits, by_cost, read_digits, train_on
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.ui.shell.assets import ASSETS

SHOWN = 6
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
    guess = int(p.argmax())
    said = f"{label} gets {format_percent(float(p[label]))}: cost {format_number(cost)}."
    if guess == label:
        return said
    return f"{said} Taken for {guess}, which gets {format_percent(float(p[guess]))}."


def card(classifier: Classifier, digits: Digits, index: int, theme: Theme) -> None:
    """Draw one digit, its probabilities and what it costs."""
    picture = digits.pixels[index].reshape(SIDE, SIDE)
    p = classifier.probabilities(digits.pixels[index]).tolist()
    label = int(digits.labels[index])
    said = verdict(classifier, digits, index)
    bars = "".join(
        f"<span class='{'true' if d == label else 'other'}'>"
        f"<i style='height:{max(2.0, 100 * share):.1f}%'></i><b>{d}</b></span>"
        for d, share in enumerate(p)
    )
    words = ", ".join(f"{d}: {format_percent(share)}" for d, share in enumerate(p) if share > 0.005)
    st.html(
        f"{_style(theme)}<figure class='digit'>"
        f"<img src='{data_uri(ink(picture, theme))}' alt='A handwritten {label}' "
        "width='128' height='128'>"
        f"<div class='shares' role='img' aria-label='Probabilities: {escape(words)}'>{bars}</div>"
        f"<figcaption>{escape(said)}</figcaption></figure>"
    )


def weight_pictures(classifier: Classifier, theme: Theme) -> None:
    """Draw each class's weights as a picture of what it looks for."""
    pictures = "".join(
        f"<figure><img src='{data_uri(signed(row.reshape(SIDE, SIDE), theme))}' width='88' "
        f"height='88' alt='Weights of digit {d}'><figcaption>{d}</figcaption></figure>"
        for d, row in enumerate(classifier.weights)
    )
    st.html(f"{_style(theme)}<div class='sights'>{pictures}</div>")


def _style(theme: Theme) -> str:
    colour = roles(theme)
    return f"""<style>
.digit, .sights figure {{ margin: 0; font-size: 0.875rem; }}
.digit img, .sights img {{ image-rendering: pixelated; display: block;
  border: 1px solid {colour["grid"]}; border-radius: 0.25rem; }}
.shares {{ display: flex; gap: 2px; height: 3.5rem; width: 128px; margin-top: 0.35rem; }}
.shares span {{ flex: 1; display: flex; flex-direction: column; justify-content: flex-end; }}
.shares i {{ display: block; background: {colour["probabilities"]}; opacity: 0.45; }}
.shares .true i {{ opacity: 1; }}
.shares b {{ font-size: 0.6875rem; font-weight: 400; text-align: center; line-height: 1.2; }}
.shares .true b {{ font-weight: 700; color: {colour["labels"]}; }}
.shares span {{ height: 100%; }}
.digit figcaption {{ margin-top: 0.35rem; min-height: 4em; line-height: 1.35;
  max-width: 9.5rem; }}
.sights {{ display: flex; flex-wrap: wrap; gap: 0.75rem; }}
.sights figcaption {{ text-align: center; }}
</style>"""
