"""How long reading takes, hostile input included, and differentiating what was read.

Run with ``python -m tests.benchmarks.reading``. The aim: every text, however meant, is read or
refused within 100 ms of processor time (which other work on the machine does not lengthen).
"""

import random
import time
from collections.abc import Callable, Iterator

from ce_core.symbolic.derivations.steps import check
from ce_core.symbolic.differentiation.differentiate import TooLarge, differentiate
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.reading.parser import ReadingError, read
from ce_core.symbolic.reading.vocabulary import k_class, own_function, two_class
from tests.benchmarks.arguments import smallest

ALLOWED = 0.1
RANDOM_TEXTS = 20_000

HOSTILE = {
    "Python code": "__import__('os').system('ls')",
    "dunder chain": "().__class__.__bases__[0].__subclasses__()",
    "9**9**9**9": "9**9**9**9",
    "factorial": "factorial(10**8)",
    "100,000 characters": "x+" * 50_000,
    "100,000 digits": "9" * 100_000,
    "5,000 brackets": "(" * 5_000 + "x" + ")" * 5_000,
    "deep exp": "exp(" * 500 + "x" + ")" * 500,
    "brackets to the limit": "(" * 29 + "x" + ")" * 29,
    "row of fractions": "x" + "/x" * 199,
    "row of products": "x" + " x" * 299,
    "row of sums": "x" + "+x" * 199,
    "row of powers": "x^2" * 99 + " x",
    "nested functions": "f(" * 100 + "x" + ")" * 100,
    "sums of sums": "Σ_i " * 100 + "y_i",
    "unknown name of 600 letters": "q" * 600,
    "600 known letters": "x" * 600,
    "600 accents": "y" + "\u0302" * 599,
    "600 open brackets": "(" * 600,
    "600 minus signs": "-" * 600,
    "functions in a row": "log " * 99 + "x",
    "powers of fractions": "1/(" * 28 + "x" + ")^2" * 28,
}

ALPHABET = [
    *"xabcefyzpŷijkKΣ∂d√()[]{}+-−*/^²₁ⱼ=≠0129.'′_ ",
    *("log(", "exp(", "e^", "σ(", "sum_{i!=j} ", "y_i", "ŷ_j", "f'", "d/dx ", "**", "^2", "/("),
]


def seconds(action: Callable[[], object]) -> float:
    begun = time.thread_time()
    action()
    return time.thread_time() - begun


def attempt(text: str) -> None:
    for vocabulary in (own_function(), two_class(), k_class()):
        try:
            read(text, vocabulary)
        except ReadingError:
            continue


def random_texts(count: int) -> Iterator[str]:
    draw = random.Random(5)
    for _ in range(count):
        yield "".join(draw.choices(ALPHABET, k=draw.randint(1, 60)))


def show(title: str, taken: float) -> None:
    verdict = "" if taken < ALLOWED else "   MORE THAN ALLOWED"
    print(f"{title:34} {1e3 * taken:8.2f} ms{verdict}")


def main() -> None:
    count = 50 if smallest(__doc__) else RANDOM_TEXTS
    attempt("x")
    print("Reading with each of three vocabularies in turn:")
    for title, text in HOSTILE.items():
        show(title, seconds(lambda text=text: attempt(text)))
    times = [seconds(lambda text=text: attempt(text)) for text in random_texts(count)]
    show(f"{count} random texts, worst", max(times))
    show(f"{count} random texts, mean", sum(times) / len(times))

    print("\nThe examples: reading, differentiating, checking every line:")
    for example in FUNCTION_EXAMPLES:
        function = read(example.text, own_function()).expression
        reading = seconds(lambda text=example.text: read(text, own_function()))
        chain = differentiate(function)
        making = seconds(lambda function=function: differentiate(function))
        checking = seconds(lambda chain=chain: check(chain))
        show(f"{example.key}, read", reading)
        show(f"{example.key}, {len(chain.lines)} lines made", making)
        show(f"{example.key}, checked", checking)

    print("\nThe largest functions that are differentiated, or refused as too large:")
    for text in LARGE:
        function = read(text, own_function()).expression
        show(f"{text[:20]}… made", seconds(lambda function=function: attempt_derivative(function)))


LARGE = [
    "x" + "*x" * 14,
    "x" + "*x" * 100,
    "x" + "+x^2" * 25,
    "x" + "+log(x)" * 15,
    "log(" * 14 + "x^2+1" + ")" * 14,
    "(x^x)^(x^x)",
    "tanh(softplus(σ(x) + x^2)/(1 + e^(-x^2)))^3",
    "1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+x))))))",
    "(x+1)^2 (x+2)^3/(x+3)^4 + sqrt(x^2+1)/log(x^2+2)",
]


def attempt_derivative(function: object) -> None:
    try:
        check(differentiate(function))
    except TooLarge:
        return


if __name__ == "__main__":
    main()
