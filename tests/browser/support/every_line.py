"""An app for one browser test: every line of every derivation, in one notation."""

import streamlit as st

from ce_core.scenario import DEFAULT_SCENARIO
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression.notation import READY_SETS, Notation
from ce_core.ui.derivation.line_links import style
from ce_core.ui.derivation.typed_function import differentiated, numbers
from ce_core.ui.derivation.view import LETTERS
from ce_core.ui.formulas.routes import ShownChain, method
from ce_core.ui.formulas.table import Look, chain_table
from ce_core.ui.shell.page import theme

letters = READY_SETS.get(LETTERS[st.query_params["letters"]], Notation())
look = Look(letters, theme())
lines = 0
style(theme())
with st.container(key="derivation_lines"):
    for key, written in (
        ("two-class", False),
        ("k-class", False),
        ("k-class", True),
        ("short-road", False),
        ("short-road", True),
    ):
        for shown in method(key, DEFAULT_SCENARIO, written=written).chains:
            st.markdown(chain_table(shown, look))
            lines += len(shown.chain.lines)
    for example in FUNCTION_EXAMPLES:
        chain = differentiated(example.text).chain
        given = numbers(0.7, 0.3, 1.2, 0.0)
        st.markdown(chain_table(ShownChain(chain, chain, chain, given), look))
        lines += len(chain.lines)
st.markdown(f"{lines} lines in all")
