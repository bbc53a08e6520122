"""The fast check rejects lines in which a single node was changed, hundreds of them.

A changed line may happen to be equal (x·x for x², say): then a proof has to say so.
"""

from collections.abc import Iterator

import pytest
from sympy import Add, Expr, Integer, Mul, Pow, exp

from ce_core.symbolic.derivations import k_class, log_sum_exp, two_class
from ce_core.symbolic.derivations.k_class import I, J
from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Entry, SumExcept, SumOver, Untouched
from ce_core.symbolic.expression.equality import Comparison
from ce_core.symbolic.expression.intervals import Undefined
from ce_core.symbolic.expression.notation import LABELS, LOGITS, PROBABILITIES, A, B, X
from tests.symbolic.derivations.proofs import proves

DERIVATIONS = (two_class.derivation(), k_class.derivation(), log_sum_exp.derivation())
CHAINS = [
    pytest.param(chain, id=f"{derivation.key}:{chain.key}")
    for derivation in DERIVATIONS
    for chain in derivation.chains
]
ANOTHER_LETTER = {X: A, A: B, B: X, LOGITS: LABELS, LABELS: PROBABILITIES, PROBABILITIES: LABELS}
ANOTHER_INDEX = {I: J, J: I, Integer(1): Integer(2), Integer(2): Integer(1)}


def changes_of(node: Expr) -> Iterator[Expr]:
    """Other nodes that could stand in this one's place after a slip of the pen."""
    if isinstance(node, Entry):
        letter, index = node.args
        yield Entry(ANOTHER_LETTER[letter], index)
        if index in ANOTHER_INDEX:
            yield Entry(letter, ANOTHER_INDEX[index])
    elif node in ANOTHER_LETTER:
        yield ANOTHER_LETTER[node]
    elif isinstance(node, Integer):
        yield node + 1
        yield -node - 2
    elif isinstance(node, Add | Mul):
        for position in range(len(node.args)):
            rest = node.args[:position] + node.args[position + 1 :]
            yield board.rebuild(node, rest)
        if isinstance(node, Add):
            first, *rest = node.args
            yield board.add(first, *map(board.neg, rest))
            yield board.mul(*node.args)
        else:
            yield board.add(*node.args)
    elif isinstance(node, exp):
        yield node.args[0]
        yield board.exp(board.neg(node.args[0]))


def mutants(node: Expr) -> Iterator[Expr]:
    """The expression with one node changed, for each node and each change of it."""
    yield from changes_of(node)
    if isinstance(node, Entry):
        return
    changeable = 1 if isinstance(node, SumOver | SumExcept | Untouched) else len(node.args)
    first = 1 if isinstance(node, board.Call | board.Grid) else 0
    last = len(node.args) - 1 if isinstance(node, board.Call) else len(node.args)
    for position in range(first, min(last, changeable + first)):
        if isinstance(node, Pow) and position == 1 and node.exp == -1:
            yield board.power(node.base, -2)
            continue
        for changed in mutants(node.args[position]):
            args = (*node.args[:position], changed, *node.args[position + 1 :])
            yield board.rebuild(node, args)


def accepted(chain: Chain, original: Expr, mutant: Expr) -> bool:
    try:
        return all(
            Comparison(chain.definitions, setting).equal(original, mutant)
            for setting in chain.settings or (None,)
        )
    except Undefined:
        return False


def mutants_of(chain: Chain) -> list[tuple[Expr, Expr]]:
    plain = [board.without_marks(line.expression) for line in chain.lines]
    return [(line, mutant) for line in plain for mutant in dict.fromkeys(mutants(line))]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_changed_line_is_accepted_only_where_it_is_proved_equal(chain: Chain) -> None:
    for line, mutant in mutants_of(chain):
        if mutant != line and accepted(chain, line, mutant):
            assert proves(chain, line, mutant), f"{line} became {mutant}"


def test_there_are_hundreds_of_mutants_and_nearly_all_are_rejected() -> None:
    chains = [chain for derivation in DERIVATIONS for chain in derivation.chains]
    pairs = [(chain, *pair) for chain in chains for pair in mutants_of(chain)]
    rejected = sum(not accepted(*pair) for pair in pairs)
    assert len(pairs) > 1000
    assert rejected > 0.9 * len(pairs)
