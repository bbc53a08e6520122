"""Rows per second and peak memory of reading, evaluating and exporting 1,000,000 × 10 logits.

Run with `python -m tests.benchmarks.batches`. Memory is what NumPy and Python allocate while a
step runs, beside what it was given, also as a multiple of the logits in float64.
"""

import io
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.export import to_csv, to_npz
from ce_core.numeric.batch.files.read import read_file
from ce_core.numeric.batch.reading.interpret import interpret
from ce_core.numeric.batch.settings import Settings
from tests.benchmarks.arguments import smallest

ROWS, CLASSES = 1_000_000, 10
T = TypeVar("T")


def measured(name: str, rows: int, work: Callable[[], T]) -> T:
    """Print what a step costs: once for time, once more for memory, which slows it down."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    tracemalloc.start()
    result = work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{name:28} {rows / seconds:12,.0f} rows/s {peak / 2**20:8.1f} MB at the peak"
        f" {peak / (8 * rows * CLASSES):6.2f} × logits"
    )
    return result


def files(rows: int) -> dict[str, bytes]:
    """Write the same batch as .npz and as CSV."""
    rng = np.random.default_rng(0)
    logits = np.round(rng.normal(0, 3, (rows, CLASSES)), 3)
    labels = rng.integers(0, CLASSES, rows)
    packed = io.BytesIO()
    np.savez(packed, logits=logits, labels=labels)
    lines = [",".join([*map(str, range(CLASSES)), "label"])]
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        lines.append(",".join(map(repr, [*row, label])))
    return {"batch.npz": packed.getvalue(), "batch.csv": "\n".join(lines).encode()}


def main() -> None:
    """Measure each step of the page."""
    rows = 100 if smallest(__doc__) else ROWS
    contents = files(rows)
    for name, content in contents.items():
        print(f"{name}: {len(content) / 2**20:.0f} MB")

        def read(name: str = name, content: bytes = content) -> Batch:
            return interpret(read_file(name, content)).or_raise()

        batch = measured(f"  read {name}", rows, read)
    settings = Settings(label_smoothing=0.1)
    found = measured("evaluate", rows, lambda: evaluate(batch, Settings()))
    measured("evaluate, smoothed", rows, lambda: evaluate(batch, settings))
    measured("sort", rows, found.order)
    measured("write .npz", rows, lambda: to_npz(batch, settings, found))
    measured("write CSV", rows, lambda: to_csv(batch, settings, found))


if __name__ == "__main__":
    main()
