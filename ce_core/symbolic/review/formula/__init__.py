"""Read formulas in LaTeX and plain typing: text to tokens to trees, with the place of each part.

What the lines claim, and whether that is true, is judged in :mod:`ce_core.symbolic.review`.
"""
