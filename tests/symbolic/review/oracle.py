"""Makes random true and false equations, prints them in ten styles, and evaluates them by mpmath.

It knows nothing of the reader: its trees, its printers and its numbers are its own.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random

import mpmath

K = 4
STYLES = 10


@dataclass(frozen=True)
class Node:
    """``kind`` is number, y, p, z, exp, log, add, mul, div, neg, sum or except."""

    kind: str
    parts: tuple["Node", ...] = ()
    name: str = ""


def leaf(random: Random, bound: str) -> Node:
    kind = random.choice(("y", "p", "p", "number", "exp"))
    if kind == "number":
        return Node("number", name=str(random.randint(2, 5)))
    index = bound if bound and random.random() < 0.7 else "j"
    if kind == "exp":
        return Node("exp", (Node("z", name=index),))
    return Node(kind, name=index)


def tree(random: Random, depth: int, bound: str = "") -> Node:
    """A random expression in y_j, p_j, e^{z_j} and sums over i or k."""
    if depth == 0:
        return leaf(random, bound)
    kind = random.choice(("add", "add", "mul", "mul", "div", "neg", "sum", "except", "leaf", "log"))
    if kind == "leaf":
        return leaf(random, bound)
    if kind in ("sum", "except"):
        if bound:
            return leaf(random, bound)
        index = random.choice("ik")
        body = Node("mul", (Node(random.choice("yp"), name=index), tree(random, depth - 1, index)))
        return Node(kind, (body,), index)
    if kind == "neg":
        return Node("neg", (tree(random, depth - 1, bound),))
    if kind == "log":
        return Node("log", (Node("p", name=bound or "j"),))
    parts = (tree(random, depth - 1, bound), tree(random, depth - 1, bound))
    return Node(kind, parts)


def same(random: Random, node: Node) -> Node:
    """The same value in another form: sums and products turned round, brackets multiplied out."""
    parts = tuple(same(random, each) for each in node.parts)
    node = Node(node.kind, parts, node.name)
    if node.kind in ("add", "mul") and random.random() < 0.6:
        node = Node(node.kind, parts[::-1])
    if node.kind == "mul" and node.parts[1].kind == "add" and random.random() < 0.7:
        first, (second, third) = node.parts[0], node.parts[1].parts
        return Node("add", (Node("mul", (first, second)), Node("mul", (first, third))))
    if node.kind == "neg" and node.parts[0].kind == "add":
        return Node("add", tuple(Node("neg", (each,)) for each in node.parts[0].parts))
    if node.kind == "div" and node.parts[0].kind == "add":
        below = node.parts[1]
        return Node("add", tuple(Node("div", (each, below)) for each in node.parts[0].parts))
    if node.kind == "p" and random.random() < 0.2:
        total = Node("sum", (Node("exp", (Node("z", name="m"),)),), "m")
        return Node("div", (Node("exp", (Node("z", name=node.name),)), total))
    if node.kind == "sum" and node.parts[0].kind == "add":
        return Node("add", tuple(Node("sum", (each,), node.name) for each in node.parts[0].parts))
    return node


def wrong(random: Random, node: Node) -> Node:
    """The same with one thing changed."""
    if node.parts and random.random() < 0.7:
        at = random.randrange(len(node.parts))
        parts = [*node.parts]
        parts[at] = wrong(random, parts[at])
        return Node(node.kind, tuple(parts), node.name)
    if node.kind in ("y", "p", "z"):
        return Node({"y": "p", "p": "y", "z": "y"}[node.kind], name=node.name)
    if node.kind == "number":
        return Node("number", name=str(int(node.name) + 1))
    if node.kind in ("sum", "except"):
        return Node({"sum": "except", "except": "sum"}[node.kind], node.parts, node.name)
    if node.kind in ("add", "mul"):
        return Node({"add": "mul", "mul": "add"}[node.kind], node.parts)
    return Node("neg", (node,))


@dataclass(frozen=True)
class Point:
    """Logits, labels that need not sum to 1, and the class j."""

    z: tuple[float, ...]
    y: tuple[float, ...]
    j: int

    @cached_property
    def p(self) -> list[mpmath.mpf]:
        """The softmax probabilities, in the digits of whoever asks first."""
        exponentials = [mpmath.exp(each) for each in self.z]
        total = mpmath.fsum(exponentials)
        return [each / total for each in exponentials]


def point(random: Random) -> Point:
    z = tuple(random.uniform(-2, 2) for _ in range(K))
    return Point(z, tuple(random.uniform(0.1, 1) for _ in range(K)), random.randrange(K))


def value(node: Node, at: Point, bound: dict[str, int] | None = None) -> mpmath.mpf:
    """What it is worth, in 40 digits."""
    classes = {"j": at.j, **(bound or {})}
    parts = node.parts
    if node.kind == "number":
        return mpmath.mpf(node.name)
    if node.kind == "z":
        return mpmath.mpf(at.z[classes[node.name]])
    if node.kind == "y":
        return mpmath.mpf(at.y[classes[node.name]])
    if node.kind == "p":
        return at.p[classes[node.name]]
    if node.kind in ("sum", "except"):
        over = [k for k in range(K) if node.kind == "sum" or k != at.j]
        return mpmath.fsum(value(parts[0], at, {**classes, node.name: k}) for k in over)
    first = value(parts[0], at, classes)
    if node.kind == "exp":
        return mpmath.exp(first)
    if node.kind == "log":
        if first <= 0:
            raise ValueError("the logarithm of a number below zero")
        return mpmath.log(first)
    if node.kind == "neg":
        return -first
    second = value(parts[1], at, classes)
    if node.kind == "add":
        return first + second
    return first * second if node.kind == "mul" else first / second


def values_at(node: Node, points: list[Point]) -> list[mpmath.mpf]:
    """What it is worth at each point; raises ZeroDivisionError or ValueError where undefined."""
    with mpmath.workdps(40):
        return [value(node, at) for at in points]


def agree(first: list[mpmath.mpf], second: list[mpmath.mpf]) -> bool:
    """Whether values at the same points are equal, all of them."""
    with mpmath.workdps(40):
        return all(
            abs(one - other) <= mpmath.mpf(10) ** -30 * (1 + abs(one))
            for one, other in zip(first, second, strict=True)
        )


def equal(random: Random, left: Node, right: Node) -> bool:
    """Whether two trees are equal at several points; raises ZeroDivisionError where undefined."""
    points = ([point(random)] for _ in range(4))
    return all(agree(values_at(left, at), values_at(right, at)) for at in points)


def printed(node: Node, style: int) -> str:
    """One of ten ways to write it: 0 to 5 are LaTeX, 6 to 9 plain typing."""
    return _Printer(style).text(node)


class _Printer:
    def __init__(self, style: int) -> None:
        self.style, self.latex = style, style < 6

    def text(self, node: Node) -> str:
        return getattr(self, f"_{node.kind}")(node)

    def _number(self, node: Node) -> str:
        return node.name

    def _index(self, name: str) -> str:
        return (f"_{name}", f"_{{{name}}}", f"_ {name}")[self.style % 3 if self.latex else 0]

    def _y(self, node: Node) -> str:
        return "y" + self._index(node.name)

    def _z(self, node: Node) -> str:
        return "z" + self._index(node.name)

    def _p(self, node: Node) -> str:
        hats = (r"\hat{y}", "p", r"\hat y", "p", r"{\hat{y}}", r"\widehat{y}")
        letter = hats[self.style] if self.latex else ("ŷ", "p", "p", "ŷ")[self.style - 6]
        return letter + self._index(node.name)

    def _exp(self, node: Node) -> str:
        inner = self.text(node.parts[0])
        if not self.latex:
            return (f"e^{inner}", f"exp({inner})", f"e^({inner})", f"e^{inner}")[self.style - 6]
        return rf"\exp({inner})" if self.style in (2, 4) else f"e^{{{inner}}}"

    def _log(self, node: Node) -> str:
        inner = self.text(node.parts[0])
        if not self.latex:
            return f"log({inner})" if self.style < 8 else f"ln({inner})"
        name = (r"\log", r"\ln", r"\text{log}", "log", r"\mathrm{log}", r"\log")[self.style]
        return f"{name} {inner}" if self.style == 0 else f"{name}({inner})"

    def _bracketed(self, node: Node) -> str:
        inner = self.text(node)
        if not self.latex:
            return f"({inner})" if self.style % 2 else f"[{inner}]"
        left, right = (("(", ")"), (r"\left(", r"\right)"), (r"\bigl[", r"\bigr]"))[self.style % 3]
        return f"{left}{inner}{right}"

    def _factor(self, node: Node) -> str:
        plain = node.kind in ("y", "p", "exp", "number")
        if self.latex and node.kind == "div":
            plain = True
        return self.text(node) if plain else self._bracketed(node)

    def _add(self, node: Node) -> str:
        first, second = node.parts
        left = self.text(first) if first.kind != "sum" else self._bracketed(first)
        if second.kind == "neg":
            return f"{left} - {self._factor(second.parts[0])}"
        return f"{left} + {self._term(second)}"

    def _term(self, node: Node) -> str:
        return self._bracketed(node) if node.kind in ("neg", "add") else self.text(node)

    def _neg(self, node: Node) -> str:
        sign = "-" if self.latex or self.style % 2 else "−"
        return f"{sign}{self._factor(node.parts[0])}"

    def _mul(self, node: Node) -> str:
        left, right = map(self._factor, node.parts)
        signs = (r" \cdot ", r" \times ", " * ", r" \cdot ", r"\, \cdot \,", " * ", " * ", "·",
                 " × ", "*")  # fmt: skip
        return f"{left}{signs[self.style]}{right}"

    def _div(self, node: Node) -> str:
        first, second = node.parts
        if self.latex:
            above, below = self.text(first), self.text(second)
            if self.style == 5:
                return rf"{{{above} \over {below}}}"
            name = (r"\frac", r"\dfrac", r"\tfrac")[self.style % 3]
            return rf"{name}{{{above}}}{{{below}}}"
        return f"({self._factor(first)}/{self._factor(second)})"

    def _sum(self, node: Node, below: str = "") -> str:
        index = node.name + below
        body = self._factor(node.parts[0])
        if self.latex:
            limits = r"\limits" if self.style == 3 else ""
            above = "^{K}" if self.style == 1 and not below else ""
            start = "=1" if above else ""
            return rf"\sum{limits}_{{{index}{start}}}{above} {body}"
        sign = ("Σ", "sum", "∑", "Σ")[self.style - 6]
        return f"{sign}_{{{index}}} {body}"

    def _except(self, node: Node) -> str:
        unequal = (r" \neq j", r"\ne j")[self.style % 2] if self.latex else "≠j"
        return self._sum(node, unequal)
