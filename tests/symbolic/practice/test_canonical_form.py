"""Equality of form: order and placement of signs do not count, everything else does."""

import pytest

from ce_core.symbolic.practice.canonical_form import same_form
from ce_core.symbolic.reading.parser import read
from ce_core.symbolic.reading.vocabulary import k_class, two_class


def alike(first: str, second: str) -> bool:
    names = k_class() if "_" in first else two_class()
    return same_form(read(first, names).expression, read(second, names).expression)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a + b", "b + a"),
        ("a b x", "x a b"),
        ("a - b", "-b + a"),
        ("-(a - b)", "b - a"),
        ("a (x - b)", "-a (b - x)"),
        ("-a/b", "a/(-b)"),
        ("a x/b", "x/b a"),
        ("a x/b", "a (x/b)"),
        ("a/b", "a b^-1"),
        ("1/b a", "a/b"),
        ("(-a)^2", "a^2"),
        ("(-a)^3", "-a^3"),
        ("a - (b - (x + 1))", "a - b + x + 1"),
        ("(((a)))", "a"),
        ("-a (-b)", "a b"),
        ("e^x", "exp(x)"),
        ("Σ_i y_i", "Σ_k y_k"),
        ("Σ_{i≠j} y_i p_j", "Σ_{k≠j} p_j y_k"),
        ("-Σ_i y_i", "Σ_i (-y_i)"),
        ("Σ_i y_i (Σ_k p_k)", "Σ_k y_k (Σ_i p_i)"),
    ],
)
def test_the_same_form_in_another_order_or_with_other_places_of_signs(
    first: str, second: str
) -> None:
    assert alike(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a + a", "2 a"),
        ("a a", "a^2"),
        ("a (b + x)", "a b + a x"),
        ("1 a", "a"),
        ("a + 0", "a"),
        ("a - b", "a + b"),
        ("a/b x/b", "a x/b^2"),
        ("(a/b) (x/b)", "a x/(b b)"),
        ("(a/b)/(x/b)", "(a/b) (b/x)"),
        ("a - b", "b - a"),
        ("a x/x", "a"),
        ("e^(x+b)", "e^x e^b"),
        ("log(a b)", "log(a) + log(b)"),
        ("(-a)^2 + b", "-a^2 + b"),
        ("f", "e^x/(e^x+b)"),
        ("Σ_i y_i", "Σ_i y_j"),
        ("Σ_{i≠j} y_i", "Σ_i y_i"),
        ("Σ_{i≠j} y_i p_j", "Σ_{i≠j} y_j p_i"),
        ("Σ_i y_i + Σ_i p_i", "Σ_i (y_i + p_i)"),
    ],
)
def test_what_takes_a_step_is_another_form(first: str, second: str) -> None:
    assert not alike(first, second)
