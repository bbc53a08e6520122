"""Derivations with a slip: there is exactly one, it is where it is said to be, it can be mended."""

from ce_core.symbolic.derivations.steps import Status, check
from ce_core.symbolic.practice.judge import VerdictKind, judge
from ce_core.symbolic.practice.slips import Hunt, hunt, hunts
from ce_core.symbolic.writing.plain_text import written


def lines(each: Hunt, status: Status) -> tuple[int, ...]:
    return tuple(i for i, found in enumerate(check(each.chain)) if found.status is status)


def test_the_first_wrong_line_is_the_one_that_is_asked_for() -> None:
    for each in hunts():
        statuses = [found.status for found in check(each.chain)]
        assert statuses.index(Status.SLIP) == each.slip, each.key
        assert statuses.count(Status.SLIP) == 1, each.key
        assert set(statuses[1 : each.slip]) <= {Status.OK}, each.key


def test_after_the_slip_lines_carry_it_or_repair_it() -> None:
    for each in hunts():
        statuses = [found.status for found in check(each.chain)][each.slip + 1 :]
        assert set(statuses) <= {Status.CARRIED, Status.REPAIRED, Status.OK}, each.key
        carried, repaired = lines(each, Status.CARRIED), lines(each, Status.REPAIRED)
        assert len(repaired) <= 1, each.key
        if repaired and carried:
            assert max(carried) < repaired[0]


def test_the_published_slips_are_there_with_what_became_of_them() -> None:
    for key, slip, carried, repaired in (
        ("first-ratio", 2, (), (3,)),
        ("together", 3, (4, 5), (6,)),
        ("chain-rule", 3, (4, 5, 6), (7,)),
    ):
        found = hunt(f"published.{key}")
        assert found.slip == slip
        assert lines(found, Status.CARRIED) == carried
        assert lines(found, Status.REPAIRED) == repaired


def test_the_right_line_mends_it_and_the_wrong_one_does_not() -> None:
    for each in hunts():
        exercise = each.exercise()
        assert judge(written(exercise.wanted), exercise).kind is VerdictKind.NEXT_LINE, each.key
        wrong = written(each.chain.lines[each.slip].expression)
        assert not judge(wrong, exercise).accepted, each.key


def test_there_are_dozens_and_their_keys_differ() -> None:
    keys = [each.key for each in hunts()]
    assert len(keys) > 50
    assert len({*keys}) == len(keys)
    assert all(each.told and each.title for each in hunts())
