"""Draw the mean cost of a classifier while it learns, on what it sees and on what it does not."""

from ce_core.figures import marks
from ce_core.figures.theme import Chart, layout, title
from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.descent.classifier import Training
from ce_core.palette import Theme, roles

_HEIGHT = 300


def training_chart(training: Training, held_out: FloatArray, at: int, theme: Theme) -> Chart:
    """Draw the cost over the steps, marking one of the kept ones.

    Parameters
    ----------
    training : Training
    held_out : ndarray, shape (number of snapshots,)
        The mean cost of the held-out rows at each snapshot, in nats.
    at : int
        Which snapshot is looked at.
    theme : {"light", "dark"}
        Which colours.
    """
    colour = roles(theme)
    step = training.steps[at]
    costs = training.costs
    steps = range(len(costs))
    hover = [f"step {n}: {format_number(c)} nats" for n, c in enumerate(costs.tolist())]
    unseen = [
        f"validation, step {n}: {format_number(c)} nats"
        for n, c in zip(training.steps, held_out.tolist(), strict=True)
    ]
    seen_line = marks.curve(steps, costs, colour["cost"], hover=hover, name="trained on")
    unseen_line = marks.curve(
        training.steps, held_out, colour["cost_high"], hover=unseen, name="validation"
    )
    unseen_line["line"] = unseen_line["line"] | {"dash": "dash"}
    here = float(held_out[at])
    said = f"<b>step {step}</b><br>validation: {format_number(here)} nats"
    spec = {
        "data": [
            seen_line,
            unseen_line,
            marks.current_point(step, here, colour["cost_high"], theme, hover=said),
        ],
        "layout": layout(
            theme,
            uirevision="training",
            height=_HEIGHT,
            showlegend=True,
            margin={"l": 8, "r": 12, "t": 36, "b": 8, "pad": 4},
            xaxis={"title": title("step"), "rangemode": "tozero"},
            yaxis={"title": title("mean cost", "nats"), "rangemode": "tozero"},
        ),
    }
    caption = (
        f"Before the first step all digits are equally likely, and the cost is log 10 = "
        f"{format_number(float(costs[0]))} nats."
    )
    return Chart(spec, _alt(costs, held_out), caption)


def _alt(costs: FloatArray, held_out: FloatArray) -> str:
    return (
        f"Mean cost over {len(costs) - 1} steps: from {format_number(float(costs[0]))} to "
        f"{format_number(float(costs[-1]))} nats on the training digits, to "
        f"{format_number(float(held_out[-1]))} on the validation digits."
    )
