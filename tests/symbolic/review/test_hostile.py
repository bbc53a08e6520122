"""Hostile text gets a sentence: nothing is run, nothing grows without bound."""

import pytest

from ce_core.symbolic.review.formula.latex_tokens import MAX_TOKENS
from ce_core.symbolic.review.formula.pieces import MAX_FORMULA, MAX_LENGTH
from ce_core.symbolic.review.review import review

HOSTILE = {
    "deep braces": "$$x = " + "{" * 3000 + "x" + "}" * 3000 + "$$",
    "deep brackets": "x = " + "(" * 1500 + "x" + ")" * 1500,
    "deep fractions": "$$x = " + r"\frac{1}{" * 400 + "x" + "}" * 400 + "$$",
    "deep environments": r"\[" + r"\begin{matrix}" * 300 + "x" + r"\end{matrix}" * 300 + r"\]",
    "open braces": "$$x = " + "{" * 3000 + "$$",
    "100,000 characters": "x + " * 25_000,
    "minus signs": "x = " + "-" * 3000 + "x",
    "primes": "f" + "'" * 2000 + "(x) = 1",
    "powers": "x = " + "^".join(["9"] * 500),
    "a tall power": "$$x = 9^{9^{9^{9^{9}}}}$$",
    "a large power": "$$x = (x + 1)^{999999}$$",
    "long number": "x = " + "9" * 3000,
    "sums of sums": "$$E = " + r"\sum_i " * 200 + "y_i$$",
    "derivatives of derivatives": "$$E = " + r"\frac{\partial}{\partial z_j} " * 100 + "p_j$$",
    "definition": r"$$\def\x{\x\x}\x = 1$$",
    "input": r"$$x = \input{/etc/passwd}$$",
    "shell": r"$$x = \write18{touch /tmp/x}$$",
    "link": r"$$x = \href{javascript:alert(1)}{x}$$",
    "markup": "$$x = <script>alert(1)</script>$$",
    "python": "$$x = __import__('os').system('true')$$",
    "dollars": "$" * 5000,
    "ends": r"\end{align}" * 500 + " = x",
    "cases": r"$$x = \begin{cases}" + r"x & i = j \\" * 500 + r"\end{cases}$$",
    "cyclic names": "$$f(x) = g(x)$$ $$g(x) = h(x)$$ $$h(x) = f(x)$$ $$f'(x) = f(x)$$",
    "zero": r"$$x = \frac{1}{0} = \frac{1}{x - x}$$",
    "nothing": "",
    "control characters": "x = \x00\x01\ufffe\u202e",
    "half a macro": "$$x = \\$$ $$x = \\frac{1}$$",
    "brackets that cross": "$$x = (a]$$",
    "a matrix": r"$$x = \begin{bmatrix}" + "1 & " * 900 + r"1 \end{bmatrix}$$",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_sentence(name: str) -> None:
    reviewed = review(HOSTILE[name])
    assert reviewed.sentence
    for line in reviewed.lines:
        assert line.message.endswith(".")
        assert 0 <= line.span[0] <= line.span[1] <= len(reviewed.text)


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    assert f"at most {MAX_LENGTH:,}" in review("x + " * 25_000).sentence
    (line,) = review("$$x = " + "x + " * (MAX_FORMULA // 4 + 1) + "$$").lines
    assert f"{MAX_FORMULA:,}" in line.message
    (line,) = review("$$x = " + "x+" * (MAX_TOKENS // 2 + 1) + "x$$").lines
    assert line.status == "unreadable"


@pytest.mark.parametrize("macro", ["input", "def", "write", "href", "csname", "loop"])
def test_an_unknown_macro_is_named_with_its_place(macro: str) -> None:
    reviewed = review(rf"$$x + \{macro} = 1$$ $$e^x e^x = e^{{2 x}}$$")
    broken, good = reviewed.lines
    assert broken.status == "unreadable"
    assert f"\\{macro}" in broken.message
    assert broken.place is not None
    assert reviewed.text[slice(*broken.place)] == f"\\{macro}"
    assert good.status == "ok"
