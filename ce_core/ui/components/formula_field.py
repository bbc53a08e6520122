"""Mount a field in which a formula is written as on paper; it gives LaTeX. MathLive edits."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.synced import Synced
from ce_core.ui.session.sent import revision_of, sent_by
from ce_core.ui.shell import assets

LONGEST = 4000
_MODULES = (
    "shared/mount.js",
    "shared/synced.js",
    "shared/served.js",
    "formula/keys.js",
    "formula/formula.js",
)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "formula_field",
        html=assets.read("formula/formula.html"),
        css=assets.styles("formula/formula.css"),
        js=assets.script(_MODULES),
    )


def formula_field(
    key: str,
    label: str,
    *,
    on_enter: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
    on_write: Callable[[str], None] | None = None,
) -> str:
    """Draw the field; give the LaTeX that stands in it.

    Parameters
    ----------
    key
        The element's, and the place of its value in the session.
    label
        What the field is called.
    on_enter
        Called before the next run when Enter was pressed in it.
    args
        What it is called with.
    on_write
        Called at every rest with the formula as it would be typed: ``x^2/(x+1)``.
    """

    def take() -> None:
        sent = sent_by(key, "written")
        entered = _take(key, sent)
        typed = sent.get("typed") if isinstance(sent, dict) else None
        if on_write is not None and isinstance(typed, str) and len(typed) <= LONGEST:
            on_write(typed)
        if entered and on_enter is not None:
            on_enter(*args)

    now = _synced(key)
    _component()(
        key=key,
        data={"latex": now.value, "label": label, "revision": now.revision.as_sent()},
        on_written_change=take,
    )
    return now.value


def formula(key: str) -> str:
    """The LaTeX that stands in a field."""
    return _synced(key).value


def put(key: str, latex: str) -> None:
    """Put a formula into a field."""
    st.session_state[_place(key)] = _synced(key).replace(latex)


def _place(key: str) -> str:
    return f"{key}_formula"


def _entered(key: str) -> str:
    return f"{key}_entered"


def _synced(key: str) -> Synced[str]:
    found: Synced[str] = st.session_state.setdefault(_place(key), Synced.of(""))
    return found


def _take(key: str, sent: Any) -> bool:
    """Take over what was written; say whether it was finished with Enter."""
    now = _synced(key)
    if now.is_older(revision_of(sent)) or not isinstance(sent, dict):
        return False
    latex, entered = sent.get("latex"), sent.get("entered")
    if not isinstance(latex, str) or len(latex) > LONGEST:
        st.session_state[_place(key)] = now.refuse()
        return False
    st.session_state[_place(key)] = now.from_browser(latex)
    before = int(st.session_state.get(_entered(key), 0))
    if not isinstance(entered, int):
        return False
    st.session_state[_entered(key)] = entered
    return entered > before
