"""Server time of each figure: build it, write it as JSON, and what validation would have cost.

Run with ``python -m tests.benchmarks.figures``. Each call gets a scenario that no cache has seen.
"""

import itertools
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import plotly.io
import plotly.tools

from ce_core.figures.cost import (
    comparison,
    convexity,
    cost_curves,
    entropy_floor,
    logit_curves,
    softmax_or_sigmoids,
    surface,
)
from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.gradient import bars
from ce_core.figures.plotly_figure import LeanFigure
from ce_core.figures.theme import Chart
from ce_core.numeric.descent.landscape import Cost
from ce_core.scenario import Scenario, one_hot_scenario
from tests.benchmarks.arguments import smallest

_ROUNDS = 15
_OTHER = one_hot_scenario((1, -9, 4, 8), 1)
_COST: Cost = "squared error"
FIGURES: dict[str, Callable[[Scenario], Chart]] = {
    "low cost": partial(cost_curves.low_cost_curve, theme="light"),
    "high cost": partial(cost_curves.high_cost_curve, theme="light"),
    "both cases": partial(both_cases, theme="light"),
    "both cases, log axis": partial(both_cases, theme="light", log_axis=True),
    "along each logit": partial(logit_curves.cost_along_each_logit, theme="light"),
    "gradient bars": partial(bars.gradient_bars, theme="light"),
    "terms compared": partial(comparison.compared_terms, b=_OTHER, theme="light"),
    "gradients compared": partial(comparison.compared_gradients, b=_OTHER, theme="light"),
    "surface": partial(surface.cost_surface, theme="light", cost=_COST),
    "contour": partial(surface.cost_contour, theme="light", cost=_COST),
    "curvature": partial(convexity.curvature, theme="light"),
    "chord": partial(convexity.along_chord, theme="light", cost=_COST),
    "two readings": partial(softmax_or_sigmoids.two_readings, theme="light"),
    "shifted": partial(softmax_or_sigmoids.shifted_costs, theme="light"),
    "floor": partial(entropy_floor.cost_floor, theme="light"),
}


def _sent(figure: object) -> str:
    """Do what ``st.plotly_chart`` does with a figure."""
    plain = plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)
    return str(plotly.io.to_json(plain, validate=False))


def _milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def _report(n_classes: int, rounds: int) -> None:
    rng = np.random.default_rng(0)
    print(f"\n{n_classes} classes: median of {rounds}, milliseconds")
    print(f"{'figure':22}{'build':>8}{'send lean':>11}{'validated':>11}{'JSON kB':>9}")
    total = 0.0
    for name, draw in FIGURES.items():
        fresh = (
            one_hot_scenario(rng.normal(scale=3, size=n_classes).tolist(), 0)
            for _ in itertools.count()
        )
        built = [_milliseconds(lambda d=draw, f=fresh: d(next(f))) for _ in range(rounds)]
        spec = draw(next(fresh)).spec
        lean = [_milliseconds(lambda s=spec: _sent(LeanFigure(s))) for _ in range(rounds)]
        checked = [_milliseconds(lambda s=spec: _sent(s)) for _ in range(rounds)]
        medians = [float(np.median(times)) for times in (built, lean, checked)]
        total += medians[0] + medians[1]
        size = len(_sent(LeanFigure(spec))) / 1024
        print(f"{name:22}{medians[0]:8.2f}{medians[1]:11.2f}{medians[2]:11.2f}{size:9.1f}")
    print(f"{'all, built and sent lean':30}{total:8.1f}")


def main() -> None:
    """Measure with few classes and with many."""
    rounds = 1 if smallest(__doc__) else _ROUNDS
    for count in (4, 10):
        _report(count, rounds)


if __name__ == "__main__":
    main()
