"""The column X of one point beside the weights and their gradient: W·X + b, and (ŷ − y)·Xᵀ."""

from collections.abc import Iterable

import numpy as np
import streamlit as st

from ce_core.number_format import format_number, format_signed
from ce_core.numeric.descent.classifier import Classifier, weight_gradient
from ce_core.numeric.descent.plane_points import features, powers
from ce_core.palette import Theme, roles

_RAISED = {1: "", 2: "²", 3: "³", 4: "⁴", 5: "⁵"}


def feature_names(degree: int) -> list[str]:
    """Name the entries of X: x₁, x₂, x₁², x₁x₂, x₂², …"""
    return [
        (f"x₁{_RAISED[a]}" if a else "") + (f"x₂{_RAISED[b]}" if b else "")
        for a, b in powers(degree)
    ]


def show(
    classifier: Classifier, point: tuple[float, float, int], degree: int, theme: Theme
) -> None:
    """Draw the table: a row a feature, for each class a weight and its gradient at this point."""
    x = features(point[:2], degree)
    slope = weight_gradient(classifier, x[None], np.array([point[2]]))
    classes = range(len(classifier.bias))
    z = classifier.logits(x)
    y_hat = classifier.probabilities(x)
    heads = "".join(
        f"<th scope='col' class='{kind}'>{letter} {k + 1}</th>"
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
    end = _row("z = W·X + b", None, z.tolist(), [], "z") + _row("ŷ", None, y_hat.tolist(), [], "p")
    pushes = "".join(f"<td class='g'>{format_signed(v)}</td>" for v in slope.bias.tolist())
    end += (
        "<tr class='sum'><th scope='row'>ŷ − y</th><td></td>"
        f"<td colspan='{len(classes)}'></td>{pushes}</tr>"
    )
    st.html(
        f"{_style(theme)}<div class='weights' tabindex='0' role='region' aria-label='Weights and "
        f"their gradient'><table><thead><tr><th></th><th scope='col'>X</th>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}{end}</tbody></table></div>"
    )


def _row(
    name: str,
    value: float | None,
    weights: Iterable[float],
    slopes: Iterable[float],
    kind: str = "w",
) -> str:
    first = "<td></td>" if value is None else f"<td class='x'>{format_number(value)}</td>"
    cells = "".join(f"<td class='{kind}'>{format_number(w)}</td>" for w in weights)
    cells += "".join(f"<td class='g'>{format_signed(g)}</td>" for g in slopes)
    mark = " class='sum'" if value is None else ""
    return f"<tr{mark}><th scope='row'>{name}</th>{first}{cells}</tr>"


def _style(theme: Theme) -> str:
    colour = roles(theme)
    return f"""<style>
.weights {{ overflow-x: auto; }}
.weights table {{ border-collapse: collapse; font-size: 0.875rem;
  font-variant-numeric: tabular-nums lining-nums; }}
.weights th, .weights td {{ padding: 0.25rem 0.6rem; border: 0; text-align: right;
  border-bottom: 1px solid {colour["grid"]}; white-space: nowrap; }}
.weights th {{ font-weight: 500; color: {colour["muted"]}; }}
.weights th[scope=row] {{ position: sticky; left: 0; background: {colour["background"]};
  text-align: left; color: {colour["text"]}; }}
.weights .x {{ font-weight: 650; }}
.weights .g {{ color: {colour["gradient"]}; }}
.weights .sum td, .weights .sum th {{ font-weight: 650; }}
.weights .sum .z {{ color: {colour["logits"]}; }}
.weights .sum .p {{ color: {colour["probabilities"]}; }}
</style>"""
