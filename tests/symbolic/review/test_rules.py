"""The rule between two lines is named where it is one, and no other is claimed."""

from random import Random

import pytest

from ce_core.symbolic.review.review import review
from ce_core.symbolic.review.rules import recognise as rules
from tests.symbolic.review.oracle import Node, printed, same, tree

TWO_CLASSES = r"""f(x) = e^x/(e^x + b)
f'(x) = (e^x (e^x + b) - e^x e^x)/(e^x + b)^2
= e^x (e^x + b - e^x)/(e^x + b)^2
= e^x b/(e^x + b)^2
"""
SOFTMAX = r"""\frac{\partial L}{\partial z_i} = \sum_k \frac{\partial L}{\partial p_k}
\frac{\partial p_k}{\partial z_i}
\\ = -\sum_k \frac{y_k}{p_k} p_k (\delta_{ik} - p_i)
\\ = -\sum_k y_k (\delta_{ik} - p_i)
\\ = -\sum_k y_k \delta_{ik} + \sum_k y_k p_i
\\ = -\sum_k y_k \delta_{ik} + p_i \sum_k y_k"""

NAMED = [
    (TWO_CLASSES, ["", rules.QUOTIENT, rules.COMMON, rules.COLLECTED]),
    (
        SOFTMAX,
        [rules.CHAIN, rules.WORKED_OUT, rules.CANCELLED, rules.OUT, rules.BEFORE_SUM],
    ),
    (
        r"\frac{\partial p_j}{\partial z_j} = \frac{e^{z_j} \sum_k e^{z_k} - e^{z_j} e^{z_j}}"
        r"{(\sum_k e^{z_k})^2}",
        [rules.QUOTIENT],
    ),
    ("d/dx e^x = e^x", [rules.EXPONENTIAL]),
    ("d/dx log(x) = 1/x", [rules.LOGARITHM]),
    (
        r"\frac{\partial}{\partial z_j}\sum_k e^{z_k} = \sum_k \frac{\partial e^{z_k}}"
        r"{\partial z_j}",
        [rules.TERM_BY_TERM],
    ),
    (
        r"\log s_i = \log\frac{e^{z_i}}{\sum_l e^{z_l}} = z_i - \log\sum_l e^{z_l}",
        [rules.PUT_IN, rules.LOGARITHMS],
    ),
    (r"-\frac{e^{z_i}}{\sum_k e^{z_k}} \frac{e^{z_j}}{\sum_k e^{z_k}} = -p_i p_j", [rules.SHORTER]),
    (
        r"p_i y_i + \sum_{k \neq i} p_i y_k = p_i \sum_k y_k = p_i y_i + p_i \sum_{k\neq i} y_k",
        [rules.COMPLETED, rules.APART],
    ),
    (
        r"\frac{\partial \log p_k}{\partial z_i} = \frac{1}{p_k}\frac{\partial p_k}{\partial z_i}",
        [rules.CHAIN],
    ),
    ("a + b x = x b + a", [""]),
    ("(x + 1)(x - 1) = x^2 - 1 = (1 + x)(x - 1)", [rules.OUT, rules.COMMON]),
    ("x a/b * 1/x = a/b", [rules.CANCELLED]),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_rule_is_named(text: str, expected: list[str]) -> None:
    lines = [line for line in review(text).lines if line.status == "ok" or expected[0] == ""]
    found = [line.rule for line in lines][-len(expected) :]
    assert found == expected, [line.text for line in lines]
    for line in lines:
        assert line.rule in line.message


NOT_NAMED = [
    # It is true, but by more than one rule, or by another one.
    "f(x) = e^x/(e^x + b)\nf'(x) = f(x) - f(x)^2",
    r"\sigma(-x) = 1 - \sigma(x)",
    r"\frac{\partial L}{\partial z_i} = \frac{\partial L}{\partial z_i}",
]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_no_rule_is_claimed_that_was_not_used(text: str) -> None:
    rule = review(text).lines[-1].rule
    assert rule in ("", rules.WORKED_OUT)


def test_a_wrong_line_has_no_rule() -> None:
    wrong = review("(x + 1)(x - 1) = x^2 + 1").lines[-1]
    assert (wrong.status, wrong.rule) == ("slip", "")


def test_lines_that_only_change_places_are_called_so_and_none_is_called_differentiated() -> None:
    random = Random()
    named = 0
    for _ in range(60):
        left = Node("add", (tree(random, 2), tree(random, 1)))
        right = same(random, left)
        found = review(f"{printed(left, 6)} = {printed(right, 6)} = {printed(left, 6)}").lines
        for line in found[-2:]:
            named += bool(line.rule)
            assert line.rule not in (rules.CHAIN, rules.QUOTIENT, rules.PRODUCT, rules.WORKED_OUT)
    print(f"{named} of 120 lines have a rule")
    assert named > 10
