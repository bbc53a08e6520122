"""An app for one browser test: every line of every derivation, in one notation."""

import streamlit as st

from ce_core.ui.derivation.line_links import style
from ce_core.ui.shell.page import theme
from tests.browser.support.every_table import every_table

lines = 0
style(theme())
with st.container(key="derivation_lines"):
    for table, count in every_table(st.query_params["letters"], theme()):
        st.markdown(table)
        lines += count
st.markdown(f"{lines} lines in all")
