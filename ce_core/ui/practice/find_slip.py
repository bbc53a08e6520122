"""Ask for the first wrong line of a derivation, then for its correction."""

import secrets

import streamlit as st

from ce_core.palette import Theme, roles
from ce_core.scenario import Scenario
from ce_core.symbolic.derivations.steps import Status
from ce_core.symbolic.derivations.steps import check as check_lines
from ce_core.symbolic.expression.board import without_marks
from ce_core.symbolic.practice.slips import Hunt, hunt, hunts
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components.chart import plain
from ce_core.ui.formulas.table import in_markdown
from ce_core.ui.practice import progress
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

THIS_LINE = "The mistake is in this line"
LOOK_BELOW = "Line {line} is equal to the line above it. The mistake is further down."
LOOK_ABOVE = "The mistake is further up, above line {line}."
FOUND = "Found: line {line}. {told}"
CORRECT_IT = "Write line {line} as it should be"
ONE_IS_WRONG = "One of these lines does not follow from the line above. Which one?"
SEVERAL_ARE_WRONG = (
    "{count} of these lines do not follow from the line above. Which is the first of them?"
)
_HUNT = "practice_hunt"
_POINTED = "practice_pointed"
_VERDICT = "practice_mend_verdict"
_FIELD = "practice_mend"
_BADGES = {
    Status.OK: ":green-badge[✓ follows]",
    Status.SLIP: ":red-badge[✗ the mistake]",
    Status.CARRIED: ":orange-badge[carries the mistake]",
    Status.REPAIRED: ":violet-badge[silently corrected]",
}
_LETTERS = "What the letters mean"
_FIRST_WRONG = "The first wrong line"


def show(scenario: Scenario, theme: Theme) -> None:
    """A derivation with a mistake: point at it, correct it, see what became of it."""
    chosen = hunt(st.session_state.setdefault(_HUNT, hunts()[0].key))
    st.markdown(f"**{plain(chosen.title)}.** {_how_many_are_wrong(chosen)}")
    with st.expander(_LETTERS, key="practice_slip_letters"):
        st.markdown(letters_of(chosen.exercise(own_numbers(scenario)), scenario, theme))
    found = st.session_state.get(_POINTED) == chosen.slip
    if found:
        _outcome(chosen, theme)
        _mend(chosen, scenario, theme)
    else:
        _point(chosen, theme)
    st.button("Another derivation", key="practice_another", on_click=_another)


def _how_many_are_wrong(chosen: Hunt) -> str:
    wrong = (Status.SLIP, Status.REPAIRED)  # what equals the line above follows from it
    count = sum(found.status in wrong for found in check_lines(chosen.chain))
    return ONE_IS_WRONG if count == 1 else SEVERAL_ARE_WRONG.format(count=count)


def _formulas(chosen: Hunt, theme: Theme) -> list[str]:
    # Without the marks, which no planted line has: they would give it away.
    plainly = (without_marks(line.expression) for line in chosen.chain.lines)
    rows = [typeset(each, colours=roles(theme)) for each in plainly]
    return [in_markdown(rows[0]), *(in_markdown(rf"=\; {row}") for row in rows[1:])]


def _point(chosen: Hunt, theme: Theme) -> None:
    formulas = _formulas(chosen, theme)
    with st.container(key="practice_lines"):
        st.markdown(f"Line 1: {formulas[0]}")
        line = st.radio(
            _FIRST_WRONG,
            range(1, len(formulas)),
            index=None,
            format_func=lambda number: f"Line {number + 1}: {formulas[number]}",
            key=f"practice_slip_{chosen.key}",
        )
    st.button(
        THIS_LINE,
        type="primary",
        key="practice_point",
        disabled=line is None,
        on_click=_take,
        args=(chosen, line),
    )
    pointed = st.session_state.get(_POINTED)
    if pointed is not None and pointed == line:
        _miss(chosen, pointed)


def _take(chosen: Hunt, line: int) -> None:
    st.session_state[_POINTED] = line
    record = progress.record().counted("attempts")
    if line == chosen.slip:
        record = record.with_key("slips", chosen.key)
    progress.note(record)


def _miss(chosen: Hunt, line: int) -> None:
    if line < chosen.slip:
        st.warning(LOOK_BELOW.format(line=line + 1))
    else:
        st.warning(LOOK_ABOVE.format(line=line + 1))


def _outcome(chosen: Hunt, theme: Theme) -> None:
    st.success(FOUND.format(line=chosen.slip + 1, told=plain(chosen.told)))
    statuses = [found.status for found in check_lines(chosen.chain)]
    rows = [
        f"{number + 1}. {formula} {_BADGES.get(status, '')}"
        for number, (formula, status) in enumerate(
            zip(_formulas(chosen, theme), statuses, strict=True)
        )
    ]
    with st.container(key="practice_lines"):
        st.markdown("\n".join(rows))


def _mend(chosen: Hunt, scenario: Scenario, theme: Theme) -> None:
    exercise = chosen.exercise(own_numbers(scenario))
    text = field(CORRECT_IT.format(line=chosen.slip + 1), _FIELD, _judge, (chosen, scenario))
    preview(text, exercise, theme)
    st.button(
        "Check",
        type="primary",
        key="practice_mend_check",
        help="Enter",
        on_click=_judge,
        args=(chosen, scenario),
    )
    said(_VERDICT, text, theme)


def _judge(chosen: Hunt, scenario: Scenario) -> None:
    text = line_in(_FIELD)
    if not text.strip():
        return
    verdict = check(text, chosen.exercise(own_numbers(scenario)), _VERDICT)
    record = progress.record().counted("attempts")
    if verdict.accepted:
        record = record.counted("lines")
        empty(_FIELD)
    progress.note(record)


def _another() -> None:
    """One that has not been found yet: the published ones first, then any of the planted ones."""
    found = progress.record().slips | {st.session_state[_HUNT]}
    left = [each.key for each in hunts() if each.key not in found] or [hunts()[0].key]
    published = [key for key in left if key.startswith("published.")]
    st.session_state[_HUNT] = secrets.choice(published or left)
    for key in (_POINTED, _VERDICT):
        st.session_state.pop(key, None)
    empty(_FIELD)
