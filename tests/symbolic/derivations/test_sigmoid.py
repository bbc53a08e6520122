"""σ′ = σ(1 − σ): each line follows from the one before, and the last is what SymPy finds."""

from sympy import Symbol, cancel, diff, exp

from ce_core.symbolic.derivations.sigmoid import slope_chain
from ce_core.symbolic.derivations.steps import Status, check, line_values
from ce_core.symbolic.derivations.two_class import numbers


def test_every_line_equals_the_line_above():
    statuses = [line.status for line in check(slope_chain())]
    assert statuses == [Status.START] + [Status.OK] * 5


def test_every_line_is_worth_sigma_times_one_minus_sigma():
    worth = line_values(slope_chain(), numbers((2.0, 0.0), (1.0, 0.0)))
    x = Symbol("x")
    share = exp(x) / (exp(x) + 1)
    expected = float(diff(share, x).subs(x, 2))
    assert all(abs(value - expected) < 1e-12 for value in worth)
    assert cancel(diff(share, x) - share * (1 - share)) == 0
