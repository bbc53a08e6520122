"""Keep what the names of a derivation stand for: the usual meanings, and what the text defines."""

from collections.abc import Iterable

from sympy import Expr, Integer, Symbol

from ce_core.symbolic.derivations import k_class
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry, Untouched
from ce_core.symbolic.expression.lowering import Definitions
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES, A, B, X

ONE = Integer(1)
F = Symbol("f")


class Defined:
    """The definitions in force at a place of the text."""

    def __init__(self) -> None:
        self._own: list[tuple[Expr, Expr]] = []

    def names(self) -> frozenset[Expr]:
        """What the text has defined itself."""
        return frozenset(_name(pattern) for pattern, _ in self._own)

    def define(self, pattern: Expr, body: Expr) -> None:
        """Let a name stand for something from here on; older meanings that clash are dropped."""
        self._own = [pair for pair in self._own if _name(pair[0]) != _name(pattern)]
        self._own.append((pattern, body))
        self._own = _without_cycles(self._own)

    def for_lines(
        self, lines: Iterable[Expr], in_classes: bool, logits: tuple[Symbol, ...]
    ) -> Definitions:
        """Definitions for lines: the text's own, then the usual ones where it has none.

        Parameters
        ----------
        lines
            The lines of the chain.
        in_classes
            Whether they speak of K classes.
        logits
            The letters for the variable of two classes, where there is one.
        """
        own = self.names()
        usual = k_class.DEFINITIONS if in_classes else self._of_two_classes([*lines], logits)
        kept = [pair for pair in usual if _name(pair[0]) not in own]
        in_order = _without_cycles([*kept, *self._own])
        return tuple(sorted(in_order, key=lambda pair: pair in kept))

    def _of_two_classes(self, lines: list[Expr], logits: tuple[Symbol, ...]) -> Definitions:
        """p = σ(z) and the binary cost; f = eˣ/(eˣ + b) where b is used, else f = σ(x)."""
        bodies = [*lines, *(body for _, body in self._own)]
        parts = {part for each in bodies for part in board.walk(each)}
        calls = {part.args[1] for part in parts if isinstance(part, Call) and part.args[0] == F}
        argument = next(iter(calls), X)
        x = argument if isinstance(argument, Symbol | Entry) else X
        ex = board.exp(x)
        share = board.frac(ex, board.add(ex, B)) if B in parts else board.sigmoid(x, evaluate=False)
        by_f = bool(calls) and PROBABILITIES not in parts
        probability = board.call("f", x) if by_f else PROBABILITIES
        label = A if A in parts and LABELS not in parts else LABELS
        cost = board.sub(
            board.neg(board.mul(label, board.log(probability))),
            board.mul(board.sub(ONE, label), board.log(board.sub(ONE, probability))),
        )
        moved = (p.args[1] for p in parts if isinstance(p, Untouched))
        variable = next((each for each in moved if each in logits), logits[0])
        numbers = {int(p.args[1]) for p in parts if isinstance(p, Entry) and p.args[1].is_Integer}
        classes = max([2, *numbers])
        if numbers:
            cost = _cost_of(classes)
        entries = (
            (board.entry(PROBABILITIES, k), _share_of(k, classes)) for k in range(1, classes + 1)
        )
        return (
            (board.call("f", x), share),
            (PROBABILITIES, board.sigmoid(variable, evaluate=False)),
            (board.call(COST.name, x), cost),
            (COST, cost),
            *entries,
        )


def _without_cycles(pairs: list[tuple[Expr, Expr]]) -> list[tuple[Expr, Expr]]:
    """Definitions of which none leads back to itself: the oldest of a circle is left out."""
    pairs = [*pairs]
    while (cyclic := _cyclic(pairs)) is not None:
        pairs.remove(cyclic)
    return pairs


def _cyclic(pairs: list[tuple[Expr, Expr]]) -> tuple[Expr, Expr] | None:
    """The oldest definition that leads back to itself."""
    uses = {_name(p): _names_in(b) for p, b in pairs}
    for pair in pairs:
        reached, waiting = set(), list(uses[_name(pair[0])])
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += uses.get(name, ())
        if _name(pair[0]) in reached:
            return pair
    return None


def _share_of(k: int, classes: int) -> Expr:
    above = [board.exp(board.entry(LOGITS, each)) for each in range(1, classes + 1)]
    return board.frac(above[k - 1], board.add(*above))


def _cost_of(classes: int) -> Expr:
    """−y₁ log p₁ − y₂ log p₂ and so on."""
    terms = (
        board.mul(board.entry(LABELS, k), board.log(board.entry(PROBABILITIES, k)))
        for k in range(1, classes + 1)
    )
    return board.add(*map(board.neg, terms))


def _name(pattern: Expr) -> Expr:
    """What is defined, whatever its argument or its index."""
    if isinstance(pattern, Call):
        return Symbol(f"{pattern.args[0]}()")
    if isinstance(pattern, Entry) and isinstance(pattern.args[1], Symbol):
        return Symbol(f"{pattern.args[0]}[]")
    return pattern


def _names_in(expression: Expr) -> set[Expr]:
    return {
        _name(part) for part in board.walk(expression) if isinstance(part, Symbol | Call | Entry)
    }
