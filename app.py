"""Start the Softmax & Cross-Entropy Lab: page settings and navigation."""

import streamlit as st

from ce_core.ui.shell import open_files, page, streamlit_patches, workbench

st.set_page_config(
    page_title="Softmax & Cross-Entropy Lab",
    page_icon="app/static/icon.png",
    layout="wide",
    initial_sidebar_state="collapsed",
)
page.enter_shell()
streamlit_patches.apply()
open_files.raise_limit()

st.navigation(
    {
        "": [
            st.Page("pages/playground.py", title="Playground", default=True),
            st.Page("pages/derivation.py", title="Derivation"),
            st.Page("pages/practice.py", title="Practice"),
            st.Page("pages/check_mine.py", title="Check mine"),
        ],
        "Explore": [
            st.Page("pages/cost_curves.py", title="Cost curves"),
            st.Page("pages/derivative.py", title="The derivative"),
            st.Page("pages/two_classes.py", title="Two classes"),
        ],
        "Apply": [
            st.Page("pages/batches.py", title="Batches and frameworks"),
            st.Page("pages/my_number.py", title="My number"),
            st.Page("pages/stability.py", title="Numerical stability"),
            st.Page("pages/descent.py", title="Descent"),
            st.Page("pages/help.py", title="Help"),
        ],
    },
    position=workbench.navigation_place(),
).run()
