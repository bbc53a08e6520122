"""The frame of every page: the URL is read once a full run, the page's parts are fragments."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import streamlit as st

from ce_core.palette import Theme
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import assets, fragments, header, streamlit_patches
from ce_core.ui.shell import panels as view
from ce_core.ui.shell.fragments import Part


def theme() -> Theme:
    """Say whether the person looks at a light or a dark page."""
    return "dark" if st.context.theme.type == "dark" else "light"


_IN_SHELL = "app_has_run"


def enter_shell() -> None:
    """Note that app.py is what runs: pages rely on its settings and navigation."""
    st.session_state[_IN_SHELL] = True


def _require_shell(body: Callable[[], None]) -> None:
    """Start again where Streamlit ran the page's file by itself, without app.py.

    It does so where the first visit to a fresh server asks for a page's own URL: there is a
    folder named ``pages``, and nobody has called ``st.navigation`` yet. Once somebody has, the
    next run goes through app.py; calling it with this page's name keeps the URL.
    """
    if st.session_state.get(_IN_SHELL):
        return
    enter_shell()
    this_page = Path(inspect.getfile(body)).stem
    home, here = st.Page(lambda: None, title="Home"), st.Page(body, url_path=this_page)
    st.navigation([home, here], position="hidden")
    st.rerun()


@cache
def _style(*, presenting: bool) -> str:
    sheets = ["app/page.css", *(["app/presenter.css"] if presenting else [])]
    return assets.colours('[data-testid="stApp"]') + "".join(map(assets.read, sheets))


def show(
    title: str,
    body: Callable[[], None],
    panels: Mapping[str, str] = view.NO_PANELS,
    below: Sequence[Part] = (),
) -> None:
    """Run ``body`` as this page, and the parts below it.

    Parameters
    ----------
    title : str
        The page's heading.
    body : callable
        Draws the page, or what stands above its other parts; asks ``view.panels().shows(name)``
        before each panel. A move of the stage in it runs it again, unless a part that follows can
        be seen: then that runs, and the body stands.
    panels : mapping of str to str
        The panels after the stage, in order: name (as ``?hide=`` takes it) to heading.
    below : sequence of Part, optional
        What stands below, part by part.
    """
    _require_shell(body)
    asked, ignored = view.parse(st.query_params.to_dict(), panels, title)
    view.open_at(asked.step)
    assets.lay_out(_style(presenting=asked.presenting))
    for problem in (*scenario_state.read_url(), *ignored):
        st.info(problem, icon=":material/link_off:")
    st.fragment(_headed)(title, presenting=asked.presenting)
    all_parts = (fragments.stays(body), *below)
    # To a presenter the buttons stand below whatever panel is shown, and turn all of them.
    together = [all_parts] if asked.presenting else [(part,) for part in all_parts]
    fragments.run(
        [
            Part(partial(_framed, [part.draw for part in some], asked, panels), some[0].follows)
            for some in together
        ]
    )
    streamlit_patches.keep_modules_of(title)


def _headed(title: str, *, presenting: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="page_header"):
        st.title(title, anchor=False)
        header.show(theme(), presenting=presenting)


def _framed(
    together: Sequence[Callable[[], None]], asked: view.View, headings: Mapping[str, str]
) -> None:
    panels = view.Panels(asked, headings)
    view.enter(panels)
    for part in together:
        part()
    panels.stepper()
