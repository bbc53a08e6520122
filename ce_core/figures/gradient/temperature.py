"""Draw the same logits at every temperature: probabilities, entropy, and the gradient's 1/T."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ce_core.figures.live import LIVE, live_chart, note, place_beside, points, shape
from ce_core.figures.marks import current_point, curve, label, spread
from ce_core.figures.theme import Chart, Spec, faded, layout, short_literal, title
from ce_core.number_format import format_given, format_number, format_percent
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import softmax
from ce_core.palette import Theme, roles
from ce_core.scenario import TEMPERATURE_RANGE, Scenario

HEIGHT = 640
_POINTS = 45
_APART = 0.08  # between two names, as a share of the axis of ŷ
_TURN = 0.6  # log₁₀ of the temperature from which names stand at the left
_GAP = 9  # pixels between a curve's point and its name
_LEAST_PUSH = 1e-6  # where the axis of the gradient ends


@dataclass(frozen=True)
class Cooling:
    """What T does to one scenario; N temperatures, K classes.

    Parameters
    ----------
    temperatures : ndarray, shape (N,)
        Rising.
    probabilities : ndarray, shape (N, K)
        softmax(z/T).
    entropy : ndarray, shape (N,)
        Of the probabilities, in nats.
    push : ndarray, shape (N,)
        The total push Σ|ŷ − y|/(2T), in nats per unit of logit; at most 1/T.
    """

    temperatures: FloatArray
    probabilities: FloatArray
    entropy: FloatArray
    push: FloatArray


def cooling(scenario: Scenario, temperatures: Sequence[float]) -> Cooling:
    """Compute probabilities, entropy and total push at each of ``temperatures``."""
    t = np.asarray(temperatures, dtype=np.float64)
    z = np.asarray(scenario.logits, dtype=np.float64)
    # Shifted before the division: 1e308/0.05 would be too large, a shifted logit is never above 0.
    with np.errstate(over="ignore"):
        p = softmax((z - z.max()) / t[:, None])
    push = np.abs(p - np.asarray(scenario.smoothed_target)).sum(axis=1) / 2 / t
    return Cooling(t, p, np.asarray(entropy(p)), push)


def temperature_chart(scenario: Scenario, theme: Theme) -> Chart:
    """Draw three curves over T from 0.05 to 20, with the current T marked on each."""
    target, names = scenario.smoothed_target, scenario.names
    temperature = scenario.temperature
    swept = cooling(scenario, np.geomspace(*TEMPERATURE_RANGE, _POINTS).tolist())
    here = cooling(scenario, [temperature])
    data = [
        *_probability_curves(swept, here, target, names, theme),
        *_entropy_curve(swept, here, theme),
        *_push_curve(swept, here, theme),
    ]
    look = layout(theme, uirevision=f"temperature-{len(names)}", height=HEIGHT)
    look |= _axes(len(names))
    look["shapes"] = [_current_line(temperature, theme)]
    look["annotations"] = _names(here, target, names, theme)
    look["margin"] = {"t": 30, "r": 16}
    spec = {"data": data, "layout": look}
    return live_chart(spec, _alt(here, names), _caption(here, len(names)), scenario, theme)


def _axes(classes: int) -> Spec:
    ticks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]
    ends = np.log10(TEMPERATURE_RANGE).tolist()
    most = float(np.log(classes))
    return {
        "xaxis": {
            "type": "log",
            "range": ends,
            "tickvals": ticks,
            "ticktext": [f"{t:g}" for t in ticks],
            "title": title("temperature T", "no unit"),
            "anchor": "y3",
            "fixedrange": True,
        },
        "yaxis": {
            "domain": [0.58, 1],
            "range": [-0.02, 1.02],
            "title": title("probability ŷ"),
            "fixedrange": True,
        },
        "yaxis2": {
            "domain": [0.3, 0.52],
            "range": [-0.05 * most, 1.1 * most],
            "title": title("entropy", "nats"),
            "nticks": 4,
            "fixedrange": True,
        },
        "yaxis3": {
            "domain": [0, 0.24],
            "type": "log",
            "range": [float(np.log10(_LEAST_PUSH)), 1.6],
            "dtick": 2,
            "title": title("Σ|ŷ − y|/2T", "nats/logit"),
            "fixedrange": True,
        },
    }


def _current_line(temperature: float, theme: Theme) -> Spec:
    return {
        "type": "line",
        "x0": temperature,
        "x1": temperature,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": roles(theme)["muted"], "width": 1, "dash": "dot"},
        LIVE: shape(x0="temperature", x1="temperature"),
    }


def _probability_curves(
    swept: Cooling, here: Cooling, target: Sequence[float], names: Sequence[str], theme: Theme
) -> list[Spec]:
    colour = roles(theme)
    temperatures = swept.temperatures.tolist()
    now = float(here.temperatures[0])
    traces = []
    for j, name in enumerate(names):
        shown = short_literal(name, 24)
        values = swept.probabilities[:, j].tolist()
        labelled = target[j] == max(target)
        ink = colour["labels" if labelled else "probabilities"]
        width = 3.5 if labelled else 1.5
        traces.append(
            curve(
                temperatures,
                values,
                ink,
                hoverinfo="all",
                hovertemplate=f"{shown}<br>T = %{{x:.3~g}}: ŷ = %{{y:.3~g}}<extra></extra>",
                line={"color": ink, "width": width},
            )
            | {LIVE: points("over.temperatures", f"over.p.{j}")}
        )
        p = float(here.probabilities[0, j])
        words = f"{shown}<br>now, T = {format_number(now)}: ŷ = {format_number(p)}"
        marker = {"color": ink, "size": 11 if labelled else 8}
        point = current_point(now, p, ink, theme, hover=words, marker=marker)
        traces.append(point | {LIVE: points(["temperature"], [f"p.{j}"])})
    return traces


def _entropy_curve(swept: Cooling, here: Cooling, theme: Theme) -> list[Spec]:
    ink = roles(theme)["text"]
    most = float(np.log(swept.probabilities.shape[1]))
    ends = list(TEMPERATURE_RANGE)
    now, value = float(here.temperatures[0]), float(here.entropy[0])
    return [
        _bound(ends, [most, most], theme, "y2"),
        curve(
            swept.temperatures,
            swept.entropy,
            ink,
            hoverinfo="all",
            hovertemplate="T = %{x:.3~g}: entropy %{y:.3~g} nats<extra></extra>",
            yaxis="y2",
        )
        | {LIVE: points("over.temperatures", "over.entropies")},
        current_point(now, value, ink, theme, hover=f"now: {format_number(value)} nats", yaxis="y2")
        | {LIVE: points(["temperature"], ["over.entropy"])},
    ]


def _push_curve(swept: Cooling, here: Cooling, theme: Theme) -> list[Spec]:
    ink = roles(theme)["gradient"]
    bounds = _bounds(tuple(swept.temperatures.tolist()))
    hover = [f"{format_number(v)}{b}" for v, b in zip(swept.push.tolist(), bounds, strict=True)]
    ends = list(TEMPERATURE_RANGE)
    now, value = float(here.temperatures[0]), float(here.push[0])
    # Below the axis, 0 included, the curve runs along its lower edge.
    drawn = np.maximum(swept.push, _LEAST_PUSH)
    words = f"now: Σ|ŷ − y|/2T = {format_number(value)}"
    return [
        _bound(ends, [1 / t for t in ends], theme, "y3"),
        curve(
            swept.temperatures,
            drawn,
            ink,
            hover=hover,
            hovertemplate="T = %{x:.3~g}: Σ|ŷ − y|/2T = %{text}<extra></extra>",
            yaxis="y3",
        )
        | {LIVE: points("over.temperatures", "over.pushes")},
        current_point(now, max(value, _LEAST_PUSH), ink, theme, hover=words, yaxis="y3")
        | {LIVE: points(["temperature"], ["over.push"])},
    ]


@cache
def _bounds(temperatures: tuple[float, ...]) -> list[str]:
    """What the push is at most, in words: the same for every scenario, so don't change it."""
    return [f"<br>at most 1/T = {format_number(1 / t)}" for t in temperatures]


def _bound(x: list[float], y: list[float], theme: Theme, axis: str) -> Spec:
    ink = roles(theme)["muted"]
    return curve(x, y, ink, yaxis=axis, line={"color": ink, "width": 1.5, "dash": "dash"})


def _names(
    here: Cooling, target: Sequence[float], names: Sequence[str], theme: Theme
) -> list[Spec]:
    """Name the curves at the current T, moved apart where they would overlap."""
    colour = roles(theme)
    p = here.probabilities[0].tolist()
    at = float(np.log10(here.temperatures[0]))
    leftward = at > _TURN
    # Where a neighbour's curve runs under a name, the name stays readable.
    ground = faded(colour["background"], 0.75)
    place: Spec = {"xshift": -_GAP if leftward else _GAP, "bgcolor": ground, "borderpad": 0}
    marks = []
    for j, height in enumerate(spread(p, _APART)):
        ink = colour["labels" if target[j] == max(target) else "probabilities"]
        anchor = "right" if leftward else "left"
        name = label(at, height, short_literal(names[j]), ink, anchor=anchor, **place)
        side = place_beside("over.logT", _TURN, _GAP)
        marks.append(name | {LIVE: note(x="over.logT", y=f"over.names.{j}", side=side)})
    most = format_number(float(np.log(len(names))))
    end = float(np.log10(TEMPERATURE_RANGE[0]))
    bound: Spec = {"xshift": 6, "yanchor": "bottom", "bgcolor": ground, "borderpad": 0}
    return [
        *marks,
        label(
            end, float(np.log(len(names))), f"log K = {most}", colour["muted"], yref="y2", **bound
        ),
        label(end, 1.3, "at most 1/T", colour["muted"], yref="y3", **bound, yshift=4),
        label(
            at,
            1,
            f"T = {format_given(float(here.temperatures[0]))}",
            colour["text"],
            anchor="center",
            yref="paper",
            yanchor="bottom",
        )
        | {LIVE: note(x="over.logT", text=["T = ", ("given", "temperature")])},
    ]


def _caption(here: Cooling, classes: int) -> str:
    t = float(here.temperatures[0])
    return (
        "A low temperature sharpens: the largest logit gets all, and the entropy falls to 0 unless "
        "several logits are the largest. A high one flattens towards 1/K, with entropy log K = "
        f"{format_number(float(np.log(classes)))} nats. The gradient is (ŷ − y)/T. A thick curve "
        f"has the largest label. Now T = {format_given(t)}: entropy "
        f"{format_number(float(here.entropy[0]))} nats, half the sum of |ŷ − y|/T "
        f"{format_number(float(here.push[0]))}, of at most 1/T = {format_number(1 / t)}."
    )


def _alt(here: Cooling, names: Sequence[str]) -> str:
    shares = ", ".join(
        f"{name} {format_percent(p)}"
        for name, p in zip(names, here.probabilities[0].tolist(), strict=True)
    )
    return (
        "Probabilities, entropy and half the sum of |ŷ − y|/T over the temperature from 0.05 to "
        "20. Now, at T = "
        f"{format_number(float(here.temperatures[0]))}: {shares}; entropy "
        f"{format_number(float(here.entropy[0]))} nats; half the sum "
        f"{format_number(float(here.push[0]))} nats per unit of logit."
    )
