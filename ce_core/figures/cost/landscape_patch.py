"""Compute the cost's landscape around the current point, over any two logits."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ce_core.figures.evaluation import outcome
from ce_core.figures.marks import temperature_step
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.landscape import Cost, Landscape
from ce_core.scenario import Scenario

_POINTS = 31
REACH = 8.0  # half of the window, in units of the temperature's step
_STEP = 4.0  # in which the window moves, in the same unit: it holds still while a logit moves in it
STEPS = 30
_RATE = 2.0  # half of 4, up to which every step on cross-entropy goes down


@dataclass(frozen=True)
class Patch:
    """A landscape around the current point over two logits, on the logits' own axes.

    ``heights[m, n]`` stands at ``second[m]``, ``first[n]``; ``path`` has columns first, second,
    cost and stays inside; ``slope`` is the gradient for the two logits, ``centre`` the middle of
    the axes.
    """

    first: FloatArray
    second: FloatArray
    heights: FloatArray
    path: FloatArray
    slope: tuple[float, float]
    arrived: float
    centre: tuple[float, float]

    @property
    def current(self) -> tuple[float, float, float]:
        """The current two logits and cost."""
        x, y, height = self.path[0].tolist()
        return x, y, height


def check_pair(scenario: Scenario, pair: tuple[int, int]) -> None:
    """Refuse a pair that does not name two different logits of ``scenario``.

    Raises
    ------
    ValueError
        Saying what came and what was expected.
    """
    if pair[0] == pair[1] or not all(0 <= i < scenario.n_classes for i in pair):
        raise ValueError(
            f"pair must name two different classes from 0 to {scenario.n_classes - 1}, "
            f"but it is {pair}."
        )


@lru_cache(maxsize=256)
def patch_around(scenario: Scenario, pair: tuple[int, int], cost: Cost) -> Patch:
    """Compute the landscape around the current point over the logits of ``pair``.

    Raises
    ------
    ValueError
        When ``pair`` does not name two different logits.
    """
    check_pair(scenario, pair)
    o = outcome(scenario)
    i, j = pair
    landscape = Landscape(tuple(o.target.tolist()), cost)
    unit = temperature_step(scenario.temperature)
    logits = np.array(scenario.logits)
    centre = np.round(logits / (_STEP * unit)) * (_STEP * unit)
    windows = np.stack([centre[k] + np.linspace(-REACH, REACH, _POINTS) * unit for k in pair])
    moves = (windows - logits[[i, j], None]) / scenario.temperature
    points = np.broadcast_to(o.scaled, (_POINTS, _POINTS, scenario.n_classes)).copy()
    points[..., i] += moves[0][None, :]
    points[..., j] += moves[1][:, None]
    steps = landscape.descent(o.scaled, free=pair, rate=_RATE, steps=STEPS)
    heights = landscape.value(steps)
    walked = logits + (steps - o.scaled) * scenario.temperature
    inside = (np.abs(walked - centre)[:, [i, j]] <= REACH * unit).all(axis=-1)
    end = len(steps) if inside.all() else int(inside.argmin())
    slope = landscape.gradient(o.scaled) / scenario.temperature
    return Patch(
        first=windows[0],
        second=windows[1],
        heights=landscape.value(points),
        path=np.stack([walked[:end, i], walked[:end, j], heights[:end]], axis=-1),
        slope=(float(slope[i]), float(slope[j])),
        arrived=float(heights[-1]),
        centre=(float(centre[i]), float(centre[j])),
    )
