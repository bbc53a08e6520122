"""A link opens the row it was made from; what is put together keeps cost and gradient exact."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core import cross_entropy, cross_entropy_grad, lab_link, lab_links
from ce_core.numeric.lab_links import REST
from ce_core.scenario import Scenario
from ce_core.scenario_query import from_query


def opened(link: str) -> Scenario:
    scenario, problems = from_query(parse_qs(urlsplit(link).query))
    assert problems == []
    return scenario


def test_a_row_of_few_classes_opens_as_it_is() -> None:
    link = lab_link([1, -9, 4, 8], 1, names=["a", "b & c", "ä", "d"], base="https://lab.test/")
    assert link.startswith("https://lab.test/?")
    scenario = opened(link)
    assert scenario.logits == (1, -9, 4, 8)
    assert scenario.label == 1
    assert scenario.names == ("a", "b & c", "ä", "d")


def test_a_soft_label_opens_too() -> None:
    assert opened(lab_link([0.5, 1.5], [0.25, 0.75])).target == (0.25, 0.75)


@given(st.integers(0, 2**32 - 1), st.integers(11, 60))
def test_putting_classes_together_keeps_cost_and_gradient(seed: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    row, true = 3 * rng.normal(size=classes), int(rng.integers(classes))
    names = [f"n{i}" for i in range(classes)]
    scenario = opened(lab_link(row, true, names=names))
    assert len(scenario.logits) == 10
    cost = cross_entropy(scenario.logits, scenario.target)
    assert cost == pytest.approx(cross_entropy(row, true), rel=1e-12)
    small, whole = (
        cross_entropy_grad(scenario.logits, scenario.target),
        cross_entropy_grad(row, true),
    )
    for name, entry in zip(scenario.names[:-1], small[:-1], strict=True):
        assert entry == pytest.approx(whole[names.index(name)], rel=1e-9, abs=1e-15)
    assert scenario.names[-1] == REST
    shown = {*scenario.names}
    strongest = np.argsort(-row)[:8]
    assert {names[i] for i in strongest} | {names[true]} <= shown


def test_the_rows_of_highest_loss_come_first() -> None:
    logits = np.array([[3.0, 0.0], [0.0, 3.0], [0.0, 1.0]])
    first, second = lab_links(logits, [0, 0, 0], worst=2)
    assert opened(first).logits == (0.0, 3.0)
    assert opened(second).logits == (0.0, 1.0)


def test_labels_as_distributions_rank_as_well() -> None:
    logits, soft = np.zeros((2, 2)), np.array([[0.5, 0.5], [1.0, 0.0]])
    logits[1] = 0, 9
    assert opened(lab_links(logits, soft, worst=1)[0]).logits == (0.0, 9.0)


@pytest.mark.parametrize(
    ("logits", "target", "sentence"),
    [
        ([[1, 2], [3, 4]], 0, "one row"),
        ([1, 2], 2, "target"),
        ([-np.inf, 2, 1], 0, "infinite"),
        ([-np.inf, 2], 1, "two classes or more"),
        ([0.0] * 12, [1 / 12] * 12, "at most 9"),
    ],
)
def test_what_cannot_be_shown_is_refused(logits: object, target: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        lab_link(logits, target)  # type: ignore[arg-type]


def test_an_impossible_class_is_left_out() -> None:
    assert opened(lab_link([1, -np.inf, 2], 0)).logits == (1, 2)
