"""The draggable stage: a component whose JavaScript paints every move; it lives in assets/stage."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from ce_core.scenario import MAX_CLASSES, PRESETS, Scenario, clean_name, default_name
from ce_core.ui import components, state, view
from ce_core.ui.view import STAGE_PARTS

# In the order in which they build on one another.
_MODULES = tuple(
    f"stage/{name}.js"
    for name in (
        "softmax",
        "format",
        "words",
        "scenario",
        "dom",
        "handle",
        "history",
        "tour",
        "curves",
        "rows",
        "stage",
    )
)

# Where two say the same, the later one holds.
_SHEETS = tuple(
    f"stage/{name}.css" for name in ("stage", "pipeline", "columns", "below", "circumstances")
)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage",
        html=components.read("stage/stage.html"),
        css=components.colours(".stage") + "".join(map(components.read, _SHEETS)),
        js=f"const PRESETS = {json.dumps(_presets())};\n{components.script(_MODULES)}",
    )


def _as_data(scenario: Scenario) -> dict[str, Any]:
    return {
        "logits": list(scenario.logits),
        "target": list(scenario.target),
        "names": list(scenario.names),
        "temperature": scenario.temperature,
        "labelSmoothing": scenario.label_smoothing,
    }


def _presets() -> list[dict[str, Any]]:
    """What the buttons above the stage need; it never changes, so it travels with the script."""
    return [
        {"key": p.key, "title": p.title, "hint": p.hint, "scenario": _as_data(p.scenario)}
        for p in PRESETS
    ]


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
        raise ValueError("the stage sent something that is not a scenario.") from problem


def stage(*, compact: bool = False) -> None:
    """Mount the stage; its moves become the session's scenario before the rest of the page runs.

    Parameters
    ----------
    compact : bool
        Leave out the curves, for pages that draw their own. While another panel is presented the
        stage above it is compact, too.
    """
    panels = view.panels()
    if "stage" in panels.view.hidden:
        return
    presented = panels.view.presenting and panels.present == "stage"
    hidden = panels.view.hidden & STAGE_PARTS.keys()
    if panels.view.presenting and not presented:
        compact = True
        hidden |= {"presets", "tools", "sentence"}

    def take() -> None:
        sent = st.session_state[key].get("scenario")
        try:
            moved = scenario_from_stage(sent)
        except ValueError:
            state.set_scenario(state.scenario())  # a new revision: the stage shows it again
        else:
            state.take_from_stage(moved)

    key = "compact_stage" if compact else "stage"
    revision, shown = state.stage_revision()
    _component()(
        key=key,
        data={
            "revision": revision,
            "scenario": _as_data(shown),
            "compact": compact,
            "presenting": panels.view.presenting,
            "covered": panels.covered,
            "hidden": sorted(hidden),
        },
        on_scenario_change=take,
    )
