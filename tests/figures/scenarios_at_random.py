"""Scenarios of all kinds at random, and their numbers from 50 digits: for what figures claim."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from mpmath import mp, mpf

from ce_core.scenario import Scenario

COUNT = 320


@dataclass(frozen=True)
class Numbers:
    """What follows from a scenario, computed here in its own way."""

    p: list[mpf]
    y: list[mpf]
    cost: mpf
    floor: mpf
    gradient: list[mpf]

    @property
    def k(self) -> int:
        return len(self.p)


def numbers_of(scenario: Scenario) -> Numbers:
    with mp.workdps(50):
        t, k = mpf(scenario.temperature), scenario.n_classes
        z = [mpf(each) / t for each in scenario.logits]
        largest = max(z)
        powers = [mp.exp(each - largest) for each in z]
        total = mp.fsum(powers)
        p = [each / total for each in powers]
        s = mpf(scenario.label_smoothing)
        y = [(1 - s) * mpf(each) + s / k if s else mpf(each) for each in scenario.target]
        logs = [each - largest - mp.log(total) for each in z]
        cost = -mp.fsum(a * b for a, b in zip(y, logs, strict=True) if a)
        floor = -mp.fsum(a * mp.log(a) for a in y if a)
        return Numbers(p, y, cost, floor, [(a - b) / t for a, b in zip(p, y, strict=True)])


def scenarios(seed: int, count: int = COUNT) -> Iterator[Scenario]:
    """One-hot and soft labels, ties in logits and labels, K from 2 to 10, T and smoothing."""
    draw = random.Random(seed)
    for _ in range(count):
        k = draw.choice((2, 2, 3, 4, 5, 7, 10, 10))
        yield Scenario(
            _logits(draw, k),
            _target(draw, k),
            temperature=draw.choice((1.0, 1.0, 1.0, 0.05, 0.5, 2.0, 20.0)),
            label_smoothing=draw.choice((0.0, 0.0, 0.0, 0.1, 0.5)),
        )


def _logits(draw: random.Random, k: int) -> tuple[float, ...]:
    kind = draw.choice(("spread", "spread", "tied", "equal", "near", "vast", "mirrored"))
    if kind == "equal":
        return (draw.choice((0.0, 3.0, -7.5)),) * k
    if kind == "tied":
        return tuple(float(draw.choice((-1, 0, 2))) for _ in range(k))
    if kind == "near":
        return tuple(5 + draw.uniform(-1e-4, 1e-4) for _ in range(k))
    if kind == "vast":
        return tuple(draw.choice((-1, 1)) * 10 ** draw.uniform(0, 15) for _ in range(k))
    if kind == "mirrored":
        half = [round(draw.uniform(-5, 5), 1) for _ in range(k // 2)]
        return (*half, *([0.0] * (k % 2)), *(-each for each in half))
    return tuple(round(draw.uniform(-9, 9), 1) for _ in range(k))


def _target(draw: random.Random, k: int) -> tuple[float, ...]:
    kind = draw.choice(("one-hot", "one-hot", "soft", "tied", "uniform", "some zeros"))
    if kind == "one-hot":
        true = draw.randrange(k)
        return tuple(float(i == true) for i in range(k))
    if kind == "uniform":
        return (1 / k,) * k
    weights = [draw.randint(1, 20) for _ in range(k)]
    if kind == "tied":
        weights[0] = weights[-1] = max(weights)
    if kind == "some zeros":
        weights = [w if i < 2 or draw.random() < 0.5 else 0 for i, w in enumerate(weights)]
        draw.shuffle(weights)
    return tuple(w / sum(weights) for w in weights)
