"""Mount keys, links and copying for the lines of a derivation, from assets/derivation."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from ce_core.component_parts import DERIVATION_MODULES
from ce_core.palette import Theme, roles
from ce_core.ui.formulas.live_numbers import LiveNumbers
from ce_core.ui.session.sent import sent_by
from ce_core.ui.shell import assets


@cache
def _sheet(theme: Theme) -> str:
    colours = "".join(f"--derivation-{role}: {colour};" for role, colour in roles(theme).items())
    sheet = assets.read("derivation/lines_table.css")
    return f":root {{ {colours} }}\n{sheet}"


def style(theme: Theme) -> None:
    """Lay the tables of this page out as lines of a derivation."""
    assets.lay_out(_sheet(theme))


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "derivation_lines",
        html='<div role="status"></div>',
        css=assets.read("derivation/line_links.css"),
        js=assets.script(DERIVATION_MODULES),
    )


def line_links(
    line: str,
    latex: Mapping[str, str],
    go: Callable[[str], None],
    live: LiveNumbers | None = None,
) -> None:
    """Let arrow keys press the buttons Back and Next, and let the links in the lines work.

    The numbers of the lines follow the hand on the stage.

    Parameters
    ----------
    line : str
        What the URL says: when it changes, the last line comes into view.
    latex : mapping of str to str
        For each line's key what "copy LaTeX" copies.
    go : callable
        Called with a line's key when its number is clicked. The browser can be made to send
        anything, so it must cope with anything.
    live : dict, optional
        What the numbers of the lines are called: see ``live_numbers``.
    """

    def take() -> None:
        go(str(sent_by(key, "line")))

    key = "line_links"
    data = {"line": line, "latex": dict(latex), "live": live}
    _component()(key=key, data=data, on_line_change=take)
