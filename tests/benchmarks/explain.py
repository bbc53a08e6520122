"""Time the search for the computation behind a printed number, where it finds none.

Run with `python -m tests.benchmarks.explain`. A number that nothing explains takes longest: all
deviations and all pairs are tried. The right loss alone is timed in the same run, for the ratio.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ce_core import cross_entropy, explain_number

SHAPES = ((64, 10), (4096, 1000))
NOWHERE = "3.1415926"


def fastest(run: Callable[[], object], rounds: int) -> float:
    """The shortest time in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def measure(shape: tuple[int, int], rounds: int) -> None:
    """Print a line for plain settings and one for weights, smoothing and temperature."""
    rng = np.random.default_rng(0)
    logits, target = 2 * rng.normal(size=shape), rng.integers(shape[1], size=shape[0])
    all_settings: dict[str, Any] = {
        "weight": rng.uniform(0.5, 1.5, size=shape[1]),
        "label_smoothing": 0.1,
        "temperature": 2.0,
    }
    alone = fastest(lambda: cross_entropy(logits, target), rounds)
    for name, more in (("no settings", {}), ("weights, smoothing, T = 2", all_settings)):
        found = explain_number(logits, target, NOWHERE, **more)
        took = fastest(lambda more=more: explain_number(logits, target, NOWHERE, **more), rounds)
        print(
            f"{shape!s:14} {name:26} {took * 1e3:8.1f} ms  {took / alone:7.0f} × the loss alone"
            f"  ({len(found)} explanations)"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all shapes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smallest", action="store_true", help="one round of the small shape")
    smallest = parser.parse_args(arguments).smallest
    for shape in SHAPES[:1] if smallest else SHAPES:
        measure(shape, 1 if smallest else 3)


if __name__ == "__main__":
    main()
