"""Derivations on a page: letters beside today's numbers."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ce_core.number_format import format_signed
from ce_core.numeric.one_row import logsumexp_row
from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain

if TYPE_CHECKING:  # SymPy takes a while to load
    from ce_core.symbolic.expression.equality import Given


def one_against_rest(scenario: Scenario) -> tuple[int, tuple[float, float], float]:
    """Give the true class, two logits (its own, and the rest's as one) and its label.

    The exponentials of all other classes enter softmax only through their sum, so the two-class
    derivation holds for one class against the rest, whatever K.
    """
    target = scenario.smoothed_target
    index = target.index(max(target))
    scaled = [z / scenario.temperature for z in scenario.logits]
    rest = scaled[:index] + scaled[index + 1 :]
    return index, (scaled[index], logsumexp_row(rest)), target[index]


def brief(scenario: Scenario, theme: Theme) -> None:
    """Show the two-class quotient-rule derivation, in letters and at today's numbers."""
    from ce_core.symbolic.derivations import two_class

    index, logits, label = one_against_rest(scenario)
    numbers = two_class.numbers(logits, (label, 1 - label))
    show = partial(_chains, numbers=numbers, theme=theme)
    # Few elements and long ones: each costs the server more than the formulas in it.
    with st.container(key="brief"):
        st.markdown(f"{_introduction(scenario, index)}\n\n{show(('slope-of-f', 'chain-rule'))}")
        ratios = st.expander(
            "The two ratios on the way: f′/f and −f′/(1 − f)", key="ratios", on_change="rerun"
        )
        if ratios.open:
            ratios.markdown(show(("first-ratio", "one-minus-f", "second-ratio")))
        st.markdown(f"{show(('together',))}\n\n{_verdict(numbers)}")


def _introduction(scenario: Scenario, index: int) -> str:
    name = plain(scenario.names[index])
    x = "x = z" if scenario.temperature == 1 else "x = z/T"
    if scenario.n_classes == 2:
        others = f"b = eᶻ of {plain(scenario.names[1 - index])}"
    else:
        others = "b the sum of eᶻ over all the other classes, which count together as one"
    return (
        f"{x} is the logit of {name}, a its label, {others}; then f(x) = eˣ/(eˣ + b) is its "
        "probability ŷ. On the left the letters, on the right today's numbers."
    )


def _chains(keys: Iterable[str], *, numbers: "Given", theme: Theme) -> str:
    """Each chain as three blocks of Markdown, which the style sheet sets in two columns."""
    from ce_core.symbolic.derivations import two_class
    from ce_core.symbolic.writing.latex import typeset_chain

    colours = roles(theme)
    blocks: list[str] = []
    for key in keys:
        chain = two_class.derivation().chain(key)
        letters = typeset_chain(chain, colours=colours)
        today = typeset_chain(chain, colours=colours, numbers=numbers)
        blocks += [f"**{plain(chain.title)}**", f"$$\n{letters}\n$$", f"$$\n{today}\n$$"]
    return "\n\n".join(blocks)


def _verdict(numbers: "Given") -> str:
    """Say what the check of the last chain found, and what its lines are worth today."""
    from ce_core.symbolic.derivations import two_class
    from ce_core.symbolic.derivations.steps import Status, check, line_values

    chain = two_class.derivation().chain("together")
    proved = sum(line.status is Status.OK for line in check(chain))
    worth = line_values(chain, numbers)
    said = sorted({format_signed(value) for value in worth if isinstance(value, float)})
    return (
        f":green[✓] Checked exactly: {proved} of {len(chain.lines) - 1} lines equal the line "
        f"above them. At today's numbers every line is worth **{' or '.join(said)}**."
    )
