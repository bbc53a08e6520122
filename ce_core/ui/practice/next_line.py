"""Ask for the next line of a derivation, more of it blank as skill grows."""

from functools import lru_cache, partial

import streamlit as st
from sympy import Expr

from ce_core.palette import Theme, roles
from ce_core.scenario import MAX_CLASSES, Scenario
from ce_core.symbolic.expression.board import without_marks
from ce_core.symbolic.practice.exercises import (
    RUNGS,
    Exercise,
    Practice,
    practice,
    practices,
)
from ce_core.symbolic.practice.hints import hints
from ce_core.symbolic.practice.limits import refuse_foreign_indices, refuse_large
from ce_core.symbolic.practice.typed import readings
from ce_core.symbolic.reading.tokens import ReadingError
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components.chart import plain
from ce_core.ui.practice import progress
from ce_core.ui.practice.record import LONGEST_LINE
from ce_core.ui.practice.typed_line import (
    check,
    empty,
    field,
    letters_of,
    line_in,
    own_numbers,
    preview,
    said,
)
from ce_core.ui.session import url_widgets

_VERDICT = "practice_line_verdict"
_HINTS = "practice_line_hints"
_FIELD = "practice_line"
_ROW_END = r" \\[0.5em]" + "\n"
_COMPLETE = "**The derivation is complete.**"
_HIDE_MORE = "Hide more of the lines"


def show(scenario: Scenario, theme: Theme) -> None:
    """The board of one chain, the field for its next line, and what is said of it."""
    chosen, rung = _choose()
    given = _board_line(chosen, rung)
    lines, meanings = st.columns([3, 2], gap="medium")
    with meanings, st.container(key="practice_letters"):
        st.markdown(letters_of(Exercise(chosen, 1, own_numbers(scenario)), scenario, theme))
    with lines:
        with st.container(key="practice_board"):
            st.latex(_board(chosen, given, theme))
        if given == chosen.last:
            _finished(chosen, rung, theme)
        else:
            numbers, written = own_numbers(scenario), _written(chosen, rung)
            _write(Exercise(chosen, given + 1, numbers, written), rung, theme)


def _write(exercise: Exercise, rung: int, theme: Theme) -> None:
    """The field for a line; what is said of the last one stands above it, in sight."""
    answered = st.container(key="practice_answered")
    text = field(f"Write line {exercise.line + 1}", _FIELD, _judge, (exercise, rung))
    preview(text, exercise, theme)
    _buttons(exercise, rung)
    with answered:
        said(_VERDICT, text, theme)
        _hints(exercise, theme)


def _choose() -> tuple[Practice, int]:
    done = progress.record().chains
    keys = [each.key for each in practices()]
    rungs = range(len(RUNGS))
    url_widgets.start("chain", keys, keys[0])
    url_widgets.start("blank", rungs, 0)
    chain, blank = st.columns([3, 2], vertical_alignment="bottom")
    with chain:
        key = st.selectbox(
            "Derivation",
            keys,
            format_func=partial(_named, done=done),
            key="chain",
            on_change=_chosen,
            args=("chain", keys[0]),
        )
    with blank:
        rung = st.segmented_control(
            "Hidden lines",
            rungs,
            required=True,
            format_func=RUNGS.__getitem__,
            key="blank",
            on_change=_chosen,
            args=("blank", 0),
        )
    return practice(key), rung or 0


def _named(key: str, done: frozenset[str]) -> str:
    found = practice(key)
    written = sum(f"{key}.{rung}" in done for rung in range(len(RUNGS)))
    return f"{found.derivation}: {found.title}{' ' if written else ''}{'✓' * written}"


def _chosen(key: str, default: object) -> None:
    url_widgets.write(key, default)
    if st.session_state[key] is None:
        return
    st.session_state.pop(_VERDICT, None)
    empty(_FIELD)


def _place(chosen: Practice, rung: int) -> str:
    return f"{chosen.key}.{rung}"


def _board_line(chosen: Practice, rung: int) -> int:
    """The last line that is given or has been written, counted from 0."""
    first = chosen.first_blank(rung) - 1
    reached = progress.record().reached.get(_place(chosen, rung), first)
    return min(max(first, reached), chosen.last)


def _written(chosen: Practice, rung: int) -> tuple[Expr, ...]:
    """Lines in a form of their own that were accepted on this board: none counts twice."""
    lines = progress.record().written.get(_place(chosen, rung), ())
    return tuple(form for line in lines for form in _forms(line, chosen.key))


@lru_cache(maxsize=512)
def _forms(line: str, key: str) -> tuple[Expr, ...]:
    """What a line that was accepted says; nothing if somebody else wrote it into the browser."""
    chosen = practice(key)
    try:
        found = readings(line, chosen)
        for reading in found:
            refuse_foreign_indices(reading, chosen.chain)
            refuse_large(reading, MAX_CLASSES)
    except ReadingError:
        return ()
    return tuple(reading.expression for reading in found)


def _board(chosen: Practice, given: int, theme: Theme) -> str:
    # Without the marks, which tell what the next line will cancel.
    plainly = [without_marks(line.expression) for line in chosen.chain.lines[: given + 1]]
    first, *others = (typeset(each, colours=roles(theme)) for each in plainly)
    rows = [*others, r"\;?"] if given < chosen.last else others
    aligned = _ROW_END.join(f"&= {row}" for row in rows)
    return f"\\begin{{aligned}}\n{first} {aligned}\n\\end{{aligned}}"


def _buttons(exercise: Exercise, rung: int) -> None:
    taken = _hints_taken(exercise)
    with st.container(horizontal=True):
        st.button(
            "Check",
            type="primary",
            key="practice_check",
            help="Enter",
            on_click=_judge,
            args=(exercise, rung),
        )
        st.button(
            f"Hint {min(taken + 1, 3)} of 3",
            key="practice_hint",
            icon=":material/lightbulb:",
            disabled=taken == 3,
            on_click=_take_hint,
            args=(exercise,),
        )


def _judge(exercise: Exercise, rung: int) -> None:
    text = line_in(_FIELD)
    if not text.strip():
        return
    verdict = check(text, exercise, _VERDICT)
    record = progress.record().counted("attempts")
    if verdict.accepted and verdict.line is not None:
        chosen = exercise.practice
        place = _place(chosen, rung)
        record = record.counted("lines").at_line(place, verdict.line)
        if verdict.wrote is not None and len(text) <= LONGEST_LINE:
            record = record.with_lines(place, (*record.written.get(place, ()), text))
        if verdict.line == chosen.last:
            record = record.with_key("chains", _place(chosen, rung))
        empty(_FIELD)
    progress.note(record)


# --- Hints ------------------------------------------------------------------------------------


def _hints_taken(exercise: Exercise) -> int:
    where, taken = st.session_state.get(_HINTS, (None, 0))
    return int(taken) if where == (exercise.practice.key, exercise.line) else 0


def _take_hint(exercise: Exercise) -> None:
    taken = _hints_taken(exercise) + 1
    st.session_state[_HINTS] = ((exercise.practice.key, exercise.line), taken)
    progress.note(progress.record().counted("hints"))


def _hints(exercise: Exercise, theme: Theme) -> None:
    taken = _hints_taken(exercise)
    rule, reason, line = hints(exercise)
    if taken:
        steps = [f"**Which rule.** {plain(rule)}"]
        steps += [f"**What it gives here.** {plain(reason)}"] * (taken > 1)
        st.info("\n\n".join(steps), icon=":material/lightbulb:")
    if taken > 2:
        st.latex(typeset(line, colours=roles(theme)))


# --- The end ----------------------------------------------------------------------------------


def _finished(chosen: Practice, rung: int, theme: Theme) -> None:
    said(_VERDICT, "", theme)
    st.markdown(_COMPLETE)
    with st.container(horizontal=True):
        st.button("Write it again", key="practice_again", on_click=_again, args=(chosen, rung))
        if rung < len(RUNGS) - 1:
            st.button(
                _HIDE_MORE,
                type="primary",
                key="practice_harder",
                on_click=_harder,
                args=(chosen, rung),
            )


def _again(chosen: Practice, rung: int) -> None:
    place = _place(chosen, rung)
    record = progress.record().with_lines(place, ())
    progress.note(record.at_line(place, chosen.first_blank(rung) - 1))
    st.session_state.pop(_VERDICT, None)


def _harder(chosen: Practice, rung: int) -> None:
    st.session_state["blank"] = rung + 1
    url_widgets.write("blank", 0)
    _again(chosen, rung + 1)
