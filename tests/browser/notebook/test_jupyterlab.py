"""The panel in a real JupyterLab: the hand's number reaches Python, and Python's the panel."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ce_core import cross_entropy
from ce_core.notebook_file import code_cell, notebook_file
from tests.browser.support.driver import _LOOK, Look
from tests.browser.support.server import ROOT, START_DEADLINE, free_port
from tests.browser.support.watched import LOOPBACK, PATIENCE_MS

pytest.importorskip("jupyterlab")

PRESSES = 10
CELLS = (
    "from IPython.display import display\n"
    "from ipywidgets import Label\n"
    "from ce_core.notebook import Stage\n"
    "stage, told = Stage([1, 3, 5, 7], 3), Label('nothing yet')\n"
    "stage.observe(lambda change: setattr(told, 'value', repr(change.new)), 'cost')\n"
    "display(told, stage)",
    "print(list(stage.logits), stage.target, stage.cost)",
    "stage.logits = [1, -9, 4, 8]; stage.target = 1",
    "print(stage.cost)",
)


class Lab:
    """``jupyter lab`` on a loopback port, with settings and kernels of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": str(port),
            "ServerApp.port_retries": "0",
            "ServerApp.open_browser": "False",
            "ServerApp.allow_root": "True",
            "ServerApp.root_dir": str(folder),
            "IdentityProvider.token": "",
            "LabApp.news_url": "",
        }
        own = {
            name: str(folder / ".own" / name)
            for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        }
        with (folder / "lab.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "jupyterlab",
                    *(f"--{name}={value}" for name, value in options.items()),
                ],
                env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )

    def wait_until_up(self) -> None:
        retries = START_DEADLINE * 10
        for _ in range(retries):
            assert self.process.poll() is None, (self.folder / "lab.log").read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.url}/api", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                try:
                    self.process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        raise AssertionError("JupyterLab does not answer")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    cells = [code_cell(source) for source in CELLS]
    (tmp_path / "panel.ipynb").write_text(notebook_file(cells), "utf-8")
    running = Lab(tmp_path)
    try:
        running.wait_until_up()
        yield running
    finally:
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    found = context.new_page()
    strange: list[str] = []
    found.on(
        "request",
        lambda request: None if LOOPBACK.match(request.url) else strange.append(request.url),
    )
    found.on("pageerror", lambda error: strange.append(str(error)))
    yield found
    context.close()
    assert strange == []


def wait_for_kernel(page: Page) -> None:
    """Wait for a kernel that listens: its name is there before, a cell run then is dropped."""
    expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")


def run_cell(page: Page, number: int) -> Locator:
    """Run a cell as a person does, and give what it printed or shows."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    editor = cell.locator(".cm-content")
    not_run = cell.locator(".jp-InputArea-prompt").get_by_text("[ ]:", exact=True)
    # JupyterLab shows [*] at once for a cell that it runs, and drops one whose kernel only begins
    # to listen, sometimes after it was called idle: a person runs it again.
    for _ in range(PRESSES):
        wait_for_kernel(page)
        editor.click()
        expect(editor).to_be_focused()
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(1000)
        if not not_run.count():
            break
    expect(cell.locator(".jp-InputArea-prompt")).to_have_text(f"[{number + 1}]:")
    return cell.locator(".jp-OutputArea-output")


def look(page: Page) -> Look:
    return Look.of(page.get_by_test_id("stage").evaluate(_LOOK))


def test_hand_and_python_move_the_same_panel(lab: Lab, page: Page) -> None:
    page.goto(f"{lab.url}/lab/tree/panel.ipynb")
    page.locator(".jp-Notebook .jp-CodeCell").nth(3).wait_for(timeout=4 * PATIENCE_MS)
    run_cell(page, 0)
    handle = page.get_by_test_id("logit-3")
    handle.wait_for()
    assert look(page).logits == (1, 3, 5, 7)
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=6)
    page.mouse.up()
    seen = look(page)
    assert seen.logits[3] < 7
    assert seen.cost == pytest.approx(float(cross_entropy(seen.logits, 3)), rel=1e-12)
    told = page.locator(".jp-OutputArea-output .widget-label")  # what Python hears of the cost
    expect(told).not_to_have_text("nothing yet")
    assert float(told.inner_text()) == pytest.approx(seen.cost, rel=1e-12)
    logits, _, rest = run_cell(page, 1).inner_text().partition("] ")
    assert tuple(json.loads(f"{logits}]")) == seen.logits
    assert rest.split() == ["3", told.inner_text()]
    run_cell(page, 2)
    expect(page.get_by_test_id("cost")).to_have_text("17.0")
    assert look(page).logits == (1, -9, 4, 8)
    assert float(run_cell(page, 3).inner_text()) == pytest.approx(look(page).cost, rel=1e-12)
