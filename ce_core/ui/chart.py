"""How a chart stands on a page: sent lean, with its words, at a height that is reserved."""

import re

import streamlit as st

from ce_core.figures.theme import CONFIG, Chart

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def plain(text: str) -> str:
    """Escape ``text`` so that Markdown shows it as it is: class names are anybody's words."""
    return _MARKDOWN.sub(r"\\\1", text)


def show(chart: Chart, key: str) -> None:
    """Draw ``chart`` across the width at hand, its caption below.

    Parameters
    ----------
    chart : Chart
        Its ``spec`` is not validated here; tests do that.
    key : str
        Stable, so that the page keeps the element (and the zoom) between runs.
    """
    from ce_core.figures.lean import LeanFigure  # imports Plotly, which not every page needs

    st.plotly_chart(
        LeanFigure(chart.spec),
        key=key,
        theme=None,
        height=chart.height,
        config=dict(CONFIG),
        alt=chart.alt,
    )
    if chart.caption:
        st.caption(plain(chart.caption).replace("ŷ − y", "ŷ\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}y"))
