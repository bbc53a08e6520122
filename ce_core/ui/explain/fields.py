"""Draw the fields of the page "My number", and keep them in the URL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt
import streamlit as st

from ce_core.numeric.batch.files.read import read_text
from ce_core.numeric.batch.reading.interpret import Choices, interpret
from ce_core.numeric.batch.settings import read_weights
from ce_core.numeric.explain.case import Case, Given, read_case
from ce_core.numeric.explain.printed import Printed, read_printed
from ce_core.scenario_query import read_float
from ce_core.ui.session import url_widgets
from ce_core.url_fields import UrlField, at_most, entry, keys, read_all, write_all

LOGITS_LABEL = "Logits, one row per line"
LOGITS_HELP = "Numbers with commas, blanks or tabs between them, or nested lists."
LABELS_LABEL = "Labels"
LABELS_HELP = "Class numbers counted from 0, one per row; or one distribution per line."
SETTINGS = "Settings of the computation"
ABOVE_ARE = "The numbers above are"
PRINTED_LABEL = "The number that was printed"
PRINTED_HELP = "A loss, a list of losses, an entry of the gradient or all of it; nan and inf, too."
GIVEN_LABEL = "The numbers above are"
EXAMPLE = {"batch": "3 4\n6 9", "labels": "1 0", "printed": "0.6661", "weight": "0.4, 0.36"}
LONGEST = {"batch": 4000, "labels": 2000, "printed": 2000, "weight": 500}

T = TypeVar("T")

GIVEN: tuple[Given, ...] = ("logits", "probabilities")
_NUMBERS = {"ignore_index": "", "label_smoothing": "0", "temperature": "1", "digits": ""}
_LONGEST_NUMBER = 40
_START = "explain_started"
_TOO_LONG = "The link's {key} is too long, so it was ignored; paste it into the field."


@dataclass(frozen=True)
class Asked:
    """What the page was asked: the case, what was printed, how it was read, and the fields."""

    case: Case
    printed: Printed
    how_read: str
    texts: Mapping[str, str]


FIELDS: tuple[UrlField[Mapping[str, str]], ...] = tuple(
    entry(key, key, "", at_most(longest), _TOO_LONG.format(key=key))
    for key, longest in LONGEST.items()
) + tuple(
    entry(key, key, default, at_most(_LONGEST_NUMBER), _TOO_LONG.format(key=key))
    for key, default in _NUMBERS.items()
)


def start() -> list[str]:
    """Fill the fields from the URL, once a session; say what of it was ignored."""
    if _START in st.session_state:
        for key in keys(FIELDS):
            st.session_state[_key(key)] = st.session_state.get(_key(key), "")
        return []
    st.session_state[_START] = True
    query = url_widgets.values(keys(FIELDS))
    empty = {**dict.fromkeys(LONGEST, ""), **_NUMBERS}
    begun = empty if any(map(any, query.values())) else empty | EXAMPLE
    held, problems = read_all(query, FIELDS, begun)
    for key, text in held.items():
        st.session_state[_key(key)] = text
    return problems


def write() -> None:
    """Let the URL hold what the fields hold, as long as it is short."""
    texts = {key: str(st.session_state.get(_key(key)) or "") for key in keys(FIELDS)}
    short = {key: text for key, text in texts.items() if len(text) <= _longest(key)}
    url_widgets.replace(keys(FIELDS), write_all(short, FIELDS))


def _longest(key: str) -> int:
    return LONGEST.get(key, _LONGEST_NUMBER)


def draw() -> None:
    """Draw the fields."""
    st.text_area(
        LOGITS_LABEL, key=_key("batch"), height=110, help=LOGITS_HELP, max_chars=LONGEST["batch"]
    )
    left, right = st.columns(2)
    left.text_area(
        LABELS_LABEL, key=_key("labels"), height=80, help=LABELS_HELP, max_chars=LONGEST["labels"]
    )
    right.text_area(
        PRINTED_LABEL,
        key=_key("printed"),
        height=80,
        help=PRINTED_HELP,
        max_chars=LONGEST["printed"],
    )
    with st.expander(SETTINGS, expanded=_any_setting()):
        st.segmented_control(
            ABOVE_ARE,
            GIVEN,
            required=True,
            **url_widgets.bound("given", GIVEN, "logits"),
        )
        first, second = st.columns(2)
        first.text_input("Class weights", key=_key("weight"), placeholder="none")
        second.text_input("Ignored label", key=_key("ignore_index"), placeholder="none")
        third, fourth, fifth = st.columns(3)
        third.text_input("Label smoothing ε", key=_key("label_smoothing"))
        fourth.text_input("Temperature T", key=_key("temperature"))
        fifth.text_input("Digits to trust", key=_key("digits"), placeholder="all")


def read() -> Asked | None:
    """Read the fields; None where there is nothing to look for yet.

    Raises
    ------
    ValueError
        With a sentence that names the field.
    """
    texts = {key: str(st.session_state[_key(key)] or "").strip() for key in keys(FIELDS)}
    if not texts["batch"] or not texts["printed"]:
        return None
    labels = _about("Labels", lambda: read_text(texts["labels"])) if texts["labels"] else None
    # Probabilities stay as they are: what becomes of them is the question.
    logits = _about("Logits", lambda: read_text(texts["batch"]))
    reading = interpret(logits, labels, Choices(numbers="logits"))
    batch = reading.or_raise()
    given = cast(Given, st.session_state.get("given") or "logits")
    digits = _whole(texts["digits"], "Digits to trust")
    case = read_case(
        batch.logits,
        batch.target,
        weight=_weights(texts["weight"], batch.n_classes),
        ignore_index=_whole(texts["ignore_index"], "The ignored label"),
        label_smoothing=_number(texts["label_smoothing"], "Label smoothing", 0.0),
        temperature=_number(texts["temperature"], "The temperature", 1.0),
        given=given,
    )
    printed = read_printed(texts["printed"], digits)
    return Asked(case, printed, reading.sentence, {**texts, "given": given})


def _key(name: str) -> str:
    return f"explain_{name}"


def _any_setting() -> bool:
    return (
        any(
            str(st.session_state.get(_key(key)) or "") != default
            for key, default in {**_NUMBERS, "weight": ""}.items()
        )
        or st.query_params.get("given") == "probabilities"
    )


def _weights(text: str, classes: int) -> npt.NDArray[np.float64] | None:
    weights = read_weights(text, classes) if text else None
    return None if weights is None else np.array(weights)


def _number(text: str, name: str, default: float) -> float:
    value = read_float(text) if text else default
    if value is None:
        raise ValueError(f"{name} must be a plain number, for example {default:g}.")
    return value


def _whole(text: str, name: str) -> int | None:
    if not text:
        return None
    value = read_float(text)
    if value is None or not value.is_integer() or abs(value) > 2**31:
        raise ValueError(f"{name} must be a whole number, or empty.")
    return int(value)


def _about(what: str, read_one: Callable[[], T]) -> T:
    try:
        return read_one()
    except ValueError as problem:
        raise ValueError(f"{what}: {problem}") from problem
