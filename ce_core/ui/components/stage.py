"""Mount the draggable stage, whose JavaScript paints every move, from assets/stage."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.component_parts import STAGE_MODULES, stage_constants, stage_css, stage_html
from ce_core.stage_messages import scenario_for_stage
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import assets, fragments, terms
from ce_core.ui.shell.workbench import StageLook


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "stage",
        html=terms.symbols_linked(stage_html()),
        css=stage_css(),
        js=stage_constants() + assets.script(STAGE_MODULES),
    )


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
            "asks": look.asks,
            "hidden": sorted(look.hidden),
        },
        on_scenario_change=lambda: fragments.take(key),
    )
