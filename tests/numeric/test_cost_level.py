"""When a cost is called low, medium or high."""

import math

import pytest

from ce_core import cross_entropy, softmax
from ce_core.numeric.cost_level import cost_level, label_leads


def test_published_cases_are_called_low_and_high():
    assert cost_level(0.14507794, 0.0, 4) == "low"
    assert cost_level(17.01904505, 0.0, 4) == "high"


@pytest.mark.parametrize("n_classes", range(2, 11))
def test_a_uniform_guess_is_medium_in_spite_of_rounding(n_classes):
    even = math.log(n_classes)
    for cost in (even, math.nextafter(even, math.inf), even * (1 + 1e-15)):
        assert cost_level(cost, 0.0, n_classes) == "medium"
    assert cost_level(even * 1.01, 0.0, n_classes) == "high"
    assert cost_level(even * 0.499, 0.0, n_classes) == "low"


def test_low_is_nearer_to_the_floor_than_to_an_even_guess():
    assert cost_level(1.2, 1.1, 4) == "low"
    assert cost_level(1.2, 0.5, 4) == "medium"
    assert cost_level(math.log(4), 1.3, 4) == "medium"
    assert cost_level(1.4, 1.3, 4) == "high"


@pytest.mark.parametrize("cost", [1.3863, 1.3894, 1.3949])
def test_what_is_shown_as_the_cost_of_a_uniform_guess_is_not_high(cost):
    assert cost_level(cost, 0.0, 4) == "medium"  # 1.39 beside 1.39
    assert cost_level(cost + 0.01, 0.0, 4) == "high"


LOSING = {  # logits, label: a cost below half of log K although another class has more
    "the report's example": ([5, 5.7, *[-2] * 8], 0),
    "ten classes": ([1, 1.2, *[-3] * 8], 0),
    "five classes": ([2, 2.05, -4, -4, -4], 0),
    "the last class": ([-3, -3, -3, -3, -3, -3, 4.6, 4.3], 7),
    "a tie": ([3, 3, -5, -5, -5, -5], 1),
}


@pytest.mark.parametrize(("logits", "label"), LOSING.values(), ids=LOSING)
def test_a_prediction_that_is_wrong_is_never_called_close(logits, label):
    p = softmax(logits).tolist()
    target = [float(i == label) for i in range(len(logits))]
    cost = float(cross_entropy(logits, label))
    assert cost < math.log(len(logits)) / 2
    assert not label_leads(p, target)
    assert cost_level(cost, 0.0, len(logits), leads=False) == "medium"


@pytest.mark.parametrize(
    ("probabilities", "target", "leads"),
    [
        ([0.6, 0.4], [1, 0], True),
        ([0.5, 0.5], [1, 0], False),
        ([0.5, 0.5], [0.5, 0.5], True),
        ([0.2, 0.5, 0.3], [0.1, 0.6, 0.3], True),
        ([0.2, 0.3, 0.5], [0.1, 0.6, 0.3], False),
        ([0.1, 0.2, 0.7], [0.4, 0.4, 0.2], False),
        ([0.1, 0.6, 0.3], [0.4, 0.4, 0.2], True),
        ([0.3, 0.3, 0.4], [1 / 3, 1 / 3, 1 / 3], True),
    ],
)
def test_the_class_with_the_largest_label_leads_or_not(probabilities, target, leads):
    assert label_leads(probabilities, target) is leads


def test_an_infinite_cost_is_high():
    assert cost_level(math.inf, 0.0, 3) == "high"


@pytest.mark.parametrize(
    ("cost", "floor", "n_classes", "word"),
    [(math.nan, 0, 3, "cost"), (-1, 0, 3, "cost"), (1, math.inf, 3, "floor"), (1, 0, 1, "classes")],
)
def test_nonsense_is_refused_in_a_sentence(cost, floor, n_classes, word):
    with pytest.raises(ValueError, match=word):
        cost_level(cost, floor, n_classes)
