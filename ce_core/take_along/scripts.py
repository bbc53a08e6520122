"""Join the scripts and styles of a page that needs no server, without what only people read."""

import base64
import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from ce_core import asset_files
from ce_core.component_parts import CHART_MODULES, STAGE_MODULES, stage_constants

PLOTLY = Path(__file__).parents[2] / "static" / "plotly" / "plotly-cartesian.min.js"

_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|let|class) +(\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (.+);$", re.MULTILINE)
_NEEDED = ("shared/names.js", "shared/query.js")
# Comments that begin a line, and what a line is indented by: no text in the scripts spans lines.
_LINE_COMMENTS = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_BLOCK_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n?", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)


def compact(text: str) -> str:
    """Leave out comments that begin a line, indentation and blank lines of a script or a style."""
    for unread in (_LINE_COMMENTS, _BLOCK_COMMENTS, _INDENTED):
        text = unread.sub("", text)
    return re.sub(r"\n{2,}", "\n", text)


def enclosed(script: str, **names: str) -> str:
    """Run a script of modules in a scope of its own, and take exported names out of it.

    Parameters
    ----------
    script
        From :func:`ce_core.asset_files.script`.
    **names
        What is taken: the exported name, and what it is to be called; ``default`` too.
    """
    kept = {"default", *_EXPORTED.findall(script)} & names.keys()
    inner = _DEFAULT.sub(r"const exportedDefault = \1;", script)
    inner = re.sub(r"^export ", "", inner, flags=re.MULTILINE)
    given = ", ".join(
        f"{names[n]}: {'exportedDefault' if n == 'default' else n}" for n in sorted(kept)
    )
    taken = ", ".join(names[name] for name in sorted(kept))
    return f"const {{ {taken} }} = (() => {{\n{inner}\nreturn {{ {given} }};\n}})();\n"


@cache
def page_script() -> str:
    """Give the script of a page: the panel, the charts, and what stands around them."""
    stage = enclosed(stage_constants() + asset_files.script(STAGE_MODULES), default="mountStage")
    charts = enclosed(
        asset_files.script(CHART_MODULES),
        default="mountCharts",
        fieldsOf="fieldsOf",
        withFields="withFields",
        evaluate="evaluate",
    )
    codec = enclosed(asset_files.script(_NEEDED), fromQuery="fromQuery", toQuery="toQuery")
    page = asset_files.script(["take_along/page.js"]).partition("\n")[2]  # it needs no limits
    return compact(f'"use strict";\n(() => {{\n{stage}{charts}{codec}{page}}})();\n')


@cache
def page_style() -> str:
    """Give the style sheet of a page; the panel brings its own."""
    sheets = ("charts/charts.css", "take_along/page.css")
    return compact(asset_files.colours(":root") + "".join(map(asset_files.read, sheets)))


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
