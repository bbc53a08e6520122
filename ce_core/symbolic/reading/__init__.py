"""Read typed mathematics into expressions without evaluating any of it.

Writing them is in `ce_core.symbolic.writing`.
"""
