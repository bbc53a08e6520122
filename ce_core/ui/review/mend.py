"""Let the first wrong line be written anew, in its place."""

import streamlit as st

from ce_core.symbolic.review.formula.pieces import MAX_FORMULA
from ce_core.symbolic.review.verdicts import ReviewedLine
from ce_core.ui.components.formula_field import formula, formula_field, put
from ce_core.ui.review import fields

LABEL = "Write line {number} as it should be"
USE = "Use this line"
FIELD = "mine_mend"
ON_PAPER = "mine_mend_paper_field"
_OF = "mine_mend_of"


def draw(line: ReviewedLine, latex: str, *, on_paper: bool) -> None:
    """The field, with the line as it stands.

    Parameters
    ----------
    latex
        The line as LaTeX from its tree; empty if it was not read.
    on_paper
        Whether lines are written as on paper.
    """
    place = (line.number, line.text)
    if st.session_state.get(_OF) != place:
        st.session_state[_OF] = place
        st.session_state[FIELD] = line.text
        put(ON_PAPER, latex)
    if on_paper:
        _draw_on_paper(line)
        return
    with st.container(key="mine_mending"), st.form("mine_mend_form", border=False):
        st.text_input(
            LABEL.format(number=line.number), key=FIELD, max_chars=MAX_FORMULA, autocomplete="off"
        )
        st.form_submit_button(USE, key="mine_mend_use", on_click=_use, args=(line,))


def _draw_on_paper(line: ReviewedLine) -> None:
    with st.container(key="mine_mending"):
        formula_field(ON_PAPER, LABEL.format(number=line.number), on_enter=_use_paper, args=(line,))
        st.button(USE, key="mine_mend_paper", on_click=_use_paper, args=(line,))


def _use_paper(line: ReviewedLine) -> None:
    _put_in(line, formula(ON_PAPER))


def _use(line: ReviewedLine) -> None:
    _put_in(line, str(st.session_state.get(FIELD) or ""))


def _put_in(line: ReviewedLine, written: str) -> None:
    """Put what was written in the place of the line."""
    text, (start, end) = fields.text_given(), line.span
    written = written.strip()
    stood = text[start:end]
    if not written or stood.strip() != line.text:
        return
    written = f"{_head(line, text)}{written}" if "=" not in written else written
    left = len(stood) - len(stood.lstrip())
    right = len(stood.rstrip())
    st.session_state[fields.TEXT] = text[: start + left] + written + text[start + right :]


def _head(line: ReviewedLine, text: str) -> str:
    """What stands before the side that is judged: a left side, or an equals sign alone."""
    if line.reading is None:
        return "= " if line.text.startswith("=") else ""
    head = text[line.span[0] : line.reading.start].lstrip()
    return head if "=" in head else ""
