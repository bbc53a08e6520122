"""Draw what is asked for: the derivation, what its letters mean, and what a line may use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import streamlit as st

from ce_core import packed_text
from ce_core.symbolic.review.formula.names import QUANTITIES, Letters
from ce_core.symbolic.review.formula.pieces import MAX_LENGTH
from ce_core.ui.review.examples import EXAMPLES
from ce_core.ui.session import url_widgets
from ce_core.url_fields import UrlField, entry, keys, one_of, read_all, write_all

TEXT = "mine_text"
LABEL = "Your derivation"
HELP = (
    "LaTeX, Markdown with formulas, or plain typing, one line below the other. Words between the "
    "formulas are passed over."
)
PLACEHOLDER = "Paste LaTeX, or type: f'(x) = e^x b/(e^x + b)^2"
CHECK = "Check"
CLEAR = "Clear"
LETTERS_TITLE = "What the letters mean"
LETTERS_SAID = "Read from your text. Change a letter if it means something else here."
LETTER_LABELS: Mapping[str, str] = {
    "logits": "Logits",
    "probabilities": "Probabilities",
    "labels": "Labels",
    "cost": "Cost",
    "total": "Sum of all exponentials",
}
CLASSES_LABEL = "Number of classes K"
SUM_LABEL = "A line may use Σy = 1"
ONE_HOT_LABEL = "Label"
ONE_HOT_HELP = (
    "Not said: a line that needs a one-hot label is right, and the verdict says so. Any label: "
    "such a line is wrong."
)
ONE_HOT: Mapping[bool | None, str] = {None: "not said", True: "one-hot", False: "any label"}
ANY = "any"
CLASSES = (ANY, *range(2, 11))
TOO_LONG = (
    "This text is too long for the link. Keep a copy: after a reload the page asks for it again."
)
MOST_IN_LINK = 6000
_LONGEST_LETTERS = 60
_STARTED = "mine_started"


@dataclass(frozen=True)
class Wishes:
    """What a person has said of the letters, beside what the text says.

    Parameters
    ----------
    letters
        The letters of some quantities.
    classes, labels_sum, one_hot
        As in :class:`Letters`.
    """

    letters: Mapping[str, tuple[str, ...]]
    classes: int | None
    labels_sum: bool
    one_hot: bool | None

    @property
    def any(self) -> bool:
        """Whether anything differs from what is assumed without a word."""
        said = self.letters or self.classes or self.one_hot is not None
        return bool(said or not self.labels_sum)

    def applied(self, guessed: Letters) -> Letters:
        """The letters as the text says, and as the person says where both speak.

        Raises
        ------
        ValueError
            If a letter was given two meanings.
        """
        taken = {letter for each in self.letters.values() for letter in each}
        kept = {
            quantity: tuple(each for each in getattr(guessed, quantity) if each not in taken)
            for quantity in QUANTITIES
        }
        changed: dict[str, Any] = {**kept, **self.letters}
        return replace(
            guessed,
            **changed,
            classes=self.classes,
            labels_sum_to_one=self.labels_sum,
            one_hot=self.one_hot,
        )


def _read_text(text: str) -> str | None:
    """Read the derivation as a link has it, packed or plain; None where it cannot be had whole."""
    if not text.startswith(packed_text.PACKED):
        return text if len(text) <= MAX_LENGTH else None
    if len(text) > MOST_IN_LINK + 1:
        return None
    try:
        return packed_text.unpack(text, 4 * MAX_LENGTH)
    except ValueError:
        return None


def _write_text(value: Mapping[str, Any]) -> list[str]:
    packed = packed_text.pack(value["text"], MOST_IN_LINK) if value.get("text") else ""
    return [packed] if packed else []


def _read_letters(text: str) -> tuple[str, ...] | None:
    said = tuple(text.split("|"))
    fits = len(said) <= len(QUANTITIES) and all(len(each) <= _LONGEST_LETTERS for each in said)
    return said if fits else None


_TEXT_IGNORED = (
    "The link's derivation was ignored: it is damaged or too long. Please paste it into the field."
)
_SETTING_IGNORED = "The link's setting for {name} is unknown, so it was ignored."
FIELDS: tuple[UrlField[Mapping[str, Any]], ...] = (
    replace(entry("text", "text", "", _read_text, _TEXT_IGNORED), write=_write_text),
    entry(
        "letters",
        "letters",
        (),
        _read_letters,
        "The link's letters could not be read, so they were ignored.",
        "|".join,
    ),
    entry(
        "classes",
        "classes",
        ANY,
        one_of(CLASSES[1:]),
        _SETTING_IGNORED.format(name="the number of classes"),
    ),
    entry(
        "sum",
        "labels_sum",
        True,
        {"0": False}.get,
        _SETTING_IGNORED.format(name="Σy = 1"),
        lambda _: "0",
    ),
    entry(
        "onehot",
        "one_hot",
        None,
        {"1": True, "0": False}.get,
        _SETTING_IGNORED.format(name="the label"),
        lambda one_hot: str(int(one_hot)),
    ),
)


def read_link() -> list[str]:
    """Fill the fields from the URL, once a session; say what of it was ignored."""
    if _STARTED in st.session_state:
        return []
    st.session_state[_STARTED] = True
    found, problems = read_all(url_widgets.values(keys(FIELDS)), FIELDS, dict[str, Any]())
    st.session_state[TEXT] = found.get("text", "")
    letters = found.get("letters", ())
    for quantity, typed in zip_longest(QUANTITIES, letters, fillvalue=""):
        st.session_state[_said(quantity)] = typed
    st.session_state["mine_classes"] = found.get("classes", ANY)
    st.session_state["mine_sum"] = found.get("labels_sum", True)
    st.session_state["mine_one_hot"] = found.get("one_hot")
    return problems


def write_link() -> bool:
    """Let the URL hold what the fields hold; say whether the text had room in it."""
    text, wishes = text_given(), wishes_given()
    letters = tuple(" ".join(wishes.letters.get(quantity, ())) for quantity in QUANTITIES)
    query = write_all(
        {
            "text": text,
            "letters": letters if any(letters) else (),
            "classes": wishes.classes or ANY,
            "labels_sum": wishes.labels_sum,
            "one_hot": wishes.one_hot,
        },
        FIELDS,
    )
    url_widgets.replace(keys(FIELDS), query)
    return "text" in query or not text


def text_given() -> str:
    """The derivation as it stands in the field."""
    return str(st.session_state.get(TEXT) or "")


def wishes_given() -> Wishes:
    """What the person has said of the letters."""
    said = {
        quantity: tuple(str(st.session_state.get(_said(quantity)) or "").replace(",", " ").split())
        for quantity in QUANTITIES
    }
    classes = st.session_state.get("mine_classes", ANY)
    return Wishes(
        {quantity: letters for quantity, letters in said.items() if letters},
        None if classes in (ANY, None) else int(classes),
        bool(st.session_state.get("mine_sum", True)),
        st.session_state.get("mine_one_hot"),
    )


def draw_text(*, on_paper: bool) -> None:
    """The large field, and what goes with it; lower where lines are written as on paper."""
    st.text_area(
        LABEL,
        key=TEXT,
        height=200 if on_paper else 320,
        max_chars=MAX_LENGTH,
        placeholder=PLACEHOLDER,
        help=HELP,
        persist_state="session",
    )
    with st.container(horizontal=True):
        st.button(
            CHECK,
            type="secondary" if on_paper else "primary",
            key="mine_check",
            help="Ctrl+Enter in the field",
        )
        st.button(CLEAR, key="mine_clear", disabled=not text_given(), on_click=put, args=("",))


def draw_examples() -> None:
    """A button for each derivation to begin with."""
    with st.container(horizontal=True, key="mine_examples"):
        for example in EXAMPLES:
            st.button(
                example.title, key=f"mine_example_{example.key}", on_click=put, args=(example.text,)
            )


def put(text: str) -> None:
    """Put a text into the field, and forget what was said of the letters of the last one."""
    st.session_state[TEXT] = text
    for quantity in QUANTITIES:
        st.session_state[_said(quantity)] = ""


def draw_letters(guessed: Letters) -> None:
    """What each letter means, to be corrected, and what a line may use."""
    with st.expander(LETTERS_TITLE, expanded=wishes_given().any):
        st.caption(LETTERS_SAID)
        for quantity, label in LETTER_LABELS.items():
            st.text_input(
                label,
                key=_said(quantity),
                placeholder=" ".join(getattr(guessed, quantity)) or "none",
                max_chars=_LONGEST_LETTERS,
                persist_state="session",
            )
        st.selectbox(CLASSES_LABEL, CLASSES, key="mine_classes", persist_state="session")
        st.toggle(SUM_LABEL, key="mine_sum", persist_state="session")
        st.selectbox(
            ONE_HOT_LABEL,
            tuple(ONE_HOT),
            format_func=ONE_HOT.__getitem__,
            key="mine_one_hot",
            help=ONE_HOT_HELP,
            persist_state="session",
        )


def _said(quantity: str) -> str:
    return f"mine_letters_{quantity}"
