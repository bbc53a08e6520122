"""Two pinned scenarios side by side: terms of the cost, and gradients."""

from collections.abc import Callable

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.theme import LABEL_SIZE, Chart, Spec, layout, literal, short_literal, title
from ce_core.number_format import format_number, format_signed
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_ROW_HEIGHT = 62
_WRITTEN_OUT = "−y·log ŷ"


def compared_terms(a: Scenario, b: Scenario, theme: Theme) -> Chart:
    """Draw the terms −y·log ŷ of two scenarios as pairs of bars; they sum to the two costs."""
    first, second = outcome(a), outcome(b)
    spec = _pairs(
        (a, b),
        (first.terms.tolist(), second.terms.tolist()),
        theme,
        role="cost",
        x_title=title(_WRITTEN_OUT, "nats"),
        said=format_number,
        revision="compared-terms",
    )
    caption = f"A costs {format_number(first.cost)} nats, B {format_number(second.cost)}. " + (
        _which_is_dearer(first, second)
    )
    return Chart(spec, _alt(_WRITTEN_OUT, (a, b), spec), caption)


def compared_gradients(a: Scenario, b: Scenario, theme: Theme) -> Chart:
    """Draw ŷ − y of two scenarios as pairs of bars."""
    first, second = outcome(a), outcome(b)
    formula = "ŷ − y" if a.temperature == b.temperature == 1 else "(ŷ − y)/T"
    spec = _pairs(
        (a, b),
        (first.gradient.tolist(), second.gradient.tolist()),
        theme,
        role="gradient",
        x_title=title(formula, "nats per unit of logit"),
        said=format_signed,
        revision="compared-gradients",
    )
    pushes = [float(abs(o.gradient).sum()) / 2 for o in (first, second)]
    caption = (
        f"Descent pushes logits down by {format_number(pushes[0])} in all for A and "
        f"{format_number(pushes[1])} for B, and up by as much: each scenario's bars sum to 0."
    )
    return Chart(spec, _alt(formula, (a, b), spec), caption)


def _which_is_dearer(first: Outcome, second: Outcome) -> str:
    if first.cost == second.cost:
        return "They cost the same."
    dear, cheap = (first, second) if first.cost > second.cost else (second, first)
    name = "A" if dear is first else "B"
    if cheap.cost == 0:
        return f"{name} costs more; the other costs nothing."
    return f"{name} costs {format_number(dear.cost / cheap.cost)} times as much."


def _pairs(
    scenarios: tuple[Scenario, Scenario],
    values: tuple[list[float], list[float]],
    theme: Theme,
    *,
    role: str,
    x_title: Spec,
    said: Callable[[float], str],
    revision: str,
) -> Spec:
    """Bars in pairs, A full and B hatched, their values at the ends, names above."""
    colour = roles(theme)
    rows = max(scenario.n_classes for scenario in scenarios)
    reach = max(abs(v) for found in values for v in found) or 1.0
    low = -1.55 * reach if any(v < 0 for found in values for v in found) else 0.0
    data: list[Spec] = []
    annotations: list[Spec] = []
    for which, (scenario, found) in enumerate(zip(scenarios, values, strict=True)):
        places = [row + (0.05, 0.33)[which] for row in range(len(found))]
        fill = {"color": colour[role]} if which == 0 else _hatched(colour[role])
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": "AB"[which],
                "showlegend": True,
                "x": found,
                "y": places,
                "width": 0.2,
                "marker": fill,
                "hovertext": [
                    f"<b>{'AB'[which]}: {literal(name)}</b><br>{said(v)}"
                    for name, v in zip(scenario.names, found, strict=True)
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        annotations += [
            marks.label(
                v,
                place,
                f"{'AB'[which]} <b>{said(v)}</b>",
                colour["text"],
                anchor="right" if v < 0 else "left",
                xshift=-6 if v < 0 else 6,
            )
            | {"font": {"size": LABEL_SIZE - 1, "color": colour["text"]}}
            for v, place in zip(found, places, strict=True)
        ]
    annotations += [
        marks.label(0.0, row - 0.28, _row_name(scenarios, row), colour["text"], xref="paper")
        for row in range(rows)
    ]
    return {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"{revision}-{rows}",
            height=_ROW_HEIGHT * rows + 100,
            showlegend=True,
            bargap=0.0,
            barmode="overlay",
            margin={"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
            xaxis={"title": x_title, "range": [low, 1.55 * reach], "nticks": 5},
            yaxis={
                "range": [rows - 0.45, -0.5],
                "showgrid": False,
                "zeroline": False,
                "showticklabels": False,
            },
            annotations=annotations,
        ),
    }


def _hatched(colour: str) -> Spec:
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"color": colour, "width": 1.5},
        "pattern": {"shape": "/", "fgcolor": colour, "size": 6, "solidity": 0.35},
    }


def _row_name(scenarios: tuple[Scenario, Scenario], row: int) -> str:
    """Name a row by its class, or by both names where A and B call it differently."""
    names = [s.names[row] for s in scenarios if row < s.n_classes]
    marks_of_truth = [
        letter
        for letter, s in zip("AB", scenarios, strict=True)
        if row < s.n_classes and s.target[row] > 0
    ]
    shown = " / ".join(f"<b>{short_literal(name)}</b>" for name in dict.fromkeys(names))
    return shown + (f", true in {' and '.join(marks_of_truth)}" if marks_of_truth else "")


def _alt(formula: str, scenarios: tuple[Scenario, Scenario], spec: Spec) -> str:
    parts = []
    for letter, scenario, bars in zip("AB", scenarios, spec["data"], strict=True):
        found = "; ".join(
            f"{name} {format_number(v)}" for name, v in zip(scenario.names, bars["x"], strict=True)
        )
        parts.append(f"{letter}: {found}")
    return f"Bars of {formula} for two scenarios. {'. '.join(parts)}."
