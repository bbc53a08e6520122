"""Draw three probabilities as one point of a triangle, the cost's contours and the way down."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ce_core.figures.live import LIVE, live_chart, points
from ce_core.figures.marks import rounded_rows
from ce_core.figures.theme import LABEL_SIZE, Chart, Spec, faded, layout, short_literal
from ce_core.number_format import format_number, format_percent
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.simplex import contours, descent_path, descent_velocity, interior_grid
from ce_core.numeric.information import entropy
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

HEIGHT = 440
EXCESS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
"""The contours, in nats above the least cost."""

STEPS = 80
"""Steps of the descent that is drawn, each of rate 1 (of rate T² where T is not 1)."""

_APART = 0.08  # between the names of two contours, as a share of the triangle's side
_INSIDE = 0.02  # the least probability where a name is clear of the axis and its ticks
_ARROW = 0.05  # length of an arrow of the field, as a share of the triangle's side


@dataclass(frozen=True)
class Triangle:
    """What is drawn: three classes, and their share among themselves.

    Parameters
    ----------
    classes : tuple of three int
        0-based, in the order of the scenario.
    logits : ndarray, shape (3,)
        (z − max z)/T of these classes.
    target : tuple of three float
        y over these classes, scaled to sum to 1.
    path : ndarray, shape (STEPS + 1, 3)
        The descent; its first row is the current ŷ among the three.
    costs : ndarray, shape (STEPS + 1,)
        The cost along the path, in nats.
    """

    classes: tuple[int, ...]
    logits: FloatArray
    target: tuple[float, float, float]
    path: FloatArray
    costs: FloatArray

    @property
    def probabilities(self) -> FloatArray:
        """The current ŷ among the three, shape (3,)."""
        return np.asarray(self.path[0])


def three_classes(logits: Sequence[float], target: Sequence[float]) -> tuple[int, ...]:
    """Choose the class with the largest label and the two likeliest others, in given order."""
    true = max(range(len(target)), key=lambda i: target[i])
    rivals = sorted((i for i in range(len(logits)) if i != true), key=lambda i: -logits[i])[:2]
    return tuple(sorted((true, *rivals)))


def triangle(scenario: Scenario) -> Triangle:
    """Compute the triangle of three of at least three classes.

    Raises
    ------
    ValueError
        When there are fewer than three classes.
    """
    if scenario.n_classes < 3:
        raise ValueError(f"scenario must have at least 3 classes, but it has {scenario.n_classes}.")
    logits, target = scenario.logits, scenario.smoothed_target
    chosen = three_classes(logits, target)
    z = np.array([logits[i] for i in chosen], dtype=np.float64)
    with np.errstate(over="ignore"):
        z = np.maximum((z - z.max()) / scenario.temperature, -np.finfo(np.float64).max)
    labels = [target[i] for i in chosen]
    total = sum(labels)
    y = (labels[0] / total, labels[1] / total, labels[2] / total)
    log_path = descent_path(z, y, steps=STEPS)
    return Triangle(chosen, z, y, np.exp(log_path), -(np.asarray(y) * log_path).sum(axis=1))


def simplex_chart(scenario: Scenario, theme: Theme) -> Chart:
    """Draw the probability simplex of three classes.

    Parameters
    ----------
    scenario : Scenario
        Of more than three classes three are chosen.
    theme : {"light", "dark"}
        Which colours.

    Raises
    ------
    ValueError
        When there are fewer than three classes.
    """
    drawn = triangle(scenario)
    names = scenario.names
    shown = [names[i] for i in drawn.classes]
    data = [
        *_map(drawn.target, theme),
        _path(drawn, shown, theme),
        _label_mark(drawn, shown, theme),
        _current(drawn, shown, theme),
    ]
    look = layout(
        theme,
        uirevision="simplex",
        height=HEIGHT,
        ternary=_axes(shown, theme),
        margin={"l": 50, "r": 50, "t": 44, "b": 44},
    )
    spec = {"data": data, "layout": look}
    return live_chart(spec, _alt(drawn, shown), _caption(drawn, len(names)), scenario, theme)


def _axes(names: Sequence[str], theme: Theme) -> Spec:
    colour = roles(theme)

    def axis(name: str) -> Spec:
        return {
            "title": {
                "text": f"ŷ {short_literal(name, 10)}",
                "font": {"color": colour["text"], "size": LABEL_SIZE},
            },
            "tickvals": [0.25, 0.5, 0.75],  # the corners carry the names
            "min": 0,
            "gridcolor": colour["grid"],
            "linecolor": colour["muted"],
            "tickfont": {"color": colour["muted"], "size": 11},
            "tickformat": ".2~f",
        }

    a, b, c = map(axis, names)
    return {"sum": 1, "bgcolor": "rgba(0,0,0,0)", "aaxis": a, "baxis": b, "caxis": c}


def _trace(points: FloatArray, **parts: object) -> Spec:
    a, b, c = rounded_rows(points.T)
    return {"type": "scatterternary", "a": a, "b": b, "c": c, "cliponaxis": False, **parts}


@lru_cache(maxsize=128)
def _map(target: tuple[float, float, float], theme: Theme) -> tuple[Spec, ...]:
    """What a drag of the logits leaves alone: contours and field; shared, so don't change it."""
    lines, costs = _contours(target, theme)
    places = np.array([costs["a"], costs["b"], costs["c"]], dtype=np.float64).T
    return lines, costs, _field(target, places, theme)


def _contours(target: tuple[float, float, float], theme: Theme) -> list[Spec]:
    colour = roles(theme)
    curves = contours(target, EXCESS)
    gap = np.full((len(EXCESS), 1, 3), np.nan)
    joined = np.concatenate([curves, gap], axis=1).reshape(-1, 3)
    # The name of a curve stands where it is deepest inside, unless the last one is too near.
    inner = np.nan_to_num(curves).min(axis=2).argmax(axis=1)
    places = curves[np.arange(len(EXCESS)), inner]
    apart = [0]
    for n in range(1, len(EXCESS)):
        if _gap(places[n], places[apart[-1]]) > _APART and places[n].min() > _INSIDE:
            apart.append(n)
    floor = float(entropy(np.asarray(target)))
    return [
        _trace(
            joined,
            mode="lines",
            line={"color": faded(colour["cost"], 0.6), "width": 1.5},
            connectgaps=False,
            hoverinfo="skip",
        ),
        _trace(
            places[apart],
            mode="text",
            text=[f"<b>{format_number(floor + EXCESS[n], 2)}</b>" for n in apart],
            textposition="middle center",
            textfont={"color": colour["text"], "size": LABEL_SIZE},
            hoverinfo="skip",
        ),
    ]


def _gap(first: FloatArray, second: FloatArray) -> float:
    """The distance of two points as a share of the triangle's side."""
    return float(np.linalg.norm(first - second) / np.sqrt(2))


def _field(target: tuple[float, float, float], written: FloatArray, theme: Theme) -> Spec:
    """Arrows of one length: where descent would carry ŷ from there, but not through ``written``."""
    points = interior_grid()
    near = np.linalg.norm(points[:, None] - written, axis=-1).min(axis=1) / np.sqrt(2)
    points = points[near > _ARROW]
    velocity = descent_velocity(points, target)
    length = np.linalg.norm(velocity, axis=1, keepdims=True)
    moving = length[:, 0] > 1e-9
    points, velocity, length = points[moving], velocity[moving], length[moving]
    tips = np.clip(points + _ARROW * velocity / length, 0, 1)
    tips /= tips.sum(axis=1, keepdims=True)
    gap = np.full_like(points, np.nan)
    colour = roles(theme)["muted"]
    return _trace(
        np.stack([points, tips, gap], axis=1).reshape(-1, 3),
        mode="lines+markers",
        line={"color": colour, "width": 1},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "color": colour,
            "size": [0, 7, 0] * len(points),
            "line": {"width": 0},
            "opacity": 1,
        },
        hoverinfo="skip",
    )


def _path(drawn: Triangle, names: Sequence[str], theme: Theme) -> Spec:
    colour = roles(theme)["gradient"]
    costs = drawn.costs.tolist()
    later = [f"after {n} steps: cost {format_number(costs[n])}" for n in range(1, len(costs))]
    return _trace(
        drawn.path,
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"color": colour, "size": 4},
        # Under the current disc stands the first of these points, and answers in its place.
        text=[_current_in_words(drawn, names), *later],
        hovertemplate="%{text}<extra></extra>",
        **_follows("path"),
    )


def _triple(values: Sequence[float], names: Sequence[str], letter: str) -> str:
    return "<br>".join(
        f"{letter} {short_literal(name, 24)} = {format_number(v)}"
        for name, v in zip(names, values, strict=True)
    )


def _label_mark(drawn: Triangle, names: Sequence[str], theme: Theme) -> Spec:
    colour = roles(theme)
    return _trace(
        np.array([drawn.target]),
        mode="markers",
        marker={
            "symbol": "star",
            "size": 16,
            "color": colour["labels"],
            "line": {"color": colour["background"], "width": 1.5},
        },
        text=["label, the lowest cost<br>" + _triple(drawn.target, names, "y")],
        hovertemplate="%{text}<extra></extra>",
        **_follows("label"),
    )


def _current(drawn: Triangle, names: Sequence[str], theme: Theme) -> Spec:
    colour = roles(theme)
    return _trace(
        drawn.probabilities[None],
        mode="markers",
        marker={
            "size": 14,
            "color": colour["probabilities"],
            "line": {"color": colour["background"], "width": 2},
        },
        text=[_current_in_words(drawn, names)],
        hovertemplate="%{text}<extra></extra>",
        **_follows("now"),
    )


def _follows(what: str) -> Spec:
    a, b, c = (f"triangle.{what}.{i}" for i in range(3))
    return {LIVE: points(a=a, b=b, c=c)}


def _current_in_words(drawn: Triangle, names: Sequence[str]) -> str:
    cost = format_number(float(drawn.costs[0]))
    return f"now, cost {cost}<br>" + _triple(drawn.probabilities.tolist(), names, "ŷ")


def _caption(drawn: Triangle, classes: int) -> str:
    end = float(drawn.costs[-1])
    among = (
        ""
        if classes == 3
        else f" Of the {classes} classes these are one with the largest label and the two "
        "likeliest others; the shares are those of softmax over these three logits alone."
    )
    return (
        "A corner is probability 1 for one class, the star is the label, the dot is the current ŷ. "
        "Each line joins equal costs (in nats). The coloured path is "
        f"{STEPS} steps of gradient descent, down to cost {format_number(end)}. The arrows do not "
        "cross the lines at right angles: descent changes the logits, not ŷ itself." + among
    )


def _alt(drawn: Triangle, names: Sequence[str]) -> str:
    shares = ", ".join(
        f"{name} {format_percent(p)}"
        for name, p in zip(names, drawn.probabilities.tolist(), strict=True)
    )
    start, end = float(drawn.costs[0]), float(drawn.costs[-1])
    return (
        f"Triangle of three probabilities. Now: {shares}; cost {format_number(start)} nats. "
        f"{STEPS} steps of descent lead to cost {format_number(end)}."
    )
