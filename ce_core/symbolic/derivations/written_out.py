"""Write out the sums of a derivation for a given number of classes and a chosen class j."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from sympy import Expr, Symbol

from ce_core.symbolic.derivations.k_class import DEFINITIONS, I, J, p, y, z
from ce_core.symbolic.derivations.steps import Chain, Derivation
from ce_core.symbolic.expression import board, equality
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.equality import Given
from ce_core.symbolic.expression.lowering import Setting

FEWEST_CLASSES, MOST_CLASSES = 2, 6


@lru_cache(maxsize=64)
def written_out(derivation: Derivation, classes: int, j: int) -> Derivation:
    """The same derivation without sums or free indices.

    Chains for i ≠ j come once for each i, and a distinction of cases becomes a matrix. Chains
    without sums stay as they are.

    Parameters
    ----------
    derivation
        For instance ``k_class.derivation()`` or ``log_sum_exp.derivation()``.
    classes
        How many classes, 2 to 6.
    j
        The class whose logit moves, counted from 1.

    Raises
    ------
    ValueError
        If there are fewer or more classes than that, or no such class.
    """
    _require_class(classes, j)
    chains = tuple(new for chain in derivation.chains for new in _written(chain, classes, j))
    return replace(derivation, key=f"{derivation.key}-{classes}-{j}", chains=chains)


def _require_class(classes: int, j: int) -> None:
    if not FEWEST_CLASSES <= classes <= MOST_CLASSES:
        raise ValueError(
            f"number of classes is {classes}; a derivation is written out for "
            f"{FEWEST_CLASSES} to {MOST_CLASSES}."
        )
    if not 1 <= j <= classes:
        raise ValueError(f"class j is {j}; expected 1 to {classes}, as there are that many.")


def _written(chain: Chain, classes: int, j: int) -> tuple[Chain, ...]:
    if not chain.settings:
        return (chain,)
    if I not in dict(chain.settings[0].indices):
        return (_at(chain, classes, {J: j}),)
    if any(
        isinstance(part, board.Cases)
        for line in chain.lines
        for part in board.walk(line.expression)
    ):
        return (_as_matrix(chain, classes),)
    others = (i for i in range(1, classes + 1) if i != j)
    return tuple(_at(chain, classes, {I: i, J: j}) for i in others)


def _at(chain: Chain, classes: int, indices: Mapping[Symbol, int]) -> Chain:
    lines = tuple(
        replace(line, expression=write_out(line.expression, classes, indices))
        for line in chain.lines
    )
    i, j = indices.get(I), indices[J]
    title = chain.title.replace("i = j", f"i = j = {j}").replace("i ≠ j", f"i = {i}, j = {j}")
    key = f"{chain.key}-{i}" if i else chain.key
    # The definitions still hold sums: the setting says over how many classes.
    return replace(chain, key=key, title=title, lines=lines, settings=(Setting(classes),))


def _as_matrix(chain: Chain, classes: int) -> Chain:
    everyone = range(1, classes + 1)

    def matrix_of(expression: Expr) -> Expr:
        return board.matrix(
            [[write_out(expression, classes, {I: i, J: j}) for j in everyone] for i in everyone]
        )

    lines = tuple(replace(line, expression=matrix_of(line.expression)) for line in chain.lines)
    return replace(chain, lines=lines, settings=(Setting(classes),))


def numbers(logits: Sequence[float], labels: Sequence[float]) -> Given:
    """Numbers for the letters of a derivation that is written out.

    Parameters
    ----------
    logits, labels
        As many of each as there are classes; the labels sum to 1.

    Raises
    ------
    ValueError
        If their numbers differ or are out of range.
    """
    classes = len(logits)
    _require_class(classes, 1)
    if len(labels) != classes:
        raise ValueError(f"there are {classes} logits but {len(labels)} labels; expected as many.")
    given = {z(k + 1): float(logit) for k, logit in enumerate(logits)}
    given |= {y(k + 1): float(label) for k, label in enumerate(labels)}
    probabilities = tuple(p(k + 1) for k in range(classes))
    shares = equality.values(probabilities, given, DEFINITIONS, Setting(classes))
    return {**given, **dict(zip(probabilities, shares, strict=True))}
