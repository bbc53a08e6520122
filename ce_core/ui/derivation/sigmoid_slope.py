"""The quotient rule for the sigmoid as the page Two classes shows it: typeset and checked once."""

from functools import cache

from ce_core.palette import Theme, roles


@cache
def lines(theme: Theme) -> tuple[str, int, int]:
    """Give the lines as LaTeX, how many of them were proved, and how many there were to prove."""
    from ce_core.symbolic.derivations.sigmoid import slope_chain  # SymPy takes a while to load
    from ce_core.symbolic.derivations.steps import Status, check
    from ce_core.symbolic.writing.latex import typeset_chain

    chain = slope_chain()
    proved = sum(line.status is Status.OK for line in check(chain))
    return typeset_chain(chain, colours=roles(theme)), proved, len(chain.lines) - 1


def lines_at(logits: tuple[float, float], label: float, theme: Theme) -> str:
    """Give the same lines with numbers for letters, as LaTeX."""
    from ce_core.symbolic.derivations.sigmoid import slope_chain
    from ce_core.symbolic.derivations.two_class import numbers
    from ce_core.symbolic.writing.latex import typeset_chain

    today = numbers(logits, (label, 1 - label))
    return typeset_chain(slope_chain(), colours=roles(theme), numbers=today)
