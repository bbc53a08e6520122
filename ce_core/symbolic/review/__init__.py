"""Review a derivation that somebody has written: it reads the lines and says which are true.

It reads LaTeX, Markdown and plain text. Judging one asked-for line is in :mod:`practice`.
"""
