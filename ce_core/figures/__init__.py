"""Draw charts: pure functions from numbers to figures as plain data; Plotly stays at the edge.

Here are the look that all charts share and the charts of single pages. Charts of the cost, of the
gradient and of two classes have folders of their own. Nothing is computed that `ce_core.numeric`
computes, and nothing here knows Streamlit.
"""
