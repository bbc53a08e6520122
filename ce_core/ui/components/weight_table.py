"""Show the column X of one point beside weights and gradient: W·X + b, and (ŷ − y)·Xᵀ."""

from collections.abc import Iterable

import numpy as np

from ce_core.number_format import format_number, format_signed
from ce_core.numeric.descent.classifier import Classifier, weight_gradient
from ce_core.numeric.descent.plane_points import features, powers
from ce_core.ui.shell import html_table
from ce_core.ui.shell.html_table import Cell, Row

_RAISED = {1: "", 2: "²", 3: "³", 4: "⁴", 5: "⁵"}


def feature_names(degree: int) -> list[str]:
    """Name the entries of X: x₁, x₂, x₁², x₁x₂, x₂², …"""
    return [
        (f"x₁{_RAISED[a]}" if a else "") + (f"x₂{_RAISED[b]}" if b else "")
        for a, b in powers(degree)
    ]


def show(classifier: Classifier, point: tuple[float, float, int], degree: int) -> None:
    """Draw the table: a row a feature, for each class a weight and its gradient at this point."""
    x = features(point[:2], degree)
    slope = weight_gradient(classifier, x[None], np.array([point[2]]))
    classes = range(len(classifier.bias))
    z = classifier.logits(x)
    y_hat = classifier.probabilities(x)
    heads = (
        Cell(f"{letter} {k + 1}", kind, heads="col")
        for kind, letter in (("w", "W"), ("g", "∂E/∂W"))
        for k in classes
    )
    rows = [
        _row(name, value, weights, slopes)
        for name, value, weights, slopes in zip(
            ["b", *feature_names(degree)],
            [1.0, *x.tolist()],
            np.column_stack([classifier.bias, classifier.weights]).T.tolist(),
            np.column_stack([slope.bias, slope.weights]).T.tolist(),
            strict=True,
        )
    ]
    pushes = (Cell(format_signed(v), "g") for v in slope.bias.tolist())
    ends = [
        _row("z = W·X + b", None, z.tolist(), [], "z"),
        _row("ŷ", None, y_hat.tolist(), [], "p"),
        Row(
            (Cell("ŷ − y", heads="row"), Cell(""), Cell("", span=len(classes)), *pushes),
            "sum",
        ),
    ]
    head = Row((Cell(""), Cell("X", heads="col"), *heads))
    table = html_table.html_table([head], [*rows, *ends], "Weights and their gradient", "weights")
    html_table.show(table, "descent/weights.css")


def _row(
    name: str,
    value: float | None,
    weights: Iterable[float],
    slopes: Iterable[float],
    kind: str = "w",
) -> Row:
    first = Cell("") if value is None else Cell(format_number(value), "x")
    cells = [Cell(format_number(w), kind) for w in weights]
    cells += [Cell(format_signed(g), "g") for g in slopes]
    return Row((Cell(name, heads="row"), first, *cells), "sum" if value is None else "")
