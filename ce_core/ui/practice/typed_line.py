"""Draw what belongs to a typed line: field, formula as it grows, verdict, and the letters."""

from collections.abc import Callable

import streamlit as st

from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario
from ce_core.symbolic.practice.exercises import Exercise, Numbers
from ce_core.symbolic.practice.judge import Verdict, VerdictKind, judge
from ce_core.symbolic.practice.typed import readings
from ce_core.symbolic.reading.parser import ReadingError
from ce_core.symbolic.reading.tokens import MAX_LENGTH
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components import writing_choice
from ce_core.ui.components.chart import plain
from ce_core.ui.components.formula_field import formula, formula_field, put
from ce_core.ui.formulas import letters
from ce_core.ui.formulas.routes import classes_in_words

REST = "150ms"
TWO_READINGS = (
    "The sum below the bar can be read in two ways; this is the shorter one. Brackets make it "
    "clear: `(Σ_k …)` or `Σ_k (…)`."
)
YOUR_NUMBERS = "Your numbers are those of the Playground."
HOW_TO = (
    "Write it as you would by hand: `e^x b/(e^x+b)^2`, `f'`, `(1-a)`, `log f`, `ŷ_j - y_j` or "
    "`p_j - y_j`, `e^(z_j)`, `Σ_i y_i` or `sum_i y_i`, `sum_{i!=j} y_i p_j`, `∂E/∂z_j` or "
    "`dE/dz_j`, `δ_ij`. A space multiplies; brackets help where a fraction could be read in two "
    "ways. LaTeX is read, too, and an equation that begins with the left side of this derivation."
)
_HOW_TO_TYPE = "as by hand, or LaTeX"
_PREVIEW = "What you type appears here as a formula."


def own_numbers(scenario: Scenario) -> Numbers:
    """The stage's numbers, with the class of the largest label as the one whose logit moves."""
    labels = scenario.smoothed_target
    logits = tuple(logit / scenario.temperature for logit in scenario.logits)
    return Numbers(logits, labels, labels.index(max(labels)))


def letters_of(exercise: Exercise, scenario: Scenario, theme: Theme) -> str:
    """What the letters on the board mean, and their numbers on the panel, in Markdown."""
    chain, setting = exercise.practice.chain, exercise.setting
    table = letters.table(chain, exercise.numbers(), setting, theme)
    about = classes_in_words("k-class" if setting else "two-class", scenario)
    return f"{YOUR_NUMBERS} {about}\n\n{table}"


def field(
    label: str, key: str, on_enter: Callable[..., None], args: tuple[object, ...] = ()
) -> str:
    """The field for a line, typed or written as on paper; it sends its text at every rest.

    Parameters
    ----------
    label, key
        As of any widget.
    on_enter, args
        What Enter does where the line is written as on paper; a typed line has a button.
    """
    if writing_choice.draw(key) == "paper":
        return formula_field(_paper(key), label, on_enter=on_enter, args=args)
    with st.container(key="practice_typed"):
        typed: str = st.text_input(
            label,
            key=key,
            live=REST,
            max_chars=MAX_LENGTH,
            autocomplete="off",
            placeholder=_HOW_TO_TYPE,
            help=HOW_TO,
        )
    return typed


def line_in(key: str) -> str:
    """What stands in a field, whichever way it is written."""
    if writing_choice.way() == "paper":
        return formula(_paper(key))
    return str(st.session_state.get(key) or "")


def empty(key: str) -> None:
    """Empty a field, for the next line."""
    st.session_state[key] = ""
    put(_paper(key), "")


def _paper(key: str) -> str:
    return f"{key}_paper"


def preview(text: str, exercise: Exercise, theme: Theme) -> None:
    """The typed line as a formula, or what keeps it from being read, in plain words."""
    with st.container(key="practice_preview"):
        if not text.strip():
            st.caption(_PREVIEW)
            return
        try:
            *others, reading = readings(text, exercise.practice)
        except ReadingError as problem:
            st.caption(f"Not readable yet: {plain(str(problem))}.")
            return
        st.latex(typeset(reading.expression, colours=roles(theme)))
        if others:
            st.caption(TWO_READINGS)


def check(text: str, exercise: Exercise, key: str) -> Verdict:
    """Judge a line, and remember what was said of it until another line is checked."""
    verdict = judge(text, exercise)
    st.session_state[key] = (text, verdict)
    return verdict


def said(key: str, text: str, theme: Theme) -> None:
    """What was said of the line that was checked last, as long as that line still stands."""
    if key not in st.session_state:
        return
    checked, verdict = st.session_state[key]
    if verdict.accepted and not text.strip():
        st.success(plain(verdict.message), icon=":material/check_circle:")
        if verdict.kind is VerdictKind.ANOTHER_FORM and verdict.wrote is not None:
            st.latex(typeset(verdict.wrote.expression, colours=roles(theme)))
    elif checked == text:
        _refusal(checked, verdict)


def _refusal(text: str, verdict: Verdict) -> None:
    message = plain(verdict.message)
    if verdict.true:
        st.info(message, icon=":material/repeat:")
    elif verdict.kind is VerdictKind.RIGHT_NUMBER:
        st.warning(message, icon=":material/warning:")
    else:
        st.error(message, icon=":material/close:")
    if verdict.place is not None and verdict.place != (0, len(text)):
        with st.container(key="practice_marked"):
            st.markdown(f"In your line: {marked(text, *verdict.place)}")


def marked(text: str, start: int, end: int) -> str:
    """A typed text as Markdown that shows it as it is, with one stretch of it marked."""
    stretch = plain(text[start:end]) if text[start:end].strip() else "⎵"
    return f"{plain(text[:start])}:red-background[{stretch}]{plain(text[end:])}"
