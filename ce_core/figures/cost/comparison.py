"""Compare two pinned scenarios side by side: terms of the cost, and gradients."""

from collections.abc import Callable
from dataclasses import replace

from ce_core.figures import marks
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.live import (
    LIVE,
    Mark,
    Quantity,
    axis_range,
    live_chart,
    note,
    place_beside,
    points,
    times,
)
from ce_core.figures.theme import (
    LABEL_SIZE,
    NO_SCALE,
    Chart,
    Spec,
    layout,
    literal,
    short_literal,
    title,
)
from ce_core.figures.words import Chosen, Told, Words, named, spoken
from ce_core.number_format import format_given, format_number, format_signed
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

_ROW_HEIGHT = 62
_GAP = 6  # pixels between a bar and its number
_WRITTEN_OUT = "−y·log ŷ"


def compared_terms(a: Scenario, b: Scenario, theme: Theme, *, live: bool = False) -> Chart:
    """Draw the terms −y·log ŷ of two scenarios as pairs of bars; they sum to the two costs.

    With ``live`` the first of them follows the hand.
    """
    first, second = outcome(a), outcome(b)
    spec = _pairs(
        (a, b),
        (first.terms.tolist(), second.terms.tolist()),
        theme,
        role="cost",
        x_title=title(_WRITTEN_OUT, "nats"),
        said="number",
        revision="compared-terms",
        reach=marks.stepped_top(max(first.terms.max(), second.terms.max())),
        axis={"top": ["largestTerm", float(second.terms.max())]},
        follows="terms",
    )
    caption = f"A costs {format_number(first.cost)} nats, B {format_number(second.cost)}. " + (
        _which_costs_more(first, second)
    )
    chart = live_chart(spec, _alt(_WRITTEN_OUT, (a, b), spec), caption, a, theme)
    return chart if live else replace(chart, live=None)


def compared_gradients(a: Scenario, b: Scenario, theme: Theme, *, live: bool = False) -> Chart:
    """Draw ŷ − y of two scenarios as pairs of bars; parameters as for ``compared_terms``."""
    first, second = outcome(a), outcome(b)
    full, beside = marks.gradient_full(a.temperature), marks.gradient_full(b.temperature)
    formula = "ŷ − y" if a.temperature == b.temperature == 1 else "(ŷ − y)/T"
    spec = _pairs(
        (a, b),
        (first.gradient.tolist(), second.gradient.tolist()),
        theme,
        role="gradient",
        x_title=title(formula, "nats per unit of logit"),
        said="signed",
        revision="compared-gradients",
        reach=max(full, beside),
        axis=times("gradientFull", 1.0, least=beside),
        follows="gradient",
    )
    halves = [float(abs(o.gradient).sum()) / 2 for o in (first, second)]
    caption = (
        "A bar points where gradient descent moves its logit: left is down, right is up. The bars "
        f"of A sum to 0, those of B as well; to each side A has {format_number(halves[0])}, "
        f"B {format_number(halves[1])}."
    )
    chart = live_chart(spec, _alt(formula, (a, b), spec), caption, a, theme)
    return chart if live else replace(chart, live=None)


def _which_costs_more(first: Outcome, second: Outcome) -> str:
    if first.cost == second.cost:
        return "They cost the same."
    if format_number(first.cost) == format_number(second.cost):
        return "Three digits show no difference."
    high, low = (first, second) if first.cost > second.cost else (second, first)
    name = "A" if high is first else "B"
    if low.cost == 0:
        return f"{name} costs more; the other costs nothing."
    times_as_much = high.cost / low.cost
    if format_number(times_as_much) == format_number(1):
        return f"{name} costs slightly more."
    return f"{name} costs {format_number(times_as_much)} times as much."


def _pairs(
    scenarios: tuple[Scenario, Scenario],
    values: tuple[list[float], list[float]],
    theme: Theme,
    *,
    role: str,
    x_title: Spec,
    said: str,
    revision: str,
    reach: float,
    axis: Quantity,
    follows: str,
) -> Spec:
    """Bars in pairs, A full and B hatched, their values at the ends, names above."""
    colour = roles(theme)
    rows = max(scenario.n_classes for scenario in scenarios)
    written = {"number": format_number, "signed": format_signed}[said]
    # As on the panel: what descent moves down stands to the left.
    ends = (0.0, 1.3) if follows == "terms" else (1.55, -1.55)
    data: list[Spec] = []
    annotations: list[Spec] = []
    for which, (scenario, found) in enumerate(zip(scenarios, values, strict=True)):
        fill = {"color": colour[role]} if which == 0 else _hatched(colour[role])
        data.append(_bars(which, scenario, found, fill, written, follows))
        annotations += _values(which, found, colour["text"], written, said, follows)
    annotations += [_named_row(scenarios, row, colour["text"]) for row in range(rows)]
    x_axis = {
        "title": x_title,
        "range": [end * reach for end in ends],
        "nticks": 5,
        LIVE: axis_range(*(times(axis, end) for end in ends)),
    }
    look = _rows_layout(theme, f"{revision}-{rows}", rows, x_axis, annotations)
    return {"data": data, "layout": look}


def _rows_layout(
    theme: Theme, revision: str, rows: int, x_axis: Spec, annotations: list[Spec]
) -> Spec:
    return layout(
        theme,
        uirevision=revision,
        height=_ROW_HEIGHT * rows + 100,
        showlegend=True,
        bargap=0.0,
        barmode="overlay",
        margin={"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
        xaxis=x_axis,
        yaxis={"range": [rows - 0.45, -0.5], **NO_SCALE},
        annotations=annotations,
    )


def _places(which: int, count: int) -> list[float]:
    """Where the bars of A, or of B, stand in their rows."""
    return [row + (0.05, 0.33)[which] for row in range(count)]


def _bars(
    which: int,
    scenario: Scenario,
    found: list[float],
    fill: Spec,
    written: Callable[[float], str],
    follows: str,
) -> Spec:
    places = _places(which, len(found))
    return {
        "type": "bar",
        "orientation": "h",
        "name": "AB"[which],
        "showlegend": True,
        "x": found,
        "y": places,
        "width": 0.2,
        "marker": fill,
        "hovertext": [
            f"<b>{'AB'[which]}: {literal(name)}</b><br>{written(v)}"
            for name, v in zip(scenario.names, found, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    } | ({LIVE: points(follows, places)} if which == 0 else {})


def _values(
    which: int,
    found: list[float],
    colour: str,
    written: Callable[[float], str],
    said: str,
    follows: str,
) -> list[Spec]:
    """The numbers at the ends of the bars."""
    leftward = [follows != "terms" and v > 0 for v in found]
    places = _places(which, len(found))
    return [
        marks.label(
            v,
            place,
            f"{'AB'[which]} <b>{written(v)}</b>",
            colour,
            anchor="right" if left else "left",
            xshift=-_GAP if left else _GAP,
        )
        | {"font": {"size": LABEL_SIZE - 1, "color": colour}}
        | ({LIVE: _number(row, said, follows)} if which == 0 else {})
        for row, (v, place, left) in enumerate(zip(found, places, leftward, strict=True))
    ]


def _number(row: int, said: str, follows: str) -> Mark:
    """Name the number at the end of a bar of A, on the side where the bar ends."""
    value = f"{follows}.{row}"
    side = place_beside(0.0 if follows == "terms" else value, 0.0, _GAP)
    return note(x=value, text=["A <b>", (said, value), "</b>"], side=side)


def _hatched(colour: str) -> Spec:
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"color": colour, "width": 1.5},
        "pattern": {"shape": "/", "fgcolor": colour, "size": 6, "solidity": 0.35},
    }


def _named_row(scenarios: tuple[Scenario, Scenario], row: int, colour: str) -> Spec:
    name = _row_name(scenarios, row)
    label = marks.label(0.0, row - 0.28, spoken(name), colour, xref="paper")
    return label | ({LIVE: note(text=named(name))} if row < scenarios[0].n_classes else {})


def _row_name(scenarios: tuple[Scenario, Scenario], row: int) -> Words:
    """Name a row by its class, or both names where A and B call it differently; and its label."""
    names = [s.names[row] for s in scenarios if row < s.n_classes]
    shown = " / ".join(f"<b>{short_literal(name)}</b>" for name in dict.fromkeys(names))
    first, second = (s.target[row] if row < s.n_classes else 0.0 for s in scenarios)
    other = {"none": "", "true": ", true in B"}.get(
        _kind(second), f", label {format_given(second)} in B"
    )
    both = ", true in A and B" if _kind(second) == "true" else f", true in A{other}"
    soft = (", label ", Told("given", f"label.{row}", first), f" in A{other}")
    return (
        shown,
        Chosen(f"labelKind.{row}", _kind(first), {"none": [other], "true": [both], "soft": soft}),
    )


def _kind(label: float) -> str:
    return {0.0: "none", 1.0: "true"}.get(label, "soft")


def _alt(formula: str, scenarios: tuple[Scenario, Scenario], spec: Spec) -> str:
    parts = []
    for letter, scenario, bars in zip("AB", scenarios, spec["data"], strict=True):
        found = "; ".join(
            f"{name} {format_number(v)}" for name, v in zip(scenario.names, bars["x"], strict=True)
        )
        parts.append(f"{letter}: {found}")
    return f"Bars of {formula} for two scenarios. {'. '.join(parts)}."
