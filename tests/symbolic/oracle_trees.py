"""Builds, evaluates and spells formulas for the oracle; nothing here uses the project's code.

A tree is a tuple: a kind and its parts. Values are computed with mpmath at 40 digits.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import mpmath
from mpmath import mpf

DIGITS = 40
Tree = tuple


def num(value: int) -> Tree:
    return ("num", value)


def letter(name: str, index: str | int | None = None) -> Tree:
    return ("letter", name, index)


def add(*terms: Tree) -> Tree:
    return ("add", *terms)


def mul(*factors: Tree) -> Tree:
    return ("mul", *factors)


def neg(term: Tree) -> Tree:
    return ("neg", term)


def div(above: Tree, below: Tree) -> Tree:
    return ("div", above, below)


def square(base: Tree) -> Tree:
    return ("pow", base, 2)


def exp(argument: Tree) -> Tree:
    return ("exp", argument)


def log(argument: Tree) -> Tree:
    return ("log", argument)


def delta(first: str, second: str) -> Tree:
    """1 where both indices mean one class, else 0."""
    return ("delta", first, second)


def total(body: Tree, index: str, left_out: str | None = None) -> Tree:
    """Σ over all classes, or over all but one."""
    return ("sum", body, index, left_out)


def parts(tree: Tree) -> Iterator[tuple[int, Tree]]:
    """The subtrees of a tree, each with its position in it."""
    for position, part in enumerate(tree):
        if isinstance(part, tuple):
            yield position, part


def size(tree: Tree) -> int:
    return 1 + sum(size(part) for _, part in parts(tree))


# --- Values -------------------------------------------------------------------------------------


@dataclass
class Point:
    """Random logits and labels, and which class each free index means."""

    logits: list[mpf]
    labels: list[mpf]
    indices: dict[str, int] = field(default_factory=dict)
    _softmax: list[mpf] = field(default_factory=list)
    """Filled when it is first asked for; points that differ in an index alone share it."""

    @property
    def probabilities(self) -> list[mpf]:
        if not self._softmax:
            exponentials = [mpmath.exp(each) for each in self.logits]
            whole = mpmath.fsum(exponentials)
            self._softmax.extend(each / whole for each in exponentials)
        return self._softmax

    def where(self, index: str, k: int) -> "Point":
        return Point(self.logits, self.labels, {**self.indices, index: k}, self._softmax)


def random_point(draw: random.Random, classes: int, free: str, hot: int | None = None) -> Point:
    """A point with soft labels, or with a 1 at one class, counted from 1."""
    shares = [mpf(draw.uniform(0.1, 1)) for _ in range(classes)]
    labels = [share / mpmath.fsum(shares) for share in shares]
    if hot is not None:
        labels = [mpf(int(k == hot)) for k in range(1, classes + 1)]
    chosen = draw.sample(range(1, classes + 1), len(free))
    logits = [mpf(draw.uniform(-2, 2)) for _ in range(classes)]
    return Point(logits, labels, dict(zip(free, chosen, strict=True)))


def value(tree: Tree, at: Point) -> mpf:
    """What a tree is worth at a point; raises ZeroDivisionError or ValueError if nothing real."""
    kind = tree[0]
    if kind == "num":
        return mpf(tree[1])
    if kind == "letter":
        return _letter(tree, at)
    if kind == "add":
        return mpmath.fsum(value(part, at) for part in tree[1:])
    if kind == "mul":
        return mpmath.fprod(value(part, at) for part in tree[1:])
    if kind == "neg":
        return -value(tree[1], at)
    if kind == "div":
        return value(tree[1], at) / value(tree[2], at)
    if kind == "pow":
        return value(tree[1], at) ** tree[2]
    if kind == "exp":
        return mpmath.exp(value(tree[1], at))
    if kind == "log":
        argument = value(tree[1], at)
        if argument <= 0:
            raise ValueError("the logarithm of no positive number")
        return mpmath.log(argument)
    if kind == "delta":
        return mpf(int(at.indices[tree[1]] == at.indices[tree[2]]))
    _, body, index, left_out = tree
    others = [k for k in range(1, len(at.logits) + 1) if k != at.indices.get(left_out)]
    return mpmath.fsum(value(body, at.where(index, k)) for k in others)


def _letter(tree: Tree, at: Point) -> mpf:
    _, name, index = tree
    if index is None:
        return {
            "x": lambda: at.logits[0],
            "a": lambda: at.labels[0],
            "b": lambda: mpmath.exp(at.logits[-1]),
            "f": lambda: at.probabilities[0],
        }[name]()
    which = (index if isinstance(index, int) else at.indices[index]) - 1
    if name == "p":
        return at.probabilities[which]
    return {"z": at.logits, "y": at.labels}[name][which]


# --- Spelling -----------------------------------------------------------------------------------

_SUM, _PRODUCT, _POWER, _ATOM = range(4)


class Speller:
    """Writes a tree as people type it, each time in another way."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._dot = draw.choice(["*", " * ", "·", " "])
        self._hat = draw.choice(["p", "ŷ", "S"])
        self._minus = draw.choice(["-", "−"])
        self._sigma = draw.choice(["Σ", "sum"])

    def spell(self, tree: Tree) -> str:
        return self._text(tree)[0]

    def _bracketed(self, tree: Tree, tightness: int) -> str:
        text, own = self._text(tree)
        return text if own >= tightness and self._draw.random() < 0.9 else f"({text})"

    def _text(self, tree: Tree) -> tuple[str, int]:
        kind = tree[0]
        if kind == "num":
            return str(tree[1]), _ATOM
        if kind == "letter":
            return self._letter(tree), _ATOM
        if kind in ("add", "neg"):
            return self._sum(tree), _SUM
        if kind == "mul":
            return self._product(tree), _PRODUCT
        if kind == "div":
            above, below = self._bracketed(tree[1], _POWER), self._bracketed(tree[2], _POWER)
            return f"{above}/{below}", _PRODUCT
        if kind == "pow":
            return f"{self._bracketed(tree[1], _ATOM)}^{tree[2]}", _POWER
        if kind == "exp":
            return self._exponential(tree[1]), _POWER
        if kind == "delta":
            return f"δ_{tree[1]}{tree[2]}", _ATOM
        if kind == "log":
            return f"{self._draw.choice(['log', 'ln'])}({self.spell(tree[1])})", _ATOM
        return self._total(tree), _SUM

    def _letter(self, tree: Tree) -> str:
        _, name, index = tree
        name = self._hat if name == "p" else name
        return name if index is None else f"{name}_{index}"

    def _sum(self, tree: Tree) -> str:
        if tree[0] == "neg":
            return f"{self._minus}{self._bracketed(tree[1], _PRODUCT)}"
        text = self._bracketed(tree[1], _PRODUCT)
        for term in tree[2:]:
            sign, term = (self._minus, term[1]) if term[0] == "neg" else ("+", term)
            text += f" {sign} {self._bracketed(term, _PRODUCT)}"
        return text

    def _product(self, tree: Tree) -> str:
        # A number after a blank could be read in two ways, and so could f (x): f is a function.
        text = self._bracketed(tree[1], _POWER)
        for factor in tree[2:]:
            spelled = self._bracketed(factor, _POWER)
            two_ways = spelled[0].isdigit() or (spelled[0] == "(" and text[-1] == "f")
            text += ("*" if two_ways else self._dot) + spelled
        return text

    def _exponential(self, argument: Tree) -> str:
        text = self.spell(argument)
        if argument[0] == "letter":
            return f"e^{text}" if self._draw.random() < 0.7 else f"exp({text})"
        return f"e^({text})"

    def _total(self, tree: Tree) -> str:
        _, body, index, left_out = tree
        sign = self._draw.choice(["≠", "!="])
        below = index if left_out is None else f"{{{index}{sign}{left_out}}}"
        return f"{self._sigma}_{below} {self._bracketed(body, _PRODUCT)}"
