"""How much of a page is shown: everything, or, to a class, one panel at a time.

``?view=present`` is the presenter view, ``step`` its panel, and ``?hide=a,b`` leaves out panels
and parts of the stage. All three are validated like any other query.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

STAGE_PARTS: Mapping[str, str] = {
    "presets": "the preset buttons",
    "tools": "undo, redo, reset, soft labels, edit and tour",
    "live-curves": "the two curves in the stage",
    "sentence": "the sentence under the stage",
    "gradient": "the column ŷ − y and the arrow that brings it",
}
"""What can be hidden of the stage, on every page."""

NO_PANELS: Mapping[str, str] = MappingProxyType({})

_STEP = "presenter_step"
_REVEALED = "presenter_revealed"


@dataclass(frozen=True)
class View:
    """What the URL asks for.

    Parameters
    ----------
    presenting : bool
        Large type, no navigation, one panel at a time, answers covered until revealed.
    hidden : frozenset of str
        Names of panels and of parts of the stage.
    step : int
        The 0-based panel that the link opens on; always one of the page's.
    """

    presenting: bool = False
    hidden: frozenset[str] = frozenset()
    step: int = 0


def parse(
    query: Mapping[str, str], panels: Mapping[str, str], title: str
) -> tuple[View, list[str]]:
    """Read a view from query values, with a sentence for each thing that was ignored.

    Parameters
    ----------
    query : mapping of str to str
        ``view``, ``hide`` and ``step`` are read.
    panels : mapping of str to str
        The page's panels in order: name to heading.
    title : str
        The page's title, for the sentences.
    """
    problems = []
    if query.get("view", "present") != "present":
        problems.append("The link asks for a view that does not exist; the only one is “present”.")
    asked = [name for name in query.get("hide", "")[:500].split(",") if name]
    known = {"stage", *panels, *STAGE_PARTS}
    if not known.issuperset(asked):
        problems.append(
            f"The link hides something that the page {title} does not have; "
            f"what can be hidden is {', '.join(sorted(known))}."
        )
    hidden = frozenset(asked) & known
    shown = [name for name in ("stage", *panels) if name not in hidden] or ["stage"]
    text = query.get("step", "1")
    step = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= step <= len(shown):
        problems.append(f"The link's step does not exist; the steps are 1 to {len(shown)}.")
        step = 1
    return View(query.get("view") == "present", hidden, step - 1), problems


def navigation_place() -> Literal["top", "hidden"]:
    """Say where the navigation stands: nowhere while presenting."""
    return "hidden" if st.query_params.get("view") == "present" else "top"


class Panels:
    """The panels of one run of a page: which are shown, and in what dress.

    Parameters
    ----------
    view : View
        What the URL asked for.
    headings : mapping of str to str
        The page's panels in order, name to heading; the stage comes before them.
    """

    def __init__(self, view: View, headings: Mapping[str, str]) -> None:
        self.view = view
        self.headings = headings
        names = [name for name in ("stage", *headings) if name not in view.hidden]
        self.names = names or ["stage"]
        self.step = min(st.session_state.get(_STEP, view.step), len(self.names) - 1)

    @property
    def present(self) -> str:
        """The name of the panel that a presenter shows just now."""
        name: str = self.names[self.step]
        return name

    @property
    def covered(self) -> bool:
        """Whether the answers still wait to be revealed."""
        return self.view.presenting and not st.session_state.get(_REVEALED, False)

    def shows(self, name: str) -> bool:
        """Start the panel ``name`` with its heading and say whether its content is wanted."""
        if not self.view.presenting and name not in self.view.hidden:
            st.subheader(self.headings[name], anchor=False)
        return self.wants(name)

    def wants(self, name: str) -> bool:
        """Say whether the content of the panel ``name`` is wanted; what shows it heads it itself.

        To a class, which sees one panel at a time, the heading is drawn at once, whether its
        content still waits to be revealed or not.
        """
        if name not in self.view.hidden and self.view.presenting and name == self.present:
            st.subheader(self.headings[name], anchor=False)
            if self.covered:
                st.markdown("**?** Say what you expect, then reveal it.")
        return self.is_open(name)

    def is_open(self, name: str) -> bool:
        """Say whether the content of the panel ``name`` is wanted, and draw nothing."""
        if name in self.view.hidden:
            return False
        return not self.view.presenting or (name == self.present and not self.covered)

    def heading(self, name: str) -> str:
        """Give the heading that the panel ``name`` still needs from what shows it."""
        return "" if self.view.presenting else self.headings[name]

    def stepper(self) -> None:
        """Draw the presenter's buttons; a clicker's keys work them."""
        if not self.view.presenting:
            return
        with st.container(horizontal=True, vertical_alignment="center", key="presenter"):
            last = len(self.names) - 1
            st.button(
                "Back",
                key="presenter_back",
                shortcut="PageUp",
                disabled=self.step == 0,
                on_click=_go_to,
                args=(self.step - 1,),
            )
            st.button(
                "Next",
                key="presenter_next",
                shortcut="PageDown",
                disabled=self.step == last,
                on_click=_go_to,
                args=(self.step + 1,),
            )
            st.button(
                "Reveal" if self.covered else "Cover",
                key="presenter_reveal",
                shortcut="V",
                type="primary" if self.covered else "secondary",
                on_click=_turn,
            )
            st.markdown(f"{self.step + 1} of {last + 1}")


_panels: ContextVar[Panels | None] = ContextVar("panels", default=None)


def enter(panels: Panels) -> None:
    """Make ``panels`` those of this run of the page."""
    _panels.set(panels)


def panels() -> Panels:
    """Give the panels of this run of the page; everything is shown where none were declared."""
    return _panels.get() or Panels(View(), NO_PANELS)


def columns(count: int) -> list[DeltaGenerator]:
    """Give columns for panels side by side; a presented panel has the whole width."""
    if panels().view.presenting:
        return [st.container() for _ in range(count)]
    return st.columns(count)


def open_at(step: int) -> None:
    """Go to the panel that the URL names: a link, a reload, or the browser's back button."""
    if st.session_state.get(_STEP) != step:
        st.session_state[_STEP] = step
        st.session_state[_REVEALED] = False


def _go_to(step: int) -> None:
    st.session_state[_STEP] = step
    st.session_state[_REVEALED] = False
    st.query_params["step"] = str(step + 1)


def _turn() -> None:
    st.session_state[_REVEALED] = not st.session_state.get(_REVEALED, False)


def start_presenting() -> None:
    """Enter the presenter view; the link says so."""
    st.session_state.pop(_STEP, None)
    st.session_state[_REVEALED] = False
    st.query_params["view"] = "present"


def stop_presenting() -> None:
    """Come back to the whole page."""
    for key in ("view", "step"):
        if key in st.query_params:
            del st.query_params[key]
