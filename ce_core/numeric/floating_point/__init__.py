"""Show what floating-point arithmetic loses, step by step, beside a reference in many digits.

The formulas that lose nothing are in `ce_core.numeric` itself.
"""
