"""The K-class derivation for symbolic K: sums with a Kronecker delta, not written out."""

import pytest
import sympy
from sympy import IndexedBase, KroneckerDelta, Sum, Symbol
from sympy.concrete.delta import deltasummation

from ce_core.symbolic.derivations import k_class
from ce_core.symbolic.derivations.k_class import I, J
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, SumExcept, SumOver, Untouched
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES

CLASSES = Symbol("K", integer=True, positive=True)
BASES = {name: IndexedBase(name.name, real=True) for name in (LABELS, LOGITS, PROBABILITIES)}
LABEL_SUM = Symbol("label_sum")
TOTAL = Symbol("total", positive=True)


def with_delta(node: sympy.Expr) -> sympy.Expr:
    """A line as a SymPy expression in which sums run to a symbolic K.

    ∂ŷᵢ/∂zⱼ becomes ŷᵢ(δᵢⱼ − ŷⱼ), ∂E/∂ŷᵢ becomes −yᵢ/ŷᵢ; both are proved elsewhere.
    """
    if isinstance(node, Entry):
        return BASES[node.args[0]][node.args[1]]
    if isinstance(node, Untouched):
        return slope(*node.args)
    if isinstance(node, SumOver):
        body, index = node.args
        return Sum(with_delta(body), (index, 1, CLASSES))
    if isinstance(node, SumExcept):
        body, index, excluded = node.args
        others = with_delta(body) * (1 - KroneckerDelta(index, excluded))
        return Sum(others, (index, 1, CLASSES))
    if not node.args:
        return node
    return node.func(*map(with_delta, node.args))


def slope(of: sympy.Expr, by: sympy.Expr) -> sympy.Expr:
    y, p = BASES[LABELS], BASES[PROBABILITIES]
    if of == COST and by.args[0] == PROBABILITIES:
        return -y[by.args[1]] / p[by.args[1]]
    if of == COST:
        return Sum(
            slope(COST, Entry(PROBABILITIES, I)) * slope(Entry(PROBABILITIES, I), by),
            (I, 1, CLASSES),
        )
    i, j = of.args[1], by.args[1]
    return p[i] * (KroneckerDelta(i, j) - p[j])


def summed(expression: sympy.Expr) -> sympy.Expr:
    """Every sum worked out over its deltas; what is left is a multiple of Σ y."""
    y = BASES[LABELS]

    def work_out(body: sympy.Expr, limits: tuple) -> sympy.Expr:
        index = limits[0]
        total = 0
        for term in sympy.Add.make_args(sympy.expand(sympy.simplify(body))):
            if term.has(KroneckerDelta):
                total += deltasummation(term, tuple(limits), no_piecewise=True)
                continue
            factor = term / y[index]
            assert not factor.has(index), term
            total += factor * LABEL_SUM
        return total

    return expression.replace(Sum, work_out)


LINES = k_class.derivation().chain("together").lines


@pytest.mark.parametrize("number", range(1, len(LINES)))
def test_each_line_follows_for_any_number_of_classes(number: int) -> None:
    before, line = (
        summed(with_delta(board.without_marks(each.expression)))
        for each in LINES[number - 1 : number + 1]
    )
    difference = sympy.simplify(sympy.expand(before - line))
    if LINES[number].facts:
        assert difference != 0
        difference = difference.subs(LABEL_SUM, 1)
    assert sympy.simplify(difference) == 0


def test_the_chain_rule_lines_hold_for_any_number_of_classes() -> None:
    values = [
        summed(with_delta(board.without_marks(line.expression)))
        for line in k_class.derivation().chain("chain-rule").lines
    ]
    assert all(sympy.expand(value - values[0]) == 0 for value in values)


@pytest.mark.parametrize("same", [True, False])
def test_the_slope_of_softmax_holds_for_any_number_of_classes(same: bool) -> None:
    # With Σ e^z named total, d total / dzⱼ = e^zⱼ: of all its terms one holds zⱼ.
    chain = k_class.derivation().chain("same" if same else "different")
    top, own = sympy.symbols("top own", positive=True)
    top = own if same else top

    def named(node: sympy.Expr) -> sympy.Expr:
        if isinstance(node, SumOver):
            return TOTAL
        if isinstance(node, sympy.exp):
            return own if node.args[0].args[1] == J else top
        if isinstance(node, Entry):
            return (own if node.args[1] == J else top) / TOTAL
        if isinstance(node, Untouched):
            return sympy.diff(top / TOTAL, TOTAL) * own + (own / TOTAL if same else 0)
        return node.func(*map(named, node.args)) if node.args else node

    values = [named(board.without_marks(line.expression)) for line in chain.lines]
    assert all(sympy.cancel(sympy.together(value - values[0])) == 0 for value in values)
