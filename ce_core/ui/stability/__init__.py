"""Offer the stability page: formulas step by step, their errors and the reference.

The arithmetic is in `ce_core.numeric.floating_point`.
"""
