"""Build a plain figure for Plotly in two ways: validated for tests and notebooks, lean for the app.

``st.plotly_chart`` validates a dict by building a ``go.Figure`` of it (6 to 30 ms), but asks an
instance of ``BaseFigure`` for its ``to_dict()`` and trusts the answer; ``LeanFigure`` is that.
This module imports Plotly, so it is imported where it is used, not by the package.
"""

from typing import Any

from plotly.basedatatypes import BaseFigure

from ce_core.figures.theme import Spec


class LeanFigure(BaseFigure):  # type: ignore[misc]
    """A figure that only knows its plain data; send it with ``st.plotly_chart(…, theme=None)``."""

    def __init__(self, spec: Spec) -> None:
        # BaseFigure's own constructor is what validates, so it is not called; its __setattr__
        # would take the attribute for a property of the layout.
        object.__setattr__(self, "_spec", spec)

    def to_dict(self) -> Spec:
        """Give the plain data as they came, unvalidated and uncopied."""
        spec: Spec = object.__getattribute__(self, "_spec")
        return spec


def as_figure(spec: Spec) -> Any:
    """Build the validated ``plotly.graph_objects.Figure``.

    Raises
    ------
    ValueError
        From Plotly, when ``spec`` holds a property or value that Plotly does not know.
    """
    from plotly.graph_objects import Figure

    return Figure(spec)
