"""What tells explanations apart differs between them, and the right values are the library's."""

import math

import numpy as np
import pytest

from ce_core import cross_entropy, cross_entropy_grad, explain_number
from ce_core.numeric.explain.case import read_case
from ce_core.numeric.explain.compare import right_values, telling_apart


def test_the_right_values_are_the_library_s() -> None:
    z, y, w = [[1.0, 3.0, 5.0], [2.0, -1.0, 0.5]], [2, 0], [1.0, 2.0, 0.5]
    values = right_values(read_case(z, y, weight=w))
    assert values.mean == pytest.approx(cross_entropy(z, y, weight=w))
    assert values.sum == pytest.approx(cross_entropy(z, y, weight=w, reduction="sum"))
    assert values.rows == pytest.approx(cross_entropy(z, y, weight=w, reduction="none"))
    assert values.gradient == pytest.approx(cross_entropy_grad(z, y, weight=w))
    bits = values.in_unit(2)
    assert bits.mean * math.log(2) == pytest.approx(values.mean)
    assert bits.gradient * math.log(2) == pytest.approx(values.gradient)


def test_a_further_number_tells_two_explanations_apart() -> None:
    # With two rows and two classes the sum over n·K and the mean over n, divided by n, agree.
    z, y = [[1.0, 3.0], [2.0, 0.5]], [0, 1]
    printed = f"{cross_entropy(z, y) / 2:.6f}"
    found = explain_number(z, y, printed)
    assert {"divided-by-classes", "divided-twice"} <= {key for e in found for key in e.keys}
    question = telling_apart(read_case(z, y), found)
    assert question is not None
    assert question.ask == "the loss without the last row"
    by_classes = next(i for i, e in enumerate(found) if e.keys == ("divided-by-classes",))
    twice = next(i for i, e in enumerate(found) if e.keys == ("divided-twice",))
    alone = cross_entropy(z[:1], y[:1])
    assert question.values[by_classes] == pytest.approx(alone / 2)
    assert question.values[twice] == pytest.approx(alone)


def test_one_explanation_needs_no_question() -> None:
    found = explain_number([1, 3, 5, 7], 3, "0.209303")
    assert telling_apart(read_case([1, 3, 5, 7], 3), found) is None


def test_the_kinds_of_overflow_are_told_apart_by_other_logits_where_they_can() -> None:
    case = read_case(np.array([1.0, 2.0, 70.0]), 0)
    found = explain_number(case.rows, [0], "nan")
    question = telling_apart(case, found)
    assert question is None or len({repr(v) for v in question.values}) > 1
