"""Takes the README's pictures: ``python -m tests.browser.support.screenshots``."""

import shutil
from typing import Literal

from playwright.sync_api import ViewportSize, sync_playwright

from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.driver import Stage
from tests.browser.support.server import ROOT, Server

PICTURES: dict[str, tuple[str, Literal["light", "dark"]]] = {
    "low-cost": ("/?z=1,3,5,7&y=3", "light"),
    "high-cost": ("/?z=1,-9,4,8&y=1", "light"),
    "high-cost-dark": ("/?z=1,-9,4,8&y=1", "dark"),
}
SIZE = ViewportSize(width=1280, height=800)


def main() -> None:
    """Save every picture in assets/screenshots."""
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
        for name, (link, scheme) in PICTURES.items():
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            Stage(page, server.url + link).wait_for_frame()
            page.evaluate("document.fonts.ready")
            page.screenshot(path=ROOT / "assets" / "screenshots" / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
