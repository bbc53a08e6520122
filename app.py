"""Softmax & Cross-Entropy Lab: page settings and navigation."""

import streamlit as st

from ce_core.ui import page

st.set_page_config(
    page_title="Softmax & Cross-Entropy Lab",
    page_icon="assets/icon.png",
    layout="wide",
)
page.enter_shell()

st.navigation(
    [
        st.Page("pages/playground.py", title="Playground", default=True),
        st.Page("pages/derivation.py", title="Derivation"),
    ],
    position="top",
).run()
