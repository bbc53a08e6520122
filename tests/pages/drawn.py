"""The charts that a page has sent, in either way: by the component of charts, and as scenes."""

import json
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Drawn:
    """A chart as the browser gets it."""

    spec: dict[str, Any]
    alt: str
    heading: str = ""
    caption: str = ""


def charts(app: AppTest) -> list[Drawn]:
    """Give the charts in the order of the page, those in three dimensions last."""
    found = []
    for element in app.get("bidi_component"):
        if element.proto.component_name == "charts":
            for one in json.loads(element.proto.bytes)["charts"]:
                spec = {"data": one["data"], "layout": one["layout"]}
                found.append(Drawn(spec, one["alt"], one["heading"], one["caption"]))
    scenes = app.get("plotly_chart")
    return found + [Drawn(json.loads(each.proto.spec), each.proto.alt) for each in scenes]


def specs(app: AppTest) -> list[dict[str, Any]]:
    """Give the charts' figures alone."""
    return [drawn.spec for drawn in charts(app)]


def alts(app: AppTest) -> list[str]:
    """Give what the charts say to who cannot see them."""
    return [drawn.alt for drawn in charts(app)]


def headings(app: AppTest) -> list[str]:
    """Give the headings of a page's panels: Streamlit's own, then those of charts."""
    own = [str(heading.value) for heading in app.subheader]
    return own + [drawn.heading for drawn in charts(app) if drawn.heading]
