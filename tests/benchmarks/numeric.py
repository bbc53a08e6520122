"""Time and memory of loss and gradient together, beside SciPy and straightforward NumPy.

Run with `python -m tests.benchmarks.numeric`. All contestants take turns in one run, so that a
busy machine slows them alike; what counts are the ratios.
"""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.special

from ce_core.numeric import cross_entropy_and_grad, cross_entropy_grad, log_softmax, softmax

SHAPES = ((4096, 1000), (64, 50000))
ROUNDS = 15


def straightforward(logits: npt.NDArray[Any], target: npt.NDArray[Any]) -> tuple[Any, Any]:
    """Loss and gradient as one writes them first in NumPy, shifted by the maximum."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    every = np.arange(len(logits))
    loss = -np.log(probabilities[every, target]).mean()
    probabilities[every, target] -= 1
    return loss, probabilities / len(logits)


def fastest(contestants: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The shortest time of each, in seconds."""
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def peak_memory(run: Callable[[], object], size: int) -> float:
    """The peak of what `run` allocates, its results included, in units of the input's size."""
    tracemalloc.start()
    run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / size


def compare(shape: tuple[int, int], dtype: npt.DTypeLike) -> None:
    """Print one line per contestant for one shape and dtype."""
    rng = np.random.default_rng(0)
    logits = (5 * rng.normal(size=shape)).astype(dtype)
    target = rng.integers(shape[1], size=shape[0])
    reference = "scipy log_softmax"
    contestants: dict[str, Callable[[], object]] = {
        reference: lambda: scipy.special.log_softmax(logits, axis=1),
        "straightforward loss + gradient": lambda: straightforward(logits, target),
        "cross_entropy_and_grad": lambda: cross_entropy_and_grad(logits, target),
        "cross_entropy_grad": lambda: cross_entropy_grad(logits, target),
        "log_softmax": lambda: log_softmax(logits),
        "softmax": lambda: softmax(logits),
    }
    times = fastest(contestants)
    print(f"{shape} {np.dtype(dtype)}")
    for name, run in contestants.items():
        print(
            f"  {name:32} {times[name] * 1e3:7.1f} ms"
            f"  {times[name] / times[reference]:5.2f} × SciPy"
            f"  {times[name] / times['straightforward loss + gradient']:5.2f} × straightforward"
            f"  peak {peak_memory(run, logits.nbytes):4.2f} × input"
        )


if __name__ == "__main__":
    for shape in SHAPES:
        for dtype in (np.float32, np.float64):
            compare(shape, dtype)
