"""Draw the column sums under the Jacobian's map, each split into its terms, with ŷ − y marked."""

from collections.abc import Sequence

from ce_core.figures.gradient.jacobian_text import PARTS, over_temperature, subscript
from ce_core.figures.live import LIVE, axis_range, points, said, times
from ce_core.figures.marks import gradient_full
from ce_core.figures.theme import Spec, short_literal
from ce_core.figures.words import Words, signed
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.chain_rule import ChainRule
from ce_core.palette import Theme, roles

_Part = tuple[str, FloatArray, str, str, str]


def column_parts(rule: ChainRule, step: int) -> list[_Part]:
    """Split each column sum: (formula with {j}, values (K,), colour role, pattern, live name)."""
    others = "ŷ{j}·Σ over i ≠ j of yᵢ"
    if step == 3:
        return [
            ("−y{j}(1 − ŷ{j})", rule.same, "push_up", "", "same"),
            (others, rule.others, "push_down", "/", "others"),
        ]
    t, y, p = rule.temperature, rule.target, rule.probabilities
    return [
        ("−y{j}", -y / t, "labels", "", "labels"),
        ("y{j}·ŷ{j}", y * p / t, "probabilities", "x", "joined"),
        (others, rule.others, "probabilities", "", "others"),
    ]


def column_traces(rule: ChainRule, names: Sequence[str], step: int, theme: Theme) -> list[Spec]:
    """Give one stacked bar trace a part, and the diamonds of the sums."""
    parts = zip(PARTS[step], column_parts(rule, step), strict=True)
    bars = [_bars(rule, names, title, part, theme) for title, part in parts]
    if step == 4:  # what comes out of i ≠ j stands on what comes out of i = j
        bars[-1] |= {"base": bars[-2]["y"]}
        bars[-1][LIVE] |= {"base": "rule.joined"}
    return [*bars, _sums(rule, names, theme)]


def _hover(
    rule: ChainRule, names: Sequence[str], formula: str, values: FloatArray, live: str
) -> list[Words]:
    return [
        (
            f"column {short_literal(name, 24)}<br>{formula.format(j=subscript(j))} = ",
            signed(f"{live}.{j}", values[j]),
            over_temperature(rule),
        )
        for j, name in enumerate(names)
    ]


def _bars(rule: ChainRule, names: Sequence[str], title: str, part: _Part, theme: Theme) -> Spec:
    formula, values, role, pattern, live = part
    colour = roles(theme)
    bars = {
        "type": "bar",
        "name": title,
        "x": list(range(len(names))),
        "y": values.tolist(),
        "yaxis": "y2",
        "marker": {
            "color": colour[role],
            "pattern": {
                "shape": pattern,
                "fillmode": "overlay",
                "fgcolor": colour["background"],
                "size": 6,
                "solidity": 0.3,
            },
            "line": {"width": 0},
        },
        "hovertemplate": "%{hovertext}<extra></extra>",
        LIVE: points(list(range(len(names))), f"rule.{live}"),
    }
    return said(bars, "hovertext", *_hover(rule, names, formula, values, f"rule.{live}"))


def _sums(rule: ChainRule, names: Sequence[str], theme: Theme) -> Spec:
    colour = roles(theme)
    diamonds = {
        "type": "scatter",
        "mode": "markers",
        "name": "sum, ŷ − y",
        "x": list(range(len(names))),
        "y": rule.gradient.tolist(),
        "yaxis": "y2",
        "marker": {
            "symbol": "diamond",
            "size": 12,
            "color": colour["text"],
            "line": {"color": colour["background"], "width": 2},
        },
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        LIVE: points(list(range(len(names))), "gradient"),
    }
    hover = _hover(rule, names, "sum: ŷ{j} − y{j}", rule.gradient, "gradient")
    return said(diamonds, "text", *hover)


def column_layout(rule: ChainRule, theme: Theme) -> Spec:
    """Give the layout of the lower plot; its axis is as long as a gradient can be, (−1, 1)/T."""
    reach = 1.12 * gradient_full(rule.temperature)
    return {
        "barmode": "overlay",
        "bargap": 0.35,
        "showlegend": True,
        "legend": {"y": 0.47, "yanchor": "top", "x": 0, "traceorder": "normal"},
        "yaxis2": {
            "domain": [0, 0.28],
            "range": [-reach, reach],
            LIVE: axis_range(times("gradientFull", -1.12), times("gradientFull", 1.12)),
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": roles(theme)["muted"],
            "nticks": 5,
            "title": {"text": "nats per logit"},
            "anchor": "x",
        },
    }
