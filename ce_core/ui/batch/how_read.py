"""Show how a batch is read, let the reading be changed, and ask where it is not clear.

What is chosen lives in the session under plain keys, so that a link can hold it. It is kept while
the names of columns or arrays stay as they are, and forgotten with them.
"""

import re
from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ce_core.numeric.batch.files.content import Arrays, Content
from ce_core.numeric.batch.reading.interpret import (
    Choices,
    Question,
    Reading,
    Roles,
)
from ce_core.numeric.batch.reading.roles import PER_CLASS, ROLES, Part, Role, shown_name
from ce_core.ui.components.chart import plain

CHANGE = "Change how it is read"
ASK = "Please choose before anything is computed"
AS_GUESSED = "Read it like this"
_FROM_SHAPES = "by the shapes"
_MOST_PARTS = 24
_MOST_CLASSES = 12
_LETTERS: dict[Role, str] = {
    "logit": "z",
    "probability": "p",
    "label": "y",
    "soft label": "s",
    "row weight": "r",
    "class weight": "w",
    "left out": "-",
}
_ROLE_OF = {letter: role for role, letter in _LETTERS.items()}
_SINGLE: dict[str, tuple[str, str, dict[Any, str]]] = {
    "batch_rows": (
        "Each logit is",
        _FROM_SHAPES,
        {"classes": "one of the classes of a row", "binary": "a row of its own (binary)"},
    ),
    "batch_count_from": ("Labels count from", "0, as they are", {0: "0", 1: "1"}),
    "batch_numbers": (
        "The numbers are",
        "by their names",
        {"logits": "logits", "probabilities": "probabilities"},
    ),
    "batch_class_order": (
        "Order of classes with names",
        "by the columns",
        {"alphabet": "alphabetical", "appearance": "as they appear"},
    ),
}
"""Key → label, what stands there while nothing is chosen, and the captions of the values."""
_KEY_OF = {
    "axis": "batch_axis",
    "rows": "batch_rows",
    "count_from": "batch_count_from",
    "order": "batch_class_order",
}
KEYS = ("batch_axis", *_SINGLE, "batch_roles", "batch_label_roles")
"""What is chosen; None, or "" for the roles, leaves it to the guess."""
_OF = "batch_choices_of"


# --- what is chosen ---------------------------------------------------------------------------


def choices(logits: Content, labels: Content | None) -> Choices:
    """Give what has been chosen for these parts; for others all choices are forgotten."""
    signature = repr((_names(logits), None if labels is None else _names(labels)))
    if st.session_state.setdefault(_OF, signature) != signature:
        st.session_state[_OF] = signature
        forget()
    state = st.session_state
    for key in ("batch_axis", *_SINGLE):
        # Said again: an answer moves from the question to the control below, another widget with
        # the same key, which would begin with nothing chosen.
        state[key] = state.get(key)
    return Choices(
        roles=decoded(state.get("batch_roles") or "", len(_names(logits))),
        label_roles=decoded(
            state.get("batch_label_roles") or "", 0 if labels is None else len(_names(labels))
        ),
        axis=state.get("batch_axis"),
        rows=state.get("batch_rows"),
        count_from=state.get("batch_count_from"),
        numbers=state.get("batch_numbers"),
        order=state.get("batch_class_order"),
    )


def forget() -> None:
    """Leave everything to the guess again."""
    for key in KEYS:
        st.session_state[key] = "" if key.endswith("roles") else None
    for key in [key for key in st.session_state if str(key).startswith("batch_role_")]:
        del st.session_state[key]


def _names(content: Content) -> tuple[str, ...]:
    if isinstance(content, Arrays):
        return tuple(content.arrays)
    return content.names or ("",) * content.values.shape[1]


def encoded(roles: Roles) -> str:
    """Write roles in a few letters: "z0.z1.y.-"."""
    return ".".join(f"{_LETTERS[role]}{'' if index is None else index}" for role, index in roles)


def decoded(text: str, count: int) -> Roles | None:
    """Read what `encoded` wrote; None if it is not that, or for another number of parts."""
    codes = text.split(".") if text else []
    if len(codes) != count or not codes:
        return None
    roles: list[tuple[Role, int | None]] = []
    for code in codes:
        number = code[1:]
        if code[:1] not in _ROLE_OF or (number and not re.fullmatch("[0-9]{1,6}", number)):
            return None
        roles.append((_ROLE_OF[code[:1]], int(number) if number else None))
    return tuple(roles)


# --- what is shown ----------------------------------------------------------------------------


def show(place: DeltaGenerator, reading: Reading) -> None:
    """Write how it is read, and the controls; questions come first and stand open."""
    with place:
        if reading.sentence:
            st.markdown(plain(reading.sentence + "."))
        for note in reading.notes:
            st.caption(plain(note))
        if reading.look_like_probabilities and reading.numbers == "logits":
            st.warning(
                "All rows are ≥ 0 and sum to 1: these look like probabilities, not logits. "
                "They are computed as logits.",
                icon=":material/help:",
            )
            _switch("probabilities")
        elif reading.numbers == "probabilities":
            _switch("logits")
        asked = {question.key for question in reading.questions}
        for question in reading.questions:
            _ask(question)
        if "roles" in asked:
            st.button(AS_GUESSED, key="batch_as_guessed", on_click=_confirm, args=(reading,))
        with st.expander(CHANGE, expanded="roles" in asked):
            _roles("batch_role_z", "batch_roles", reading.parts)
            if reading.label_parts:
                _roles("batch_role_y", "batch_label_roles", reading.label_parts)
            _controls(reading, asked)


def _switch(numbers: str) -> None:
    st.button(f"Read them as {numbers}", key="batch_switch", on_click=_as, args=(numbers,))


def _as(numbers: str) -> None:
    st.session_state["batch_numbers"] = numbers


def _confirm(reading: Reading) -> None:
    """Take the guess for what was chosen."""
    st.session_state["batch_roles"] = encoded(tuple((p.role, p.index) for p in reading.parts))
    if reading.label_parts:
        st.session_state["batch_label_roles"] = encoded(
            tuple((p.role, p.index) for p in reading.label_parts)
        )


def _ask(question: Question) -> None:
    st.warning(plain(question.sentence), icon=":material/help:")
    if not question.answers:
        return
    captions = dict(question.answers)
    st.radio(
        ASK,
        list(captions),
        index=None,
        key=_KEY_OF[question.key],
        format_func=lambda value: plain(captions[value]),
        persist_state="session",
    )


def _controls(reading: Reading, asked: set[str]) -> None:
    """Offer what the guess has decided; what is being asked above does not stand here too."""
    places = iter(st.columns(3) + st.columns(3))
    n_axes = len(reading.shape)
    if "axis" not in asked and n_axes > 1:
        next(places).selectbox(
            "Axis of the classes",
            range(n_axes),
            index=None,
            placeholder=_FROM_SHAPES,
            key="batch_axis",
            format_func=lambda axis: f"axis {axis}, {reading.shape[axis]} classes",
            persist_state="session",
        )
    for key, (label, guessed, captions) in _SINGLE.items():
        if key not in {_KEY_OF.get(name) for name in asked}:
            next(places).selectbox(
                label,
                list(captions),
                index=None,
                placeholder=guessed,
                key=key,
                format_func=captions.__getitem__,
                persist_state="session",
            )


def _roles(prefix: str, stored: str, parts: Sequence[Part]) -> None:
    """Offer a role for each part; of a great many only for those that are no plain logits."""
    if len(parts) < 2:
        return
    shown = list(range(len(parts)))
    if len(parts) > _MOST_PARTS:
        odd = [i for i, part in enumerate(parts) if part.role not in PER_CLASS]
        shown = [*odd[:_MOST_PARTS], *[i for i in range(len(parts)) if i not in odd][:3]]
        st.caption(f"{len(parts):,} columns; roles can be chosen for {len(shown)} of them here.")
    options = _options(len(parts))
    places = st.columns(4)
    for at, i in enumerate(shown):
        key = f"{prefix}_{i}"
        code = encoded(((parts[i].role, parts[i].index),))
        st.session_state[key] = code if code in options else code[:1]
        places[at % 4].selectbox(
            plain(shown_name(parts[i], i)),
            options,
            key=key,
            format_func=_role_caption,
            on_change=_change,
            args=(key, i, stored, tuple((p.role, p.index) for p in parts)),
        )


def _options(count: int) -> list[str]:
    classes = range(count) if count <= _MOST_CLASSES else ()
    per_class = [f"{_LETTERS[role]}{index}" for role in PER_CLASS for index in ("", *classes)]
    return per_class + [_LETTERS[role] for role in ROLES if role not in PER_CLASS]


def _role_caption(code: str) -> str:
    role = _ROLE_OF[code[0]]
    return f"{role} of class {code[1:]}" if code[1:] else role


def _change(key: str, at: int, stored: str, roles: Roles) -> None:
    """Take one changed role with all others as they are."""
    code = st.session_state[key]
    changed = list(roles)
    changed[at] = (_ROLE_OF[code[0]], int(code[1:]) if code[1:] else None)
    st.session_state[stored] = encoded(tuple(_renumbered(changed, at)))


def _renumbered(
    roles: list[tuple[Role, int | None]], changed: int
) -> list[tuple[Role, int | None]]:
    """Number the columns of a role by their order, if their classes are not 0 to K − 1 anyway."""
    for role in PER_CLASS:
        columns = [i for i, (each, _) in enumerate(roles) if each == role]
        classes = [index for i, (each, index) in enumerate(roles) if each == role]
        if sorted(c for c in classes if c is not None) == [*range(len(columns))]:
            continue
        if roles[changed][0] == role and roles[changed][1] is not None:
            continue  # the class was chosen by hand: another column is to follow
        for index, i in enumerate(columns):
            roles[i] = (role, index)
    return roles


assert set(_LETTERS) == set(get_args(Role))
