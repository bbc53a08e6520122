"""Draw four steps from the softmax Jacobian to ŷ − y, each computed from the current numbers.

1 the Jacobian; 2 its rows times −yᵢ/ŷᵢ; 3 the column sums, i = j apart from i ≠ j; 4 what cancels.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from ce_core.figures.evaluation import chain_rule_of
from ce_core.figures.gradient.jacobian_columns import column_layout, column_traces
from ce_core.figures.gradient.jacobian_text import FEW, alt, caption, over_temperature, subscript
from ce_core.figures.live import LIVE, cells, live_chart, note, said
from ce_core.figures.marks import label
from ce_core.figures.theme import LABEL_SIZE, Chart, Spec, blended, layout, short_literal
from ce_core.figures.words import Words, number, signed
from ce_core.number_format import format_number
from ce_core.numeric.chain_rule import ChainRule
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario, default_name

STEPS: tuple[str, ...] = (
    "1 · the Jacobian",
    "2 · times −yᵢ/ŷᵢ",
    "3 · add each column",
    "4 · what cancels",
)
"""What a person steps through, in order."""

HEIGHT = 480
# The strength of the colour in a full cell: more would make the number on it hard to read.
_STRENGTH: Mapping[Theme, float] = {"light": 0.55, "dark": 0.38}
_MANY = 7  # from this many classes on a cell is too narrow for the zero before a point
_SHORT_NAME = 7
_MINUS = "\N{MINUS SIGN}"
_BETWEEN = 0.015  # half the gap between two cells, as a share of a cell


def jacobian_chart(scenario: Scenario, theme: Theme, *, step: int = 1) -> Chart:
    """Draw one of the four ``STEPS``.

    Parameters
    ----------
    scenario : Scenario
        Whose logits, smoothed target and temperature are used.
    theme : {"light", "dark"}
        Which colours.
    step : int
        1 to 4, the position in ``STEPS``.

    Raises
    ------
    ValueError
        When ``step`` is not 1 to 4.
    """
    if step not in range(1, len(STEPS) + 1):
        raise ValueError(f"step must be a whole number from 1 to {len(STEPS)}, but it is {step!r}.")
    names = scenario.names
    rule = chain_rule_of(scenario)
    data = [_heat_map(rule, names, step, theme)]
    parts = _map_layout(rule, names, step, theme)
    if step >= 3:
        data += column_traces(rule, names, step, theme)
        parts |= column_layout(rule, theme)
        sums = (cell_text(v, len(names)) for v in rule.gradient.tolist())
        parts["annotations"] += [_under_column(j, text, theme) for j, text in enumerate(sums)]
    look = layout(theme, uirevision=f"jacobian-{len(names)}-{step}", height=HEIGHT, **parts)
    spec = {"data": data, "layout": look}
    words = alt(rule, names, step), caption(rule, step)
    holds = [("rule.infinite", rule.born_infinite)] if step > 1 else []
    return live_chart(spec, *words, scenario, theme, holds=holds)


# --- the map ---------------------------------------------------------------------------------


@cache
def diverging_scale(theme: Theme, below: str, above: str) -> tuple[str, str, str]:
    """Give colours of a full cell below 0 (a role's), of 0, and of a full one above 0.

    They are faint enough for the theme's text colour to be read on every shade between them.
    """
    colour = roles(theme)
    ground = colour["background"]
    low, high = (blended(colour[role], ground, _STRENGTH[theme]) for role in (below, above))
    return low, ground, high


def _shade(value: float, largest: float, scale: tuple[str, str, str]) -> str:
    """Colour a cell by the square root of its share of ``largest``: small entries stay visible."""
    below, ground, above = scale
    strength = math.sqrt(min(abs(value) / largest, 1))
    return blended(below if value < 0 else above, ground, strength)


def cell_text(value: float, classes: int) -> str:
    """Write a number for a cell that may be 24 pixels wide: two decimals from five classes on."""
    if classes <= FEW:
        return format_number(value)
    if value == 0:
        return "0"
    if abs(value) < 0.005:
        return "≈0"
    if abs(value) >= 9.995:
        return format_number(value, 2)
    # A half goes up, here as in the browser, and 1e-9 is what rounding may have taken from it.
    hundredths = math.floor(100 * abs(value) + 0.5 + 1e-9)
    text = f"{'' if value > 0 else _MINUS}{hundredths / 100:.2f}"
    return text.replace("0.", ".") if classes >= _MANY else text


def _heat_map(rule: ChainRule, names: Sequence[str], step: int, theme: Theme) -> Spec:
    first = step == 1
    values = (rule.jacobian if first else rule.terms).tolist()
    largest = (0.25 if first else 1.0) / rule.temperature
    full = f"rule.full.{'jacobian' if first else 'terms'}"
    scale = (
        diverging_scale(theme, "logits", "probabilities")
        if first
        else diverging_scale(theme, "push_up", "push_down")
    )
    k = len(names)
    flat = [v for row in values for v in row]
    drawn = {
        "type": "bar",
        # A cell is a bar that stands on the lower edge of its row.
        "x": [j for _ in range(k) for j in range(k)],
        "base": [i - 0.5 + _BETWEEN for i in range(k) for _ in range(k)],
        "y": [1 - 2 * _BETWEEN] * (k * k),
        "width": 1 - 2 * _BETWEEN,
        "showlegend": False,
        "marker": {"color": [_shade(v, largest, scale) for v in flat], "line": {"width": 0}},
        "text": [cell_text(v, k) for v in flat],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": roles(theme)["text"], "size": _text_size(k)},
        "hovertemplate": "%{hovertext}<extra></extra>",
        LIVE: cells(f"rule.{'jacobian' if first else 'terms'}", full, scale),
    }
    return said(drawn, "hovertext", *_map_hover(rule, names, first))


def _text_size(classes: int) -> int:
    return 17 if classes <= FEW else 13 if classes < _MANY else 11


def _map_hover(rule: ChainRule, names: Sequence[str], first: bool) -> list[Words]:
    k = len(names)

    def words(i: int, j: int) -> Words:
        a, b = subscript(i), subscript(j)
        case = "i = j" if i == j else "i ≠ j"
        pair = f"{short_literal(names[i], 24)} ← {short_literal(names[j], 24)}"
        place = i * k + j
        if first:
            form = f"∂ŷ{a}/∂z{b} = " + (f"ŷ{a}(1 − ŷ{a})" if i == j else f"−ŷ{a}·ŷ{b}")
            value = number(f"rule.jacobian.{place}", rule.jacobian[i, j])
        else:
            form = f"−y{a}/ŷ{a} · ∂ŷ{a}/∂z{b} = "
            form += f"−y{a}(1 − ŷ{a})" if i == j else f"y{a}·ŷ{b}"
            value = signed(f"rule.terms.{place}", rule.terms[i, j])
        return (f"{pair}<br>{case}: {form} = ", value, over_temperature(rule))

    return [words(i, j) for i in range(k) for j in range(k)]


def _tick(letter: str, index: int, names: Sequence[str]) -> str:
    """Give the symbol, with the name under it where all names are short enough for a phone."""
    symbol = letter + subscript(index)
    fits = len(names) <= FEW and all(len(name) <= _SHORT_NAME for name in names)
    if not fits or names[index] == default_name(index):
        return symbol
    return f"{symbol}<br>{short_literal(names[index])}"


def _map_layout(rule: ChainRule, names: Sequence[str], step: int, theme: Theme) -> Spec:
    k = len(names)
    colour = roles(theme)
    places = list(range(k))
    axis = {"tickvals": places, "showgrid": False, "zeroline": False, "fixedrange": True}
    outline = [
        {
            "type": "rect",
            "x0": i - 0.48,
            "x1": i + 0.48,
            "y0": i - 0.48,
            "y1": i + 0.48,
            "line": {"color": colour["text"], "width": 2},
        }
        for i in places
    ]
    return {
        "xaxis": {
            **axis,
            "ticktext": [_tick("z", j, names) for j in places],
            "tickangle": 0,
            "range": [-0.5, k - 0.5],
            "side": "top",
            "title": {"text": "logit that moves, j"},
        },
        "yaxis": {
            **axis,
            "ticktext": [_tick("ŷ", i, names) for i in places],
            "range": [k - 0.5, -0.5],
            "title": {"text": "probability that answers, i"},
            "domain": [0, 1] if step < 3 else [0.5, 1],
        },
        "shapes": outline,
        "title": _naming(step, colour["text"]),
        "annotations": _factor_column(rule, colour) if step > 1 else [],
        "margin": {"l": 8, "r": 12 if step == 1 else 74, "t": 104, "b": 30, "pad": 2},
    }


def _naming(step: int, colour: str) -> Spec:
    """Name the two cases above the map; the outline is what marks i = j."""
    same, other = ("ŷᵢ(1 − ŷᵢ)", "−ŷᵢŷⱼ") if step == 1 else ("−yᵢ(1 − ŷᵢ)", "+yᵢŷⱼ")
    return {
        "text": f"outlined, i = j: {same}<br>the others, i ≠ j: {other}",
        "font": {"color": colour, "size": LABEL_SIZE},
        "y": 0.965,
        "yanchor": "top",
        "pad": {"l": 8},
    }


def _factor_column(rule: ChainRule, shades: Mapping[str, str]) -> list[Spec]:
    place: Spec = {"xref": "paper", "yref": "y", "xshift": 6}
    head = label(1, 0, "−yᵢ/ŷᵢ", shades["labels"], xref="paper", yref="paper", xshift=6)
    factors = []
    for i, factor in enumerate(rule.factors.tolist()):
        shade = shades["labels" if rule.target[i] else "muted"]
        words = label(1, i, f"× {format_number(factor)}", shade, **place)
        factors.append(words | {LIVE: note(text=["× ", ("number", f"rule.factors.{i}")])})
    return [{**head, "y": 1, "yanchor": "bottom", "yshift": 4}, *factors]


def _under_column(index: int, text: str, theme: Theme) -> Spec:
    place: Spec = {"yref": "paper", "yanchor": "top", "yshift": -6}
    words = label(index, 0, text, roles(theme)["text"], anchor="center", **place)
    return words | {LIVE: note(text=[("cell", f"gradient.{index}")])}
