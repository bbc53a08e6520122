"""Show why the derivative is what it is: unsimplified lines, typeset, checked and evaluated.

Nothing is imported here: SymPy takes a moment to load, and only the pages that show a derivation
should wait for it. Import the module that is needed, as in::

    from ce_core.symbolic.derivations import steps, two_class
    from ce_core.symbolic.writing import latex

    chain = two_class.derivation().chain("together")
    numbers = two_class.numbers(logits=(1.0, 3.0), labels=(0.0, 1.0))
    latex.typeset_chain(chain, numbers=numbers)  # LaTeX, one aligned block
    steps.line_values(chain, numbers)  # a float for each line: the same one
    steps.check(chain)  # start, ok, ok, …
"""
