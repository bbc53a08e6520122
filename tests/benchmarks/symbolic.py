"""How long the derivations take: ``python -m tests.benchmarks.symbolic``.

Prints times in milliseconds, the median of several runs, and how each stands to its aim.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from ce_core import palette
from ce_core.symbolic.derivations import k_class, log_sum_exp, steps, two_class
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.differentiation.differentiate import differentiate
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.symbolic.expression import board, lowering
from ce_core.symbolic.expression.notation import A, B, X
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import own_function
from ce_core.symbolic.writing.latex import typeset_chain
from tests.benchmarks.arguments import smallest

IMPORT = """
import time
start = time.perf_counter()
from ce_core.symbolic.derivations import two_class
from ce_core.symbolic.writing import latex
print(1000 * (time.perf_counter() - start))
"""
RUNS = 21
C = board.symbol("c")
COLOURS = palette.roles("light")


def median_ms(action: Callable[[int], object], runs: int) -> float:
    """Median processor time of an action, which is told the number of its run."""
    times = []
    for run in range(runs):
        start = time.process_time()
        action(run)
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def show(what: str, measured: float, aim: float | None = None) -> None:
    against = f"   {measured / aim:5.2f} of the aim, {aim:g} ms" if aim else ""
    print(f"{what:<58}{measured:9.2f} ms{against}")


def check_all(derivation: steps.Derivation) -> None:
    steps.check.cache_clear()
    for chain in derivation.chains:
        steps.check(chain)


def check_from_nothing(derivation: steps.Derivation) -> None:
    lowering.lower.cache_clear()
    lowering._expand.cache_clear()
    board.without_marks.cache_clear()
    check_all(derivation)


def main() -> None:
    """Measure what a person waits for."""
    milliseconds = partial(median_ms, runs=1 if smallest(__doc__) else RUNS)
    fresh = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True)
    show("import of the wing in a fresh process, SymPy included", float(fresh.stdout))
    start = time.perf_counter()
    two = two_class.derivation()
    show("first build of the two-class derivation", 1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    check_all(two)
    show("first check of all its lines", 1000 * (time.perf_counter() - start))
    show(
        "all lines checked, nothing remembered", milliseconds(lambda _: check_from_nothing(two)), 10
    )
    show("all lines checked again", milliseconds(lambda _: check_all(two)), 10)

    def typeset_again(run: int) -> None:
        given = two_class.numbers((1.0 + run / 10, 3.0), (0.0, 1.0))
        for chain in two.chains:
            typeset_chain(chain, None, COLOURS, given)

    def values_again(run: int) -> None:
        given = two_class.numbers((1.0 + run / 10, 3.0), (0.0, 1.0))
        for chain in two.chains:
            steps.line_values(chain, given)

    show("all lines re-typeset with new numbers", milliseconds(typeset_again), 15)
    show("all values with new numbers", milliseconds(values_again))

    typed = [
        differentiate(read(example.text, own_function()).expression)
        for example in FUNCTION_EXAMPLES
    ]

    def typed_values(x: float) -> None:
        for chain in typed:
            steps.line_values(chain, {X: x, A: 0.25, B: 1.5, C: -0.75})

    lines = f"{sum(len(chain.lines) for chain in typed)} lines of typed functions"
    show(f"{lines}: values with new numbers", milliseconds(lambda run: typed_values(1 + run / 9)))
    show(f"{lines}: far out", milliseconds(lambda run: typed_values(100 + run / 9)))
    show(f"{lines}: at the edge of floats", milliseconds(lambda run: typed_values(1e300 - run)))
    four = written_out(k_class.derivation(), 4, 2)

    def four_classes(run: int) -> None:
        given = numbers((1.0 + run / 10, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0))
        for chain in four.chains:
            typeset_chain(chain, None, COLOURS, given)
            steps.line_values(chain, given)

    show("4 classes: lines and values with new numbers", milliseconds(four_classes))
    show("4 classes: all lines checked", milliseconds(lambda _: check_all(four)))
    general = k_class.derivation()
    show("K classes: all lines checked", milliseconds(lambda _: check_all(general)))
    show(
        "log-sum-exp: all lines checked",
        milliseconds(lambda _: check_all(log_sum_exp.derivation())),
    )


if __name__ == "__main__":
    main()
