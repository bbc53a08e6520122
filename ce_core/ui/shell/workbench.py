"""Decide where a page's panes stand: the stage, the chooser of sections, the section, the bar.

This is the one place that knows the four arrangements: stage beside the section, stage across the
page, a strip on a phone, and the presenter view. ``assets/app`` has the style sheets for them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import streamlit as st

from ce_core.ui.session import outside_runs
from ce_core.ui.shell import assets, fragments, view
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.view import STAGE, Contents, View

Form = Literal["pipeline", "dock"]
Asks = Literal["run", "charts", "nothing"]

_SECTION = "bench_section_shown"
_STEP = "presenter_step"
_REVEALED = "presenter_revealed"


@dataclass(frozen=True)
class StageLook:
    """How the stage is to look.

    Parameters
    ----------
    form : {"pipeline", "dock"}
        All of it, from logits to cost; or the compact form that stands beside something else.
    presenting : bool
        In large type.
    covered : bool
        Without what follows from the logits.
    hidden : frozenset of str
        Parts that the link leaves out.
    asks : {"run", "charts", "nothing"}
        What a change asks of Python when the hand rests: to draw the section, to draw it where its
        charts say so, or to draw nothing.
    """

    form: Form
    presenting: bool
    covered: bool
    hidden: frozenset[str]
    asks: Asks


@dataclass(frozen=True)
class Bench:
    """One page at work.

    Parameters
    ----------
    contents : Contents
        What a link can name of it.
    sections : sequence of Section
        All that the page has.
    stage : callable or None
        Draws the stage in the look it is given.
    across : bool
        The stage spans the page, and the section stands below it.
    asked : View
        What the link asks for.
    """

    contents: Contents
    sections: Sequence[Section]
    stage: Callable[[StageLook], None] | None
    across: bool
    asked: View

    def shown(self) -> list[Section]:
        """Give the sections that are not hidden."""
        return [each for each in self.sections if each.key not in self.asked.hidden]

    def steps(self) -> tuple[str, ...]:
        """Give the presenter's steps: keys of what each shows."""
        return view.steps_of(self.contents, self.asked.hidden)

    def step(self) -> int:
        """Give the presenter's step, 0-based."""
        return min(int(st.session_state.get(_STEP, 0)), len(self.steps()) - 1)

    def covered(self) -> bool:
        """Say whether the answers still wait to be revealed."""
        return self.asked.presenting and not st.session_state.get(_REVEALED, False)

    def alone(self) -> bool:
        """Say whether a presenter shows the stage and nothing else."""
        return self.asked.presenting and self.steps()[self.step()] == STAGE

    def section(self) -> Section | None:
        """Give the section that is shown; None where all are hidden."""
        key = (
            self.steps()[self.step()]
            if self.asked.presenting
            else st.session_state.get(_SECTION, "")
        )
        return next((each for each in self.shown() if each.key == key), None)

    def asks(self) -> Asks:
        """Say what a change on the stage asks of Python when the hand rests."""
        section = self.section()
        if section is None or not section.follows or self.covered():
            return "nothing"
        return "charts" if section.charts_only else "run"

    def folded(self) -> bool:
        """Say whether the stage is folded away."""
        if self.stage is None or STAGE in self.asked.hidden:
            return True
        section = self.section()
        if section is None:
            return False
        if self.asked.presenting and section.wide:
            return True
        return section.folded and not fragments.unfolded()


def contents(
    title: str, sections: Sequence[Section], *, stage: bool, field: str = "section"
) -> Contents:
    """Say what a link can name of a page."""
    presented = [each.key for each in sections if each.presented]
    steps = (*([STAGE] if stage else []), *presented)
    return Contents(title, {each.key: each.title for each in sections}, steps, field)


def draw(bench: Bench) -> None:
    """Draw a page's panes, each a fragment of its own."""
    _open(bench)
    with_stage = bench.stage is not None and STAGE not in bench.asked.hidden
    fragments.enter(
        [
            *([fragments.STAGE] if with_stage else []),
            *([fragments.BAR] if bench.asked.presenting else [fragments.CHOOSER]),
            fragments.SECTION,
        ]
    )
    if with_stage:
        left, right = st.columns(2)
        with left, st.container(key="dock"):
            st.fragment(_stage_pane, key=fragments.STAGE)(bench)
    else:
        right = st.container()
    with right:
        with st.container(key="panes"):
            if not bench.asked.presenting:
                st.fragment(_chooser, key=fragments.CHOOSER)(bench)
            st.fragment(_section_pane, key=fragments.SECTION)(bench)
        _room()(key="room", data={})
    if bench.asked.presenting:
        st.fragment(_bar, key=fragments.BAR)(bench)


def controls(name: str = "of_section") -> Any:
    """Give a line for a section's widgets, as in ``with controls(): ...``."""
    return st.container(key=f"controls_{name}", horizontal=True, vertical_alignment="center")


def main_figure() -> Any:
    """Give the place for what a section is about, where that is no chart of ours."""
    return st.container(key="main_figure")


def below_figure() -> Any:
    """Give the place for what a section has below its main figure; a presenter does not show it."""
    return st.container(key="below_figure")


def navigation_place() -> Literal["top", "hidden"]:
    """Say where the navigation stands: nowhere while presenting."""
    return "hidden" if st.query_params.get("view") == "present" else "top"


@cache
def _room() -> Callable[..., Any]:
    return st.components.v2.component(
        "room",
        html="<span hidden></span>",
        js=assets.script(("shared/mount.js", "app/room.js")),
        isolate_styles=False,
    )


def _open(bench: Bench) -> None:
    """Go where the link leads: a link, a reload, or the browser's back button."""
    asked = bench.asked
    if not any(each.key == st.session_state.get(_SECTION) for each in bench.shown()) or (
        bench.contents.field in st.query_params or not asked.presenting
    ):
        st.session_state[_SECTION] = asked.section
    if st.session_state.get(_STEP) != asked.step:
        st.session_state[_STEP] = asked.step
        st.session_state[_REVEALED] = False


# --- the panes -----------------------------------------------------------------------------------


def _stage_pane(bench: Bench) -> None:
    if bench.folded() or bench.stage is None:
        with st.container(key="stage_folded"):
            return
    whole = bench.alone() or (bench.across and not bench.asked.presenting)
    form: Form = "pipeline" if whole else "dock"
    where = "alone" if bench.alone() else "across" if whole else "beside"
    with st.container(key=f"stage_{where}"):
        asked = bench.asked
        look = StageLook(form, asked.presenting, bench.covered(), asked.hidden, bench.asks())
        bench.stage(look)


def _chooser(bench: Bench) -> None:
    shown = bench.shown()
    if len(shown) < 2 and not (bench.stage and bench.folded()):
        return
    with st.container(key="chooser", horizontal=True, vertical_alignment="center"):
        if len(shown) > 1:
            _tabs(bench, shown)
        if bench.stage is not None and STAGE not in bench.asked.hidden and bench.folded():
            st.button("Show the logits", key="unfold", on_click=fragments.unfold)


def _tabs(bench: Bench, shown: Sequence[Section]) -> None:
    key = "bench_tabs"
    titles = {each.key: each.title for each in shown}
    st.session_state[key] = st.session_state[_SECTION]

    def choose() -> None:
        chosen = st.session_state[key]
        if chosen is None:  # the browser has been asked before it had heard of the choice
            return
        st.session_state[_SECTION] = chosen
        if chosen == shown[0].key:
            st.query_params.pop(bench.contents.field, None)
        else:
            st.query_params[bench.contents.field] = chosen
        fragments.run_again()

    st.segmented_control(
        "Section",
        [*titles],
        format_func=titles.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=key,
        on_change=choose,
    )


def _section_pane(bench: Bench) -> None:
    section = bench.section()
    # A widget of the section writes to the address before this; what it holds is in force.
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    outside_runs.note(section=section.key if section else "", query=query)
    fragments.section_follows(section is not None and section.follows and not bench.covered())
    if section is None:
        return
    with st.container(key=f"section_{section.key}"):
        if not bench.covered():
            step = section.draw_step if bench.asked.presenting else None
            (step or section.draw)()
        elif section.covered is not None:
            section.covered()
        else:
            st.markdown(f"**{section.title}**\n\nWhat do you expect? Say it, then reveal it.")


# --- the presenter's bar ---------------------------------------------------------------------


def start_presenting() -> None:
    """Enter the presenter view; the link says so."""
    st.session_state.pop(_STEP, None)
    st.session_state[_REVEALED] = False
    st.query_params["view"] = "present"


def stop_presenting() -> None:
    """Come back to the whole page, at the section that was shown."""
    for key in ("view", "step"):
        st.query_params.pop(key, None)


def _bar(bench: Bench) -> None:
    step, steps, section = bench.step(), bench.steps(), bench.section()
    inner = section.steps if section is not None else None
    at, count = (inner.at(), inner.count()) if inner else (0, 1)
    with st.container(key="presenter", horizontal=True, vertical_alignment="center"):
        heading = section.title if section is not None else bench.contents.title
        st.markdown(f"**{heading}**" + (f" :gray[{at + 1} of {count}]" if count > 1 else ""))
        st.button(
            "Back",
            key="presenter_back",
            shortcut="PageUp",
            disabled=step == 0 and at == 0,
            on_click=_go,
            args=(bench, -1),
        )
        st.button(
            "Next",
            key="presenter_next",
            shortcut="PageDown",
            disabled=step == len(steps) - 1 and at >= count - 1,
            on_click=_go,
            args=(bench, 1),
        )
        st.button(
            "Reveal" if bench.covered() else "Cover",
            key="presenter_reveal",
            shortcut="V",
            type="primary" if bench.covered() else "secondary",
            on_click=_turn,
        )
        st.markdown(f"{step + 1} of {len(steps)}")


def _go(bench: Bench, way: int) -> None:
    """Go to the next or the last step, with its answers covered."""
    section = bench.section()
    st.session_state[_REVEALED] = False
    if section is not None and (inner := section.steps) is not None:
        wanted = inner.at() + way
        if 0 <= wanted < inner.count():
            inner.go(wanted)
            fragments.run_again()
            return
    step = bench.step() + way
    if not 0 <= step < len(bench.steps()):
        return
    st.session_state[_STEP] = step
    st.query_params["step"] = str(step + 1)
    fragments.run_again()


def _turn() -> None:
    st.session_state[_REVEALED] = not st.session_state.get(_REVEALED, False)
    fragments.run_again()
