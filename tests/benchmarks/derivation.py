"""How long the Derivation page takes on the server after a drag: ``python -m ….derivation``."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from ce_core.scenario import DEFAULT_SCENARIO, Scenario, one_hot_scenario
from ce_core.symbolic.expression.notation import Notation
from ce_core.ui.formulas.routes import method
from ce_core.ui.formulas.table import Look, chain_table
from tests.benchmarks.arguments import smallest
from tests.pages.opened import moved

APP = str(Path(__file__).parents[2] / "app.py")
LOOK = Look(Notation(), "light")
SIX = one_hot_scenario((1, 3, 5, 7, 2, 0), 3)
DRAGS = 15
TABLES: tuple[tuple[str, Scenario, bool], ...] = (
    ("two-class", DEFAULT_SCENARIO, False),
    ("k-class", DEFAULT_SCENARIO, False),
    ("k-class", SIX, True),
    ("short-road", DEFAULT_SCENARIO, False),
)
RERUNS: tuple[tuple[str, str], ...] = (
    ("two-class", "together.9"),
    ("two-class", "all"),
    ("k-class", "all"),
)


def median_ms(work: Callable[[int], None], drags: int) -> float:
    work(0)
    spent = []
    for k in range(1, drags + 1):
        start = time.perf_counter()
        work(k)
        spent.append(1000 * (time.perf_counter() - start))
    return median(spent)


def dragged(scenario: Scenario, k: int) -> Scenario:
    return replace(scenario, logits=(scenario.logits[0] + k / 10, *scenario.logits[1:]))


def tables(key: str, scenario: Scenario, written: bool) -> Callable[[int], None]:
    def work(k: int) -> None:
        for shown in method(key, dragged(scenario, k), written=written).chains:
            chain_table(shown, LOOK)

    return work


def rerun(key: str, line: str) -> Callable[[int], None]:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["road"], app.query_params["line"] = key, line
    app.switch_page("pages/derivation.py").run()

    def work(k: int) -> None:
        moved(app, dragged(DEFAULT_SCENARIO, k))
        app.run()

    return work


def main() -> None:
    drags = 1 if smallest(__doc__) else DRAGS
    few = slice(1 if drags == 1 else None)
    print("all lines of a method at new numbers, without Streamlit (median, ms)")
    for key, scenario, written in TABLES[few]:
        how = f"{key}, {scenario.n_classes} classes{', written out' if written else ''}"
        print(f"  {how:34} {median_ms(tables(key, scenario, written), drags):7.1f}")
    print("whole runs of the app, by AppTest (median, ms; a drag reruns the fragment alone)")
    for key, line in RERUNS[few]:
        print(f"  {key + ', line ' + line:34} {median_ms(rerun(key, line), drags):7.1f}")


if __name__ == "__main__":
    main()
