"""How long a review takes: derivations of 20 lines, published notes, and hostile text.

Run it with ``python -m tests.benchmarks.review``. The processor's own time decides.
"""

import gc
import time
from collections.abc import Callable

from sympy.core.cache import clear_cache

from ce_core.symbolic.review.review import review
from tests.benchmarks.arguments import parser

RIGHT_MS, HOSTILE_MS = 150.0, 300.0
SOFTMAX = r"""\begin{align}
\frac{\partial E}{\partial z_j}
&= -\sum_i y_i \frac{\partial \log \hat y_i}{\partial z_j} \\
&= -\sum_i \frac{y_i}{\hat y_i} \frac{\partial \hat y_i}{\partial z_j} \\
&= -\frac{y_j}{\hat y_j} \hat y_j (1 - \hat y_j)
+ \sum_{i \neq j} \frac{y_i}{\hat y_i} \hat y_i \hat y_j \\
&= -y_j (1 - \hat y_j) + \sum_{i \neq j} y_i \hat y_j \\
&= -y_j + y_j \hat y_j + \sum_{i \neq j} y_i \hat y_j \\
&= -y_j + \hat y_j (y_j + \sum_{i \neq j} y_i) \\
&= -y_j + \hat y_j \sum_i y_i \\
&= -y_j + \hat y_j \\
&= \hat y_j - y_j
\end{align}
"""
TWO_CLASSES = """f(x) = e^x/(e^x + b)
f'(x) = (e^x (e^x + b) - e^x e^x)/(e^x + b)^2
= e^x (e^x + b - e^x)/(e^x + b)^2
= e^x b/(e^x + b)^2
= e^x/(e^x + b) b/(e^x + b)
= f (1 - f)
f'/f = 1 - f
-f'/(1 - f) = -f
E = -a log f - (1 - a) log(1 - f)
E' = -a f'/f + (1 - a) f'/(1 - f)
= -a (1 - f) + (1 - a) f
= f - a
"""
LONG = {
    "softmax, 20 lines": SOFTMAX.replace(r"\end{align}", "")
    + r"\\ "
    + "\n".join(rf"&= \hat y_j - y_j + {n} y_j - {n} y_j \\" for n in range(1, 12))
    + r"\end{align}",
    "two classes, 20 lines": TWO_CLASSES + "\n".join(f"= f - a + {n} a - {n} a" for n in range(8)),
    "softmax, 20 lines, wrong from line 4": "",
}
LONG["softmax, 20 lines, wrong from line 4"] = LONG["softmax, 20 lines"].replace(
    r"&= -y_j (1 - \hat y_j)", r"&= -y_j (1 + \hat y_j)", 1
)
HOSTILE = {
    "100,000 characters": "y_j + " * 17_000,
    "20,000 characters": "y_j + " * 3_300,
    "deep braces": "f(x) = " + "{" * 9_000,
    "deep fractions": "f(x) = " + r"\frac{1}{" * 1_500,
    "closed deep fractions": "f(x) = " + r"\frac{1}{" * 600 + "x" + "}" * 600,
    "macros": r"\foo" * 3_000 + " = 1",
    r"\def": r"\def\a{\a\a} f(x) = \a" * 300,
    r"\input and \write18": r"\input{/etc/passwd} = \write18{id} = x" * 300,
    "HTML": "<img src=x onerror=alert(1)> = <script>alert(1)</script>\n" * 300,
    "dollars": "$" * 19_999,
    "tower": "f(x) = " + "x^" * 900 + "x",
    "numbers": "f(x) = " + "9" * 9_000 + "^" + "9" * 9_000,
    "sums of sums": "E = " + r"\sum_i " * 25 + "y_i",
    "sums within sums": "E = " + r"\sum_i (y_i + " * 25 + "1" + ")" * 25,
    "derivatives of derivatives": "E = " + r"\frac{\partial}{\partial z_j} " * 20 + "p_j",
    "a long product": "f(x) = " + "(x + 1)" * 400,
    "200 wrong lines": "\n".join(f"= x^2 + {n} x" for n in range(190)),
    "200 wrong softmax lines": "∂E/∂z_j = p_j - y_j\n"
    + "\n".join(f"= p_j - y_j + {n} Σ_i y_i p_i" for n in range(1, 150)),
    "equals signs": "f(x) " + "= " * 5_000,
    "matrices": r"E = \begin{bmatrix}" + "x & " * 200 + r"x\end{bmatrix}" * 20,
}


def timed(text: str, clear: Callable[[], object]) -> tuple[float, str]:
    """Milliseconds of the processor for a review that nobody has asked for before."""
    clear()
    review.cache_clear()
    begun = time.thread_time()
    found = review(text)
    return 1e3 * (time.thread_time() - begun), found.sentence


def main() -> None:
    given = parser(__doc__).parse_args()
    rounds = 1 if given.smallest else 5
    review(SOFTMAX), review(TWO_CLASSES)  # what is built once a process
    gc.collect()
    gc.freeze()
    for title, text in LONG.items():
        first, _ = timed(text, clear_cache)
        again = min(timed(text, lambda: None)[0] for _ in range(rounds))
        count = len(review(text).lines)
        mark = "" if again < RIGHT_MS else "   MORE THAN ALLOWED"
        print(f"{title:40} {count:3} lines {again:7.1f} ms, caches empty {first:7.1f}{mark}")
    hostile = dict(list(HOSTILE.items())[:4]) if given.smallest else HOSTILE
    for title, text in hostile.items():
        taken, sentence = timed(text, clear_cache)
        mark = "" if taken < HOSTILE_MS else "   MORE THAN ALLOWED"
        print(f"{title:40} {taken:17.1f} ms  {sentence[:60]}{mark}")


if __name__ == "__main__":
    main()
