"""Build unevaluated expressions, lower them to SymPy, compare and evaluate them exactly.

Everything else in the wing is made of these; how they are read and written is in
`ce_core.symbolic.reading` and `ce_core.symbolic.writing`.
"""
