"""What a move on the pages Descent and Numerical stability costs the server in processor time.

Run with ``python -m tests.benchmarks.descent``. Every call gets an input that no cache has seen;
the last column compares with one step of training on the digits.
"""

import itertools
import json
import time
from collections.abc import Callable

import numpy as np

from ce_core.numeric.descent.classifier import Classifier, weight_gradient
from ce_core.numeric.descent.digits import train_on
from ce_core.numeric.descent.plane_points import draw
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.ui.components import digit_cards, points_editor
from ce_core.ui.stability import measure
from tests.benchmarks.arguments import smallest

_ROUNDS = 7
_FRESH = itertools.count()


def _scenario() -> Scenario:
    return one_hot_scenario((1, -9, 4, 8 + 1e-3 * next(_FRESH)), 1)


def _points() -> points_editor.PlanePoints:
    points = draw("spirals", 3, seed=next(_FRESH))
    return tuple(
        (x, y, label)
        for (x, y), label in zip(points.places.tolist(), points.labels.tolist(), strict=True)
    )


def _milliseconds(act: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return 1000 * float(np.median(taken))


def main() -> None:
    """Print a line a task."""
    rounds = 1 if smallest(__doc__) else _ROUNDS
    school = digit_cards.school()
    seen = school.seen
    even = Classifier.untrained(10, 64)
    tasks: dict[str, Callable[[], object]] = {
        "one step on the digits": lambda: weight_gradient(even, seen.pixels, seen.labels),
        "training on the digits, once a process": lambda: train_on(seen),
        "training on 90 points and its answer": lambda: points_editor.answer(_points(), 3, 3, 2.0),
        "errors over scale, cost": lambda: measure.curves(_scenario(), "cost"),
        "errors over scale, gradient": lambda: measure.curves(_scenario(), "gradient"),
        "three computations to the cost": lambda: measure.cost_computations(
            _scenario(), 20, "float32"
        ),
    }
    if rounds == 1:
        del tasks["training on the digits, once a process"]
    unit = _milliseconds(tasks["one step on the digits"], rounds)
    for name, act in tasks.items():
        taken = _milliseconds(act, rounds)
        print(f"{name:42}{taken:9.2f} ms {taken / unit:9.1f} ×")
    sent = json.dumps(points_editor.answer(_points(), 3, 3, 2.0))
    print(f"{'sent to the points':42}{len(sent) / 1000:9.1f} kB")


if __name__ == "__main__":
    main()
