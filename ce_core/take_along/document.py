"""Write a page that needs no server: one HTML file, or a page of a folder with shared files."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from ce_core import asset_files
from ce_core.component_parts import stage_css, stage_html
from ce_core.figures.charts_message import charts_message
from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.scenario_query import to_query
from ce_core.stage_messages import scenario_for_stage
from ce_core.take_along.contents import PAGES, Contents, Part, drawn_scenarios
from ce_core.take_along.derivation import OpenDerivation, derivation_html, quotient_rule
from ce_core.take_along.scripts import (
    PLOTLY,
    allowed,
    inline,
    packed,
    page_script,
    page_style,
)
from ce_core.take_along.settings import Settings, settings_query

LAB = "Softmax & Cross-Entropy Lab"
PLOTLY_FILE, PAGE_FILE, STYLE_FILE = "plotly.js", "page.js", "page.css"
OPEN_APP = "Open in the app"
THEMES: tuple[Theme, Theme] = ("light", "dark")


@dataclass(frozen=True)
class Shared:
    """Where a page of a folder finds what it shares with the others.

    Parameters
    ----------
    folder
        Address of the shared files, relative to the page, with a slash at its end.
    pages
        Title of every page by its address relative to this one.
    """

    folder: str
    pages: Mapping[str, str]


def _json(data: Any) -> str:
    """Write JSON that cannot end the script that holds it, NumPy's numbers included."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, default=lambda v: v.tolist())
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def page_html(
    name: str,
    scenario: Scenario,
    *,
    app: str = "",
    section: str = "",
    settings: Settings | None = None,
    derivation: OpenDerivation | None = None,
    shared: Shared | None = None,
) -> str:
    """Write a page.

    Parameters
    ----------
    name
        One of :data:`ce_core.take_along.contents.PAGES`.
    scenario
        What it shows when it is opened without a state in its address.
    app
        Address of the app, for a link that leads back; without it there is no such link.
    section
        The app's section that is open: what the file has of it stands first.
    settings
        What is set in its sections; as the app begins if none are given.
    derivation
        The derivation that is open; the two-class one by the quotient rule if none is given.
    shared
        For a page of a folder. Without it everything stands in the file.

    Raises
    ------
    ValueError
        If there is no such page, or ``app`` is not an address for a link.
    """
    if name not in PAGES:
        raise ValueError(f"The page is {name!r}; expected one of {', '.join(PAGES)}.")
    if app and not re.fullmatch(r"https?://[^\s\"'<>?#]+", app):
        raise ValueError("The app's address must begin with http:// or https://, without ? or #.")
    page, settings = PAGES[name], settings or Settings()
    parts = page.shown(scenario, first=section)
    style, scripts, policy = _files(shared, with_charts=bool(parts))
    title = f"{page.title} · {LAB}"
    stage = inline("style", asset_files.compact(stage_css())) + stage_html()
    more = _query(settings_query(settings))
    saved = _json({"scenario": scenario_for_stage(scenario), "form": page.form, "more": more})
    drawings = _drawings(name, scenario, section, settings.fixed(scenario))
    drawn = f'<script type="text/plain" id="drawings">{drawings}</script>\n' if parts else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="icon" href="data:,">\n{style}\n</head>\n'
        "<body>\n"
        f"{_header(page, _State(scenario, settings, section), app, shared)}<main>\n"
        f'<div id="stage"></div>\n{_below(page, scenario, parts, section, settings, derivation)}\n'
        "</main>\n"
        f'<template id="stage-parts">{stage}</template>\n'
        f'<script type="application/json" id="saved">{saved}</script>\n'
        f"{drawn}{scripts}\n</body>\n</html>\n"
    )


def _below(
    page: Contents,
    scenario: Scenario,
    parts: list[Part],
    section: str,
    settings: Settings,
    derivation: OpenDerivation | None,
) -> str:
    """Write what stands below the panel: charts and the derivation, the open section first."""
    first = page.derives or section in page.derivation_sections
    shown = derivation or quotient_rule(scenario, whole=page.derives)
    why = derivation_html(shown, unfolded=first)
    charts = "".join(_section(part, part.note(settings)) for part in parts)
    return f"{why}{charts}" if first else f"{charts}{why}"


def _files(shared: Shared | None, *, with_charts: bool) -> tuple[str, str, str]:
    """Give what brings the styles and the scripts, and the policy that lets nothing else in."""
    if shared is None:
        style = inline("style", page_style())
        library = f'<script type="text/plain" id="plotly">{packed(PLOTLY.read_bytes())}</script>\n'
        scripts = (library if with_charts else "") + inline("script", page_script())
        texts = [page_script(), *([PLOTLY.read_text("utf-8")] if with_charts else [])]
        return style, scripts, _policy(" ".join(map(allowed, texts)), "'unsafe-inline'")
    style = f'<link rel="stylesheet" href="{shared.folder}{STYLE_FILE}">'
    files = [*([PLOTLY_FILE] if with_charts else []), PAGE_FILE]
    scripts = "\n".join(f'<script src="{shared.folder}{file}"></script>' for file in files)
    return style, scripts, _policy("'self'", "'self' 'unsafe-inline'")


def _policy(scripts: str, styles: str) -> str:
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@dataclass(frozen=True)
class _State:
    """What a link back to the app says."""

    scenario: Scenario
    settings: Settings
    section: str


def _query(query: Mapping[str, list[str]]) -> str:
    return urlencode(query, doseq=True, safe=",")


def _header(page: Contents, state: _State, app: str, shared: Shared | None) -> str:
    query = escape(_query(to_query(state.scenario)))
    links = []
    if shared is not None:
        links += [(f"{escape(at)}#", "", escape(title)) for at, title in shared.pages.items()]
    if app:
        section = {"section": [state.section]} if state.section else {}
        more = _query({**settings_query(state.settings), **section})
        at = f"{escape(app.rstrip('/'))}/{page.path}?"
        links.append((at, escape(f"&{more}") if more else "", OPEN_APP))
    items = "".join(
        f'<li><a href="{to}{query}{more}" data-to="{to}" data-more="{more}">{words}</a></li>'
        for to, more, words in links
    )
    nav = f'<nav aria-label="Pages"><ul>{items}</ul></nav>' if items else ""
    return (
        f"<header><h1>{escape(page.title)}</h1>{nav}"
        '<button type="button" id="theme">Dark colours</button></header>\n'
    )


def _section(part: Part, note: str) -> str:
    said = f"<p>{escape(note)}</p>" if note else ""
    return (
        f"<section><h2>{escape(part.title)}</h2>{said}"
        '<div class="charts-room"><div class="charts"></div></div>'
        '<p class="waits" role="status"></p></section>\n'
    )


@lru_cache(maxsize=32)
def _drawings(name: str, scenario: Scenario, section: str, settings: Settings) -> str:
    """Draw the charts of a page at each of the scenarios that a file holds them for, packed."""
    drawn = []
    for each in drawn_scenarios(scenario):
        charts = [
            _drawing(part, each, settings) if each.n_classes >= part.least_classes else None
            for part in PAGES[name].shown(scenario, first=section)
        ]
        drawn.append({"scenario": scenario_for_stage(each), "charts": charts})
    return packed(_json(drawn).encode())


def _drawing(part: Part, scenario: Scenario, settings: Settings) -> dict[str, Any]:
    light, dark = (
        json.loads(_json(charts_message(part.charts(scenario, theme, settings), part.columns)))
        for theme in THEMES
    )
    light["sameAxis"] = dark["sameAxis"] = part.same_axis
    for n in part.standing(settings):
        light["charts"][n]["stands"] = dark["charts"][n]["stands"] = True
    # Their words name the strongest other class, which a move can make another one.
    rival = any(re.search(r'"(?:rival|pair)', _json(chart["live"])) for chart in light["charts"])
    return {"light": light, "dark": [*_differences(light, dark)], "rival": rival}


def _differences(one: Any, other: Any, *path: str | int) -> Iterator[tuple[list[str | int], Any]]:
    """Give each place at which ``other`` says something else, and what it says."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _differences(one[key], other[key], *path, key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for k, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differences(left, right, *path, k)
    elif one != other:
        yield [*path], other
