"""Derive a typed function step by step, by the rules of differentiation.

The derivations that were written by hand are in `ce_core.symbolic.derivations`.
"""
