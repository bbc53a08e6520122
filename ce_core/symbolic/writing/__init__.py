"""Write expressions and derivations as LaTeX, plain text, Python and notebooks."""
