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
from ce_core.ui.shell.workbench import StageLook

# In the order in which they build on one another.
_MODULES = (
    "shared/format.js",
    "shared/softmax.js",
    "shared/dom.js",
    "shared/mount.js",
    "shared/synced.js",
    *(
        f"stage/{name}.js"
        for name in (
            "sentences",
            "scenario",
            "handle",
            "history",
            "tour",
            "rows",
            "toolbar",
            "stage",
        )
    ),
)

# Where two say the same, the later one holds.
_SHEETS = tuple(f"stage/styles/{name}.css" for name in ("bar", "rows", "cost", "forms", "states"))


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage",
        html=assets.read("stage/stage.html"),
        css=assets.colours(".stage")
        + assets.read("shared/base.css")
        + "".join(map(assets.read, _SHEETS)),
        js=f"const PRESETS = {json.dumps(_presets())};\n{assets.script(_MODULES)}",
    )


def _presets() -> list[dict[str, Any]]:
    """What the buttons above the stage need; it never changes, so it travels with the script."""
    return [
        {"key": p.key, "title": p.title, "hint": p.hint, "scenario": scenario_for_stage(p.scenario)}
        for p in PRESETS
    ]


def stage(look: StageLook) -> None:
    """Mount the stage; its moves become the session's scenario.

    Parameters
    ----------
    look : StageLook
        How it is to look.
    """
    key = "stage" if look.form == "pipeline" else "dock_stage"
    revision, shown = scenario_state.stage_revision()
    _component()(
        key=key,
        data={
            "revision": revision,
            "scenario": scenario_for_stage(shown),
            "form": look.form,
            "presenting": look.presenting,
            "covered": look.covered,
            "hidden": sorted(look.hidden),
        },
        on_scenario_change=lambda: fragments.take(key),
    )
