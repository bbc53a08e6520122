"""Prints how much of each section's main figure one screen shows together with the stage's rows.

Run ``python -m tests.benchmarks.one_screen [page …]``; ``--smallest`` looks at one page and size.
"""

import shutil

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.arguments import parser
from tests.browser.conftest import QUIET, SYSTEM_BROWSERS
from tests.browser.support.one_screen import (
    CLASSES,
    SIZES,
    WITH_STAGE,
    Seen,
    resize,
    section_of,
    sections,
)
from tests.browser.support.painted import visit
from tests.browser.support.server import Server


def share(seen: Seen) -> str:
    """Write a share in percent; a mark says that rows are missing from the window."""
    if seen.figure < 0:
        return "none"
    lost = "!" if seen.whole < seen.rows else ""
    return f"{100 * seen.figure:.0f}{lost}"


def table(page: Page, url: str, paths: tuple[str, ...], sizes: tuple[tuple[int, int], ...]) -> None:
    """Print one line a section: its shares for 4 and 10 classes at every size."""
    columns = [f"{w}x{h}/{k}" for w, h in sizes for k in CLASSES]
    print(f"{'page · section':<34}" + "".join(f"{column:>13}" for column in columns))
    for path in paths:
        page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
        links = list(sections(page, f"{url}/{path}?{CLASSES[4]}"))
        for link in links:
            found = {}
            for k, query in CLASSES.items():
                page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
                wanted = link.replace(CLASSES[4], query)
                visit(page, wanted)
                for size in sizes:
                    found[size, k] = resize(page, size)
            shares = [share(found[size, k]) for size in sizes for k in CLASSES]
            name = f"{path or 'playground'} · {section_of(link)}"
            print(f"{name:<34}" + "".join(f"{each:>13}" for each in shares), flush=True)


def main() -> None:
    read = parser(__doc__)
    read.add_argument("pages", nargs="*", help="which pages; all by default")
    given = read.parse_args()
    quick, asked = given.smallest, given.pages
    paths = tuple(path for path in WITH_STAGE if not asked or (path or "playground") in asked)
    system = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    with Server() as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=[*QUIET])
        page = browser.new_page()
        print("% of the main figure's height in the window on opening; ! = not with all rows")
        table(page, lab.url, paths[:1] if quick else paths, SIZES[:1] if quick else SIZES)
        browser.close()


if __name__ == "__main__":
    main()
