"""Equality is exact where it can be, and values survive extreme logits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.symbolic.derivations import k_class, two_class
from ce_core.symbolic.derivations.steps import line_values
from ce_core.symbolic.derivations.written_out import numbers, written_out
from ce_core.symbolic.expression.board import (
    add,
    call,
    column,
    exp,
    frac,
    log,
    mul,
    neg,
    number,
    power,
    prime,
    sigmoid,
    softplus,
    sqrt,
    sub,
    symbol,
    tanh,
    untouched,
)
from ce_core.symbolic.expression.equality import equal, value
from ce_core.symbolic.expression.intervals import Undefined

X, U, V, W = (symbol(name) for name in "xuvw")
ONE, TWO = number(1), number(2)

EQUAL = {
    "the log of a quotient is a difference": (
        log(frac(exp(U), add(exp(U), V))),
        sub(U, log(add(exp(U), V))),
    ),
    "one minus a share, inside a log": (
        log(sub(ONE, frac(U, add(U, V)))),
        sub(log(V), log(add(U, V))),
    ),
    "the log of a square": (log(power(add(U, V), 2)), mul(TWO, log(add(U, V)))),
    "the log of an expanded square": (
        log(add(power(U, 2), mul(TWO, U, V), power(V, 2))),
        mul(TWO, log(add(U, V))),
    ),
    "the exponential of a sum": (exp(add(U, V)), mul(exp(U), exp(V))),
    "the exponential of half": (power(exp(frac(U, TWO)), 2), exp(U)),
    "tanh by exponentials": (tanh(U), sub(mul(TWO, sigmoid(mul(TWO, U))), ONE)),
    "softplus has slope sigmoid": (untouched(softplus(X), X), sigmoid(X)),
    "the square of a root": (power(sqrt(add(U, ONE)), 2), add(U, ONE)),
    "the chain rule for any function": (
        untouched(call("f", mul(TWO, X)), X),
        mul(TWO, prime("f", mul(TWO, X))),
    ),
    "the product rule for any two functions": (
        untouched(mul(call("f", X), call("g", X)), X),
        add(mul(prime("f", X), call("g", X)), mul(call("f", X), prime("g", X))),
    ),
    "the slope of x to the x": (untouched(power(X, X), X), mul(power(X, X), add(log(X), ONE))),
    "a difference of logs that vanishes": (
        sub(log(sub(ONE, frac(U, add(U, V)))), sub(log(V), log(add(U, V)))),
        number(0),
    ),
    "a sum of vectors": (add(column(U, V), neg(column(ONE, U))), column(sub(U, ONE), sub(V, U))),
}

UNEQUAL = {
    "the log of a sum": (log(add(U, V)), add(log(U), log(V))),
    "a share for its log": (log(sub(ONE, frac(U, add(U, V)))), sub(log(V), log(sub(U, V)))),
    "an exponential for its exponent": (exp(U), U),
    "a root for its square": (sqrt(power(U, 2)), U),
    "a function at another place": (call("f", U), call("f", V)),
    "a slope for its function": (call("f", U), prime("f", U)),
    "a difference far below a tolerance": (U, add(U, number("1e-25"))),
}


@pytest.mark.parametrize("law", EQUAL)
def test_equal_lines_are_found_equal(law: str) -> None:
    assert equal(*EQUAL[law])


@pytest.mark.parametrize("slip", UNEQUAL)
def test_unequal_lines_are_found_unequal(slip: str) -> None:
    assert not equal(*UNEQUAL[slip])


def test_a_line_that_divides_by_zero_is_undefined() -> None:
    with pytest.raises(Undefined):
        equal(frac(ONE, sub(U, U)), ONE)


def test_vectors_of_different_length_have_no_sum() -> None:
    with pytest.raises(Undefined):
        equal(add(column(U, V), column(U)), U)


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=6), st.data())
@settings(max_examples=40)
def test_all_lines_of_a_chain_show_the_same_value_at_any_logits(
    logits: list[float], data: st.DataObject
) -> None:
    classes = len(logits)
    j = data.draw(st.integers(1, classes))
    labels = [0.0] * classes
    labels[data.draw(st.integers(0, classes - 1))] = 1.0
    given_numbers = numbers(logits, labels)
    for chain in written_out(k_class.derivation(), classes, j).chains:
        found = [
            value if isinstance(value, tuple) else (value,)
            for value in line_values(chain, given_numbers)
        ]
        for entries in found:
            assert entries == pytest.approx(found[0], rel=1e-14, abs=0)


def test_two_class_lines_show_the_same_value_a_thousand_apart() -> None:
    given_numbers = two_class.numbers((-1000.0, 1000.0), (0.3, 0.7))
    assert line_values(two_class.derivation().chain("cost"), given_numbers) == (600.0,) * 3
    together = line_values(two_class.derivation().chain("together"), given_numbers)
    assert set(together) == {-0.3}


def test_published_numbers_come_out() -> None:
    given_numbers = numbers((1, -9, 4, 8), (0, 1, 0, 0))
    chains = written_out(k_class.derivation(), 4, 2)
    (cost, _) = line_values(chains.chain("cost"), given_numbers)
    assert cost == pytest.approx(17.01904505, abs=5e-9)
    assert line_values(chains.chain("together"), given_numbers)[-1] == pytest.approx(
        -9.99999959e-01
    )


def test_infinite_and_undefined_values_are_called_by_name() -> None:
    assert value(log(X), {X: 0.0}) == -math.inf
    assert value(exp(exp(exp(X))), {X: 9.0}) == math.inf
    assert np.isnan(value(frac(X, X), {X: 0.0}))
    assert np.isnan(value(log(X), {X: -1.0}))
    assert np.isnan(value(U, {X: 1.0}))


def test_numbers_of_the_wrong_count_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="got 3 logits and 2 labels; expected two of each"):
        two_class.numbers((1, 2, 3), (0, 1))
    with pytest.raises(ValueError, match="3 logits but 2 labels"):
        numbers((1, 2, 3), (0, 1))
    with pytest.raises(ValueError, match="number of classes is 7"):
        written_out(k_class.derivation(), 7, 1)
    with pytest.raises(ValueError, match="class j is 4; expected 1 to 3"):
        written_out(k_class.derivation(), 3, 4)
