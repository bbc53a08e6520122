"""Unevaluated expressions: build them, lower them to SymPy, compare and evaluate them exactly."""
