"""The derivative of the cost for each logit, ŷ − y, checked against central differences."""

import numpy as np

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.theme import Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number, format_signed
from ce_core.numeric.gradient_check import GradientCheck, central_difference_row
from ce_core.numeric.one_row import softmax_row
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_STEP = 1e-5
_ROW_HEIGHT = 50


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
    """Draw ŷ − y as bars to the left and right of 0, with each sign said in words.

    Open diamonds show the central difference; the caption gives the largest disagreement.
    """
    o = outcome(scenario)
    check = gradient_check(scenario)
    rows = list(range(scenario.n_classes))
    reach = float(np.abs(o.gradient).max())
    if reach < 1e-9:  # nothing to see at any scale: say so on the scale of what could be
        reach = 1.0 / scenario.temperature
    data = [
        _bars(scenario, o, check, theme),
        {
            "type": "scatter",
            "mode": "markers",
            "x": check.numeric.tolist(),
            "y": rows,
            "marker": {
                "symbol": "diamond-open",
                "size": 11,
                "color": roles(theme)["text"],
                "line": {"width": 2},
            },
            "hoverinfo": "skip",
        },
    ]
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"gradient-bars-{scenario.n_classes}",
            height=_ROW_HEIGHT * scenario.n_classes + 76,
            xaxis={
                "title": title(_formula(scenario), "nats per unit of logit"),
                "range": [-1.65 * reach, 1.65 * reach],
                "showgrid": False,
                "zeroline": False,
                "nticks": 5,
            },
            # The name stands above its bar, where there is room on the narrowest screen.
            yaxis={
                "range": [scenario.n_classes - 0.55, -0.75],
                "showgrid": False,
                "zeroline": False,
                "showticklabels": False,
            },
            bargap=0.68,
            shapes=[_zero(row, roles(theme)["muted"]) for row in rows],
            annotations=_words(scenario, o, theme),
        ),
    }
    return Chart(spec, _alt(scenario, o, check), _caption(scenario, check))


def _formula(scenario: Scenario) -> str:
    return "ŷ − y" if scenario.temperature == 1 else "(ŷ − y)/T"


def _bars(scenario: Scenario, o: Outcome, check: GradientCheck, theme: Theme) -> Spec:
    slopes = o.gradient.tolist()
    return {
        "type": "bar",
        "orientation": "h",
        "x": slopes,
        "y": list(range(scenario.n_classes)),
        "marker": {"color": [marks.push_colour(slope, theme) for slope in slopes]},
        "hovertext": [
            f"<b>{literal(name)}</b><br>{marks.push_words(slope)}"
            f"<br>{_formula(scenario)} = {format_signed(slope)}"
            f"<br>central difference {format_signed(numeric)}"
            for name, slope, numeric in zip(
                scenario.names, slopes, check.numeric.tolist(), strict=True
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _zero(row: int, colour: str) -> Spec:
    """Mark 0 beside one bar; a line through all rows would strike out the words."""
    line = {"color": colour, "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": row - 0.22, "y1": row + 0.22, "line": line}


def _words(scenario: Scenario, o: Outcome, theme: Theme) -> list[Spec]:
    """Write name and sign in words above each bar, and the value at its end."""
    colour = roles(theme)
    words = []
    for row, (name, slope) in enumerate(zip(scenario.names, o.gradient.tolist(), strict=True)):
        side, away = ("right", -1) if slope < 0 else ("left", 1)
        verb = {1: "raises", -1: "lowers"}.get(int(np.sign(slope)), "keeps")
        said = f"<b>{short_literal(name)}</b>: raising it {verb} the cost"
        value = f"<b>{format_signed(slope)}</b>"
        words += [
            marks.label(0.0, row, said, colour["text"], xref="paper", yshift=19),
            marks.label(slope, row, value, colour["text"], anchor=side, xshift=10 * away),
        ]
    return words


def _caption(scenario: Scenario, check: GradientCheck) -> str:
    return (
        f"Bars: {_formula(scenario)}. Diamonds: the central difference of the cost itself, a check "
        "that knows nothing of the formula. Largest disagreement: "
        f"{format_number(check.largest_disagreement)}. The bars sum to 0."
    )


def _alt(scenario: Scenario, o: Outcome, check: GradientCheck) -> str:
    bars = "; ".join(
        f"{name} {format_signed(slope)}, {marks.push_words(slope)}"
        for name, slope in zip(scenario.names, o.gradient.tolist(), strict=True)
    )
    return (
        f"Bars of {_formula(scenario)} for each class: {bars}. Central differences agree to "
        f"within {format_number(check.largest_disagreement)}."
    )
