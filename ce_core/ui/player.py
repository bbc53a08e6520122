"""The player of gradient descent: a component that shows runs computed whole, in assets/player."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import streamlit as st

from ce_core.figures.marks import rounded, rounded_rows
from ce_core.figures.simplex import three_classes
from ce_core.numeric.descent import Run, descend
from ce_core.numeric.landscape import COSTS
from ce_core.numeric.simplex import contours
from ce_core.scenario import Scenario
from ce_core.ui import components, parts, state

EXCESS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
_DIGITS = 5  # of what is drawn or written
_PLACES = 4  # after the point, of a place in the triangle
_TITLES = {"cross-entropy": "Cross-entropy", "squared error": "Squared error"}


@lru_cache(maxsize=128)
def runs(scenario: Scenario, rate: float, steps: int) -> tuple[Run, ...]:
    """Compute the descent from the scenario's logits, for cross-entropy and squared error."""
    return tuple(
        descend(
            scenario.logits,
            scenario.smoothed_target,
            cost=cost,
            rate=rate,
            steps=steps,
            temperature=scenario.temperature,
        )
        for cost in COSTS
    )


def data_of(scenario: Scenario, rate: float, steps: int) -> dict[str, Any]:
    """Give what the component paints, as plain numbers."""
    target = scenario.smoothed_target
    found = runs(scenario, rate, steps)
    return {
        "id": repr((scenario, rate, steps)),
        "names": list(scenario.names),
        "trueClass": target.index(max(target)),
        "rate": rate,
        "runs": [
            {
                "title": _TITLES[cost],
                "costs": rounded(run.costs, _DIGITS),
                "slopes": rounded(run.slopes, _DIGITS),
                "probabilities": rounded_rows(run.probabilities, _DIGITS),
            }
            for cost, run in zip(COSTS, found, strict=True)
        ],
        "triangle": _triangle(scenario, found) if scenario.n_classes >= 3 else None,
    }


def _triangle(scenario: Scenario, found: tuple[Run, ...]) -> dict[str, Any]:
    """Three classes' shares among themselves along both runs, and the lines of equal cost."""
    chosen = list(three_classes(scenario.logits, scenario.smoothed_target))
    target = np.array(scenario.smoothed_target)[chosen]
    label = (target / target.sum()).tolist()
    paths = []
    for run in found:
        shares = run.probabilities[:, chosen]
        total = shares.sum(axis=1, keepdims=True)
        # The labelled class and its likeliest rivals can all have underflowed: then no share is
        # known, and the middle stands for that.
        paths.append(np.where(total > 0, shares / np.where(total > 0, total, 1), 1 / 3))
    return {
        "names": [scenario.names[i] for i in chosen],
        "label": label,
        "contours": _contours((label[0], label[1], label[2])),
        "paths": [path.round(_PLACES).tolist() for path in paths],
    }


@lru_cache(maxsize=128)
def _contours(label: tuple[float, float, float]) -> list[list[list[float]]]:
    """The lines of equal cost, which a drag of the logits leaves alone; shared, so don't change."""
    lines = contours(label, EXCESS)
    return [part.round(_PLACES).tolist() for line in lines for part in _unbroken(line)]


def _unbroken(line: Any) -> list[Any]:
    """Cut a contour where it leaves the triangle."""
    inside = ~np.isnan(line).any(axis=1)
    cuts = np.flatnonzero(np.diff(inside)) + 1
    return [part for part in np.split(line, cuts) if len(part) > 1 and not np.isnan(part).any()]


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "descent_player",
        html=components.with_transport(components.read("player/player.html")),
        css=components.colours(".player")
        + components.read("player/transport.css")
        + components.read("player/player.css"),
        js=components.script(("stage/format.js", "player/transport.js", "player/player.js")),
    )


def player(scenario: Scenario, rate: float, steps: int) -> None:
    """Mount the player; its "put on the stage" makes the logits of that step the scenario's."""

    def take() -> None:
        now = state.scenario()
        logits = taken_logits(st.session_state[key].get("taken"), runs(now, rate, steps))
        if logits is not None:
            parts.put_on_stage(replace(now, logits=logits))

    key = "descent_player"
    sent = components.packed(data_of(scenario, rate, steps))
    _component()(key=key, data=sent, on_taken_change=take)


def taken_logits(sent: Any, found: tuple[Run, ...]) -> tuple[float, ...] | None:
    """Give the logits that the browser asks for, or None: it can be made to send anything."""
    try:
        run, step = found[int(sent["run"])], int(sent["step"])
        logits = run.logits[step].tolist()
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return None
    return tuple(logits) if step >= 0 and np.isfinite(logits).all() else None
