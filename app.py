"""Softmax & Cross-Entropy Lab: page settings and navigation."""

import streamlit as st

st.set_page_config(
    page_title="Softmax & Cross-Entropy Lab",
    page_icon="assets/icon.png",
    layout="wide",
)

st.navigation(
    [
        st.Page("pages/playground.py", title="Playground", default=True),
    ],
    position="top",
).run()
