"""Offer the derivation page: routes, settings, walkthrough, downloads.

The lines themselves are in `ce_core.symbolic.derivations`.
"""
