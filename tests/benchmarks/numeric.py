"""Time softmax, its logarithms, loss and gradient beside SciPy and straightforward NumPy.

Run with `python -m tests.benchmarks.numeric`; prints time and peak memory. The contestants take
turns in one run, so that a busy machine slows them alike; what counts are the ratios.
"""

import argparse
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.special

from ce_core.numeric import (
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    log_softmax,
    logsumexp,
    softmax,
)

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


def fastest(contestants: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The shortest time of each, in seconds."""
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(rounds):
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


def compare(shape: tuple[int, int], dtype: npt.DTypeLike, rounds: int) -> None:
    """Print one line per contestant for one shape and dtype, beside what SciPy offers for it."""
    rng = np.random.default_rng(0)
    logits = (5 * rng.normal(size=shape)).astype(dtype)
    target = rng.integers(shape[1], size=shape[0])
    scipy_names = ("softmax", "log_softmax", "logsumexp")
    contestants: dict[str, Callable[[], object]] = {
        f"scipy {name}": partial(getattr(scipy.special, name), logits, axis=1)
        for name in scipy_names
    } | {
        "straightforward loss + gradient": lambda: straightforward(logits, target),
        "softmax": lambda: softmax(logits),
        "log_softmax": lambda: log_softmax(logits),
        "logsumexp": lambda: logsumexp(logits),
        "cross_entropy": lambda: cross_entropy(logits, target),
        "cross_entropy_grad": lambda: cross_entropy_grad(logits, target),
        "cross_entropy_and_grad": lambda: cross_entropy_and_grad(logits, target),
    }
    times = fastest(contestants, rounds)
    print(f"{shape} {np.dtype(dtype)}")
    for name, run in contestants.items():
        # SciPy has no cross-entropy; its log_softmax is the least that one would take.
        rival = f"scipy {name}" if name in scipy_names else "scipy log_softmax"
        print(
            f"  {name:32} {times[name] * 1e3:7.1f} ms"
            f"  {times[name] / times[rival]:5.2f} × {rival}"
            f"  {times[name] / times['straightforward loss + gradient']:5.2f} × straightforward"
            f"  peak {peak_memory(run, logits.nbytes):4.2f} × input"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare all shapes in float32 and float64."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smallest", action="store_true", help="one round of small arrays")
    smallest = parser.parse_args(arguments).smallest
    for shape in ((8, 10),) if smallest else SHAPES:
        for dtype in (np.float32, np.float64):
            compare(shape, dtype, 1 if smallest else ROUNDS)


if __name__ == "__main__":
    main()
