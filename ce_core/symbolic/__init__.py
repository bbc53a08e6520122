"""Why the derivative is what it is: unsimplified lines, typeset, proved and evaluated with SymPy.

Nothing is imported here: SymPy takes a moment to load, and only the pages that show a derivation
should wait for it. Import the module that is needed, as in
``from ce_core.symbolic import two_class, typeset``.
"""
