"""Mount the custom components, one module each, and hand each its data.

Their scripts and style sheets are in `assets/`.
"""
