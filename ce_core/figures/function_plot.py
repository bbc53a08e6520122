"""Draw a function of one variable and its derivative, with the tangent at a chosen place."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ce_core.figures import marks
from ce_core.figures.theme import Chart, Spec, layout, title
from ce_core.number_format import format_given, format_number
from ce_core.palette import Theme, roles

_HEIGHT = 360
_TRIMMED = 0.04  # share of the samples at either end that may run out of the plot


@dataclass(frozen=True)
class SampledFunction:
    """A function and its derivative at the same places.

    Parameters
    ----------
    x : sequence of float
        Ascending, at least two.
    values, slopes : sequence of float or None
        One for each place; None where the function has no finite real value there.

    Raises
    ------
    ValueError
        When the three differ in length, or are too short to draw.
    """

    x: Sequence[float]
    values: Sequence[float | None]
    slopes: Sequence[float | None]

    def __post_init__(self) -> None:
        lengths = (len(self.x), len(self.values), len(self.slopes))
        if min(lengths) < 2 or len(set(lengths)) > 1:
            raise ValueError(
                "x, values and derivatives must be of equal length, at least 2, but there are "
                f"{lengths[0]}, {lengths[1]} and {lengths[2]} of them."
            )


def function_plot(
    function: SampledFunction,
    at: float,
    value: float | None,
    slope: float | None,
    theme: Theme,
) -> Chart:
    """Draw f, f′ and the tangent of f at ``at``.

    Parameters
    ----------
    function : SampledFunction
        What is drawn.
    at : float
        Where the tangent touches.
    value, slope : float or None
        f and f′ there; None where they have no finite real value: then there is no tangent.
    theme : {"light", "dark"}
        Which colours.
    """
    colour = roles(theme)
    low, high = _range(function, value)
    data: list[Spec] = [
        _line(function.x, function.values, "f", colour["cost"]),
        _line(function.x, function.slopes, "f′", colour["gradient"], dash="dot"),
    ]
    if value is not None and slope is not None:
        width = function.x[-1] - function.x[0]
        data.append(
            marks.tangent_within(
                at, value, slope, colour["cost"], width=width, height=high - low, showlegend=False
            )
        )
        hover = f"f′({format_number(at)}) = {format_number(slope)}"
        data.append(marks.current_point(at, slope, colour["gradient"], theme, hover=hover))
        hover = f"f({format_number(at)}) = {format_number(value)}"
        data.append(marks.current_point(at, value, colour["cost"], theme, hover=hover))
    spec = {
        "data": data,
        "layout": layout(
            theme,
            uirevision="function-plot",
            height=_HEIGHT,
            showlegend=True,
            xaxis={"title": title("x"), "range": [function.x[0], function.x[-1]], "nticks": 8},
            yaxis={"title": title("f and f′"), "range": [low, high], "nticks": 7},
        ),
    }
    said = _words(at, value, slope)
    alt = f"Curves of f, solid, and of its derivative f′, dotted, against x. {said}"
    return Chart(spec, alt, said)


def _line(
    x: Sequence[float],
    y: Sequence[float | None],
    name: str,
    colour: str,
    dash: str = "solid",
) -> Spec:
    finite = [math.nan if each is None else each for each in y]
    hover = [
        f"x = {format_number(a)}<br>{name} = {format_number(b)}"
        for a, b in zip(x, finite, strict=True)
    ]
    line = {"color": colour, "width": 2.5, "dash": dash}
    return marks.curve(x, finite, colour, hover=hover, name=name, line=line)


def _range(function: SampledFunction, value: float | None) -> tuple[float, float]:
    """Choose the y axis: most of both curves and the point, whatever a pole does at the edge."""
    low, high = _most_of([*function.values, *function.slopes])
    if value is not None:
        low, high = min(low, value), max(high, value)
    pad = max(0.08 * (high - low), 1e-3 * max(abs(low), abs(high)), 1e-9)
    return low - pad, high + pad


def _most_of(values: Iterable[float | None]) -> tuple[float, float]:
    finite = sorted(each for each in values if each is not None)
    if not finite:
        return -1.0, 1.0
    skipped = int(_TRIMMED * len(finite))
    return finite[skipped], finite[-1 - skipped]


def _words(at: float, value: float | None, slope: float | None) -> str:
    place = f"At x = {format_given(at)}"
    if value is None:
        return f"{place} f has no finite real value."
    if slope is None:
        return f"{place} f is {format_number(value)}, and has no finite derivative."
    return (
        f"{place} f is {format_number(value)} and its slope f′ is {format_number(slope)}: "
        "the tangent rises by that much for each step of 1 to the right."
    )
