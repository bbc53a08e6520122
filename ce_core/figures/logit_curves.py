"""The cost along each logit while the others hold still; every tangent's slope is ŷ − y."""

import numpy as np

from ce_core.figures import marks
from ce_core.figures.outcome import FloatArray, Outcome, outcome
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.cross_entropy import cross_entropy
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_POINTS = 49
_REACH = 6.0  # how far a logit is moved to either side, in units of the temperature
_HEIGHT = 380
_LABEL_GAP = 17 / (_HEIGHT - 70)  # a line of text as a share of the plot's height


def logit_changes(scenario: Scenario) -> FloatArray:
    """Give the changes of a logit at which the curves are drawn, 0 among them."""
    return np.linspace(-_REACH, _REACH, _POINTS) * scenario.temperature


def costs_along_each(scenario: Scenario) -> FloatArray:
    """Give the cost in nats when one logit moves and the others hold still.

    Returns
    -------
    ndarray, shape (K, n)
        Row j for logit j, columns for ``logit_changes``.
    """
    o = outcome(scenario)
    changes = logit_changes(scenario) / scenario.temperature
    k = scenario.n_classes
    logits = o.scaled + changes[None, :, None] * np.eye(k)[:, None, :]
    return cross_entropy(logits, np.broadcast_to(o.target, logits.shape), reduction="none")


def cost_along_each_logit(scenario: Scenario, theme: Theme) -> Chart:
    """Draw the cost against the change of each logit, all curves meeting at today's cost."""
    o = outcome(scenario)
    changes, costs = logit_changes(scenario), costs_along_each(scenario)
    low, high = _cost_range(costs)
    data: list[Spec] = []
    for j, name in enumerate(scenario.names):
        slope, colour = float(o.gradient[j]), marks.push_colour(float(o.gradient[j]), theme)
        # Plotly writes these numbers: a text a point would be half of what the figure weighs.
        hover = f"<b>{literal(name)}</b> %{{x:+.3~g}} → %{{y:.3~g}} nats<extra></extra>"
        line = marks.curve(changes, costs[j], colour, name=literal(name))
        data.append(line | {"hoverinfo": "all", "hovertemplate": hover})
        data.append(
            marks.tangent_within(
                0.0, o.cost, slope, colour, width=float(np.ptp(changes)), height=high - low
            )
        )
    here = f"<b>today</b><br>cost {format_number(o.cost)} nats"
    data.append(marks.todays_point(0.0, o.cost, roles(theme)["cost"], theme, hover=here))
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
