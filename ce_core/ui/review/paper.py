"""Add lines to a derivation that are written as on paper."""

import streamlit as st

from ce_core.symbolic.review.formula.pieces import is_delimited
from ce_core.ui.components.formula_field import formula, formula_field, put
from ce_core.ui.review import fields

LABEL = "Next line"
ADD = "Add this line"
FIELD = "mine_next"


def draw() -> None:
    """The field for the next line; Enter adds it to the text below."""
    formula_field(FIELD, LABEL, on_enter=add)
    st.button(ADD, key="mine_next_add", type="primary", on_click=add)


def add() -> None:
    """Put the line below the others, marked as they are."""
    latex = formula(FIELD).strip()
    if not latex:
        return
    text = fields.text_given().rstrip()
    line = f"$$ {latex} $$" if is_delimited(text) else latex
    st.session_state[fields.TEXT] = f"{text}\n{line}" if text else line
    put(FIELD, "")
