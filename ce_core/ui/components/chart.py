"""Show charts: several in one component, each with its heading and its words.

One element a place, whatever is in it: each element costs the server about as much as a chart.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from ce_core.component_parts import CHART_MODULES
from ce_core.figures.charts_message import HELD_TOGETHER, charts_message
from ce_core.figures.charts_message import Headed as Headed
from ce_core.figures.theme import CONFIG, Chart
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import assets

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def plain(text: str) -> str:
    """Escape ``text`` so that Markdown shows it as it is: class names are anybody's words."""
    return _MARKDOWN.sub(r"\\\1", text)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "charts",
        html='<div class="charts-room"><div class="charts"></div></div>',
        css=assets.read("charts/charts.css"),
        js=assets.script(CHART_MODULES),
        isolate_styles=False,  # Plotly keeps its own style sheet in the page
    )


def show(key: str, *charts: Chart | Headed, columns: int = 2) -> None:
    """Draw charts side by side, two in a row, each with its caption below; one alone is wide.

    Parameters
    ----------
    key : str
        Stable, so that the page keeps the element, its charts and their zoom between runs.
    *charts : Chart or Headed
        Their ``spec`` is not validated here; tests do that.
    columns : int
        How many stand side by side where there is room; two where there is less, then one.
    """
    headed = [one if isinstance(one, Headed) else Headed("", one) for one in charts]
    if not headed:
        return
    message = charts_message(headed, min(len(headed), columns))
    _component()(key=key, data=assets.packed(message | {"heard": scenario_state.heard()}))


def show_scene(chart: Chart, key: str) -> None:
    """Draw a chart in three dimensions: Streamlit's own Plotly has what ours leaves out.

    Parameters
    ----------
    chart : Chart
        Its ``spec`` is not validated here; tests do that.
    key : str
        Stable, so that the page keeps the element between runs.
    """
    from ce_core.figures.plotly_figure import (
        LeanFigure,  # imports Plotly, which no other page needs
    )

    st.plotly_chart(
        LeanFigure(chart.spec),
        key=key,
        theme=None,
        height=chart.height,
        config=dict(CONFIG),
        alt=chart.alt,
    )
    if chart.caption:
        st.caption(plain(chart.caption).replace("ŷ − y", HELD_TOGETHER))
