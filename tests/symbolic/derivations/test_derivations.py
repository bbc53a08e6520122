"""Every line of the authored derivations is proved, by algebra that the fast check does not use."""

import re

import pytest
import sympy

from ce_core.symbolic.derivations import k_class, log_sum_exp, two_class
from ce_core.symbolic.derivations.steps import Chain, Derivation, Status, check
from ce_core.symbolic.derivations.written_out import written_out
from ce_core.symbolic.expression.board import Entry
from ce_core.symbolic.expression.notation import (
    LABELS,
    LOGITS,
    PROBABILITIES,
    READY_SETS,
    A,
    Notation,
)
from tests.symbolic.derivations.proofs import is_zero, meaning, proves

AUTHORED = (two_class.derivation(), k_class.derivation(), log_sum_exp.derivation())
WRITTEN_OUT = tuple(
    written_out(derivation, classes, j)
    for derivation in (k_class.derivation(), log_sum_exp.derivation())
    for classes in range(2, 7)
    for j in range(1, classes + 1)
)


def chains(derivations: tuple[Derivation, ...]) -> list[object]:
    return [
        pytest.param(chain, id=f"{derivation.key}:{chain.key}")
        for derivation in derivations
        for chain in derivation.chains
    ]


@pytest.mark.parametrize("chain", chains(AUTHORED))
def test_each_line_follows_from_the_line_before(chain: Chain) -> None:
    for before, line in zip(chain.lines, chain.lines[1:], strict=False):
        assert proves(chain, before.expression, line.expression, line.facts), line.reason


@pytest.mark.parametrize("chain", chains(AUTHORED))
def test_no_line_claims_a_fact_that_it_does_not_need(chain: Chain) -> None:
    for before, line in zip(chain.lines, chain.lines[1:], strict=False):
        assert proves(chain, before.expression, line.expression) == (not line.facts)


@pytest.mark.parametrize("chain", chains((*AUTHORED, *WRITTEN_OUT)))
def test_the_fast_check_agrees_on_every_line(chain: Chain) -> None:
    first, *rest = check(chain)
    assert first.status is Status.START
    assert [each.status for each in rest] == [Status.OK] * len(rest)


@pytest.mark.parametrize("chain", chains((*AUTHORED, *WRITTEN_OUT)))
def test_the_check_names_the_lines_that_need_a_fact(chain: Chain) -> None:
    assert [each.needs for each in check(chain)] == [line.facts for line in chain.lines]


@pytest.mark.parametrize("classes", range(2, 7))
def test_for_every_pair_of_classes_softmax_has_the_jacobian_that_was_derived(classes: int) -> None:
    chain = written_out(k_class.derivation(), classes, 1).chain("jacobian")
    slopes, formula = (
        meaning(line.expression, chain.definitions, chain.settings[0]) for line in chain.lines
    )
    assert is_zero(slopes - formula)


@pytest.mark.parametrize(("classes", "j"), [(k, j) for k in range(2, 7) for j in range(1, k + 1)])
def test_the_result_is_the_slope_that_sympy_finds(classes: int, j: int) -> None:
    z = sympy.symbols(f"z1:{classes + 1}", real=True)
    y = sympy.symbols(f"y1:{classes + 1}", real=True)
    total = sum(map(sympy.exp, z))
    cost = -sum(label * (logit - sympy.log(total)) for label, logit in zip(y, z, strict=True))
    slope = sympy.diff(cost, z[j - 1]).subs(y[-1], 1 - sum(y[:-1]))
    for derivation in (k_class.derivation(), log_sum_exp.derivation()):
        key = "together" if derivation.key == "k-class" else "slope"
        chain = written_out(derivation, classes, j).chain(key)
        result = meaning(chain.lines[-1].expression, chain.definitions, chain.settings[0])
        assert is_zero(slope - result.subs(y[-1], 1 - sum(y[:-1])))


def test_the_two_class_result_is_the_slope_that_sympy_finds() -> None:
    z1, z2, y1 = sympy.symbols("z1 z2 y1", real=True)
    share = sympy.exp(z1) / (sympy.exp(z1) + sympy.exp(z2))
    cost = -y1 * sympy.log(share) - (1 - y1) * sympy.log(1 - share)
    chain = two_class.derivation().chain("together")
    result = meaning(chain.lines[-1].expression, chain.definitions, None)
    assert is_zero(sympy.diff(cost, z1) - result)


def test_each_line_says_why_in_one_short_sentence() -> None:
    for derivation in AUTHORED:
        for chain in derivation.chains:
            for line in chain.lines:
                assert line.reason.endswith(".")
                assert len(line.reason) < 120
                assert line.rule


def test_every_derivation_ends_at_probability_minus_label() -> None:
    ends = {
        two_class.derivation().chain("together"),
        k_class.derivation().chain("together"),
        log_sum_exp.derivation().chain("slope"),
    }
    for chain in ends:
        last = chain.lines[-1].expression
        letters = {
            part.args[0] for part in sympy.preorder_traversal(last) if isinstance(part, Entry)
        }
        assert LABELS in letters
        assert LOGITS not in letters


@pytest.mark.parametrize("letters", READY_SETS.values(), ids=READY_SETS)
def test_letters_in_reasons_are_those_of_the_formulas(letters: Notation) -> None:
    expanded = two_class.derivation().chain("together").lines[3]
    label = letters.letter(A)
    assert f"+{label} · (−f) = −{label}f" in expanded.why(letters)
    log = k_class.derivation().chain("chain-rule").lines[2]
    p = letters.spelled(PROBABILITIES)
    assert log.why(letters).endswith(f"d log {p}/d{p} = 1/{p}.")
    for derivation in AUTHORED:
        for chain in derivation.chains:
            for line in chain.lines:
                assert "{" not in line.why(letters)


def test_the_label_has_a_letter_of_its_own_where_logits_are_called_a() -> None:
    reasons = [
        line.why(READY_SETS["textbook"])
        for chain in two_class.derivation().chains
        for line in chain.lines
    ]
    assert any("+c · (−f) = −cf" in reason for reason in reasons)
    assert not any(re.search(r"\ba\b (its|the) label|[+−]a\b", reason) for reason in reasons)
