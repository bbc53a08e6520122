"""Join the scripts and styles of a page that needs no server, without what only people read."""

import base64
import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from ce_core import asset_files
from ce_core.component_parts import CHART_MODULES, STAGE_MODULES, stage_constants

_INSTALLED = Path(asset_files.__file__).parent / "static"  # setup.py puts it there
_STATIC = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "static"
PLOTLY = _STATIC / "plotly" / "plotly-cartesian.min.js"

_NEEDED = ("shared/names.js", "shared/query.js")


@cache
def page_script() -> str:
    """Give the script of a page: the panel, the charts, and what stands around them."""
    stage = asset_files.enclosed(
        stage_constants() + asset_files.script(STAGE_MODULES), default="mountStage"
    )
    charts = asset_files.enclosed(
        asset_files.script(CHART_MODULES),
        default="mountCharts",
        fieldsOf="fieldsOf",
        withFields="withFields",
        evaluate="evaluate",
        temperatureStep="temperatureStep",
    )
    codec = asset_files.enclosed(
        asset_files.script(_NEEDED), fromQuery="fromQuery", toQuery="toQuery"
    )
    landscape = asset_files.enclosed(
        asset_files.script(["take_along/landscape.js"]), withLandscape="withLandscape"
    )
    page = asset_files.script(["take_along/page.js"]).partition("\n")[2]  # it needs no limits
    parts = f"{stage}{charts}{codec}{landscape}{page}"
    return asset_files.compact(f'"use strict";\n(() => {{\n{parts}}})();\n')


@cache
def page_style() -> str:
    """Give the style sheet of a page; the panel brings its own."""
    sheets = ("charts/charts.css", "take_along/page.css")
    return asset_files.compact(
        asset_files.colours(":root") + "".join(map(asset_files.read, sheets))
    )


def inline(tag: str, text: str) -> str:
    """Put a text between a script's or a style's tags.

    Raises
    ------
    ValueError
        If the text would end them.
    """
    if f"</{tag}" in text.lower():
        raise ValueError(f"A {tag} cannot stand in the file: it contains </{tag}.")
    return f"<{tag}>{text}</{tag}>"


def allowed(text: str) -> str:
    """Name a script in a content security policy: this text runs, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=2)
def packed(content: bytes) -> str:
    """Pack with gzip, in base64: the browser unpacks it by itself."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
