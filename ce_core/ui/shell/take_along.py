"""Offer a page as one file that needs no server, as it is when the file is asked for."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from ce_core.ui.session import outside_runs

if TYPE_CHECKING:  # the file's parts take a while to load
    from ce_core.take_along.derivation import OpenDerivation

TITLE = "Take it with you"
HINT = "Download this page as one file. It opens anywhere, without a server and without a network."

Derivation = Callable[[Mapping[str, Any]], "OpenDerivation | None"]
"""Gives the derivation that a page has open, from what the session has noted."""


def offer(page: str, derivation: Derivation | None = None) -> None:
    """Offer the page as it is when the button is pressed.

    Parameters
    ----------
    page
        The name of the page's file in the app.
    derivation
        For a page that is about a derivation.
    """
    app = app_address(st.context.url or "", page)
    st.download_button(
        TITLE,
        data=partial(_file, page, app, outside_runs.reader(), derivation),
        file_name=f"{page}.html",
        mime="text/html",
        key="take_along",
        help=HINT,
        icon=":material/download:",
        # A rerun would draw the button anew while it still waits for its file.
        on_click="ignore",
    )


def app_address(url: str, page: str) -> str:
    """Give the app's address, without the page's part of it; nothing where it is no web address."""
    address = re.split(r"[?#]", url, maxsplit=1)[0].rstrip("/").removesuffix(f"/{page}")
    return address if re.fullmatch(r"https?://[^\s\"'<>]+", address) else ""


def _file(
    page: str,
    app: str,
    read: Callable[[], Mapping[str, Any]],
    derivation: Derivation | None,
) -> str:
    from ce_core.take_along.document import page_html
    from ce_core.take_along.settings import read_settings

    noted = read()
    settings, _ = read_settings(noted.get("query", {}))
    return page_html(
        page,
        noted["scenario"],
        app=app,
        section=noted.get("section", ""),
        settings=settings,
        derivation=derivation(noted) if derivation else None,
    )
