"""Write derivations for the screen: tables of lines, letters and their current numbers.

What the page Derivation offers around them is in `ce_core.ui.derivation`.
"""
