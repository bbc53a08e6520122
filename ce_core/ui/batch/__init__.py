"""Offer the batches page: input, settings, results table, downloads.

What is computed is in `ce_core.numeric.batch`, the snippets in `ce_core.frameworks`.
"""
