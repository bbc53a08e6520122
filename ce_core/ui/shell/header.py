"""Show what stands beside a page's title: copy the link, a QR code, present, keys."""

import io
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, get_args
from urllib.parse import urlencode

import streamlit as st

from ce_core.palette import Theme
from ce_core.ui.session.sent import sent_by
from ce_core.ui.shell import assets, workbench

_THEME_CHANGED = "header_theme_changed"
_TOO_LONG = "This link is too long for a QR code: shorter class names would make it fit."
_QR_ALT = "QR code of the link to this very state"
_IN_COURSE_PAGE = "To show the lab inside a course page:"


@cache
def _header() -> Any:
    return st.components.v2.component(
        "header",
        html=assets.read("header/header.html"),
        css=assets.read("header/header.css"),
        js=assets.script(["shared/mount.js", "header/header.js"]),
    )


def link(*, embedded: bool = False) -> str:
    """Give the link of exactly this state, with ``embed=true`` for a course page's frame."""
    query = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    if embedded:
        query.append(("embed", "true"))
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(query)}"


@lru_cache(maxsize=64)
def qr_code(text: str) -> str:
    """Draw ``text`` as a QR code, in SVG, black on white with its quiet zone.

    Raises
    ------
    ValueError
        When ``text`` is too long for a QR code (about 2,900 characters).
    """
    import segno

    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="svg", scale=8, border=4, light="#ffffff")
    return drawn.getvalue().decode("utf-8")


def show(
    theme: Theme, *, presenting: bool, presents: bool, take_along: Callable[[], None] | None = None
) -> None:
    """Draw the tools, for whoever shows this page to others.

    When the page wears another theme than the one it was drawn in, all of it is drawn again.

    Parameters
    ----------
    theme : {"light", "dark"}
        That the page was drawn in.
    presenting : bool
        Whether it is presented just now.
    presents : bool
        Whether there is something to present.
    take_along : callable, optional
        Offers the page as a file, where it can be one.
    """
    _header()(
        key="header_tools", width="content", data={"theme": theme}, on_theme_change=_note_theme
    )
    # Asked for by the change, not by what stands in the component's state: a rerun that a lasting
    # state asks for asks again, for ever.
    if st.session_state.pop(_THEME_CHANGED, False):
        st.rerun()
    if take_along is not None and not presenting:
        take_along()
    popover = st.popover("QR code", key="qr_code", icon=":material/qr_code_2:", on_change="rerun")
    if popover.open:
        with popover:
            _share()
    # The navigation belongs to the whole app, so a change of view runs all of it.
    if presenting and st.button("Leave presenter view", key="stop_presenting"):
        workbench.stop_presenting()
        st.rerun()
    if not presenting and presents and _offer_presenting():
        workbench.start_presenting()
        st.rerun()


def _offer_presenting() -> bool:
    return st.button("Present", key="start_presenting", icon=":material/slideshow:")


def _note_theme() -> None:
    if sent_by("header_tools", "theme") in get_args(Theme):
        st.session_state[_THEME_CHANGED] = True


def _share() -> None:
    try:
        picture = qr_code(link())
    except ValueError:
        st.warning(_TOO_LONG)
        return
    code, words = st.columns([2, 1])
    code.image(picture, width="stretch", alt=_QR_ALT)
    with words:
        st.markdown("The address:")
        st.code(link(), None, wrap_lines=True)
        st.markdown(_IN_COURSE_PAGE)
        line = f'<iframe src="{link(embedded=True)}" width="100%" height="900"></iframe>'
        st.code(line, "html", wrap_lines=True)
