"""Show formulas side by side: what came out, where it first went wrong, and each step.

As one piece of HTML: as elements of Streamlit's own they would cost the server several times that.
"""

from collections.abc import Sequence

from ce_core.scenario import Scenario
from ce_core.ui.shell import html_table
from ce_core.ui.shell.html_table import Markup, element
from ce_core.ui.stability import table_html
from ce_core.ui.stability.measure import Measured

_BESIDE = 5  # with more classes two tables do not fit beside one another
_NOTHING_LOST = "No step loses anything."
_HARMLESS = "A small loss, harmless:"


def show(true: str, measured: Sequence[Measured], scenario: Scenario, *, in_full: str = "") -> None:
    """Draw computations below the truth, two in a row where there is room; all is escaped.

    ``in_full`` is all digits of the truth, shown on hover.
    """
    beside = "beside" if len(measured) > 1 and scenario.n_classes <= _BESIDE else ""
    hint = {"title": in_full} if in_full else {}
    truth = [element("p", {"class": "truth", **hint}, true)] if true else []
    cards = (_card(each, scenario) for each in measured)
    computations = element("div", {"class": f"computations {beside}".strip()}, *cards)
    html_table.show(html_table.joined((*truth, computations)), "stability/computations.css")


def _card(measured: Measured, scenario: Scenario) -> Markup:
    computation, first = measured.computation, measured.computation.first_failure
    values = ", ".join(
        table_html.in_full(v, computation.precision) for v in computation.result.tolist()
    )
    kind, sign, said = ("right", "✓", "right") if measured.is_right else ("wrong", "✗", "wrong")
    lost = _NOTHING_LOST
    if first is not None:
        where = table_html.birth_sentence(first, computation.precision, scenario.names)
        opening = _HARMLESS if measured.is_right else "First loss:"
        lost = f"{opening} {where}."
    return element(
        "section",
        {"class": "card"},
        element("h4", {}, computation.title),
        element(
            "p",
            {},
            element("span", {"class": kind, "role": "img", "aria-label": said}, sign),
            " ",
            element("strong", {}, values),
            f" · {measured.verdict}",
        ),
        element("p", {"class": "lost"}, lost),
        table_html.table(computation, scenario.names),
    )
