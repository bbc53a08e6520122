"""The check finds in the published derivations what is wrong there, and nothing else."""

from ce_core.symbolic.derivations import published
from ce_core.symbolic.derivations.steps import Status, check
from ce_core.symbolic.derivations.two_class import DEFINITIONS, SHARE
from ce_core.symbolic.expression.board import mul, number, sub
from ce_core.symbolic.expression.equality import equal
from ce_core.symbolic.expression.notation import A

OK, SLIP, CARRIED, REPAIRED = Status.OK, Status.SLIP, Status.CARRIED, Status.REPAIRED


def verdicts(chain_key: str) -> list[Status]:
    return [each.status for each in check(published.quotient_rule().chain(chain_key))][1:]


def test_the_slope_of_f_and_the_second_ratio_are_published_right() -> None:
    assert verdicts("slope-of-f") == [OK] * 3
    assert verdicts("second-ratio") == [OK] * 4


def test_a_stray_minus_in_the_first_ratio_is_found_and_so_is_its_silent_repair() -> None:
    assert verdicts("first-ratio") == [OK, SLIP, REPAIRED]


def test_the_wrong_sign_in_the_last_block_is_found_carried_and_dropped() -> None:
    assert verdicts("together") == [OK, OK, SLIP, CARRIED, CARRIED, REPAIRED]


def test_the_wrong_lines_are_off_by_twice_label_times_probability() -> None:
    chain = published.quotient_rule().chain("together")
    start = chain.lines[0].expression
    for line in chain.lines[3:6]:
        off = sub(line.expression, start)
        assert equal(off, mul(number(2), A, SHARE), DEFINITIONS)


def test_mixed_indices_in_the_chain_rule_are_found() -> None:
    (chain,) = published.chain_rule().chains
    found = check(chain)
    assert [each.status for each in found][1:] == [OK, OK, SLIP, *[CARRIED] * 3, REPAIRED, OK]
    assert [fact.name for fact in found[-1].needs] == ["the labels sum to one"]


def test_each_slip_is_explained_and_nothing_else_is() -> None:
    slips = {
        (chain.key, position)
        for derivation in (published.quotient_rule(), published.chain_rule())
        for chain in derivation.chains
        for position, each in enumerate(check(chain))
        if each.status is SLIP
    }
    assert slips == set(published.SLIPS)
