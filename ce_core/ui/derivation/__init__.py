"""Offer the derivation page: settings, walkthrough, a function of one's own, downloads.

How a line is written is in `ce_core.ui.formulas`, the lines themselves in
`ce_core.symbolic.derivations`.
"""
