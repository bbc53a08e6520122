"""Show the lab in Streamlit: session, URL, components and what the pages are made of.

Only this wing knows Streamlit, and no mathematics is done in it. A page itself is a short script
in `pages/`.
"""
