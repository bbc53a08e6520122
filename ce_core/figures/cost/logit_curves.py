"""The cost along each logit while the others hold still; every tangent's slope is ŷ − y."""

from functools import lru_cache

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.one_row import logsumexp_row
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_REACH = 6.0  # how far a logit is moved to either side, in units of the temperature
_CHANGES = np.linspace(-_REACH, _REACH, 49)
_HEIGHT = 380
_LABEL_GAP = 17 / (_HEIGHT - 70)  # a line of text as a share of the plot's height


def logit_changes(scenario: Scenario) -> FloatArray:
    """Give the changes of a logit at which the curves are drawn, 0 among them."""
    return _CHANGES * scenario.temperature


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
    moved = np.array(u)[:, None] + (1 - target) * _CHANGES
    return np.asarray(np.logaddexp(others[:, None] - target * _CHANGES, moved))


def cost_along_each_logit(scenario: Scenario, theme: Theme) -> Chart:
    """Draw the cost against the change of each logit, all curves meeting at today's cost."""
    o = outcome(scenario)
    changes, costs = logit_changes(scenario), costs_along_each(scenario)
    low, high = _cost_range(costs)
    size = {"width": 2 * _REACH * scenario.temperature, "height": high - low}
    x, *rows = marks.rounded_rows(np.vstack([changes, costs]))
    data: list[Spec] = []
    for name, slope, row in zip(scenario.names, o.gradient.tolist(), rows, strict=True):
        colour = marks.push_colour(slope, theme)
        hover = f"<b>{literal(name)}</b> %{{text}} → %{{y:.3~g}} nats"
        line = marks.line(x, row, colour, hover=hover)
        data.append(line | {"name": literal(name), "text": _said(scenario.temperature)})
        data.append(marks.tangent_within(0.0, o.cost, slope, colour, **size))
    here = f"<b>today</b><br>cost {format_number(o.cost)} nats"
    data.append(marks.current_point(0.0, o.cost, roles(theme)["cost"], theme, hover=here))
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision="cost-along-each-logit",
            height=_HEIGHT,
            xaxis={"title": title("change of the logit from today"), "nticks": 7},
            yaxis={"title": title("cost", "nats"), "range": [low, high], "nticks": 6},
            annotations=_labels(scenario, o, costs[:, -1], (low, high), theme),
            margin={"l": 8, "r": 138, "t": 16, "b": 8, "pad": 4},
        ),
    }
    return Chart(spec, _alt(scenario, o), _caption(scenario, o))


@lru_cache(maxsize=64)
def _said(temperature: float) -> list[str]:
    """The changes of a logit as they are read; shared, so don't change it."""
    return [format_signed(change) for change in (_CHANGES * temperature).tolist()]


def _cost_range(costs: FloatArray) -> tuple[float, float]:
    """Choose the cost axis: from 0 where that is near, else close around the curves."""
    low, high = float(costs.min()), float(costs.max())
    if low < 0.4 * high:
        low = 0.0
    # Doubles near a vast cost may lie too far apart to show any change.
    pad = max(0.06 * (high - low), 1e-9 * abs(high), 1e-9)
    return low - pad, high + pad


def _labels(
    scenario: Scenario,
    o: Outcome,
    ends: FloatArray,
    cost_range: tuple[float, float],
    theme: Theme,
) -> list[Spec]:
    """Give each curve's slope and name at its right end, moved apart where ends are close."""
    low, high = cost_range
    shares = [float((end - low) / (high - low)) for end in ends]
    return [
        marks.label(
            1.0,
            place,
            f"{format_signed(float(slope))} {short_literal(name, 9)}",
            marks.push_colour(float(slope), theme),
            xref="paper",
            yref="paper",
            xshift=6,
        )
        for name, slope, place in zip(
            scenario.names, o.gradient, marks.spread(shares, _LABEL_GAP), strict=True
        )
    ]


def _over_temperature(scenario: Scenario) -> str:
    return "ŷ − y" if scenario.temperature == 1 else "(ŷ − y)/T"


def _caption(scenario: Scenario, o: Outcome) -> str:
    most = int(np.abs(o.gradient).argmax())
    slope = float(o.gradient[most])
    return (
        "One logit moves, the others hold still: all curves meet at today's cost "
        f"{format_number(o.cost)}, each with its own slope {_over_temperature(scenario)}. "
        f"The steepest is {scenario.names[most]} with {format_signed(slope)}: "
        f"{marks.push_words(slope)}."
    )


def _alt(scenario: Scenario, o: Outcome) -> str:
    slopes = "; ".join(
        f"{name} {format_signed(float(slope))}"
        for name, slope in zip(scenario.names, o.gradient, strict=True)
    )
    return (
        f"{scenario.n_classes} curves of the cost against the change of one logit, meeting at "
        f"today's cost of {format_number(o.cost)} nats. Slopes there, "
        f"{_over_temperature(scenario)}: {slopes}."
    )
