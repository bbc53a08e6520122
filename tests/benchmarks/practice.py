"""How long a verdict takes: every known line, hostile ones, and 100,000 made at random.

Run it with ``python -m tests.benchmarks.practice``. Nothing may take longer than 100 ms.
"""

import gc
import heapq
import random
import sys
import time
from array import array
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from sympy.core.cache import clear_cache

from ce_core.symbolic.practice.exercises import LOW_COST, Exercise, Numbers, practices
from ce_core.symbolic.practice.judge import VerdictKind, judge
from ce_core.symbolic.writing.plain_text import written
from tests.benchmarks.arguments import parser

ALLOWED = 0.1
RANDOM_LINES = 100_000
SLOWEST = 8

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
    "what is too small for any digits": "b/(f^x^ + b)",
    "logs of what cancels": "+".join(f"log(1-f-b/(e^x+b)+e^(-{900 + k} a))" for k in range(12)),
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


class Took(NamedTuple):
    """Seconds of the processor's own time, how many of them Python collected garbage, and seconds
    by the clock on the wall.
    """

    own: float
    collecting: float
    wall: float


class Watch:
    """Times verdicts, and notes what Python itself does meanwhile.

    Parameters
    ----------
    evaluations
        Names of the audit events while a line was judged: Python compiled, ran, imported,
        unpickled or opened something.
    """

    EVENTS = ("compile", "exec", "import", "open", "pickle.", "os.", "subprocess.", "socket.")

    def __init__(self) -> None:
        self.evaluations: list[str] = []
        self._judging = False
        self._collecting = self._begun = 0.0
        gc.callbacks.append(self._note_collection)
        sys.addaudithook(self._note_event)

    def judge(self, text: str, exercise: Exercise) -> tuple[Took, VerdictKind]:
        collected, wall, own = self._collecting, time.perf_counter(), time.thread_time()
        self._judging = True
        kind = judge(text, exercise).kind
        self._judging = False
        own = time.thread_time() - own
        return Took(own, self._collecting - collected, time.perf_counter() - wall), kind

    def _note_collection(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._begun = time.thread_time()
        else:
            self._collecting += time.thread_time() - self._begun

    def _note_event(self, event: str, _details: tuple[object, ...]) -> None:
        if self._judging and event.startswith(self.EVENTS):
            self.evaluations.append(event)


class Times:
    """How long many verdicts took, kept as bare numbers: a collection need not walk them."""

    def __init__(self) -> None:
        self.own, self.wall = array("d"), array("d")

    def add(self, took: Took) -> None:
        self.own.append(took.own)
        self.wall.append(took.wall)

    def show(self, title: str) -> None:
        """The processor's time decides; the wall's holds what other processes took meanwhile."""
        own = max(self.own)
        mark = "" if own < ALLOWED else "   MORE THAN ALLOWED"
        mean = sum(self.own) / len(self.own)
        print(
            f"{title:34} worst {1e3 * own:7.1f} ms (by the wall {1e3 * max(self.wall):7.1f})"
            f"   mean {1e3 * mean:7.2f} ms{mark}"
        )


def forget(exercise: Exercise) -> None:
    """Empty every cache, as if no other line had ever been judged on this exercise."""
    clear_cache()
    for name, module in list(sys.modules.items()):
        if name.startswith("ce_core."):
            for each in vars(module).values():
                if hasattr(each, "cache_clear") and each is not practices:
                    each.cache_clear()
    judge(written(exercise.practice.chain.lines[exercise.line].expression), exercise)


def main() -> None:
    read = parser(__doc__)
    read.add_argument("lines", nargs="?", type=int, default=RANDOM_LINES, help="made at random")
    given = read.parse_args()
    count = 20 if given.smallest else given.lines
    watch = Watch()
    practices()
    # A full collection would walk through all of SymPy, on the account of whichever line it hits.
    gc.collect()
    gc.freeze()
    many = Numbers(tuple(0.25 * k for k in range(10)), (1.0, *[0.0] * 9), 0)
    every = [
        Exercise(each, number, (LOW_COST, many)[number % 2])
        for each in practices()
        for number in range(1, each.last + 1)
    ]
    if given.smallest:
        every = every[:: len(every) // 3]
    lines, mistakes = Times(), Times()
    for exercise in every:
        each = exercise.practice
        for line in each.chain.lines:
            lines.add(watch.judge(written(line.expression), exercise)[0])
        for wrong in each.mistakes:
            mistakes.add(watch.judge(written(wrong.expression), exercise)[0])
    lines.show(f"{len(lines.own)} lines of the board")
    mistakes.show(f"{len(mistakes.own)} known mistakes")
    for title, text in HOSTILE.items():
        times = Times()
        for exercise in every:
            times.add(watch.judge(text, exercise)[0])
        times.show(title)

    draw = random.Random(5)
    kinds: dict[VerdictKind, int] = dict.fromkeys(VerdictKind, 0)
    times, slow = Times(), []
    fitting = {
        two: [each for each in every if each.practice.in_two_classes is two]
        for two in (True, False)
    }
    for two, text in random_lines(draw, count):
        exercise = draw.choice(fitting[two])
        taken, kind = watch.judge(text, exercise)
        kinds[kind] += 1
        times.add(taken)
        slow.append((taken, text, exercise))
        if len(slow) > 2 * SLOWEST:
            slow = heapq.nlargest(SLOWEST, slow, key=itemgetter(0))
    times.show(f"{count} random lines")
    late, by_the_wall = (sum(each >= ALLOWED for each in kind) for kind in (times.own, times.wall))
    print(f"{late} over {1e3 * ALLOWED:.0f} ms of the processor's time, {by_the_wall} by the wall")
    print(
        f"what Python compiled, ran, imported or opened meanwhile: {watch.evaluations or 'nothing'}"
    )
    print(
        "the slowest: processor's time, garbage collection in it, by the wall; judged again, "
        "every cache emptied before"
    )
    for taken, text, exercise in heapq.nlargest(SLOWEST, slow, key=itemgetter(0)):
        forget(exercise)
        again, _ = watch.judge(text, exercise)
        parts = " ".join(f"{1e3 * part:7.1f}" for part in (*taken, again.own))
        print(f"{parts}  {exercise.practice.chain.key} {exercise.line} {text!r}")
    print(", ".join(f"{kind}: {number}" for kind, number in kinds.items()))


if __name__ == "__main__":
    main()
