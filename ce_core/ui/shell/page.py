"""Show a page: read the URL once a full run, and hand the sections to the workbench."""

import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

import streamlit as st

from ce_core.palette import Theme
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import assets, header, streamlit_patches, take_along, workbench
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.view import parse
from ce_core.ui.shell.workbench import Bench, StageLook


def theme() -> Theme:
    """Say whether the person looks at a light or a dark page."""
    return "dark" if st.context.theme.type == "dark" else "light"


_IN_SHELL = "app_has_run"


def enter_shell() -> None:
    """Note that app.py is what runs: pages rely on its settings and navigation."""
    st.session_state[_IN_SHELL] = True


def _require_shell(script: str) -> None:
    """Start again where Streamlit ran the page's file by itself, without app.py.

    It does so where the first visit to a fresh server asks for a page's own URL: there is a
    folder named ``pages``, and nobody has called ``st.navigation`` yet. Once somebody has, the
    next run goes through app.py; calling it with this page's name keeps the URL.
    """
    if st.session_state.get(_IN_SHELL):
        return
    enter_shell()
    this_page = Path(script).stem
    home, here = st.Page(lambda: None, title="Home"), st.Page(lambda: None, url_path=this_page)
    st.navigation([home, here], position="hidden")
    st.rerun()


@cache
def _style(*, presenting: bool) -> str:
    sheets = ["app/page.css", "app/bench.css", "app/print.css"]
    sheets += ["app/presenter.css"] if presenting else []
    return assets.colours('[data-testid="stApp"]') + "".join(map(assets.read, sheets))


def show(
    title: str,
    sections: Sequence[Section],
    *,
    stage: Callable[[StageLook], None] | None = None,
    across: bool = False,
    field: str = "section",
    links: Sequence[Callable[[], Sequence[str]]] = (),
    derivation: take_along.Derivation | None = None,
) -> None:
    """Show a page: its stage, if it has one, and one of its sections at a time.

    Parameters
    ----------
    title : str
        The page's heading.
    sections : sequence of Section
        What there is to look at, in order.
    stage : callable, optional
        Draws the stage: ``ce_core.ui.components.stage.stage``.
    across : bool
        The stage spans the page, and the section stands below it.
    field : str
        What a link calls the section.
    links : sequence of callable, optional
        Each reads a part of the URL that only this page has, before anything is drawn, and gives a
        sentence for each thing that it ignored. The URL is read here and nowhere else in a run.
    derivation : callable, optional
        Gives the derivation that is open, for the file that a person takes along.
    """
    script = sys._getframe(1).f_code.co_filename
    _require_shell(script)
    own = [problem for read in links for problem in read()]
    contents = workbench.contents(title, sections, stage=stage is not None, field=field)
    asked, ignored = parse(st.query_params.to_dict(), contents)
    assets.lay_out(_style(presenting=asked.presenting))
    for problem in (*scenario_state.read_url(), *ignored, *own):
        st.info(problem, icon=":material/link_off:")
    workbench.draw(Bench(contents, sections, stage, across, asked))
    # After the panes: from the skip link the keyboard comes to those first.
    tools = partial(
        header.show,
        presenting=asked.presenting,
        presents=len(contents.steps) > 1,
        take_along=partial(take_along.offer, Path(script).stem, derivation) if stage else None,
    )
    st.fragment(_headed)(title, tools)
    streamlit_patches.keep_modules_of(title)


def _headed(title: str, tools: Callable[[Theme], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="page_header"):
        st.title(title, anchor=False)
        tools(theme())
