"""The frame around every page: layout, header, fragments, assets and patches of Streamlit."""
