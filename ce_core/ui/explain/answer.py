"""Show which computation gives the printed number, the right values, and what to change."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import streamlit as st

from ce_core.frameworks.remedies import REMEDIES
from ce_core.number_format import format_number
from ce_core.numeric.explain.compare import RightValues, right_values, telling_apart
from ce_core.numeric.explain.explain import Explanation, explain
from ce_core.numeric.explain.printed import FEW_DIGITS
from ce_core.ui.components.chart import plain
from ce_core.ui.explain import links
from ce_core.ui.explain.fields import Asked
from ce_core.ui.shell import html_table
from ce_core.ui.shell.html_table import Cell, Row

NONE = "**None of these.** No computation that the lab knows gives this number."
NONE_NEXT = (
    "Compare it with the right values below. If one is close, check the digits and the settings."
)
FEW = "With few digits many computations give the same number. Print more digits to be sure."
RIGHT_HERE = "The right value"
PRINTED_HERE = "Your code computed"
CHANGE = "What to change"
MANY = "{count} different computations give these digits. The simplest comes first."
ASK = "To tell them apart, print {ask}:"
TRYING = "Trying all computations"
READ_MORE = "Where the lab explains it"
IN_BATCHES = "Each row's probabilities, loss and gradient: Batches and frameworks"
RIGHT_VALUES = "The right values, in every reduction and unit"
TELL_APART = "Numbers that tell them apart"
GRADIENT = "The gradient of the mean loss by the logits:"
UNITS = (("nats", 0.0), ("bits", 2.0), ("log base 10", 10.0))
DIGITS = 9
ROWS_SHOWN = 10
WORK_WITHOUT_A_BAR = 200_000
_KEPT = "explain_kept"
_TITLES = {
    "batches": "Batches and frameworks",
    "stability": "Numerical stability",
    "cost_curves": "Cost curves",
    "derivative": "The derivative",
    "derivation": "Derivation",
    "two_classes": "Two classes",
    "playground": "Playground",
}


def draw(asked: Asked) -> None:
    """Show the explanations and, below them, the right values in all reductions and units."""
    found = _found(asked)
    if not found:
        st.info(f"{NONE} {NONE_NEXT}", icon=":material/search_off:")
    elif not found[0].keys:
        st.success(plain(found[0].sentence), icon=":material/check:")
        st.markdown(f"{RIGHT_HERE}: {_number(found[0].right_value)}")
    else:
        if len(found) > 1:
            st.markdown(MANY.format(count=len(found)))
        for explanation in found:
            _explanation(explanation)
        _question(asked, found)
    if found and asked.printed.significant < FEW_DIGITS and found[0].keys:
        st.caption(FEW)
    labels = "distributions" if asked.case.is_soft else "class numbers"
    st.caption(plain(f"{asked.how_read.rstrip('.')}. Labels are taken as {labels}."))
    st.markdown(f"[{IN_BATCHES}]({links.to_batches(asked.texts)})")
    with st.expander(RIGHT_VALUES, expanded=not found):
        _right_values(right_values(asked.case), asked)


def _found(asked: Asked) -> tuple[Explanation, ...]:
    """Search, or give what was found for the same fields; a bar shows how far a long search is."""
    key = _fingerprint(asked)
    kept = st.session_state.get(_KEPT)
    if kept is not None and kept[0] == key:
        found: tuple[Explanation, ...] = kept[1]
        return found
    place = st.empty()
    if asked.case.rows.size < WORK_WITHOUT_A_BAR:
        found = explain(asked.case, asked.printed)
    else:

        def report(share: float) -> None:
            place.progress(min(1.0, share), TRYING)

        found = explain(asked.case, asked.printed, report)
        place.empty()
    st.session_state[_KEPT] = key, found
    return found


def _fingerprint(asked: Asked) -> tuple[object, ...]:
    case, printed = asked.case, asked.printed
    arrays = (case.rows, case.indices, case.soft, case.counted, case.weight)
    settings = (case.given, case.label_smoothing, case.temperature, case.ignore_index)
    numbers = (printed.values.tobytes(), printed.units.tobytes(), printed.significant)
    return (*(None if a is None else (a.shape, a.tobytes()) for a in arrays), *settings, *numbers)


def _explanation(explanation: Explanation) -> None:
    with st.container(border=True):
        st.markdown(plain(explanation.sentence))
        for formula in explanation.formulas:
            st.latex(formula)
        st.markdown(
            f"{PRINTED_HERE} **{_number(explanation.value)}**. "
            f"{RIGHT_HERE}: **{_number(explanation.right_value)}**."
        )
        for key in explanation.keys:
            remedy = REMEDIES[key]
            lines = "\n".join(f"- **{name}**: {line}" for name, line in remedy.lines.items())
            st.markdown(f"{CHANGE}:\n\n{lines}")
            place = "./" if remedy.page == "playground" else remedy.page
            place += f"?section={remedy.section}" if remedy.section else ""
            st.markdown(f"[{READ_MORE}: {_TITLES[remedy.page]}]({place})")


def _question(asked: Asked, found: Sequence[Explanation]) -> None:
    question = telling_apart(asked.case, found)
    if question is None:
        return
    st.markdown(ASK.format(ask=question.ask))
    rows = [
        Row((Cell(_short(explanation), heads="row"), Cell(format_number(value, DIGITS))))
        for explanation, value in zip(found, question.values, strict=True)
    ]
    head = Row((Cell("if it was", heads="col"), Cell("it prints", heads="col")))
    html_table.show(html_table.html_table([head], rows, TELL_APART, ""))


def _short(explanation: Explanation) -> str:
    """The sentence without "This is", as an entry of a table."""
    return explanation.sentence.removeprefix("This is ").rstrip(".")


def _right_values(values: RightValues, asked: Asked) -> None:
    n, classes = asked.case.shape
    names = ["mean", "sum"] if n > 1 else ["loss"]
    rows = [f"row {i + 1}" for i in range(min(n, ROWS_SHOWN))] if n > 1 else []
    columns = []
    for _, base in UNITS:
        scaled = values.in_unit(base) if base else values
        single = [scaled.mean, scaled.sum] if n > 1 else [scaled.mean]
        columns.append([*single, *(float(v) for v in scaled.rows[: len(rows)])])
    head = Row((Cell("loss", heads="col"), *(Cell(unit, heads="col") for unit, _ in UNITS)))
    body = [
        Row(
            (
                Cell(name, heads="row"),
                *(Cell(format_number(column[i], DIGITS)) for column in columns),
            )
        )
        for i, name in enumerate([*names, *rows])
    ]
    html_table.show(html_table.html_table([head], body, "The right values", ""))
    if n > ROWS_SHOWN:
        st.caption(f"The first {ROWS_SHOWN} of {n:,} rows.")
    if n * classes <= 100:
        st.caption(GRADIENT)
        st.code(_matrix(values.gradient), language=None)


def _number(value: float | npt.NDArray[np.float64]) -> str:
    if isinstance(value, float):
        return format_number(value, DIGITS)
    flat = [format_number(float(entry), 6) for entry in np.ravel(value)[:20]]
    return ", ".join(flat) + (" …" if np.size(value) > 20 else "")


def _matrix(gradient: npt.NDArray[np.float64]) -> str:
    return "\n".join("  ".join(format_number(float(v), 6) for v in row) for row in gradient)
