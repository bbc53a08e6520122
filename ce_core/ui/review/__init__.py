"""Draw the page "Check mine": the field for a derivation, its letters, and the verdicts.

The review itself is in `ce_core.symbolic.review`.
"""
