"""How soon a page shows its first picture, against a Streamlit page with one chart and no more.

Run ``python -m tests.benchmarks.first_picture``. Both are opened in turn in the same run, by a
browser that has been there before (files in its cache) and by one that has not; so the ratio says
more than either number alone.
"""

import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.arguments import smallest
from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.driver import READY
from tests.browser.support.server import ROOT, Server

VISITS = 3
PATIENCE_MS = 60_000

ONE_CHART = """
import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Bar(y=[0.002, 0.016, 0.117, 0.865])))
"""
# A stage, a chart or a formula: whatever a page has to look at.
WORDS_ONLY = ("help", "check_mine")
PICTURE = "[data-testid=stage], .js-plotly-plot .main-svg, .katex"


def first_picture(page: Page, url: str) -> float:
    """Open ``url``; give the milliseconds until the frame after a picture is there to see."""
    page.goto(url, wait_until="commit")
    seen = page.locator(PICTURE).filter(visible=True).first
    seen.wait_for(timeout=PATIENCE_MS)
    took: float = seen.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => done(performance.now())))"
    )
    page.locator(READY).wait_for(state="attached")
    return took


def visits(browser: Browser, places: dict[str, str], count: int) -> dict[str, list[list[float]]]:
    """Visit every place in turn; per place, the times of new and of returning browsers."""
    times: dict[str, list[list[float]]] = {name: [[], []] for name in places}
    for _ in range(count):
        for name, url in places.items():
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            for kind in (0, 1):
                page = context.new_page()
                times[name][kind].append(first_picture(page, url))
                page.close()
            context.close()
    return times


def main() -> None:
    quick = smallest(__doc__)
    count = 1 if quick else VISITS
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    every = {path.stem for path in (ROOT / "pages").glob("*.py")}
    pages = sorted(every - {"playground", *WORDS_ONLY})
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "one_chart.py"
        script.write_text(ONE_CHART, "utf-8")
        with Server(script) as plain, Server() as lab:
            browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
            places = {"one chart": plain.url}
            places |= {"playground": lab.url}
            if not quick:
                places |= {page: f"{lab.url}/{page}" for page in pages}
            visits_of = visits(browser, places, count)
            browser.close()
    base = [median(times) for times in visits_of["one chart"]]
    print(f"Median of {count} visit(s), ms until the first picture, and × that of one chart")
    print(f"{'page':<14} {'new browser':>18} {'returning':>18}")
    for name, kinds in visits_of.items():
        cells = (
            f"{median(times):9.0f} {median(times) / one:7.2f} ×"
            for times, one in zip(kinds, base, strict=True)
        )
        print(f"{name:<14} {' '.join(cells)}")


if __name__ == "__main__":
    main()
