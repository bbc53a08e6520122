"""How long a verdict takes: every known line, hostile ones, and 100,000 made at random.

Run it with ``python -m tests.benchmarks.practice``. Nothing may take longer than 100 ms.
"""

import gc
import random
import sys
import time
from collections.abc import Iterator

from ce_core.symbolic.plain_text import written
from ce_core.symbolic.practice import Exercise, VerdictKind, judge, practices

ALLOWED = 0.1
RANDOM_LINES = 100_000

HOSTILE = {
    "Python code": "__import__('os').system('ls')",
    "dunder chain": "().__class__.__bases__[0].__subclasses__()",
    "markup": "<img src=x onerror=alert(1)>",
    "tower": "9^9^9^9",
    "tower of letters": "e^(e^(e^(e^x)))",
    "100,000 characters": "y_j+" * 25_000,
    "5,000 brackets": "(" * 5_000 + "y_j" + ")" * 5_000,
    "row of fractions": "p_j" + "/p_j" * 80,
    "row of sums": "p_j" + "+p_j" * 90,
    "row of products": "y_j" + " y_j" * 90,
    "row of powers": "y_j" + "^9 y_j" * 60,
    "sums of sums": "Σ_i " * 25 + "y_i",
    "sums within sums": "Σ_i (y_i + " * 12 + "y_j" + ")" * 12,
    "slopes of slopes": "d/dz_j " * 12 + "p_j",
    "slope of a product": "d/dz_j (" + "p_j " * 60 + ")",
    "sums of slopes": "Σ_i (dE/dp_i) " * 12,
    "logs of logs": "log(" * 25 + "p_j" + ")" * 25,
    "sum of logs": "log(p_j)" + "+log(p_j+2)" * 40,
    "roots": "sqrt(p_j)" + "+sqrt(p_j+3)" * 40,
    "functions": "+".join(["tanh(softplus(σ(y_j)))"] * 30),
    "large powers": "(p_j+y_j)^999999999999",
    "division by nothing": "1/(p_j-p_j)",
    "two-class logs": "log(f)" + "+log(f+2)" * 40,
    "two-class slopes": "d/dx (" + "f " * 60 + ")",
    "two-class rows": "e^x" + "/(e^x+b)" * 60,
    "two-class powers": "(e^x+b)^99999999999",
    "two-class primes": "f''" + " f''" * 60,
}

_OPERANDS = {
    True: [
        *("x", "a", "b", "f", "f'", "e^x", "(e^x+b)", "(1-f)", "(1-a)", "log(f)", "y_1", "ŷ_1"),
        *("2", "(e^x+b)^2", "(b/f)", "(-a)", "d/dx(f)"),
    ],
    False: [
        *("y_j", "p_j", "z_j", "(1-p_j)", "(Σ_i y_i)", "(Σ_{i≠j} y_i p_j)", "(Σ_k e^(z_k))", "0"),
        *("e^(z_j)", "log(p_j)", "(∂E/∂z_j)", "(∂p_j/∂z_j)", "2", "(-y_j)", "p_j^2", "1"),
        *("(Σ_i y_i/p_i)", "(Σ_i (y_i/p_i) (∂p_i/∂z_j))"),
    ],
}
_OPERATORS = ["+", "-", " ", "*", "/", " − ", "·"]
_SIGNS = [*"()[]+-*/^=²−·_'"]
_STRANGE = [*"\x00\u202e🙂%&\\\"'`~;:,?{}<>|€ŷσΣ√∂′ₖ⁻jik"]


def random_lines(draw: random.Random, count: int) -> Iterator[tuple[bool, str]]:
    """Lines, and whether they are of two classes: sound ones, right ones changed, and noise."""
    known = [
        (each.in_two_classes, written(line.expression))
        for each in practices()
        for line in each.chain.lines
    ]
    for number in range(count):
        two, text = draw.choice(known)
        if number % 3 == 0:
            yield two, _sound(draw, two)
        elif number % 3 == 1:
            yield two, _changed(draw, text, two)
        else:
            pieces = [*_OPERANDS[two], *_SIGNS, *_STRANGE]
            yield two, "".join(draw.choices(pieces, k=draw.randint(1, 60)))


def _sound(draw: random.Random, two: bool) -> str:
    text = draw.choice(_OPERANDS[two])
    for _ in range(draw.randint(0, 8)):
        text += draw.choice(_OPERATORS) + draw.choice(_OPERANDS[two])
        if draw.random() < 0.2:
            text = f"({text})"
    return text


def _changed(draw: random.Random, text: str, two: bool) -> str:
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(text) + 1)
        piece = draw.choice(["", *_SIGNS, *_OPERANDS[two]])
        text = text[:at] + piece + text[at + draw.randint(0, 2) :]
    return text


def seconds(text: str, exercise: Exercise) -> tuple[float, VerdictKind]:
    begun = time.thread_time()
    kind = judge(text, exercise).kind
    return time.thread_time() - begun, kind


def show(title: str, times: list[float]) -> None:
    worst = max(times)
    mark = "" if worst < ALLOWED else "   MORE THAN ALLOWED"
    mean = sum(times) / len(times)
    print(f"{title:34} worst {1e3 * worst:7.1f} ms   mean {1e3 * mean:7.2f} ms{mark}")


def main(count: int = RANDOM_LINES) -> None:
    practices()
    # A full collection would walk through all of SymPy, on the account of whichever line it hits.
    gc.collect()
    gc.freeze()
    every = [Exercise(each, number) for each in practices() for number in range(1, each.last + 1)]
    lines, mistakes = [], []
    for exercise in every:
        each = exercise.practice
        lines += [seconds(written(line.expression), exercise)[0] for line in each.chain.lines]
        mistakes += [seconds(written(wrong.expression), exercise)[0] for wrong in each.mistakes]
    show(f"{len(lines)} lines of the board", lines)
    show(f"{len(mistakes)} known mistakes", mistakes)
    for title, text in HOSTILE.items():
        show(title, [seconds(text, exercise)[0] for exercise in every])

    draw = random.Random(5)
    kinds: dict[VerdictKind, int] = dict.fromkeys(VerdictKind, 0)
    times, slowest = [], (0.0, "")
    fitting = {
        two: [each for each in every if each.practice.in_two_classes is two]
        for two in (True, False)
    }
    for two, text in random_lines(draw, count):
        taken, kind = seconds(text, draw.choice(fitting[two]))
        kinds[kind] += 1
        times.append(taken)
        slowest = max(slowest, (taken, text))
    show(f"{count} random lines", times)
    print(f"the slowest was {slowest[1]!r}")
    print(", ".join(f"{kind}: {number}" for kind, number in kinds.items()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
