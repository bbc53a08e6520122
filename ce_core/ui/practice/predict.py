"""Ask to predict, lock, see on the stage, and say why."""

import secrets
from dataclasses import dataclass, replace

import streamlit as st

from ce_core.number_format import format_given, format_number
from ce_core.numeric.cross_entropy import cross_entropy
from ce_core.numeric.exercises.question import Question, Setup
from ce_core.numeric.exercises.questions import KINDS, question
from ce_core.scenario import Scenario
from ce_core.ui.components.chart import plain
from ce_core.ui.practice import progress, quiz_files
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import fragments

NOT_THE_REASON = "No, that is not the reason. The reason is:"
_ASKED = "practice_question"
_NOT_YET = "Not there yet: make only the move described above. Undo takes other moves back."
_DO_IT = "Do it for me"
_RIGHT_REASON = "Yes, that is why."


@dataclass(frozen=True)
class Asked:
    """A question on the page, what has been answered so far, and the stage that showed it."""

    kind: str
    seed: int
    answer: int | None = None
    reason: int | None = None
    seen: Setup | None = None


def show() -> None:
    """A question; once its answer is locked, the stage; then the reason."""
    asked: Asked = st.session_state.setdefault(_ASKED, _fresh())
    put = question(asked.kind, asked.seed)
    if asked.answer is None:
        _ask(put)
    else:
        _show(put, asked)
    st.button("Another question", key="practice_next_question", on_click=_next)
    quiz_files.offer()


def _fresh(after: str | None = None) -> Asked:
    """A question of the kind that follows, with numbers of its own."""
    kinds = [*KINDS]
    kind = kinds[(kinds.index(after) + 1) % len(kinds)] if after else kinds[0]
    return Asked(kind, secrets.randbelow(1_000_000))


def _next() -> None:
    st.session_state[_ASKED] = _fresh(st.session_state[_ASKED].kind)
    fragments.fold()


def _as_scenario(setup: Setup) -> Scenario:
    return Scenario(setup.logits, setup.target)


def _ask(put: Question) -> None:
    st.markdown(f"**{plain(put.prompt)}**")
    with st.container(key="practice_numbers"):
        st.markdown(_numbers(put.setup))
    answer = st.radio(
        "Your prediction",
        range(len(put.options)),
        index=None,
        format_func=put.options.__getitem__,
        key=f"practice_answer_{put.kind}_{hash(put.setup)}",
    )
    st.button(
        "Lock my answer",
        type="primary",
        key="practice_lock",
        icon=":material/lock:",
        disabled=answer is None,
        on_click=_lock,
        args=(put, answer),
    )


def _numbers(setup: Setup) -> str:
    classes = range(1, len(setup.logits) + 1)
    header = "| |" + "".join(f" class {k} |" for k in classes)
    rule = "|:--|" + "--:|" * len(setup.logits)
    logits = "".join(f" {format_given(z)} |" for z in setup.logits)
    labels = "".join(f" {y:g} |" for y in setup.target)
    return "\n".join((header, rule, f"| logits z |{logits}", f"| label y |{labels}"))


def _lock(put: Question, answer: int) -> None:
    st.session_state[_ASKED] = replace(st.session_state[_ASKED], answer=answer)
    names = ("asked", "predicted") if answer == put.answer else ("asked",)
    progress.note(progress.record().counted(*names))
    fragments.put_on_stage(_as_scenario(put.setup))


def _show(put: Question, asked: Asked) -> None:
    st.markdown(f"**{plain(put.prompt)}**")
    st.markdown(f":material/lock: You said: **{plain(put.options[asked.answer or 0])}**")
    scenario = scenario_state.scenario()
    now = Setup(scenario.logits, scenario.target)
    if put.is_shown_by(now):
        asked = replace(asked, seen=now)
        st.session_state[_ASKED] = asked
    if asked.seen is None:
        _invite(put, begun=now != put.setup)
        return
    said = _seen(put, asked.seen)
    if asked.answer == put.answer:
        st.success(f"Right. {said}", icon=":material/check_circle:")
    else:
        right = plain(put.options[put.answer])
        st.error(f"No: **{right}**. {said}", icon=":material/close:")
    _why(put, asked)


def _invite(put: Question, *, begun: bool) -> None:
    st.info(plain(put.show), icon=":material/drag_pan:")
    if begun:
        st.caption(_NOT_YET)
    st.button(_DO_IT, key="practice_do_it", on_click=_do_it, args=(put,))


def _do_it(put: Question) -> None:
    fragments.put_on_stage(_as_scenario(put.shown))


def _seen(put: Question, seen: Setup) -> str:
    before = float(cross_entropy(put.setup.logits, put.setup.target))
    after = float(cross_entropy(seen.logits, seen.target))
    return plain(f"The cost went from {format_number(before)} to {format_number(after)}.")


def _why(put: Question, asked: Asked) -> None:
    reason = st.radio(
        "Why is that?",
        range(len(put.reasons)),
        index=None,
        format_func=put.reasons.__getitem__,
        key=f"practice_reason_{put.kind}_{hash(put.setup)}",
    )
    if reason is None:
        return
    if asked.reason is None:
        st.session_state[_ASKED] = replace(asked, reason=reason)
        if reason == put.reason:
            progress.note(progress.record().counted("explained"))
    if reason == put.reason:
        st.success(_RIGHT_REASON, icon=":material/check_circle:")
    else:
        right = plain(put.reasons[put.reason])
        st.error(f"{NOT_THE_REASON} {right}", icon=":material/close:")
