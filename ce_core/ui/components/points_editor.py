"""Mount the editor of points in the plane, from assets/points; Python trains on them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import streamlit as st

from ce_core.numeric.arguments import FloatArray, IntArray
from ce_core.numeric.descent.classifier import Training, train
from ce_core.numeric.descent.plane_points import Pattern, draw, features
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.synced import Synced
from ce_core.ui.session.sent import revision_of, sent_by
from ce_core.ui.shell import assets, fragments

MOST_POINTS = 200
STEPS = 300
SNAPSHOTS = 31
MOMENTUM = 0.9
DECAY = 1e-4
_GRID = 40
_LEVELS = 12  # of certainty, in one character with the class
_FIRST_CODE = 48
_WORK = "plane_work"

PlanePoints = tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class Setup:
    """What the classifier is asked to do: the pattern the points began as, and how it learns."""

    pattern: Pattern
    n_classes: int
    degree: int
    rate: float
    seed: int

    @property
    def source(self) -> tuple[Pattern, int, int]:
        """What the points are drawn from: when it changes, new ones are drawn."""
        return self.pattern, self.n_classes, self.seed


@dataclass(frozen=True)
class Work:
    """The session's points, what they were drawn from, and which one is chosen."""

    source: tuple[Pattern, int, int]
    points: PlanePoints
    chosen: int


def work(setup: Setup) -> Work:
    """Give the session's points; drawn anew where the setup asks for others."""
    return _synced(setup).value


def _synced(setup: Setup) -> Synced[Work]:
    found: Synced[Work] | None = st.session_state.get(_WORK)
    if found is None or found.value.source != setup.source:
        drawn = Work(setup.source, _drawn(*setup.source), 0)
        found = Synced.of(drawn) if found is None else found.replace(drawn)
        st.session_state[_WORK] = found
    return found


def _drawn(pattern: Pattern, n_classes: int, seed: int) -> PlanePoints:
    points = draw(pattern, n_classes, per_class=30 if n_classes < 4 else 22, seed=seed)
    places = np.round(points.places, 3).tolist()
    return tuple(
        (x, y, label) for (x, y), label in zip(places, points.labels.tolist(), strict=True)
    )


@lru_cache(maxsize=128)
def trained(points: PlanePoints, n_classes: int, degree: int, rate: float) -> Training:
    """Train on the points; shared between sessions, so don't change it."""
    places, labels = arrays(points)
    return train(
        features(places, degree),
        labels,
        n_classes,
        rate=rate,
        steps=STEPS,
        momentum=MOMENTUM,
        decay=DECAY,
        snapshots=SNAPSHOTS,
    )


def arrays(points: PlanePoints) -> tuple[FloatArray, IntArray]:
    """Give places (n, 2) and labels (n,)."""
    table = np.array(points)
    return table[:, :2], table[:, 2].astype(np.intp)


@lru_cache(maxsize=64)
def answer(points: PlanePoints, n_classes: int, degree: int, rate: float) -> dict[str, Any]:
    """Give what the editor paints of a training: regions, costs and accuracy at each kept step."""
    training = trained(points, n_classes, degree, rate)
    places, labels = arrays(points)
    x = features(places, degree)
    middles = (np.arange(_GRID) + 0.5) / _GRID * 2 - 1
    across, up = np.meshgrid(middles, -middles)
    grid = features(np.stack([across, up], axis=-1).reshape(-1, 2), degree)
    costs = [snapshot.costs(x, labels) for snapshot in training.snapshots]
    return {
        "grid": _GRID,
        "steps": list(training.steps),
        "regions": [_regions(s.probabilities(grid), n_classes) for s in training.snapshots],
        "costs": [[float(f"{c:.4g}") for c in row.tolist()] for row in costs],
        "meanCosts": [float(row.mean()) for row in costs],
        "accuracies": [s.accuracy(x, labels) for s in training.snapshots],
    }


def _regions(probabilities: FloatArray, n_classes: int) -> str:
    """One character a cell: the likeliest class, and how far it is from an even guess."""
    likeliest = probabilities.argmax(axis=-1)
    certainty = (probabilities.max(axis=-1) - 1 / n_classes) / (1 - 1 / n_classes)
    levels = np.clip(certainty * _LEVELS, 0, _LEVELS - 1).astype(np.intp)
    codes = (_FIRST_CODE + likeliest * _LEVELS + levels).astype(np.uint8)
    return bytes(codes.tolist()).decode("ascii")


def points_from_browser(sent: Any, n_classes: int) -> PlanePoints:
    """Read the points that the browser sent.

    Raises
    ------
    ValueError
        When they are none: a browser can be made to send anything.
    """
    try:
        found = tuple((float(x), float(y), int(label)) for x, y, label in sent[: MOST_POINTS + 1])
    except (TypeError, ValueError, OverflowError, KeyError) as problem:
        raise ValueError("points must be a list of [x, y, class].") from problem
    if not 1 <= len(found) <= MOST_POINTS:
        raise ValueError(f"points must be 1 to {MOST_POINTS}, but there are {len(found)}.")
    for x, y, label in found:
        if not (math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) <= 1):
            raise ValueError("points must lie in the square from −1 to 1.")
        if not 0 <= label < n_classes:
            raise ValueError(f"labels must be 0 to {n_classes - 1}, but one is {label}.")
    return found


def scenario_of(found: Work, setup: Setup, index: int, step: int) -> Scenario:
    """Give a point's logits and label, as the classifier had them at a kept step.

    Raises
    ------
    IndexError
        When there is no such point or step.
    """
    if index < 0 or step < 0:
        raise IndexError(f"index and step must not be negative, but are {index} and {step}.")
    x, y, label = found.points[index]
    training = trained(found.points, setup.n_classes, setup.degree, setup.rate)
    logits = training.snapshots[step].logits(features([x, y], setup.degree))
    return one_hot_scenario([float(f"{z:.6g}") for z in logits.tolist()], label)


_MODULES = (
    "shared/dom.js",
    "shared/svg.js",
    "shared/mount.js",
    "shared/synced.js",
    "shared/format.js",
    "shared/transport.js",
    "points/regions.js",
    "points/points.js",
)


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "points_editor",
        html=assets.with_transport(assets.read("points/points.html")),
        css=assets.styles("shared/transport.css", "points/points.css"),
        js=assets.script(
            _MODULES, mostPoints=MOST_POINTS, certaintyLevels=_LEVELS, firstCode=_FIRST_CODE
        ),
    )


def points_editor(setup: Setup) -> None:
    """Mount the editor; moves train anew, and a point that is pressed goes to the stage."""

    def take_points() -> None:
        _take_points(sent_by(key, "work"), setup)

    def take_opened() -> None:
        _take_opened(sent_by(key, "opened"), setup)

    key = "points_editor"
    now = _synced(setup)
    found = now.value
    _component()(
        key=key,
        data={
            "revision": now.revision.as_sent(),
            "points": [list(point) for point in found.points],
            "chosen": found.chosen,
            "classes": setup.n_classes,
            "answer": answer(found.points, setup.n_classes, setup.degree, setup.rate),
        },
        on_work_change=take_points,
        on_opened_change=take_opened,
    )


def _take_points(sent: Any, setup: Setup) -> None:
    """Make what the browser shows the session's points, unless Python has drawn others since."""
    now = _synced(setup)
    if now.is_older(revision_of(sent)):
        return
    try:
        points = points_from_browser(sent["points"], setup.n_classes)
        chosen = min(max(0, int(sent["chosen"])), len(points) - 1)
    except (KeyError, TypeError, ValueError):
        st.session_state[_WORK] = now.refuse()
        return
    st.session_state[_WORK] = now.from_browser(replace(now.value, points=points, chosen=chosen))


def _take_opened(asked: Any, setup: Setup) -> None:
    now = _synced(setup)
    if now.is_older(revision_of(asked)):
        return  # the points have been drawn anew: this number is another point's
    try:
        index, step = int(asked["index"]), int(asked["step"])
        scenario = scenario_of(now.value, setup, index, step)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return
    st.session_state[_WORK] = now.from_browser(replace(now.value, chosen=index))
    fragments.put_on_stage(scenario)
