"""Challenges are unsolved where they start, solved by what solves them, and by nothing near it."""

import math

import pytest

from ce_core.numeric.exercises.challenges import CHALLENGES, challenge

Logits = tuple[float, ...]
SOLUTIONS: dict[str, list[Logits]] = {
    "one-logit": [(1, 6, 3, 2), (1, 9.5, 3, 2)],
    "equal-gradients": [(math.log(0.5), math.log(0.3), math.log(0.2)), (5.0, 4.5, 4.08)],
    "same-probabilities": [(2, 1, 3), (-0.5, -1.5, 0.5), (3, 2, 4.01)],
    "dear-second": [(9, 2, 1, 0), (0.5, 2, 9, 0)],
    "even-cost": [(0, -2, math.log(2 - math.exp(-2))), (0.5, 1.0, -0.5)],
}
NEAR_MISSES: dict[str, list[Logits]] = {
    "one-logit": [(1, 5, 3, 2), (0.9, 6, 3, 2), (1, 2, -9, 2), (1, 2, 3, 2)],
    "equal-gradients": [(0, 0, 0), (0.9, 0.3, 0)],
    "same-probabilities": [(1, 0, 2), (1.4, 0.4, 2.4), (2, 1, 2), (3, 0, 2)],
    "dear-second": [(4, 2, 1, 0), (9, 1, 1, 0), (9, 0, 1, 0), (0, 9, 1, 0)],
    "even-cost": [(0, -1, math.log(2 - math.exp(-1))), (0, 0, 0), (0.3, 0.3, 0.3), (9, 0, -1)],
}


@pytest.mark.parametrize("each", CHALLENGES, ids=lambda each: each.key)
def test_it_is_not_solved_where_it_starts(each) -> None:
    assert not each.solved(each.logits, each.target)


@pytest.mark.parametrize("key", SOLUTIONS)
def test_a_solution_is_recognised(key: str) -> None:
    each = challenge(key)
    for logits in SOLUTIONS[key]:
        assert each.solved(logits, each.target), logits


@pytest.mark.parametrize("key", NEAR_MISSES)
def test_what_only_comes_near_is_not(key: str) -> None:
    each = challenge(key)
    for logits in NEAR_MISSES[key]:
        assert not each.solved(logits, each.target), logits


def test_another_target_or_number_of_classes_solves_nothing() -> None:
    for each in CHALLENGES:
        for logits in SOLUTIONS[each.key]:
            others = (*each.target[1:], each.target[0])
            assert not each.solved(logits, others)
            assert not each.solved((*logits, 0.0), (*each.target, 0.0))


def test_there_is_a_table_row_for_each() -> None:
    assert SOLUTIONS.keys() == NEAR_MISSES.keys() == {each.key for each in CHALLENGES}


def test_an_unknown_challenge_is_refused_with_a_sentence() -> None:
    with pytest.raises(KeyError, match="there is no challenge 'fly'"):
        challenge("fly")
