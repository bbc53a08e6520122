"""What the components beside the stage are made of: their files, joined, and the palette."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from ce_core.palette import ROLE_NAMES, roles

ASSETS = Path(__file__).parents[3] / "assets"
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)


def read(path: str) -> str:
    """Read a file below ``assets``."""
    return (ASSETS / path).read_text(encoding="utf-8")


def script(modules: Sequence[str]) -> str:
    """Join JavaScript modules below ``assets`` into one; what one imports stands before it."""
    return "\n".join(_IMPORT.sub("", read(module)) for module in modules)


def packed(data: Any) -> bytes:
    """Write what a component is to show as JSON, NumPy's arrays included.

    Streamlit sends bytes as they come. Of anything else it would search each entry for tables and
    write it twice, which for some thousand numbers costs more than computing them.
    """
    return orjson.dumps(data, option=orjson.OPT_SERIALIZE_NUMPY)


def with_transport(html: str) -> str:
    """Put the controls of a run where ``html`` asks for them."""
    return html.replace("<!-- transport -->", read("shared/transport.html"))


def colours(selector: str) -> str:
    """Write the palette as CSS variables that follow the page's colour scheme."""
    light, dark = roles("light"), roles("dark")
    pairs = "".join(f"--{role}: light-dark({light[role]}, {dark[role]});" for role in ROLE_NAMES)
    return f"{selector} {{ {pairs} }}\n"
