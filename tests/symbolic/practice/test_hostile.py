"""Whatever is typed gets a verdict: no exception, no evaluation, nothing that grows."""

import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.symbolic.practice.exercises import Exercise, practice, practices
from ce_core.symbolic.practice.judge import Verdict, VerdictKind, judge
from tests.benchmarks.practice import HOSTILE, Watch, random_lines

PRACTICES = practices()


def is_sound(verdict: Verdict, text: str) -> bool:
    """A verdict says something, and points into what was typed."""
    start, end = verdict.place or (0, 0)
    return bool(verdict.message) and 0 <= start <= end <= max(len(text), end)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_lines_get_a_verdict_and_are_not_accepted(title: str) -> None:
    for each in PRACTICES:
        verdict = judge(HOSTILE[title], Exercise(each, each.last))
        assert is_sound(verdict, HOSTILE[title])
        assert not verdict.accepted


def test_random_lines_get_a_verdict() -> None:
    kinds = set()
    draw = random.Random(11)
    for two, text in random_lines(draw, 400):
        each = draw.choice([each for each in PRACTICES if each.in_two_classes is two])
        verdict = judge(text, Exercise(each, draw.randint(1, each.last)))
        assert is_sound(verdict, text)
        kinds.add(verdict.kind)
    assert len(kinds) >= 5  # they are not all refused at the door


def test_python_itself_compiles_runs_and_opens_nothing_meanwhile() -> None:
    watch, draw = Watch(), random.Random(12)
    lines = [*random_lines(draw, 100), *((True, text) for text in HOSTILE.values())]
    for two, text in lines:
        each = draw.choice([each for each in PRACTICES if each.in_two_classes is two])
        watch.judge(text, Exercise(each, draw.randint(1, each.last)))
    assert not watch.evaluations


def test_the_watch_sees_what_is_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    monkeypatch.setattr(
        "tests.benchmarks.practice.judge", lambda text, _: SimpleNamespace(kind=eval(text))
    )
    watch.judge("1 + 1", Exercise(PRACTICES[0], 1))
    assert {"compile", "exec"} <= set(watch.evaluations)


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert is_sound(judge(text, Exercise(practice("k-class.together"), 7)), text)


def test_nothing_is_simplified(monkeypatch: pytest.MonkeyPatch) -> None:
    """SymPy's rewriting functions, and its own evaluation of what is typed, are never reached."""
    import sympy

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a typed tree was simplified")

    for name in ("simplify", "expand", "doit", "cancel", "together", "factor", "subs", "evalf"):
        monkeypatch.setattr(sympy.Expr, name, forbidden)
    for name in ("simplify", "expand", "cancel", "together", "factor", "sympify", "parse_expr"):
        monkeypatch.setattr(sympy, name, forbidden)
    for text in ("p_j - y_j", "p_j + y_j", "p_j - y_j^2", "p_j^2", "1/(p_j - p_j)", "Σ_i y_i/2"):
        assert judge(text, Exercise(practice("k-class.together"), 7)).kind in VerdictKind
