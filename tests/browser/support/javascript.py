"""Calls the browser's pure modules, exactly as shipped, in a page without server or network."""

from pathlib import Path
from typing import Any

import streamlit
from playwright.sync_api import Page, Route

from ce_core.ui.shell import assets

ASSETS = Path(__file__).parents[3] / "assets"
KATEX = Path(streamlit.__file__).parent / "static" / "static" / "js"
ORIGIN = "http://stage.test"


def serve_from_repository(route: Route) -> None:
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if name == "shared/limits.js":  # what Python puts before the joined modules
        text = f"export {assets.script([])}"
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")
    elif name == "katex.js":  # the very typesetter of the app's pages
        (found,) = KATEX.glob("katex.*.js")
        route.fulfill(path=found, content_type="text/javascript; charset=utf-8")
    elif name.endswith(".js"):
        text = (ASSETS / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")


def call_each(modules: Page, module: str, function: str, calls: list[Any]) -> list[Any]:
    """Call an exported function once for each list of arguments."""
    answers: list[Any] = modules.evaluate(
        """async ([module, name, calls]) => {
            const found = (await import(`/${module}`))[name];
            return calls.map((call) => found(...call));
        }""",
        [module, function, calls],
    )
    return answers
