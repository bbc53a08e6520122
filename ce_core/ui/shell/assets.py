"""Give the page the scripts and styles of ``assets/``, and components their data."""

from typing import Any

import orjson
import streamlit as st

from ce_core.asset_files import ASSETS, LIMITS, colours, read, script, styles, with_transport

__all__ = [
    "ASSETS",
    "LIMITS",
    "colours",
    "lay_out",
    "packed",
    "read",
    "script",
    "styles",
    "with_transport",
]


def lay_out(css: str) -> None:
    """Give the page a style sheet, which must come from ``assets`` or the palette."""
    st.html(f"<style>\n{css}</style>")


def packed(data: Any) -> bytes:
    """Write what a component is to show as JSON, NumPy's arrays included.

    Streamlit sends bytes as they come. Of anything else it would search each entry for tables and
    write it twice, which for some thousand numbers costs more than computing them.
    """
    return orjson.dumps(data, option=orjson.OPT_SERIALIZE_NUMPY)
