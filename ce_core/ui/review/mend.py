"""Let the first wrong line be written anew, in its place."""

import streamlit as st

from ce_core.symbolic.review.formula.pieces import MAX_FORMULA
from ce_core.symbolic.review.verdicts import ReviewedLine
from ce_core.ui.review import fields

LABEL = "Write line {number} as it should be"
USE = "Use this line"
FIELD = "mine_mend"
_OF = "mine_mend_of"


def draw(line: ReviewedLine) -> None:
    """The field, with the line as it stands."""
    place = (line.number, line.text)
    if st.session_state.get(_OF) != place:
        st.session_state[_OF] = place
        st.session_state[FIELD] = line.text
    with st.container(key="mine_mending"), st.form("mine_mend_form", border=False):
        st.text_input(
            LABEL.format(number=line.number), key=FIELD, max_chars=MAX_FORMULA, autocomplete="off"
        )
        st.form_submit_button(USE, key="mine_mend_use", on_click=_use, args=(line,))


def _use(line: ReviewedLine) -> None:
    """Put what was written in the place of the line."""
    text, (start, end) = fields.text_given(), line.span
    written = str(st.session_state.get(FIELD) or "").strip()
    stood = text[start:end]
    if not written or stood.strip() != line.text:
        return
    left = len(stood) - len(stood.lstrip())
    right = len(stood.rstrip())
    st.session_state[fields.TEXT] = text[: start + left] + written + text[start + right :]
