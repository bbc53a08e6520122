"""Read a scenario as the browser has it, and what it says when the hand on the stage has rested."""

from collections.abc import Mapping
from typing import Any

from ce_core.scenario import MAX_CLASSES, Scenario, clean_name, default_name


def scenario_for_stage(scenario: Scenario) -> dict[str, Any]:
    """Write a scenario as assets/stage/scenario.js has it."""
    return {
        "logits": list(scenario.logits),
        "target": list(scenario.target),
        "names": list(scenario.names),
        "temperature": scenario.temperature,
        "labelSmoothing": scenario.label_smoothing,
    }


def scenario_from_stage(data: Mapping[str, Any]) -> Scenario:
    """Build the scenario that the browser sent.

    Raises
    ------
    ValueError
        When it is none: a browser can be made to send anything.
    """
    try:
        logits = tuple(float(z) for z in data["logits"][: MAX_CLASSES + 1])
        names = tuple(
            clean_name(str(name)[:200]) or default_name(i) for i, name in enumerate(data["names"])
        )
        return Scenario(
            logits,
            tuple(float(y) for y in data["target"]),
            names,
            float(data["temperature"]),
            float(data["labelSmoothing"]),
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as problem:
        raise ValueError("the browser sent logits or labels that are not valid.") from problem
