"""Draw the cost along each logit while the others hold still; each tangent's slope is ŷ − y."""

import math
from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.live import LIVE, axis_range, live_chart, note, points, said, tangent, times
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.figures.words import Chosen, Told, Words, joined, number, signed
from ce_core.number_format import format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.one_row import logsumexp_row
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_REACH = 6.0  # how far a logit is moved to either side, in units of the temperature's step
_CHANGES = np.linspace(-_REACH, _REACH, 49)
_HEIGHT = 380
_DIGITS = 10  # of a curve: near a vast cost its changes are small against it
_LABEL_GAP = 0.08  # of the plot's height: a line of text where the plot is low


def logit_changes(scenario: Scenario) -> FloatArray:
    """Give the changes of a logit at which the curves are drawn, 0 among them."""
    return _CHANGES * marks.temperature_step(scenario.temperature)


def costs_along_each(scenario: Scenario) -> FloatArray:
    """Give the cost in nats when one logit moves and the others hold still.

    With u = z − Σ y·z the cost is log Σ eᵘ. A change c of the logit j adds c to u_j and takes
    y_j·c from all: two exponentials remain, that of j and the sum of the others'.

    Returns
    -------
    ndarray, shape (K, n)
        Row j for logit j, columns for ``logit_changes``.
    """
    o = outcome(scenario)
    target = o.target[:, None]
    u = (o.scaled - o.target @ o.scaled).tolist()
    others = np.array([logsumexp_row(u[:j] + u[j + 1 :]) for j in range(len(u))])
    changes = logit_changes(scenario) / scenario.temperature
    moved = np.array(u)[:, None] + (1 - target) * changes
    return np.asarray(np.logaddexp(others[:, None] - target * changes, moved))


def cost_along_each_logit(scenario: Scenario, theme: Theme) -> Chart:
    """Draw the cost against the change of each logit, all curves meeting at the current cost."""
    o = outcome(scenario)
    changes, costs = logit_changes(scenario), costs_along_each(scenario)
    low, high = _cost_range(costs)
    size = {"width": float(changes[-1] - changes[0]), "height": high - low}
    x, *rows = marks.rounded_rows(np.vstack([changes, costs]), _DIGITS)
    moves = _moves(marks.temperature_step(scenario.temperature))
    data: list[Spec] = []
    for j, (slope, row) in enumerate(zip(o.gradient.tolist(), rows, strict=True)):
        name, colour = literal(scenario.names[j]), marks.push_colour(slope, theme)
        line = marks.line(x, row, colour, hover=f"<b>{name}</b> %{{text}} → %{{y:.3~g}} nats")
        push = [f"gradient.{j}"]
        follows = points("along.changes", f"along.costs.{j}", push=push)
        data.append(line | {"name": name, "text": moves, LIVE: follows})
        follows = tangent(0.0, "cost", push[0], width="along.width", height="along.height")
        data.append(
            marks.tangent_within(0.0, o.cost, slope, colour, **size)
            | {LIVE: {**follows, "push": push}}
        )
    point = marks.current_point(0.0, o.cost, roles(theme)["cost"], theme, hover="")
    here = ("<b>now</b><br>cost ", number("cost", o.cost), " nats")
    data.append(said(point | {LIVE: points([0.0], ["cost"])}, "text", here))
    reach = times("along.width", 0.5)
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision="cost-along-each-logit",
            height=_HEIGHT,
            xaxis={
                "title": title("change of one logit"),
                "range": [-size["width"] / 2, size["width"] / 2],
                "nticks": 7,
                LIVE: axis_range(times(reach, -1.0), reach),
            },
            yaxis={
                "title": title("cost", "nats"),
                "range": [low, high],
                "nticks": 6,
                LIVE: axis_range("along.low", "along.high"),
            },
            annotations=_labels(scenario, o, costs[:, -1], (low, high), theme),
            margin={"l": 8, "r": 138, "t": 16, "b": 8, "pad": 4},
        ),
    }
    return live_chart(spec, _alt(scenario, o), _caption(scenario, o), scenario, theme)


@lru_cache(maxsize=64)
def _moves(step: float) -> list[str]:
    """The changes of a logit as they are read; shared, so don't change it."""
    return [format_signed(change) for change in (_CHANGES * step).tolist()]


def _cost_range(costs: FloatArray) -> tuple[float, float]:
    """Choose the cost axis in steps: from 0 where that is near, else close around the curves."""
    low, high = float(costs.min()), float(costs.max())
    if low < 0.4 * high or high <= 4:
        top = marks.stepped_top(high)
        return -0.03 * top, 1.03 * top
    # Doubles near a vast cost may lie too far apart to show any change.
    step = max(marks.stepped_top(high - low) / 2, 1e-9 * high)
    return (math.floor(low / step) - 0.06) * step, (math.floor(high / step) + 1.06) * step


def _labels(
    scenario: Scenario,
    o: Outcome,
    ends: FloatArray,
    cost_range: tuple[float, float],
    theme: Theme,
) -> list[Spec]:
    """Give each curve's slope and name at its right end, moved apart where ends are close."""
    low, high = cost_range
    places = marks.spread([float((end - low) / (high - low)) for end in ends], _LABEL_GAP)
    labels = []
    for j, (slope, place) in enumerate(zip(o.gradient.tolist(), places, strict=True)):
        name = f" {short_literal(scenario.names[j], 9)}"
        label = marks.label(
            1.0,
            place,
            f"{format_signed(slope)}{name}",
            marks.push_colour(slope, theme),
            xref="paper",
            yref="paper",
            yanchor="middle",
            xshift=6,
        )
        gradient = f"gradient.{j}"
        follows = note(y=f"along.ends.{j}", text=[("signed", gradient), name], push=[gradient])
        labels.append(label | {LIVE: follows})
    return labels


def _over_temperature(scenario: Scenario) -> str:
    return "ŷ − y" if scenario.temperature == 1 else "(ŷ − y)/T"


def _steepest(o: Outcome) -> int:
    """Give the class with the largest slope, the first of those that differ by rounding alone."""
    slopes = np.abs(o.gradient)
    largest = float(slopes.max())
    return int(np.argmax(slopes >= largest * (1 - 1e-9))) if largest else -1


def _caption(scenario: Scenario, o: Outcome) -> Words:
    named: dict[int, Words] = {
        i: (
            f"None is steeper than that of {name}, ",
            signed(f"gradient.{i}", slope),
            ": ",
            Told("pushes", f"gradient.{i}", slope),
            ".",
        )
        for i, (name, slope) in enumerate(zip(scenario.names, o.gradient.tolist(), strict=True))
    }
    return (
        "Each curve moves one logit and keeps the others. All meet at the current cost, ",
        number("cost", o.cost),
        f" nats; the slope of each curve there is {_over_temperature(scenario)}. ",
        Chosen("steepest", _steepest(o), named | {-1: ["The gradient is 0 there."]}),
    )


def _alt(scenario: Scenario, o: Outcome) -> Words:
    slopes = [
        (f"{name} ", signed(f"gradient.{i}", slope))
        for i, (name, slope) in enumerate(zip(scenario.names, o.gradient.tolist(), strict=True))
    ]
    return (
        f"{scenario.n_classes} curves of the cost against the change of one logit, meeting at the "
        "current cost of ",
        number("cost", o.cost),
        f" nats. Slopes of the curves there, {_over_temperature(scenario)}: ",
        *joined(slopes, "; "),
        ".",
    )
