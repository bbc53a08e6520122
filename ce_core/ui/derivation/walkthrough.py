"""Show a derivation on the page: one chain at a time, unfolding line by line."""

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.symbolic.derivations.log_sum_exp import WHY_THE_METHODS_AGREE
from ce_core.symbolic.expression.notation import COST, LABELS, LOGITS, PROBABILITIES
from ce_core.symbolic.writing.latex import typeset, typeset_lines
from ce_core.ui.components.chart import plain
from ce_core.ui.derivation import state
from ce_core.ui.derivation.line_links import line_links
from ce_core.ui.derivation.view import ALL_LINES
from ce_core.ui.formulas.letters import in_one_line
from ce_core.ui.formulas.live_numbers import live_numbers
from ce_core.ui.formulas.routes import Method, ShownChain
from ce_core.ui.formulas.table import (
    Look,
    chain_table,
    in_markdown,
    letters_of,
    line_key,
    verdict,
)
from ce_core.ui.shell import terms

OPENING = ""
RESULTS = ("vector", "slope", "together", "own-function")
"""Chains whose first and last line say what a derivation shows; the first that it has counts."""


def known_line(method: Method, line: str) -> str:
    """``line`` if this derivation has it, else the opening."""
    return line if line in (OPENING, ALL_LINES, *_stops(method)) else OPENING


def ends_at(method: Method, line: str) -> bool:
    """Whether the last line of the derivation is shown."""
    return line in (ALL_LINES, _stops(method)[-1])


def walk(
    method: Method,
    look: Look,
    line: str,
    *,
    closing: str = "",
    follows: tuple[Scenario, int] | None = None,
) -> None:
    """Show the buttons to go on, and the derivation as far as ``line``.

    Parameters
    ----------
    closing : str
        Markdown to be shown after the last line.
    follows : (Scenario, int), optional
        The scenario and the class j that numbers are taken from, where they follow the stage.
    """
    line = known_line(method, line)
    _steering(method, line)
    with st.container(key="derivation_lines"):
        if line == ALL_LINES:
            for shown in method.chains:
                _whole_chain(shown, look)
        else:
            if line == OPENING:
                with st.container(key="derivation_opening"):  # the presenter view leaves it out
                    _opening(method, look)
            with st.container(key="derivation_step"):
                _chain_so_far(method, look, line)
    if closing and ends_at(method, line):
        st.markdown(closing)
    live = None
    if follows:
        chains = _shown_lines(method, line)
        live = live_numbers(chains, *follows, look, opened=line != ALL_LINES)
    copied = _to_copy(method, look, line)
    line_links(line, copied, lambda asked: _go(known_line(method, asked)), live)


def ask(method: Method, look: Look, line: str) -> None:
    """Show the lines before ``line`` in letters alone, and ask for the next: no number tells."""
    line = known_line(method, line)
    key, number = _split(_stops(method)[0] if line in (OPENING, ALL_LINES) else line)
    shown = method.chain(key)
    assert shown is not None, "known_line knows only lines of this derivation"
    with st.container(key="derivation_lines"), st.container(key="derivation_step"):
        _heading(shown, look)
        if number > 1:
            st.markdown(chain_table(shown, look, number - 1, with_numbers=False))
        st.markdown(f"**Line {number} of {len(shown.chain.lines)}: what is it?**")


def stops(method: Method) -> list[str]:
    """Give the lines that a presenter steps through; the first one is the opening."""
    return [OPENING, *_stops(method)[1:]]


def legend(look: Look) -> str:
    """Say, in Markdown, which letter and colour stands for what, and what the marks mean."""
    colours = look.colours
    words = {
        LOGITS: "logits",
        PROBABILITIES: "softmax probabilities",
        LABELS: "labels",
        COST: "cost",
    }
    letters = [
        f"{in_markdown(typeset(symbol, look.letters, colours))} {terms.linked(word)}"
        for symbol, word in words.items()
    ]
    marks = [
        rf"$\textcolor{{{colours['moved']}}}{{\underline{{x}}}}$ moved or replaced",
        rf"$\textcolor{{{colours['cancelled']}}}{{\cancel{{x}}}}$ cancels",
    ]
    return " · ".join(letters + marks)


def _go(line: str) -> None:
    state.change(line=line)


def _stops(method: Method) -> list[str]:
    """Every line's address, in order."""
    return [
        line_key(shown.chain, i + 1)
        for shown in method.chains
        for i in range(len(shown.chain.lines))
    ]


def _split(line: str) -> tuple[str, int]:
    key, _, number = line.rpartition(".")
    return key, int(number)


# --- what is shown ---------------------------------------------------------------------------


def _opening(method: Method, look: Look) -> None:
    st.markdown(f"**The result.** {plain(method.derivation.opening)}")
    result = next(found for key in RESULTS if (found := method.chain(key)))
    first, *_, last = letters_of(result.chain, look)
    st.latex(f"{first} = {last}")


def _heading(shown: ShownChain, look: Look) -> None:
    st.markdown(f"#### {plain(shown.chain.title)}")
    if meant := in_one_line(shown.chain, look):
        st.markdown(f":small[{meant}]")
    if shown.chain.key == "meeting":
        st.markdown(plain(WHY_THE_METHODS_AGREE))


def _whole_chain(shown: ShownChain, look: Look) -> None:
    _heading(shown, look)
    st.markdown(chain_table(shown, look))
    st.markdown(verdict(shown))


def _shown_lines(method: Method, line: str) -> list[tuple[ShownChain, int]]:
    """The chains whose tables are shown, and how many lines of each."""
    if line == ALL_LINES:
        return [(shown, len(shown.chain.lines)) for shown in method.chains]
    key, number = _split(line or _stops(method)[0])
    shown = method.chain(key)
    assert shown is not None, "known_line knows only lines of this derivation"
    return [(shown, number)]


def _chain_so_far(method: Method, look: Look, line: str) -> None:
    ((shown, number),) = _shown_lines(method, line)
    _heading(shown, look)
    st.markdown(chain_table(shown, look, number))
    if number == len(shown.chain.lines):
        st.markdown(verdict(shown))


def _to_copy(method: Method, look: Look, line: str) -> dict[str, str]:
    """LaTeX, without colours, of each line that is shown."""
    return {
        line_key(shown.chain, i + 1): latex
        for shown, _ in _shown_lines(method, line)
        for i, latex in enumerate(typeset_lines(shown.chain.lines, look.letters))
    }


# --- the way on ------------------------------------------------------------------------------


def _steering(method: Method, line: str) -> None:
    every = stops(method)
    at = len(every) if line == ALL_LINES else at_stop(method, line)
    with st.container(key="derivation_steering", horizontal=True, vertical_alignment="center"):
        st.button(
            "Back",
            key="line_back",
            icon=":material/arrow_back:",
            disabled=at == 0,
            help="The line before (left arrow key)",
            on_click=_go,
            args=(every[max(at - 1, 0)],),
        )
        st.button(
            "Next",
            key="line_next",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            disabled=at >= len(every) - 1,
            help="The next line (right arrow key)",
            on_click=_go,
            args=(every[min(at + 1, len(every) - 1)],),
        )
        if line != ALL_LINES:
            st.button("All lines", key="line_all", on_click=_go, args=(ALL_LINES,))
        with st.popover("Contents", key="line_contents"):
            st.markdown(_contents(method))
        st.markdown(_place(method, line))


def at_stop(method: Method, line: str) -> int:
    """Give which of the stops ``line`` is; the first line and all lines count as the opening."""
    every = _stops(method)
    return every.index(line) if line in every else 0


def _contents(method: Method) -> str:
    return "\n".join(
        f"1. [{plain(shown.chain.title)}](#line-{line_key(shown.chain, 1)})"
        for shown in method.chains
    )


def _place(method: Method, line: str) -> str:
    chains, total = len(method.chains), len(_stops(method))
    if line in (OPENING, ALL_LINES):
        within = f" in {chains} chains" if chains > 1 else ""
        return f":gray[:small[{total} lines{within}]]"
    key, number = _split(line)
    keys = [shown.chain.key for shown in method.chains]
    chain = keys.index(key)
    within = f", chain {chain + 1} of {chains}" if chains > 1 else ""
    return f":gray[:small[Line {number} of {len(method.chains[chain].chain.lines)}{within}]]"
