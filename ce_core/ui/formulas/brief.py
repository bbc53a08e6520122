"""Show short derivations inside other pages: letters beside the current numbers."""

from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

import streamlit as st

from ce_core.number_format import format_signed
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain
from ce_core.ui.shell.sections import Steps

if TYPE_CHECKING:  # SymPy takes a while to load
    from ce_core.symbolic.expression.equality import Given

CHAINS = ("slope-of-f", "chain-rule", "first-ratio", "one-minus-f", "second-ratio", "together")
RATIOS = "The two ratios: f′/f and −f′/(1 − f)"
INTRODUCTION = (
    "Let {x} be the logit of {name}, a its label, and {b}. Then f(x) = eˣ/(eˣ + b) is its "
    "probability ŷ. Left: letters. Right: the current numbers. log is the natural logarithm."
)
_STEP = "brief_step"
VERDICT = (
    ":green[✓] {proved} of {claims} lines equal the line above ({checked}). "
    "With your numbers, every line equals **{value}**."
)


def one_against_rest(scenario: Scenario) -> tuple[int, tuple[float, float], float]:
    """Give the true class, two logits (its own, and the one of all others together) and its label.

    See :func:`ce_core.symbolic.derivations.two_class.one_against_rest`.
    """
    from ce_core.symbolic.derivations import two_class

    target = scenario.smoothed_target
    index = target.index(max(target))
    scaled = [z / scenario.temperature for z in scenario.logits]
    return index, two_class.one_against_rest(scaled, index), target[index]


def brief(scenario: Scenario, theme: Theme) -> None:
    """Show the two-class quotient-rule derivation, in letters and at the current numbers."""
    from ce_core.symbolic.derivations import two_class

    index, logits, label = one_against_rest(scenario)
    numbers = two_class.numbers(logits, (label, 1 - label))
    show = partial(_chains, numbers=numbers, theme=theme)
    start, ratios_of_f, end = CHAINS[:2], CHAINS[2:-1], CHAINS[-1:]
    # Few elements and long ones: each costs the server more than the formulas in it.
    with st.container(key="brief"):
        st.markdown(f"{_introduction(scenario, index)}\n\n{show(start)}")
        ratios = st.expander(RATIOS, key="ratios", on_change="rerun")
        if ratios.open:
            ratios.markdown(show(ratios_of_f))
        st.markdown(f"{show(end)}\n\n{_verdict(numbers)}")


def brief_step(scenario: Scenario, theme: Theme) -> None:
    """Show one chain of the brief derivation, the one that a presenter is at."""
    from ce_core.symbolic.derivations import two_class

    index, logits, label = one_against_rest(scenario)
    numbers = two_class.numbers(logits, (label, 1 - label))
    at = _at()
    with st.container(key="brief"):
        introduction = _introduction(scenario, index) if at == 0 else ""
        chain = _chains([CHAINS[at]], numbers=numbers, theme=theme)
        st.markdown(f"{introduction}\n\n{chain}")
        if at == len(CHAINS) - 1:
            st.markdown(_verdict(numbers))


def _at() -> int:
    return int(st.session_state.get(_STEP, 0))


def _go(step: int) -> None:
    st.session_state[_STEP] = step


def brief_steps() -> Steps:
    """Let a presenter go chain by chain."""
    return Steps(lambda: len(CHAINS), _at, _go)


def _introduction(scenario: Scenario, index: int) -> str:
    warm = scenario.temperature != 1
    x, power = ("x = z/T", "e^(z/T)") if warm else ("x = z", "eᶻ")
    if scenario.n_classes == 2:
        b = f"b = {power} of {plain(scenario.names[1 - index])}"
    else:
        b = f"b the sum of {power} over all other classes"
    return INTRODUCTION.format(x=x, name=plain(scenario.names[index]), b=plain(b))


def _chains(keys: Iterable[str], *, numbers: "Given", theme: Theme) -> str:
    """Each chain as three blocks of Markdown, which the style sheet sets in two columns."""
    from ce_core.symbolic.derivations import two_class
    from ce_core.symbolic.writing.latex import typeset_chain

    colours = roles(theme)
    blocks: list[str] = []
    for key in keys:
        chain = two_class.derivation().chain(key)
        letters = typeset_chain(chain, colours=colours)
        numbered = typeset_chain(chain, colours=colours, numbers=numbers)
        blocks += [f"**{plain(chain.title)}**", f"$$\n{letters}\n$$", f"$$\n{numbered}\n$$"]
    return "\n\n".join(blocks)


def _verdict(numbers: "Given") -> str:
    """Say what the check of the last chain found, and what value its lines have."""
    from ce_core.symbolic.derivations import two_class
    from ce_core.symbolic.derivations.meanings import checked_in_words
    from ce_core.symbolic.derivations.steps import Status, check, line_values

    chain = two_class.derivation().chain("together")
    values = line_values(chain, numbers)
    written = sorted({format_signed(value) for value in values if isinstance(value, float)})
    return VERDICT.format(
        proved=sum(line.status is Status.OK for line in check(chain)),
        claims=len(chain.lines) - 1,
        checked=checked_in_words(chain.settings),
        value=" or ".join(written),
    )


@cache
def sigmoid_derivative(theme: Theme) -> tuple[str, int, int]:
    """Give f′ = f·(1 − f) line by line as LaTeX, how many lines follow, and how many claim to."""
    from ce_core.symbolic.derivations.sigmoid import slope_chain
    from ce_core.symbolic.derivations.steps import Status, check
    from ce_core.symbolic.writing.latex import typeset_chain

    chain = slope_chain()
    proved = sum(line.status is Status.OK for line in check(chain))
    return typeset_chain(chain, colours=roles(theme)), proved, len(chain.lines) - 1


def sigmoid_derivative_at(logits: tuple[float, float], label: float, theme: Theme) -> str:
    """Give the same lines with numbers for letters, as LaTeX."""
    from ce_core.symbolic.derivations.sigmoid import slope_chain
    from ce_core.symbolic.derivations.two_class import numbers
    from ce_core.symbolic.writing.latex import typeset_chain

    given = numbers(logits, (label, 1 - label))
    return typeset_chain(slope_chain(), colours=roles(theme), numbers=given)
