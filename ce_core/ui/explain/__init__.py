"""Show which computation gives a printed number: what was given, and the answer.

The search itself is in `ce_core.numeric.explain`, the advice in `ce_core.frameworks.remedies`.
"""
