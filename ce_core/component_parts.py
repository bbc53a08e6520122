"""Name what the browser needs for the stage and for charts: markup, styles, scripts, constants.

The app, a file of its own and a notebook mount the same.
"""

import json

from ce_core import asset_files
from ce_core.scenario import PRESETS
from ce_core.stage_messages import scenario_for_stage

# In the order in which they build on one another.
STAGE_MODULES = (
    "shared/format.js",
    "shared/softmax.js",
    "shared/dom.js",
    "shared/mount.js",
    "shared/names.js",
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
_STAGE_SHEETS = tuple(
    f"stage/styles/{name}.css" for name in ("bar", "rows", "cost", "forms", "states")
)

_LIVE_MODULES = (
    "shared/format.js",
    "shared/softmax.js",
    "shared/axis.js",
    "shared/dom.js",
    "shared/mount.js",
    "charts/live/logits.js",
    "charts/live/pair.js",
    "charts/live/gradient.js",
    "charts/live/costs.js",
    "charts/live/letters.js",
    "charts/live/numbers.js",
    "charts/live/marks.js",
)
"""What turns a scenario into numbers and marks, in the frame of the hand."""

CHART_MODULES = (
    *_LIVE_MODULES,
    "shared/served.js",
    "charts/live/paint.js",
    "charts/live/rest.js",
    "charts/charts.js",
)

DERIVATION_MODULES = (
    *_LIVE_MODULES,
    "derivation/typeset_numbers.js",
    "derivation/live_numbers.js",
    "derivation/line_links.js",
)


def stage_html() -> str:
    """Give the markup of the stage."""
    return asset_files.read("stage/stage.html")


def stage_css() -> str:
    """Give the stage's styles, the palette included."""
    sheets = ("shared/base.css", *_STAGE_SHEETS)
    return asset_files.colours(".stage") + "".join(map(asset_files.read, sheets))


def notebook_constants() -> str:
    """Write what stands before the notebook's script: it puts the panel into the output itself."""
    return f"const PARTS = {json.dumps({'html': stage_html(), 'css': stage_css()})};\n"


def stage_constants() -> str:
    """Write what stands before the stage's script: the buttons above it never change."""
    presets = [
        {"key": p.key, "title": p.title, "hint": p.hint, "scenario": scenario_for_stage(p.scenario)}
        for p in PRESETS
    ]
    return f"const PRESETS = {json.dumps(presets)};\n"
