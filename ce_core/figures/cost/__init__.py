"""Draw the cost: curves, comparisons, landscapes and the entropy floor.

Charts of its gradient are in `ce_core.figures.gradient`.
"""
