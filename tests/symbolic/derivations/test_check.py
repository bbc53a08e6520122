"""What the check says of a chain: start, ok, slip, carried, repaired, undefined."""

import pytest

from ce_core.symbolic.derivations import two_class
from ce_core.symbolic.derivations.steps import Chain, Line, Status, check
from ce_core.symbolic.expression.board import add, entry, frac, mul, number, sub, symbol
from ce_core.symbolic.expression.lowering import Fact
from ce_core.symbolic.expression.notation import LABELS

U, V = symbol("u"), symbol("v")
ONE = number(1)
FACT = Fact("two numbers sum to one", add(U, V), ONE)


def statuses(*expressions: object, facts: tuple[Fact, ...] = ()) -> list[str]:
    lines = tuple(Line(each, "rule", "reason.", facts) for each in expressions)
    return [each.status.value for each in check(Chain("key", "title", lines))]


def test_lines_in_another_form_are_ok() -> None:
    assert statuses(mul(U, add(U, V)), add(mul(U, U), mul(U, V))) == ["start", "ok"]


def test_a_slip_is_carried_until_it_is_repaired() -> None:
    right, wrong = add(U, V), sub(U, V)
    found = statuses(right, wrong, wrong, right, right)
    assert found == ["start", "slip", "carried", "repaired", "ok"]


def test_a_second_slip_is_a_slip_of_its_own() -> None:
    assert statuses(U, V, ONE) == ["start", "slip", "slip"]


def test_a_line_after_an_undefined_one_is_held_against_the_last_that_was_defined() -> None:
    assert statuses(U, frac(U, sub(V, V)), U) == ["start", "undefined", "ok"]
    assert statuses(frac(U, sub(V, V)), U, U) == ["undefined", "start", "ok"]


def test_a_fact_is_needed_only_where_the_line_fails_without_it() -> None:
    lines = (
        Line(mul(U, add(U, V)), "start", "reason."),
        Line(mul(U, add(V, U)), "turn", "reason.", (FACT,)),
        Line(U, "use", "reason.", (FACT,)),
    )
    start, turned, used = check(Chain("key", "title", lines))
    assert start.status is Status.START
    assert (turned.status, turned.needs) == (Status.OK, ())
    assert (used.status, used.needs) == (Status.OK, (FACT,))


def test_a_fact_that_was_used_still_holds_in_later_lines() -> None:
    lines = (
        Line(add(U, V), "start", "reason."),
        Line(ONE, "use", "reason.", (FACT,)),
        Line(frac(U, U), "expand", "reason."),
    )
    assert [each.status for each in check(Chain("key", "title", lines))][1:] == [Status.OK] * 2


def test_a_fact_does_not_excuse_a_slip() -> None:
    assert statuses(mul(U, add(U, V)), V, facts=(FACT,)) == ["start", "slip"]


def test_an_unknown_chain_is_named_in_the_message() -> None:
    with pytest.raises(KeyError, match="has no chain 'nowhere'"):
        two_class.derivation().chain("nowhere")


def test_a_fact_about_labels_is_told_from_one_about_other_letters() -> None:
    labels = Fact("labels sum to one", add(entry(LABELS, 1), entry(LABELS, 2)), ONE)
    assert statuses(add(U, V), ONE, facts=(labels,)) == ["start", "slip"]
