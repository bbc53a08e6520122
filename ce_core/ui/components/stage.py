"""The draggable stage: a component whose JavaScript paints every move; it lives in assets/stage."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.scenario import PRESETS
from ce_core.ui.session import scenario_state
from ce_core.ui.session.stage_messages import scenario_for_stage
from ce_core.ui.shell import assets, fragments
from ce_core.ui.shell import panels as view
from ce_core.ui.shell.panels import STAGE_PARTS

# In the order in which they build on one another.
_MODULES = (
    "shared/softmax.js",
    "shared/format.js",
    "shared/dom.js",
    "shared/axis.js",
    *(
        f"stage/{name}.js"
        for name in (
            "sentences",
            "scenario",
            "handle",
            "history",
            "tour",
            "curves",
            "rows",
            "stage",
        )
    ),
)

# Where two say the same, the later one holds.
_SHEETS = tuple(
    f"stage/styles/{name}.css" for name in ("toolbar", "pipeline", "columns", "below", "responsive")
)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage",
        html=assets.read("stage/stage.html"),
        css=assets.colours(".stage") + "".join(map(assets.read, _SHEETS)),
        js=f"const PRESETS = {json.dumps(_presets())};\n{assets.script(_MODULES)}",
    )


def _presets() -> list[dict[str, Any]]:
    """What the buttons above the stage need; it never changes, so it travels with the script."""
    return [
        {"key": p.key, "title": p.title, "hint": p.hint, "scenario": scenario_for_stage(p.scenario)}
        for p in PRESETS
    ]


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

    key = "compact_stage" if compact else "stage"
    revision, shown = scenario_state.stage_revision()
    _component()(
        key=key,
        data={
            "revision": revision,
            "scenario": scenario_for_stage(shown),
            "compact": compact,
            "presenting": panels.view.presenting,
            "covered": panels.covered,
            "hidden": sorted(hidden),
        },
        on_scenario_change=lambda: fragments.take(key),
    )
