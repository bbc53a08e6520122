"""The draggable stage: a component whose JavaScript paints every move; it lives in assets/stage."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ce_core.palette import ROLE_NAMES, roles
from ce_core.scenario import MAX_CLASSES, PRESETS, Scenario, clean_name, default_name
from ce_core.ui import state, view
from ce_core.ui.view import STAGE_PARTS

_ASSETS = Path(__file__).parents[2] / "assets" / "stage"
# In the order in which they build on one another.
_MODULES = (
    "softmax.js",
    "format.js",
    "words.js",
    "scenario.js",
    "handle.js",
    "history.js",
    "tour.js",
    "curves.js",
    "rows.js",
    "stage.js",
)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _script() -> str:
    """Join the modules into the one that Streamlit mounts; what they import stands above them."""
    return "\n".join(_IMPORT.sub("", _read(name)) for name in _MODULES)


def _colours() -> str:
    """Write the palette as CSS variables that follow the page's colour scheme."""
    light, dark = roles("light"), roles("dark")
    pairs = "".join(f"--{role}: light-dark({light[role]}, {dark[role]});" for role in ROLE_NAMES)
    return f".stage {{ {pairs} }}\n"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage", html=_read("stage.html"), css=_colours() + _read("stage.css"), js=_script()
    )


def _as_data(scenario: Scenario) -> dict[str, Any]:
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
            "covered": panels.covered,
            "hidden": sorted(hidden),
            "presets": [
                {"key": p.key, "title": p.title, "hint": p.hint, "scenario": _as_data(p.scenario)}
                for p in PRESETS
            ],
        },
        on_scenario_change=take,
    )
