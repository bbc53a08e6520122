"""Offer the practice page: next line, find the mistake, predict, challenges, progress.

Judging is in `ce_core.symbolic.practice` and `ce_core.numeric.exercises`.
"""
