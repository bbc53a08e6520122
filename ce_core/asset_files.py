"""Read a component's scripts and styles from ``assets/``, with the palette and the limits.

Nothing here knows Streamlit: the same text goes into the app, a file of its own and a notebook.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ce_core.palette import ROLE_NAMES, roles
from ce_core.scenario import (
    LABEL_SMOOTHING_RANGE,
    MAX_CLASSES,
    MAX_NAME_LENGTH,
    MIN_CLASSES,
    TEMPERATURE_RANGE,
)

_INSTALLED = Path(__file__).parent / "assets"  # setup.py puts it there
ASSETS = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "assets"

LIMITS: Mapping[str, Any] = MappingProxyType(
    {
        "minClasses": MIN_CLASSES,
        "maxClasses": MAX_CLASSES,
        "maxNameLength": MAX_NAME_LENGTH,
        "temperature": TEMPERATURE_RANGE,
        "labelSmoothing": LABEL_SMOOTHING_RANGE,
    }
)
"""What a scenario may be: the browser gets it from here, so that it stands in one language."""

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|let|class) +(\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (.+);$", re.MULTILINE)
# Comments that begin a line, and what a line is indented by: no text in the scripts spans lines.
_LINE_COMMENTS = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_BLOCK_COMMENTS = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n?", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)


def read(path: str) -> str:
    """Read a file below ``assets``."""
    return (ASSETS / path).read_text(encoding="utf-8")


def script(modules: Sequence[str], **constants: Any) -> str:
    """Join JavaScript modules below ``assets`` into one; what one imports stands before it.

    Parameters
    ----------
    modules : sequence of str
        Files, in the order in which they build on one another. All share one scope.
    **constants
        What the component needs besides :data:`LIMITS`. The scripts see all of it as the object
        ``limits``, which ``assets/shared/limits.d.ts`` describes.
    """
    limits = {**LIMITS, **constants}
    joined = "\n".join(_IMPORT.sub("", read(module)) for module in modules)
    return f"const limits = Object.freeze({json.dumps(limits)});\n{joined}"


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
        From :func:`script`.
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


def styles(*sheets: str) -> str:
    """Join style sheets below ``assets``, after the palette and what every component begins with.

    The component's root element has the class ``lab``.
    """
    return colours(".lab") + "".join(map(read, ("shared/base.css", *sheets)))


def with_transport(html: str) -> str:
    """Put the controls of a run where ``html`` asks for them."""
    return html.replace("<!-- transport -->", read("shared/transport.html"))


def colours(selector: str) -> str:
    """Write the palette as CSS variables that follow the page's colour scheme."""
    light, dark = roles("light"), roles("dark")
    pairs = "".join(f"--{role}: light-dark({light[role]}, {dark[role]});" for role in ROLE_NAMES)
    return f"{selector} {{ {pairs} }}\n"
