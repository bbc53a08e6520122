"""Write all pages into a folder that any static host serves, with shared files written once."""

from pathlib import Path

from ce_core.scenario import Scenario
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import PAGE_FILE, PLOTLY_FILE, STYLE_FILE, Shared, page_html
from ce_core.take_along.scripts import PLOTLY, page_script, page_style

FOLDER = "shared/"


def write_site(folder: Path, scenario: Scenario, *, app: str = "") -> None:
    """Write a page each; the playground is ``index.html``.

    Parameters
    ----------
    folder
        Made where it is not there; files of the same names are overwritten.
    scenario, app
        As in :func:`ce_core.take_along.document.page_html`.
    """
    addresses = {name: _address(name) for name in PAGES}
    shared = Shared(FOLDER, {addresses[name]: page.title for name, page in PAGES.items()})
    files = {addresses[name]: page_html(name, scenario, app=app, shared=shared) for name in PAGES}
    files |= {
        f"{FOLDER}{PLOTLY_FILE}": PLOTLY.read_text("utf-8"),
        f"{FOLDER}{PAGE_FILE}": page_script(),
        f"{FOLDER}{STYLE_FILE}": page_style(),
    }
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _address(name: str) -> str:
    return "index.html" if name == "playground" else f"{name}.html"
