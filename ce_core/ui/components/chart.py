"""How charts stand on a page: several in one component, each with its heading and its words.

One element a place, whatever is in it: each element costs the server about as much as a chart.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from ce_core.figures.theme import CONFIG, Chart
from ce_core.ui.shell import assets

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")
# In the order in which they build on one another.
_MODULES = (
    "shared/format.js",
    "shared/softmax.js",
    "shared/axis.js",
    "shared/dom.js",
    "shared/mount.js",
    "charts/live/logits.js",
    "charts/live/pair.js",
    "charts/live/gradient.js",
    "charts/live/costs.js",
    "charts/live/numbers.js",
    "charts/live/marks.js",
    "charts/live/paint.js",
    "charts/charts.js",
)
_HELD_TOGETHER = "ŷ\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}y"


def plain(text: str) -> str:
    """Escape ``text`` so that Markdown shows it as it is: class names are anybody's words."""
    return _MARKDOWN.sub(r"\\\1", text)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "charts",
        html='<div class="charts-room"><div class="charts"></div></div>',
        css=assets.read("charts/charts.css"),
        js=assets.script(_MODULES),
        isolate_styles=False,  # Plotly keeps its own style sheet in the page
    )


@dataclass(frozen=True)
class Headed:
    """A chart below a heading.

    Parameters
    ----------
    heading : str
        Plain text; nothing when empty.
    chart : Chart
        What stands below.
    across : bool
        Give it the whole width, where others share theirs.
    """

    heading: str
    chart: Chart
    across: bool = False


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
    _component()(key=key, data=_as_sent(headed, columns=min(len(headed), columns)))


def _as_sent(headed: Sequence[Headed], columns: int) -> bytes:
    """What the component reads: JSON, with the look that all its charts share said once."""
    return assets.packed(
        {
            "config": CONFIG,
            "template": headed[0].chart.spec["layout"]["template"],
            "columns": columns,
            "charts": [
                {
                    "heading": each.heading,
                    "across": each.across,
                    "alt": each.chart.alt,
                    "caption": each.chart.caption.replace("ŷ − y", _HELD_TOGETHER),
                    "data": each.chart.spec["data"],
                    "live": each.chart.live,
                    "layout": {**each.chart.spec["layout"], "template": None},
                }
                for each in headed
            ],
        }
    )


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
        st.caption(plain(chart.caption).replace("ŷ − y", _HELD_TOGETHER))
