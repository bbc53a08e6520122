"""Split the cost: H(y) that no prediction can avoid, and KL(y ‖ ŷ) that one could."""

from ce_core.figures import marks
from ce_core.figures.cost.cases import PER_UNIT, Unit, in_unit
from ce_core.figures.evaluation import Outcome, outcome
from ce_core.figures.live import LIVE, Mark, axis_range, live_chart, note, points, said, shape
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.figures.words import Told, Words, named, number, spoken
from ce_core.numeric.information import kl_divergence
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario


def divergence(scenario: Scenario) -> float:
    """Give KL(y ‖ ŷ) in nats: what a better prediction would save."""
    o = outcome(scenario)
    found = float(kl_divergence(o.target, o.probabilities))
    # Where a probability underflows to 0, KL of the probabilities is infinite, but the cost that
    # was computed from the logits is not.
    return found if found < float("inf") else o.cost - o.floor


def cost_floor(scenario: Scenario, theme: Theme, *, unit: Unit = "nats") -> Chart:
    """Draw cost = H(y) + KL(y ‖ ŷ) as one stacked bar."""
    o, colour = outcome(scenario), roles(theme)
    kl = in_unit(divergence(scenario), unit)
    floor, cost = in_unit(o.floor, unit), in_unit(o.cost, unit)
    top = marks.stepped_top(cost)
    lowest, above, all_of_it = number("floor", floor), number("excess", kl), number("cost", cost)
    data: list[Spec] = [
        _part("H(y)", lowest, unit, colour["labels"], points(["floor"], [0])),
        _part("KL(y ‖ ŷ)", above, unit, colour["cost"], points(["excess"], [0], base=["floor"]))
        | {"base": [floor]},
    ]
    sum_of_both = ("<b>H(y) ", lowest, "</b> + <b>KL(y ‖ ŷ) ", above, "</b> = cost <b>", all_of_it)
    words = (*sum_of_both, "</b>")
    end = {
        "type": "line",
        "x0": floor,
        "x1": floor,
        "y0": -0.45,
        "y1": 0.45,
        "line": {"color": colour["text"], "width": 2, "dash": "dot"},
        LIVE: shape(x0="floor", x1="floor"),
    }
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision=f"cost-floor-{unit}",
            height=140,
            barmode="overlay",
            xaxis={
                "title": title("cost", unit),
                "range": [0, top],
                "nticks": 6,
                LIVE: axis_range(0, "costTop"),
            },
            yaxis={
                "range": [-0.6, 1.1],
                "showgrid": False,
                "zeroline": False,
                "showticklabels": False,
            },
            shapes=[end],
            annotations=[
                marks.label(0.0, 0.8, spoken(words), colour["text"], xref="paper")
                | {LIVE: note(text=named(words))}
            ],
        ),
    }
    alt = (
        "Stacked bar: the label's entropy H(y) ",
        lowest,
        " and the divergence KL(y ‖ ŷ) ",
        above,
        " make the cost ",
        all_of_it,
        f" {unit}.",
    )
    caption: Words = (
        ("The label is one class, so H(y) = 0: a perfect prediction would cost 0.",)
        if o.floor == 0
        else (
            "No prediction can cost less than H(y) = ",
            lowest,
            f" {unit}, the entropy of the label. {_reached(o)} Now the cost is ",
            above,
            " above it.",
        )
    )
    return live_chart(spec, alt, caption, scenario, theme, per=PER_UNIT[unit])


def _reached(o: Outcome) -> str:
    if o.target.min() > 0:
        return "It is reached where ŷ = y."
    return "It is approached as ŷ nears y; a label of 0 would need a logit of −∞."


def _part(name: str, value: Told, unit: Unit, colour: str, follows: Mark) -> Spec:
    part = {
        "type": "bar",
        "orientation": "h",
        "x": [value.value],
        "y": [0],
        "width": 0.7,
        "marker": {"color": colour},
        "hovertemplate": "%{hovertext}<extra></extra>",
        LIVE: follows,
    }
    return said(part, "hovertext", (f"<b>{name}</b><br>", value, f" {unit}"))
