"""Server time of a rerun of every page after a drag: ``python -m tests.benchmarks.pages``.

Processor time of one run of the page's own file with logits that no cache has seen, by AppTest,
and its ratio to a page that holds the stage and one chart. Name pages as arguments to measure
only those; ``--profile`` lists what the time went to.
"""

import cProfile
import pstats
import re
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from ce_core.scenario import DEFAULT_SCENARIO, Scenario, one_hot_scenario
from tests.benchmarks.arguments import parser
from tests.pages.opened import moved

ROOT = Path(__file__).parents[2]
PAGES = re.findall(r'st\.Page\("pages/(\w+)\.py"', (ROOT / "app.py").read_text(encoding="utf-8"))
DRAGS = 20
TEN = one_hot_scenario((1, 3, 5, 7, 2, 0, -1, 4, -3, 6), 3)


def sections(name: str) -> list[str]:
    """What a link calls the sections of a page; one without a name for a page with one."""
    text = (ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8")
    found = re.findall(r'Section\(\s*"([\w-]+)"', text)
    return found if len(found) > 1 else [""]


def one_chart() -> None:
    from ce_core.figures.gradient.bars import gradient_bars
    from ce_core.ui.components import chart
    from ce_core.ui.components.stage import stage
    from ce_core.ui.session import scenario_state
    from ce_core.ui.shell import page
    from ce_core.ui.shell.sections import Section

    def bars() -> None:
        chart.show("gradient_bars", gradient_bars(scenario_state.scenario(), page.theme()))

    page.show("One chart", [Section("bars", "Bars", bars)], stage=stage)


def dragged(scenario: Scenario, k: int) -> Scenario:
    return replace(scenario, logits=(scenario.logits[0] + k / 10, *scenario.logits[1:]))


def opened(app: AppTest, section: str = "") -> AppTest:
    app.session_state["app_has_run"] = True
    if section:
        app.query_params["section"] = section
    return app.run()


def rerun_ms(app: AppTest, scenario: Scenario, drags: int) -> float:
    spent = []
    for k in range(1, drags + 1):
        moved(app, dragged(scenario, k))
        start = time.process_time()
        app.run()
        spent.append(1000 * (time.process_time() - start))
    if app.exception:
        raise RuntimeError(f"the page failed: {app.exception[0].message}")
    return median(spent)


def profiled(app: AppTest) -> None:
    """Print what one run spends its time on; AppTest runs a page in a thread of its own."""
    profile = cProfile.Profile()
    moved(app, dragged(DEFAULT_SCENARIO, -1))
    threading.setprofile(lambda *_: profile.enable())
    app.run()
    threading.setprofile(None)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(r"ce_core|pages|elements", 45)


def main() -> None:
    read = parser(__doc__)
    read.add_argument("pages", nargs="*", default=PAGES, help="which pages; all by default")
    read.add_argument("--profile", action="store_true", help="list what the time went to")
    given = read.parse_args()
    drags = 1 if given.smallest else DRAGS
    pages = given.pages[:1] if given.smallest else given.pages
    plain = opened(AppTest.from_function(one_chart, default_timeout=60))
    base = rerun_ms(plain, DEFAULT_SCENARIO, drags)
    print(f"{'processor time of a rerun, ms (median)':48}{'4 classes':>10}{'10':>8}{'ratio':>8}")
    print(f"{'one chart':48}{base:10.1f}{rerun_ms(plain, TEN, drags):8.1f}{1.0:8.1f}")
    for name in pages:
        for section in sections(name):
            page = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
            app = opened(page, section)
            few, many = rerun_ms(app, DEFAULT_SCENARIO, drags), rerun_ms(app, TEN, drags)
            title = ", ".join(filter(None, [name, section]))
            print(f"{title:48}{few:10.1f}{many:8.1f}{few / base:8.1f}")
            if given.profile:
                profiled(app)


if __name__ == "__main__":
    main()
