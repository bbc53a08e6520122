"""Draw the derivative of the cost for each logit, ŷ − y, checked against central differences."""

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.live import (
    LIVE,
    axis_range,
    live_chart,
    note,
    place_beside,
    points,
    said,
    times,
)
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.figures.words import Told, Words, joined, number, signed
from ce_core.number_format import format_signed
from ce_core.numeric.gradient_check import GradientCheck, central_difference_row
from ce_core.numeric.one_row import softmax_row
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_STEP = 1e-5
_ROW_HEIGHT = 50
_MANY = 7  # from this many classes on a bar has its name beside it, and no sentence above it
_LOW_ROW = 28
_GAP = 10  # pixels between a bar and its number


def gradient_check(scenario: Scenario) -> GradientCheck:
    """Compare (ŷ − y)/T with central differences of the cost; both of shape (K,), in nats."""
    o, target = outcome(scenario), scenario.smoothed_target
    scaled: list[float] = o.scaled.tolist()

    def cost(logits: list[float]) -> float:
        return softmax_row(logits).cost(target)

    # A step that still changes the largest logit, and stays near the best one for small ones.
    step = _STEP * max(1.0, *map(abs, scaled))
    numeric = np.array(central_difference_row(cost, scaled, step)) / scenario.temperature
    return GradientCheck(o.gradient, numeric)


def gradient_bars(scenario: Scenario, theme: Theme) -> Chart:
    """Draw ŷ − y as bars on the side to which descent moves each logit, each sign in words.

    Open diamonds show the central difference; the caption gives the largest disagreement.
    """
    o = outcome(scenario)
    check = gradient_check(scenario)
    rows = list(range(scenario.n_classes))
    many = scenario.n_classes >= _MANY
    full = marks.gradient_full(scenario.temperature)
    reach = marks.stepped_reach(float(np.abs(o.gradient).max()), full)
    spec = {
        "data": [_bars(scenario, o, check, theme), _measured(check, rows, many, theme)],
        "layout": layout(
            theme,
            uirevision=f"gradient-bars-{scenario.n_classes}",
            height=(_LOW_ROW if many else _ROW_HEIGHT) * scenario.n_classes + 76,
            xaxis={
                "title": title(_formula(scenario), "nats per unit of logit"),
                # As on the panel: what descent moves down stands to the left.
                "range": [1.65 * reach, -1.65 * reach],
                LIVE: axis_range(times("gradientReach", 1.65), times("gradientReach", -1.65)),
                "showgrid": False,
                "zeroline": False,
                "nticks": 5,
            },
            yaxis={
                "range": [scenario.n_classes - 0.55, -0.6 if many else -0.75],
                "showgrid": False,
                "zeroline": False,
                "showticklabels": many,
                "tickvals": rows,
                "ticktext": [short_literal(name, 10) for name in scenario.names],
            },
            bargap=0.4 if many else 0.68,
            shapes=[_zero(row, roles(theme)["muted"]) for row in rows],
            annotations=_words(scenario, o, theme),
        ),
    }
    return live_chart(spec, _alt(scenario, o, check), _caption(scenario, check), scenario, theme)


def _measured(check: GradientCheck, rows: list[int], many: bool, theme: Theme) -> Spec:
    """The central differences, as open diamonds."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": check.numeric.tolist(),
        "y": rows,
        "marker": {
            "symbol": "diamond-open",
            "size": 8 if many else 11,
            "color": roles(theme)["text"],
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
        LIVE: points("central", rows),
    }


def _formula(scenario: Scenario) -> str:
    return "ŷ − y" if scenario.temperature == 1 else "(ŷ − y)/T"


def _bars(scenario: Scenario, o: Outcome, check: GradientCheck, theme: Theme) -> Spec:
    slopes = o.gradient.tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": slopes,
        "y": list(range(scenario.n_classes)),
        "marker": {"color": [marks.push_colour(slope, theme) for slope in slopes]},
        "hovertemplate": "%{hovertext}<extra></extra>",
        LIVE: points("gradient", list(range(scenario.n_classes)), push="gradient"),
    }
    rows = zip(scenario.names, slopes, check.numeric.tolist(), strict=True)
    hover = [
        (
            f"<b>{literal(name)}</b><br>",
            Told("pushes", f"gradient.{i}", slope),
            f"<br>{_formula(scenario)} = ",
            signed(f"gradient.{i}", slope),
            "<br>central difference ",
            signed(f"central.{i}", numeric),
        )
        for i, (name, slope, numeric) in enumerate(rows)
    ]
    return said(bars, "hovertext", *hover)


def _zero(row: int, colour: str) -> Spec:
    """Mark 0 beside one bar; a line through all rows would strike out the words."""
    line = {"color": colour, "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": row - 0.22, "y1": row + 0.22, "line": line}


def _words(scenario: Scenario, o: Outcome, theme: Theme) -> list[Spec]:
    """Write the value at the end of each bar; name and sign above it, where there is room."""
    many = scenario.n_classes >= _MANY
    ink = roles(theme)["text"]
    words = []
    for row, (name, slope) in enumerate(zip(scenario.names, o.gradient.tolist(), strict=True)):
        leftward = slope > 0
        verb = {1: "raises", -1: "lowers"}.get(int(np.sign(slope)), "keeps")
        head, tail = f"<b>{short_literal(name)}</b>: raising it ", " the cost"
        gradient = f"gradient.{row}"
        verdict = marks.label(0.0, row, f"{head}{verb}{tail}", ink, xref="paper", yshift=17)
        value = marks.label(
            slope,
            row,
            f"<b>{format_signed(slope)}</b>",
            ink,
            anchor="right" if leftward else "left",
            xshift=-_GAP if leftward else _GAP,
        )
        if not many:
            words.append(verdict | {LIVE: note(text=[head, ("raises", gradient), tail])})
        words += [
            value
            | {
                LIVE: note(
                    x=gradient,
                    text=["<b>", ("signed", gradient), "</b>"],
                    side=place_beside(gradient, 0.0, _GAP),
                )
            },
        ]
    return words


def _caption(scenario: Scenario, check: GradientCheck) -> Words:
    return (
        f"Bars: {_formula(scenario)}. A bar points where gradient descent moves its logit: left is "
        "down, right is up. Diamonds: the central difference of the cost, a numerical check that "
        "does not use the formula. Largest difference between the two: ",
        number("disagreement", check.largest_disagreement),
        ". The bars sum to 0.",
    )


def _alt(scenario: Scenario, o: Outcome, check: GradientCheck) -> Words:
    bars = [
        (
            f"{name} ",
            signed(f"gradient.{i}", slope),
            ", ",
            Told("pushes", f"gradient.{i}", slope),
        )
        for i, (name, slope) in enumerate(zip(scenario.names, o.gradient.tolist(), strict=True))
    ]
    return (
        f"Bars of {_formula(scenario)} for each class: ",
        *joined(bars, "; "),
        ". Central differences agree to within ",
        number("disagreement", check.largest_disagreement),
        ".",
    )
