"""Makes right and wrong lines for the oracle out of formulas that are right by hand."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.symbolic.oracle_trees import (
    Tree,
    add,
    delta,
    div,
    exp,
    letter,
    log,
    mul,
    neg,
    num,
    parts,
    square,
    total,
)

ONE, ZERO = num(1), num(0)
X, A, B, F = (letter(name) for name in "xabf")


def p(index: str | int) -> Tree:
    return letter("p", index)


def y(index: str | int) -> Tree:
    return letter("y", index)


def z(index: str | int) -> Tree:
    return letter("z", index)


def softmax(index: str | int, bound: str) -> Tree:
    return div(exp(z(index)), total(exp(z(bound)), bound))


SHARE = div(exp(X), add(exp(X), B))
PI, PJ, YJ = p("i"), p("j"), y("j")


@dataclass(frozen=True)
class Question:
    """A practice, its free indices, and formulas for its answer, all right."""

    key: str
    free: str
    answers: tuple[Tree, ...]

    @property
    def two_classes(self) -> bool:
        return self.key.startswith(("two", "sigmoid"))

    @property
    def sigmoid(self) -> bool:
        """Whether the second logit is 0, so that f is the sigmoid of x."""
        return self.key.startswith("sigmoid")


SIGMOID = div(ONE, add(ONE, exp(neg(X))))

QUESTIONS = (
    Question(
        "sigmoid.logistic",
        "",
        (mul(F, add(ONE, neg(F))), div(exp(neg(X)), square(add(ONE, exp(neg(X)))))),
    ),
    Question(
        "two-class.slope-of-f",
        "",
        (
            mul(F, add(ONE, neg(F))),
            div(mul(exp(X), B), square(add(exp(X), B))),
            mul(SHARE, div(B, add(exp(X), B))),
        ),
    ),
    Question(
        "two-class.together",
        "",
        (
            add(F, neg(A)),
            add(neg(mul(A, div(B, add(exp(X), B)))), mul(add(ONE, neg(A)), SHARE)),
            add(p(1), neg(y(1))),
        ),
    ),
    Question("two-class.first-ratio", "", (div(B, add(exp(X), B)), add(ONE, neg(F)))),
    Question("two-class.second-ratio", "", (neg(F), div(neg(exp(X)), add(exp(X), B)))),
    Question("two-class.one-minus-f", "", (add(ONE, neg(F)), add(ONE, neg(SHARE)))),
    Question(
        "two-class.chain-rule",
        "",
        (
            add(F, neg(A)),
            add(mul(F, add(ONE, neg(A))), neg(mul(A, add(ONE, neg(F))))),
        ),
    ),
    Question(
        "k-class.same",
        "j",
        (mul(PJ, add(ONE, neg(PJ))), mul(softmax("j", "k"), add(ONE, neg(softmax("j", "k"))))),
    ),
    Question(
        "one-formula.jacobian",
        "ij",
        (
            mul(PI, add(delta("i", "j"), neg(PJ))),
            add(mul(delta("i", "j"), PJ), neg(mul(PI, PJ))),
        ),
    ),
    Question("k-class.different", "ij", (neg(mul(PI, PJ)), neg(mul(softmax("i", "k"), PJ)))),
    Question(
        "k-class.together",
        "j",
        (
            add(PJ, neg(YJ)),
            add(neg(mul(YJ, add(ONE, neg(PJ)))), total(mul(y("i"), PJ), "i", "j")),
            add(mul(PJ, total(y("i"), "i")), neg(YJ)),
        ),
    ),
    Question("k-class.chain-rule", "j", (add(PJ, neg(YJ)), add(softmax("j", "i"), neg(YJ)))),
    Question(
        "short-road.log-sum-exp",
        "",
        (
            neg(total(mul(y("i"), log(p("i"))), "i")),
            add(log(total(exp(z("k")), "k")), neg(total(mul(y("i"), z("i")), "i"))),
        ),
    ),
    Question("short-road.slope", "j", (add(PJ, neg(YJ)), add(neg(YJ), softmax("j", "k")))),
)  # fmt: skip


class Writer:
    """Rewrites formulas so that their values stay, or so that they most likely do not.

    Parameters
    ----------
    draw
        Decides which part is changed, and how.
    question
        Whose letters and indices are used.
    """

    def __init__(self, draw: random.Random, question: Question) -> None:
        self._draw, self._question = draw, question

    def right(self, steps: int) -> Tree:
        """One of the answers after some steps that keep its value."""
        return self._changed(self._draw.choice(self._question.answers), steps, self._same_value)

    def wrong(self, steps: int) -> Tree:
        """A right line with a mistake in it; now and then the mistake changes nothing."""
        return self._changed(self.right(steps), 1, self._mistake)

    def right_for_one_hot(self, steps: int) -> Tree:
        """A line in which labels are replaced by what equals them only where they are 0 or 1."""
        return self._changed(self.right(steps), 1, self._label_power)

    def _changed(
        self, tree: Tree, steps: int, change: Callable[[Tree, tuple[str, ...]], Tree]
    ) -> Tree:
        for _ in range(steps):
            for _attempt in range(8):
                new = self._somewhere(tree, change, ())
                if new != tree:
                    tree = new
                    break
        return tree

    def _somewhere(
        self, tree: Tree, change: Callable[[Tree, tuple[str, ...]], Tree], bound: tuple[str, ...]
    ) -> Tree:
        inner = list(parts(tree))
        if not inner or self._draw.random() < 0.35:
            return change(tree, bound)
        position, part = self._draw.choice(inner)
        within = (*bound, tree[2]) if tree[0] == "sum" else bound
        return (*tree[:position], self._somewhere(part, change, within), *tree[position + 1 :])

    # --- Steps that keep the value ----------------------------------------------------------

    def _same_value(self, tree: Tree, bound: tuple[str, ...]) -> Tree:
        steps = [self._general, self._general, self._order, self._distribute, self._definition]
        return self._draw.choice(steps)(tree, bound)

    def _general(self, tree: Tree, bound: tuple[str, ...]) -> Tree:
        other = self._operand(bound)
        steps = [
            mul(ONE, tree),
            add(tree, ZERO),
            neg(neg(tree)),
            add(tree, other, neg(other)),
            div(mul(tree, other), other),
            add(mul(num(2), tree), neg(tree)),
            div(tree, ONE),
        ]
        if not holds(tree, "exp"):  # towers of powers are refused, and rightly
            steps.append(log(exp(tree)))
        return self._draw.choice(steps)

    def _order(self, tree: Tree, _: tuple[str, ...]) -> Tree:
        if tree[0] in ("add", "mul"):
            operands = list(tree[1:])
            self._draw.shuffle(operands)
            return (tree[0], *operands)
        if tree[0] == "pow":
            return mul(tree[1], tree[1])
        if tree[0] == "neg" and tree[1][0] == "add":
            return add(*map(neg, tree[1][1:]))
        return tree

    def _distribute(self, tree: Tree, _: tuple[str, ...]) -> Tree:
        if tree[0] == "mul":
            for position, factor in enumerate(tree[1:], 1):
                if factor[0] == "add":
                    others = (*tree[1:position], *tree[position + 1 :])
                    return add(*(mul(*others, term) for term in factor[1:]))
        if tree[0] == "div" and tree[1][0] == "add":
            return add(*(div(term, tree[2]) for term in tree[1][1:]))
        if tree[0] == "sum" and tree[3] is None and "j" in self._question.free:
            one = _renamed(tree[1], tree[2], "j")
            return add(one, total(tree[1], tree[2], "j")) if not _binds(tree[1], "j") else tree
        if tree[0] == "log" and tree[1][0] == "div":
            return add(log(tree[1][1]), neg(log(tree[1][2])))
        return tree

    def _definition(self, tree: Tree, bound: tuple[str, ...]) -> Tree:
        if self._question.sigmoid:
            return SIGMOID if tree == F else tree
        if self._question.two_classes:
            if tree == F:
                return self._draw.choice([SHARE, p(1), div(ONE, add(ONE, mul(B, exp(neg(X)))))])
            return self._draw.choice([add(F, p(2)), add(y(1), y(2))]) if tree == ONE else tree
        fresh = self._fresh(bound)
        if fresh is None:
            return tree
        if tree[0] == "letter" and tree[1] == "p":
            return softmax(tree[2], fresh)
        if tree == ONE:
            return total(self._draw.choice([y, p])(fresh), fresh)
        return tree

    def _fresh(self, bound: tuple[str, ...]) -> str | None:
        unused = [each for each in "ijk" if each not in bound and each not in self._question.free]
        return self._draw.choice(unused) if unused and len(bound) < 2 else None

    def _operand(self, bound: tuple[str, ...]) -> Tree:
        if self._question.sigmoid:
            return self._draw.choice([F, X, exp(X), exp(neg(X)), num(2)])
        if self._question.two_classes:
            return self._draw.choice([F, A, B, exp(X), num(2), p(1)])
        index = self._draw.choice([*self._question.free, *bound, 1])
        return (
            self._draw.choice([p(index), y(index), exp(z(index)), num(2), total(p("k"), "k")])
            if "k" not in bound
            else p(index)
        )

    # --- Mistakes -----------------------------------------------------------------------------

    def _mistake(self, tree: Tree, bound: tuple[str, ...]) -> Tree:
        other = self._operand(bound)
        changes = [neg(tree), add(tree, other), mul(tree, other), div(tree, other), square(tree)]
        if tree[0] == "num":
            changes.append(num(tree[1] + self._draw.choice([1, 2])))
        if tree[0] == "letter":
            changes += [other] * 3
        if tree[0] in ("add", "mul") and len(tree) > 2:
            gone = self._draw.randrange(1, len(tree))
            changes.append((*tree[:gone], *tree[gone + 1 :]))
        if tree[0] == "div":
            changes.append(div(tree[2], tree[1]))
        if tree[0] in ("exp", "log"):
            changes.append(tree[1])
        if tree[0] == "sum" and (tree[3] or "j" in self._question.free):
            changes.append(total(tree[1], tree[2], None if tree[3] else "j"))
        return self._draw.choice(changes)

    def _label_power(self, tree: Tree, _: tuple[str, ...]) -> Tree:
        if tree[0] == "letter" and tree[1] in "ya":
            return self._draw.choice([square(tree), mul(tree, tree), ("pow", tree, 3)])
        return tree


def _renamed(tree: Tree, old: str, new: str) -> Tree:
    if tree[0] == "letter":
        return letter(tree[1], new if tree[2] == old else tree[2])
    if tree[0] == "sum" and tree[2] == old:
        return tree
    return tuple(_renamed(part, old, new) if isinstance(part, tuple) else part for part in tree)


def _binds(tree: Tree, index: str) -> bool:
    own = tree[0] == "sum" and index in tree[2:]
    return own or any(_binds(part, index) for _, part in parts(tree))


def holds(tree: Tree, kind: str) -> bool:
    """Whether there is a part of that kind."""
    return tree[0] == kind or any(holds(part, kind) for _, part in parts(tree))
