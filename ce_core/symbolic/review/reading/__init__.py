"""Read a whole text: what its letters mean, its chains of lines and its definitions.

One side of one line is read in :mod:`formula`.
"""
