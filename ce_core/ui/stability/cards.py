"""Roads of the stability lab side by side: what came out, where it went wrong, and each step.

As one piece of HTML: as elements of Streamlit's own they would cost the server several times that.
"""

from collections.abc import Sequence
from functools import cache
from html import escape

import streamlit as st

from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario
from ce_core.ui.stability import table_html
from ce_core.ui.stability.measure import Measured

_BESIDE = 5  # with more classes two tables do not fit beside one another


def show(true: str, measured: Sequence[Measured], scenario: Scenario, theme: Theme) -> None:
    """Draw roads, two in a row where there is room, below the truth in words; all is escaped."""
    beside = "beside" if len(measured) > 1 and scenario.n_classes <= _BESIDE else ""
    truth = f"<p class='truth'>{escape(true)}</p>" if true else ""
    cards = "".join(_card(each, scenario) for each in measured)
    st.html(
        f"{_style(theme)}{table_html.style(theme)}{truth}<div class='roads {beside}'>{cards}</div>"
    )


def _card(measured: Measured, scenario: Scenario) -> str:
    road, first = measured.road, measured.road.first_mishap
    values = ", ".join(table_html.in_full(v, road.precision) for v in road.result.tolist())
    kind, sign, said = ("right", "✓", "right") if measured.is_right else ("wrong", "✗", "wrong")
    lost = "Nothing is lost on the way."
    if first is not None:
        where = table_html.birth_sentence(first, road.precision, scenario.names)
        opening = "Lost on the way, without harm:" if measured.is_right else "It begins where"
        lost = f"{opening} {where}."
    return (
        f"<section class='card'><h4>{escape(road.title)} road</h4>"
        f"<p><span class='{kind}' role='img' aria-label='{said}'>{sign}</span> "
        f"<strong>{escape(values)}</strong> · {escape(measured.verdict)}</p>"
        f"<p class='lost'>{escape(lost)}</p>"
        f"{table_html.table(road, scenario.names)}</section>"
    )


@cache
def _style(theme: Theme) -> str:
    colour = roles(theme)
    return f"""<style>
.roads {{ display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem 1rem; }}
@media (min-width: 60rem) {{
  .roads.beside {{ grid-template-columns: repeat(2, minmax(0, 1fr)); }}
}}
.card h4 {{ font-size: 1rem; font-weight: 600; padding: 0 0 0.25rem; margin: 0; }}
.truth, .card p {{ overflow-wrap: anywhere; }}
.card p {{ margin: 0 0 0.5rem; }}
.card .right {{ color: {colour["proved"]}; }}
.card .wrong {{ color: {colour["cost_high"]}; }}
.card .lost {{ color: {colour["muted"]}; font-size: 0.875rem; }}
</style>"""
