"""Write several charts as the browser's ``assets/charts/charts.js`` reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ce_core.figures.theme import CONFIG, Chart, Spec

HELD_TOGETHER = "ŷ\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}y"
"""The gradient as it stands in words: no line ends within it."""


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


def charts_message(headed: Sequence[Headed], columns: int) -> Spec:
    """Give what the component reads, with the look that all its charts share said once.

    Parameters
    ----------
    headed
        At least one.
    columns
        How many stand side by side where there is room.
    """
    return {
        "config": CONFIG,
        "template": headed[0].chart.spec["layout"]["template"],
        "columns": columns,
        "charts": [
            {
                "heading": each.heading,
                "across": each.across,
                "alt": each.chart.alt,
                "caption": each.chart.caption.replace("ŷ − y", HELD_TOGETHER),
                "data": each.chart.spec["data"],
                "live": each.chart.live,
                "layout": {**each.chart.spec["layout"], "template": None},
            }
            for each in headed
        ],
    }
