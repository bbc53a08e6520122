"""Hold the authored derivations, line by line, and check that each line equals the one above it.

Derivations of functions that somebody types are not written here but found by
`ce_core.symbolic.differentiation`.
"""
