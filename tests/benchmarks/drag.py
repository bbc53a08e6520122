"""How live a drag is: painted costs a second and move-to-paint, against Streamlit's own slider.

Run ``python -m tests.benchmarks.drag``. All pages run in one go on one machine, so their ratio
says more than any number alone. All are driven alike, at 1280 × 720: the pointer moves 60 times a
second for 2 s with the button held. The limit is a static page that draws the same curves in plain
SVG; each section with live marks is measured, and its ratio to that limit printed.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.benchmarks.arguments import smallest
from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.driver import READY, Stage
from tests.browser.support.live_sections import SECTIONS
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

# A page of its own with one handle, the four bars of ŷ − y, −log ŷ and the cost along each logit.
STATIC = """<!doctype html><title>static</title><body style="margin:0">
<p id="cost"></p><div id="handle" role="slider" style="position:absolute;left:600px;top:60px;
width:20px;height:20px;background:navy"></div>
<svg width="1280" height="600" style="margin-top:60px"></svg>
<script type="module">
const svg = document.querySelector('svg');
const make = (tag) => svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', tag));
const bars = [0, 1, 2, 3].map(() => make('rect'));
const curves = [0, 1, 2, 3].map(() => make('path'));
const point = make('circle');
const soft = (z) => {
    const powers = z.map((v) => Math.exp(v - Math.max(...z)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((v) => v / sum);
};
const costOf = (z) => -Math.log(soft(z)[3]);
const z = [1, 3, 5, 7];
let asked = 0;
function paint() {
    asked = 0;
    const p = soft(z);
    document.querySelector('#cost').textContent = String(costOf(z));
    p.forEach((each, j) => {
        const gradient = each - (j === 3);
        bars[j].setAttribute('x', String(300 + Math.min(0, 250 * gradient)));
        bars[j].setAttribute('y', String(30 * j));
        bars[j].setAttribute('height', '20');
        bars[j].setAttribute('width', String(Math.abs(250 * gradient)));
        let d = '';
        for (let n = 0; n < 49; n += 1) {
            const moved = z.with(j, z[j] - 6 + n / 4);
            d += `${n ? 'L' : 'M'}${620 + 12 * n},${400 - 20 * costOf(moved)}`;
        }
        curves[j].setAttribute('d', d);
    });
    point.setAttribute('r', '6');
    point.setAttribute('cx', String(40 + 500 * p[3]));
    point.setAttribute('cy', String(500 - 20 * costOf(z)));
}
const handle = document.querySelector('#handle');
handle.addEventListener('pointerdown', ({ pointerId }) => handle.setPointerCapture(pointerId));
handle.addEventListener('pointermove', ({ clientX }) => {
    z[3] = 7 + (clientX - 610) / 20;
    asked ||= requestAnimationFrame(paint);
});
paint();
</script>"""

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
    thread_ms: float
    """Processor time of the page's one thread: what it says does not depend on the neighbours."""

    def report(self, name: str) -> str:
        line = (
            f"{name:<34} moves/s {self.moves / self.seconds:5.1f}   "
            f"frames/s {self.frames / self.seconds:5.1f}   "
            f"distinct painted costs/s {self.painted / self.seconds:5.1f}   "
        )
        if len(self.delays) < 2:
            return line + "move-to-paint: nothing was painted before release"
        line += f"page's CPU {self.thread_ms / self.painted:4.1f} ms a painted frame; "
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
    session.send("Performance.enable")
    thread_time = _thread_time(session)
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
    thread_time = _thread_time(session) - thread_time
    page.mouse.up()
    return Drag(
        took,
        seen["moves"],
        seen["frames"],
        len({*seen["painted"]}),
        seen["delays"],
        seen["work"],
        1e3 * thread_time,
    )


def _thread_time(session: CDPSession) -> float:
    """Give the seconds that the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "ThreadTime")


def drag_stage(page: Page, url: str, seconds: float) -> Drag:
    stage = Stage(page, url)
    host = stage.root.evaluate_handle("(stage) => (window.stageUnderTest = stage)")
    host.dispose()
    read = "() => window.stageUnderTest.querySelector('[data-testid=cost]').dataset.value"
    return drag(page, stage.centre("logit-3"), read, seconds)


def drag_section(path: str, section: str) -> Callable[[Page, str, float], Drag]:
    """Drag beside one section's charts."""

    def run(page: Page, url: str, seconds: float) -> Drag:
        page.goto(f"{url}{path}?section={section}")
        page.wait_for_function(
            "document.querySelector('.js-plotly-plot') && !document.querySelector("
            "'.chart:first-child[data-waits]')"
        )
        return drag_stage(page, page.url, seconds)

    return run


def drag_derivation(page: Page, url: str, seconds: float) -> Drag:
    """Drag beside a derivation: the column of values, and the numbers in the open line."""
    page.goto(f"{url}/derivation?road=k-class")
    page.locator(".st-key-derivation_lines tbody tr:last-child .katex-html").first.wait_for()
    return drag_stage(page, page.url, seconds)


def drag_static(page: Page, _: str, seconds: float) -> Drag:
    page.set_content(STATIC)
    return drag(page, (610, 70), "() => document.querySelector('#cost').textContent", seconds)


def drag_slider(page: Page, url: str, seconds: float) -> Drag:
    page.goto(url)
    page.locator(READY).wait_for(state="attached")
    page.locator(".js-plotly-plot").wait_for()
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return drag(page, centre, "() => document.querySelector('#cost').textContent", seconds)


def main() -> None:
    smallest_run = smallest(__doc__)
    seconds = 0.2 if smallest_run else SECONDS
    sections = [(path, name) for path, names in SECTIONS.items() for name in names]
    if smallest_run:
        sections = sections[:1]
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
        print(f"{MOVES_PER_SECOND} moves a second for {seconds:g} s, Chromium {browser.version}")

        def measure(name: str, url: str, work: Callable[[Page, str, float], Drag]) -> Drag:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            found = work(page, url, seconds)
            page.close()
            print(found.report(name))
            return found

        limit = measure("static page, plain SVG: the limit", "", drag_static)
        with Server() as server:
            works = {f"{path} · {name}": drag_section(path, name) for path, name in sections}
            if not smallest_run:
                works["/derivation"] = drag_derivation
            for name, work in works.items():
                found = measure(name, server.url, work)
                ratio = (found.painted / found.seconds) / (limit.painted / limit.seconds)
                print(f"{'':<34} {ratio:.2f} of the static page's painted frames")
        (Path(folder) / "stock.py").write_text(STOCK, "utf-8")
        with Server(Path(folder) / "stock.py") as server:
            measure("stock st.slider + st.plotly_chart", server.url, drag_slider)
        browser.close()


if __name__ == "__main__":
    main()
