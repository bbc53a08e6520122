"""Draw how wrong a numeric derivative is as its step h shrinks: a curve in the form of a V."""

import numpy as np

from ce_core.figures.marks import label, rounded
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.floating_point.step_size import StepStudy, study_steps
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario

HEIGHT = 420
FLOOR = 1e-18
"""Errors below this, exact 0 included, are drawn on this line: a log axis has no place for 0."""

_CEILING = 10.0


def gradient_check_chart(
    scenario: Scenario, theme: Theme, *, analytic_error: float | None = None
) -> Chart:
    """Draw the errors of central differences and of the complex step against the step h.

    Parameters
    ----------
    analytic_error : float, optional
        How far the analytic gradient itself is from its fifty-digit value, in nats per unit of
        logit; drawn as a level line, for it has no h.
    """
    study = study_steps(scenario.logits, scenario.smoothed_target, temperature=scenario.temperature)
    colour = roles(theme)
    steps = rounded(study.steps)
    data = [
        _errors(steps, study.central_single, "central, float32", colour["muted"], "dot"),
        _errors(steps, study.central, "central, float64", colour["probabilities"], "solid"),
        _errors(steps, study.complex_step, "complex step", colour["cost_low"], "dash"),
        *_best_marks(study, theme),
    ]
    if analytic_error is not None:
        data.append(_analytic(study, analytic_error, theme))
    look = layout(
        theme,
        uirevision="gradient-check",
        height=HEIGHT,
        showlegend=True,
        dragmode="zoom",
        xaxis={
            "type": "log",
            "range": [-20.3, 0.3],
            "title": title("step h", "unit of the logits"),
            "dtick": 4,
        },
        yaxis={
            "type": "log",
            "range": [np.log10(FLOOR) - 0.6, 1.6],
            "title": title("largest error", "nats per unit of logit"),
            "tickvals": [FLOOR, *(10.0**e for e in range(-15, 2, 3))],
            "ticktext": ["0 or less<br>than 1e-18", *(f"1e{e}" for e in range(-15, 2, 3))],
        },
        annotations=_sides(study, theme),
        margin={"t": 60},
    )
    caption = _caption(study) + _judged_by_fifty_digits(analytic_error)
    return Chart({"data": data, "layout": look}, _alt(study), caption)


def _analytic(study: StepStudy, error: float, theme: Theme) -> Spec:
    level = min(max(error, FLOOR), _CEILING)
    words = f"ŷ − y in float64, against fifty digits:<br>error {format_number(error)}"
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "ŷ − y, against 50 digits",
        "x": rounded(study.steps[[0, -1]]),
        "y": [level, level],
        "line": {"color": roles(theme)["gradient"], "width": 3},
        "text": [words, words],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _judged_by_fifty_digits(error: float | None) -> str:
    if error is None:
        return ""
    if error == 0:
        return " Computed with fifty digits, ŷ − y comes out the same to the last bit."
    return f" Against fifty digits ŷ − y itself is wrong by {format_number(error)} at most."


def _errors(
    steps: list[float | None], errors: FloatArray, name: str, colour: str, dash: str
) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": steps,
        "y": rounded(np.clip(errors, FLOOR, _CEILING)),
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"color": colour, "size": 4},
        "text": [format_number(e) for e in errors.tolist()],  # the true one, wherever it is drawn
        "hovertemplate": f"{name}<br>h = %{{x:.1e}}: error %{{text}}<extra></extra>",
    }


def _best_marks(study: StepStudy, theme: Theme) -> list[Spec]:
    colour = roles(theme)
    found = ((study.best, "float64", "probabilities"), (study.best_single, "float32", "muted"))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "showlegend": False,
            "x": [best[0]],
            "y": [max(best[1], FLOOR)],
            "marker": {
                "symbol": "circle-open",
                "size": 16,
                "color": colour[role],
                "line": {"width": 3},
            },
            "text": [
                f"best for {precision}: h = {format_number(best[0])}, "
                f"error {format_number(best[1])}"
            ],
            "hovertemplate": "%{text}<extra></extra>",
        }
        for best, precision, role in found
        if best is not None
    ]


def _sides(study: StepStudy, theme: Theme) -> list[Spec]:
    """Name the two arms of the V, and its best step."""
    colour = roles(theme)
    top: Spec = {"yref": "paper", "yanchor": "top"}
    sides = [label(0.02, 1, "◀ rounding", colour["muted"], xref="paper", **top)]
    if study.third_derivative:
        sides.append(
            label(0.98, 1, "curvature ▶", colour["muted"], anchor="right", xref="paper", **top)
        )
    if study.best is not None and study.best[1] > FLOOR:
        step, error = study.best
        words = f"best h ≈ {format_number(step, 2)}"
        place: Spec = {"xshift": -12, "yshift": -14}
        sides.append(
            label(
                float(np.log10(step)),
                float(np.log10(error)),
                words,
                colour["probabilities"],
                anchor="right",
                **place,
            )
        )
    return sides


def _caption(study: StepStudy) -> str:
    if study.best is None:
        return (
            "The cost at these logits is beyond the largest float, so no difference of costs can "
            "be formed. The analytic gradient ŷ − y never needs the cost."
        )
    step, error = study.best
    trust = (
        "Each curve is the largest gap to ŷ − y over all logits. "
        f"At the best step, h = {format_number(step)}, the float64 central difference agrees to "
        f"{format_number(error)}. "
    )
    if study.third_derivative < np.finfo(np.float64).eps:
        shape = (
            "Here the cost is a straight line along every logit, so a larger step does no harm and "
            "only rounding is left. "
        )
    else:
        shape = (
            "A larger h sees the bend of the cost (error ∝ h²), a smaller one subtracts two nearly "
            "equal costs and keeps only their rounding (error ∝ 1/h): the V. "
        )
    return (
        trust + shape + "So a gap of 1e-8 is no proof of a bug, and in float32 a step of 1e-5 "
        "is a bad check of a good gradient. The complex step subtracts nothing and has no left arm."
    )


def _alt(study: StepStudy) -> str:
    if study.best is None:
        return "Error plot without a float64 curve: the cost is beyond the largest float."
    words = [
        f"best float64 central difference {format_number(study.best[1])} at h = "
        f"{format_number(study.best[0])}"
    ]
    if study.best_single is not None:
        words.append(
            f"best float32 {format_number(study.best_single[1])} at h = "
            f"{format_number(study.best_single[0])}"
        )
    words.append(f"complex step at the smallest h {format_number(float(study.complex_step[0]))}")
    return (
        "Error of numeric gradients against the step h, both axes logarithmic: "
        + "; ".join(words)
        + "."
    )
