"""Derive a typed function step by step, by the rules of differentiation."""
