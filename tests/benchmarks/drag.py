"""How live a drag is: painted costs a second and move-to-paint, against Streamlit's own slider.

Run ``python -m tests.benchmarks.drag``. Both pages run in one go on one machine, so their ratio
says more than either number alone. Both are driven alike: the pointer moves 60 times a second
for 2 s with the button held.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.arguments import smallest
from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.driver import READY, Stage
from tests.browser.support.server import Server

MOVES_PER_SECOND = 60
SECONDS = 2
PULL = 150  # px to the left

# The same four logits with what Streamlit has in stock.
STOCK = """
import math

import plotly.graph_objects as go
import streamlit as st

z = st.slider("z", -10.0, 10.0, 7.0, 0.01)
powers = [math.exp(v) for v in (1, 3, 5, z)]
shares = [power / sum(powers) for power in powers]
cost = -math.log(shares[3])
st.markdown(f"<p id='cost'>{cost!r}</p>", unsafe_allow_html=True)
st.plotly_chart(go.Figure(go.Bar(y=shares), layout={"title": {"text": f"cost {cost!r}"}}))
"""

# Counts a frame when the text of the cost at its end is another than in the frame before, and
# times it from the latest pointer move that the page had seen.
WATCH = """(read) => {
    const costs = () => read();
    const record = (window.drag = { frames: 0, moves: 0, painted: [], delays: [], work: [] });
    let moved = null;
    let told = null;
    window.addEventListener('pointermove', (event) => {
        record.moves += 1;
        moved ??= event.timeStamp;
        told ??= performance.now();
    }, { capture: true });
    const channel = new MessageChannel();
    let last = costs();
    channel.port1.onmessage = () => {
        // A task after the frame's callbacks runs once the frame has been handed over.
        record.frames += 1;
        const now = costs();
        if (now !== last) {
            record.painted.push(now);
            if (moved !== null) {
                record.delays.push(performance.now() - moved);
                record.work.push(performance.now() - told);
            }
            moved = told = null;
            last = now;
        }
    };
    const tick = () => {
        channel.port2.postMessage(0);
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""


@dataclass(frozen=True)
class Drag:
    """What was seen while the button was down."""

    seconds: float
    moves: int
    frames: int
    painted: int
    delays: list[float]
    work: list[float]

    def report(self, name: str) -> str:
        line = (
            f"{name:<34} moves/s {self.moves / self.seconds:5.1f}   "
            f"frames/s {self.frames / self.seconds:5.1f}   "
            f"distinct painted costs/s {self.painted / self.seconds:5.1f}   "
        )
        if len(self.delays) < 2:
            return line + "move-to-paint: nothing was painted before release"
        spans = {"move-to-paint": self.delays, "in its frame": self.work}
        return line + "; ".join(
            f"{name} p50 {median(span):4.1f} ms, p95 {quantiles(span, n=20)[-1]:4.1f} ms"
            for name, span in spans.items()
        )


def drag(page: Page, start: tuple[float, float], read: str, seconds: float) -> Drag:
    """Hold the pointer at ``start`` and pull it left at an even pace."""
    x, y = start
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"({WATCH})({read})")
    session = page.context.new_cdp_session(page)
    moves = round(MOVES_PER_SECOND * seconds)
    began = time.perf_counter()
    for step in range(1, moves + 1):
        due = began + step / MOVES_PER_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        session.send(
            "Input.dispatchMouseEvent",
            {
                "type": "mouseMoved",
                "x": x - PULL * step / moves,
                "y": y,
                "button": "left",
                "buttons": 1,
            },
        )
    took = time.perf_counter() - began
    seen = page.evaluate("window.drag")
    page.mouse.up()
    return Drag(
        took,
        seen["moves"],
        seen["frames"],
        len({*seen["painted"]}),
        seen["delays"],
        seen["work"],
    )


def drag_stage(page: Page, url: str, seconds: float) -> Drag:
    stage = Stage(page, url)
    host = stage.root.evaluate_handle("(stage) => (window.stageUnderTest = stage)")
    host.dispose()
    read = "() => window.stageUnderTest.querySelector('[data-testid=cost]').dataset.value"
    return drag(page, stage.centre("logit-3"), read, seconds)


def drag_slider(page: Page, url: str, seconds: float) -> Drag:
    page.goto(url)
    page.locator(READY).wait_for(state="attached")
    page.locator(".js-plotly-plot").wait_for()
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return drag(page, centre, "() => document.querySelector('#cost').textContent", seconds)


def main() -> None:
    seconds = 0.2 if smallest(__doc__) else SECONDS
    runs: list[tuple[str, Path | None, Callable[[Page, str, float], Drag]]] = [
        ("the playground's stage", None, drag_stage),
        ("stock st.slider + st.plotly_chart", Path("stock.py"), drag_slider),
    ]
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
        print(f"{MOVES_PER_SECOND} moves a second for {seconds:g} s, Chromium {browser.version}")
        for name, file, work in runs:
            if file is not None:
                (Path(folder) / file).write_text(STOCK, "utf-8")
            with Server(Path(folder) / file) if file else Server() as server:
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                print(work(page, server.url, seconds).report(name))
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
