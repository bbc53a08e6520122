"""Write expressions and derivations as LaTeX, plain text, Python and notebooks.

Reading them is in `ce_core.symbolic.reading`.
"""
