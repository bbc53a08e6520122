"""Every question's answer, computed again by other means: loops, small steps and dense search."""

import math

import numpy as np
import pytest

from ce_core.numeric.exercises.question import Question, Setup
from ce_core.numeric.exercises.questions import KINDS, question

SEEDS = range(60)
QUESTIONS = [question(kind, seed) for kind in KINDS for seed in SEEDS]


def of_kind(kind: str) -> list[Question]:
    return [each for each in QUESTIONS if each.kind == kind]


def shares(logits: list[float]) -> list[float]:
    top = max(logits)
    parts = [math.exp(z - top) for z in logits]
    return [part / sum(parts) for part in parts]


def cost(setup: Setup) -> float:
    pairs = zip(setup.target, shares([*setup.logits]), strict=True)
    return -sum(y * math.log(p) for y, p in pairs if y)


def raised(setup: Setup, k: int, by: float) -> Setup:
    logits = [z + by * (i == k) for i, z in enumerate(setup.logits)]
    return Setup(tuple(logits), setup.target)


def slopes(setup: Setup) -> list[float]:
    """Central differences of the cost."""
    h = 1e-5
    return [
        (cost(raised(setup, k, h)) - cost(raised(setup, k, -h))) / (2 * h)
        for k in range(len(setup.logits))
    ]


def class_in(text: str) -> int:
    return int(text.split("class ")[1].split()[0].rstrip(",.")) - 1


def test_every_question_is_sound() -> None:
    for each in QUESTIONS:
        assert 0 <= each.answer < len(each.options)
        assert 0 <= each.reason < len(each.reasons) == 3
        assert len({*each.options}) == len(each.options)
        assert len({*each.reasons}) == len(each.reasons)
        for setup in (each.setup, each.shown):
            assert math.isclose(sum(setup.target), 1)
            assert min(setup.target) >= 0
            assert max(map(abs, setup.logits)) <= 10
        assert each.shown != each.setup


def test_the_move_that_is_asked_for_shows_the_answer_and_no_other() -> None:
    for each in QUESTIONS:
        assert each.is_shown_by(each.shown)
        assert not each.is_shown_by(each.setup)
        going = [a != b for a, b in zip(each.setup.logits, each.shown.logits, strict=True)]
        for k, goes in enumerate(going):
            # What was not to move, or what was and goes the other way.
            by = 2 * (each.setup.logits[k] - each.shown.logits[k]) if goes else 1.0
            if each.reach < math.inf or not goes:
                assert not each.is_shown_by(raised(each.shown, k, by)), (each.kind, k)
        away = (*each.shown.target[1:], each.shown.target[0])
        assert not each.is_shown_by(Setup(each.shown.logits, away)) or away == each.shown.target


def test_a_hand_need_not_hit_the_place_exactly() -> None:
    put = of_kind("cost-direction")[0]
    k = class_in(put.show)
    assert put.is_shown_by(raised(put.setup, k, 0.4))
    assert put.is_shown_by(raised(raised(put.setup, k, 0.6), (k + 1) % 3, 0.04))
    assert not put.is_shown_by(raised(put.setup, k, 0.2))
    anywhere = of_kind("sum-of-gradients")[0]
    assert anywhere.is_shown_by(raised(anywhere.setup, class_in(anywhere.show), -7.0))
    floor = of_kind("below-the-floor")[0]
    moved = Setup(tuple(z + 2.5 for z in floor.shown.logits), floor.shown.target)
    assert floor.is_shown_by(moved)
    shift = of_kind("shift-all")[0]
    further = tuple(z + 1 for z in shift.shown.logits)
    assert not shift.is_shown_by(Setup(further, shift.shown.target))


def test_numbers_are_fresh_but_the_same_for_the_same_seed() -> None:
    for kind in KINDS:
        assert question(kind, 7) == question(kind, 7)
        assert len({question(kind, seed).setup for seed in SEEDS}) > 40


def test_no_place_among_the_options_gives_the_answer_away() -> None:
    for kind in KINDS:
        assert len({each.answer for each in of_kind(kind)}) > 1
        assert len({each.reason for each in of_kind(kind)}) == 3


def test_the_cost_goes_where_a_small_step_and_the_shown_one_take_it() -> None:
    for each in of_kind("cost-direction"):
        k = class_in(each.prompt)
        rises = each.options[each.answer] == "It rises"
        assert (slopes(each.setup)[k] > 0) is rises
        assert (cost(raised(each.setup, k, 0.5)) > cost(each.setup)) is rises
        assert each.shown.logits == raised(each.setup, k, 0.5).logits
        more = "above" in each.reasons[each.reason]
        assert (shares([*each.setup.logits])[k] > each.setup.target[k]) is more


def test_the_largest_gradient_is_the_steepest_slope() -> None:
    for each in of_kind("largest-gradient"):
        sizes = [abs(slope) for slope in slopes(each.setup)]
        assert sizes.index(max(sizes)) == each.answer


def test_a_shift_of_all_logits_changes_nothing_else() -> None:
    for each in of_kind("shift-all"):
        assert each.options[each.answer] == "Nothing but the logits"
        before, after = (shares([*setup.logits]) for setup in (each.setup, each.shown))
        assert before == pytest.approx(after, abs=1e-12)
        assert cost(each.setup) == pytest.approx(cost(each.shown))
        moves = {round(b - a, 9) for a, b in zip(each.setup.logits, each.shown.logits, strict=True)}
        assert len(moves) == 1


def test_no_point_of_a_dense_grid_goes_below_the_floor() -> None:
    axis = np.linspace(-6, 6, 241)
    first, second = np.meshgrid(axis, axis)
    log_total = np.log(np.exp(first) + np.exp(second) + 1)
    for each in of_kind("below-the-floor"):
        y = each.setup.target
        lowest = float(np.min(log_total - y[0] * first - y[1] * second))
        goal = float(each.prompt.split("below ")[1].split()[0])
        assert (lowest < goal) is (each.options[each.answer] == "Yes")


def test_the_slopes_add_up_to_nothing() -> None:
    for each in of_kind("sum-of-gradients"):
        assert each.options[each.answer] == "0"
        assert sum(slopes(each.setup)) == pytest.approx(0, abs=1e-8)
        assert sum(slopes(each.shown)) == pytest.approx(0, abs=1e-8)


def test_the_one_with_most_to_lose_loses_most() -> None:
    for each in of_kind("who-pays"):
        k = class_in(each.prompt)
        before = shares([*each.setup.logits])
        after = shares([*raised(each.setup, k, 1.0).logits])
        loss = {c: before[c] - after[c] for c in range(len(before)) if c != k}
        assert each.options[each.answer] == f"Class {max(loss, key=loss.__getitem__) + 1}"


def test_the_least_likely_label_is_the_dearest() -> None:
    for each in of_kind("dearest-label"):
        classes = len(each.setup.logits)
        costs = [
            cost(Setup(each.setup.logits, tuple(float(i == c) for i in range(classes))))
            for c in range(classes)
        ]
        assert costs.index(max(costs)) == each.answer
        assert cost(each.shown) == pytest.approx(max(costs))


def test_doubling_moves_the_cost_as_answered() -> None:
    for each in of_kind("double-all"):
        doubled = Setup(tuple(2 * z for z in each.setup.logits), each.setup.target)
        assert each.shown == doubled
        rises = each.options[each.answer] == "It rises"
        assert (cost(doubled) > cost(each.setup)) is rises


def test_an_unknown_kind_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="kind of question is 'riddle'; expected one of"):
        question("riddle", 1)
