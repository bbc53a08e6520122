"""How soon everything that Python draws is right on the screen once the hand has let go.

Run ``python -m tests.benchmarks.after_rest``. On each page with a stage a logit is dragged and
released; the clock runs from the release to the frame after the last change that follows.
"""

import shutil
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.arguments import smallest
from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.driver import Stage
from tests.browser.support.server import Server

PULLS = 7
SETTLED_MS = 1500
PAGES = ("", "derivation", "cost_curves", "derivative", "two_classes", "stability", "descent")

# The drag itself changes only the stage, whose parts are in a shadow tree of their own.
WATCH = """() => {
    const record = (window.answer = { released: 0, changed: 0 });
    window.addEventListener('pointerup', () => { record.released = performance.now(); }, true);
    new MutationObserver(() => {
        requestAnimationFrame(() => { record.changed = performance.now(); });
    }).observe(document.querySelector('[data-testid=stMain]'),
               { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def pulls(page: Page, start: Callable[[], tuple[float, float]], count: int) -> list[float]:
    """Drag from ``start`` and let go, several times; give the milliseconds until all was drawn."""
    page.evaluate(WATCH)
    took = []
    for number in range(count):
        x, y = start()
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + (24 if number % 2 else -24), y, steps=6)
        page.evaluate("window.answer.changed = 0")
        page.mouse.up()
        page.wait_for_timeout(SETTLED_MS)
        took.append(page.evaluate("window.answer.changed - window.answer.released"))
    return took[1:]  # the first one loads what the page had not needed before


def main() -> None:
    quick = smallest(__doc__)
    pages, count = (PAGES[:1], 2) if quick else (PAGES, PULLS)
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    with Server() as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        print("ms from letting go until the last change on the page, median and worst")
        for path in pages:
            stage = Stage(page, f"{lab.url}/{path}")
            page.wait_for_timeout(SETTLED_MS)
            took = pulls(page, lambda stage=stage: stage.centre("logit-0"), count)
            print(f"{path or 'playground':<14} {median(took):6.0f} {max(took):6.0f}")
        browser.close()


if __name__ == "__main__":
    main()
