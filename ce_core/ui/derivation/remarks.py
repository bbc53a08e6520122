"""Say, at the current numbers, why the result of the derivations makes sense."""

from collections.abc import Callable

import numpy as np

from ce_core.number_format import format_given, format_number, format_signed
from ce_core.numeric.softmax import softmax
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain

TITLE = "**Does this make sense? With your numbers:**"
PROBABILITIES = "Each probability is between 0 and 1. Here they go from {least} to {most}."
BELOW = "Less probability than the label: {classes}. A larger logit there lowers the cost."
ABOVE = "More probability than the label: {classes}. A larger logit there raises the cost."
EQUAL = "As much probability as the label: {classes}. There the derivative is 0."
ZERO_SUM = "Probabilities and labels both sum to 1, so all entries of ŷ − y sum to 0."
CLASS = "{name} (y = {label}, ŷ − y = {entry})"


def sense(scenario: Scenario) -> str:
    """Remarks on the range of ŷ and on the signs of ŷ − y, as a list in Markdown."""
    p = softmax(np.array(scenario.logits) / scenario.temperature)
    y = np.array(scenario.smoothed_target)
    remarks = [PROBABILITIES.format(least=_number(p.min()), most=_number(p.max()))]
    signs: tuple[tuple[str, Callable[[float], bool]], ...] = (
        (BELOW, lambda entry: entry < 0),
        (ABOVE, lambda entry: entry > 0),
        (EQUAL, lambda entry: entry == 0),
    )
    for remark, belongs in signs:
        classes = [
            CLASS.format(
                name=plain(name),
                label=plain(format_given(label)),
                entry=plain(format_signed(entry)),
            )
            for name, label, entry in zip(scenario.names, y.tolist(), (p - y).tolist(), strict=True)
            if belongs(entry)
        ]
        if classes:
            remarks.append(remark.format(classes=", ".join(classes)))
    return "\n".join((TITLE, "", *(f"- {each}" for each in (*remarks, ZERO_SUM))))


def _number(value: float) -> str:
    return plain(format_number(float(value)))
