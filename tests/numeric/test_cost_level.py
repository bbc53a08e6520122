"""When a cost is called low, middling or high."""

import math

import pytest

from ce_core.numeric.cost_level import cost_level


def test_published_cases_are_called_low_and_high():
    assert cost_level(0.14507794, 0.0, 4) == "low"
    assert cost_level(17.01904505, 0.0, 4) == "high"


@pytest.mark.parametrize("n_classes", range(2, 11))
def test_an_even_guess_is_middling_in_spite_of_rounding(n_classes):
    even = math.log(n_classes)
    for cost in (even, math.nextafter(even, math.inf), even * (1 + 1e-15)):
        assert cost_level(cost, 0.0, n_classes) == "middling"
    assert cost_level(even * 1.001, 0.0, n_classes) == "high"
    assert cost_level(even * 0.499, 0.0, n_classes) == "low"


def test_low_is_nearer_to_the_floor_than_to_an_even_guess():
    assert cost_level(1.2, 1.1, 4) == "low"
    assert cost_level(1.2, 0.5, 4) == "middling"
    assert cost_level(math.log(4), 1.3, 4) == "middling"
    assert cost_level(1.4, 1.3, 4) == "high"


def test_an_infinite_cost_is_high():
    assert cost_level(math.inf, 0.0, 3) == "high"


@pytest.mark.parametrize(
    ("cost", "floor", "n_classes", "word"),
    [(math.nan, 0, 3, "cost"), (-1, 0, 3, "cost"), (1, math.inf, 3, "floor"), (1, 0, 1, "classes")],
)
def test_nonsense_is_refused_in_a_sentence(cost, floor, n_classes, word):
    with pytest.raises(ValueError, match=word):
        cost_level(cost, floor, n_classes)
