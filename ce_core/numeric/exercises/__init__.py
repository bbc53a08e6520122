"""Ask for predictions and set challenges, with computed answers.

Judging a line of algebra is in `ce_core.symbolic.practice`.
"""
