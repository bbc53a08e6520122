"""Draw one softmax over the classes against an independent sigmoid for each, same logits."""

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import outcome
from ce_core.figures.live import LIVE, Quantity, axis_range, live_chart, note, points, times
from ce_core.figures.theme import LABEL_SIZE, Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.binary import binary_cross_entropy_with_logits, sigmoid
from ce_core.numeric.cross_entropy import cross_entropy
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_POINTS = 81
_REACH = 8.0
_ROW_HEIGHT = 50
_AGREE = 0.01  # nats: a gap that the eye cannot see


def divided_logits(scenario: Scenario) -> FloatArray:
    """Give the logits over the temperature; unlike softmax, a sigmoid sees where they lie."""
    with np.errstate(over="ignore"):
        divided = np.array(scenario.logits) / scenario.temperature
    limit = np.finfo(np.float64).max / 4
    return np.clip(divided, -limit, limit)


def independent_terms(scenario: Scenario) -> FloatArray:
    """Give −yᵢ·log pᵢ − (1 − yᵢ)·log(1 − pᵢ) with pᵢ = sigmoid(zᵢ/T), shape (K,), in nats."""
    return binary_cross_entropy_with_logits(divided_logits(scenario), outcome(scenario).target)


def gap(scenario: Scenario) -> float:
    """Say by how many nats the independent cost exceeds that of softmax; never negative.

    Both contain −Σ yᵢzᵢ, so the label drops out of the difference: it is Σ log(1 + e^zᵢ) −
    log Σ e^zᵢ, which goes to 0 only where one logit is large and all others are far below 0.
    The largest logit is taken out of both, so that vast logits leave digits.
    """
    z = np.sort(divided_logits(scenario))
    others, top = z[:-1], z[-1]
    with np.errstate(under="ignore", over="ignore"):
        outside = np.logaddexp(0.0, others).sum() + np.logaddexp(0.0, -top)
        inside = np.log1p(np.exp(others - top).sum())
    return max(0.0, float(outside - inside))


def two_readings(scenario: Scenario, theme: Theme) -> Chart:
    """Draw each class's probability as softmax and as sigmoid read it, beside its target."""
    o, colour = outcome(scenario), roles(theme)
    single = sigmoid(divided_logits(scenario))
    terms = independent_terms(scenario)
    rows = list(range(scenario.n_classes))
    readings = (
        ("softmax", o.probabilities, o.terms, "circle", colour["probabilities"]),
        ("sigmoid", single, terms, "diamond", colour["muted"]),
    )
    data: list[Spec] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [v for p, q in zip(o.probabilities, single, strict=True) for v in (p, q, None)],
            "y": [v for row in rows for v in (row, row, None)],
            "line": {"color": colour["muted"], "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
            LIVE: points("independent.links", [v for row in rows for v in (row, row, None)]),
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "label",
            "x": o.target.tolist(),
            "y": rows,
            "marker": {
                "symbol": "line-ns",
                "size": 18,
                "line": {"width": 3, "color": colour["labels"]},
            },
            "hoverinfo": "skip",
            LIVE: points("y", rows),
        },
    ]
    for kind, p, cost, symbol, shade in readings:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": kind,
                "x": p.tolist(),
                "y": rows,
                "marker": {"symbol": symbol, "size": 13, "color": shade},
                "text": [
                    f"<b>{literal(name)}</b><br>{kind} {format_number(a)}"
                    f"<br>term of the cost {format_number(b)} nats"
                    for name, a, b in zip(scenario.names, p.tolist(), cost.tolist(), strict=True)
                ],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                LIVE: points("p" if kind == "softmax" else "independent.single", rows),
            }
        )
    said = []
    for row, (name, a, b) in enumerate(zip(scenario.names, o.probabilities, single, strict=True)):
        head = f"<b>{short_literal(name)}</b>: softmax "
        text = f"{head}{format_number(a)}, sigmoid {format_number(b)}"
        numbers: list[str | tuple[str, Quantity]] = [head, ("number", f"p.{row}"), ", sigmoid "]
        numbers.append(("number", f"independent.single.{row}"))
        said.append(
            marks.label(0.0, row, text, colour["text"], xref="paper", yshift=17)
            | {LIVE: note(text=numbers)}
        )
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"two-readings-{scenario.n_classes}",
            height=_ROW_HEIGHT * scenario.n_classes + 104,
            showlegend=True,
            margin={"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
            xaxis={"title": title("probability"), "range": [-0.03, 1.03], "nticks": 6},
            yaxis={
                "range": [scenario.n_classes - 0.55, -0.75],
                "showgrid": False,
                "zeroline": False,
                "showticklabels": False,
                "tickfont": {"size": LABEL_SIZE},
            },
            annotations=said,
        ),
    }
    alt, caption = _readings_alt(scenario, single), _readings_caption(scenario, single)
    return live_chart(spec, alt, caption, scenario, theme)


def shifted_costs(scenario: Scenario, theme: Theme) -> Chart:
    """Draw both costs while all logits are shifted together: softmax does not notice."""
    o, colour = outcome(scenario), roles(theme)
    z = divided_logits(scenario)
    shifts = np.linspace(-_REACH, _REACH, _POINTS)
    unit = marks.temperature_step(scenario.temperature)
    moved = z + (shifts * unit / scenario.temperature)[:, None]
    target = np.broadcast_to(o.target, moved.shape)
    together = cross_entropy(moved, target, reduction="none")
    apart = binary_cross_entropy_with_logits(moved, target).sum(axis=-1)
    now = float(independent_terms(scenario).sum())
    top = marks.stepped_top(float(apart.max()))
    lines = (
        ("independent sigmoids", apart, now, colour["muted"], "apart", "independent.now"),
        ("softmax", together, o.cost, colour["probabilities"], "together", "cost"),
    )
    data: list[Spec] = []
    for name, costs, here, shade, drawn, held in lines:
        hover = [f"{name}: cost {format_number(c)} nats" for c in costs.tolist()]
        line = marks.curve(shifts * unit, costs, shade, hover=hover, name=name, showlegend=True)
        if name == "softmax":
            line["line"] = line["line"] | {"dash": "dashdot"}
        data.append(line)
        line[LIVE] = points("independent.shifts", f"independent.{drawn}")
        said = f"<b>now</b><br>{name}: cost {format_number(here)} nats"
        point = marks.current_point(0.0, here, shade, theme, hover=said)
        data.append(point | {LIVE: points([0.0], [held])})
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision="shifted-costs",
            showlegend=True,
            margin={"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
            xaxis={
                "title": title("shift of all logits together", "unit of the logits"),
                "range": [-1.02 * _REACH * unit, 1.02 * _REACH * unit],
                "nticks": 7,
                LIVE: axis_range(
                    times("temperatureStep", -1.02 * _REACH),
                    times("temperatureStep", 1.02 * _REACH),
                ),
            },
            yaxis={
                "title": title("cost", "nats"),
                "range": [-0.04 * top, 1.04 * top],
                LIVE: axis_range(times("independent.top", -0.04), times("independent.top", 1.04)),
                "nticks": 6,
            },
        ),
    }
    best = int(apart.argmin())
    lowest, where = format_number(float(apart[best])), format_number(float(shifts[best] * unit))
    alt = (
        f"Two curves against a common shift of all logits. Softmax stays at "
        f"{format_number(o.cost)} nats. The sum of independent costs is "
        f"{format_number(now)} now, and in the figure lowest, {lowest}, at a shift of {where}."
    )
    caption = (
        "Adding the same number to all logits changes nothing for softmax: it uses differences "
        "only. Each sigmoid uses its own logit: their cost grows on both sides and is always "
        "above that of softmax."
    )
    return live_chart(spec, alt, caption, scenario, theme)


def _readings_caption(scenario: Scenario, single: FloatArray) -> str:
    cost, extra = outcome(scenario).cost, gap(scenario)
    summed = float(independent_terms(scenario).sum())
    costs = (
        f"Softmax costs {format_number(cost)} nats, the independent outputs together "
        f"{format_number(summed)}. "
    )
    if extra < _AGREE:
        return costs + (
            "They agree: one logit is large and the others far below 0, so that both say the same."
        )
    total = format_number(float(single.sum()))
    sums = "happen to sum to 1 here" if total == format_number(1) else f"sum to {total}, not to 1"
    return costs + (
        f"The difference, {format_number(extra)}, does not depend on the label. The sigmoids "
        f"{sums}. Both costs agree only when one logit is large and the others are far below 0."
    )


def _readings_alt(scenario: Scenario, single: FloatArray) -> str:
    o = outcome(scenario)
    parts = "; ".join(
        f"{name} {format_number(p)} and {format_number(q)}, label {format_number(y)}"
        for name, p, q, y in zip(scenario.names, o.probabilities, single, o.target, strict=True)
    )
    return (
        f"Probability of each class by softmax and by its own sigmoid: {parts}. Costs: "
        f"{format_number(o.cost)} and {format_number(float(independent_terms(scenario).sum()))} "
        "nats."
    )
