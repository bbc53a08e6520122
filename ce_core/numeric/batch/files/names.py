"""Read the names of columns and arrays: which kind of thing they name, and of which class."""

import re
from dataclasses import dataclass
from typing import Literal

from ce_core.numeric.batch.files.content import NOTES, plain_name, word_set

Kind = Literal["label", "logit", "probability", "weight", "note", "class", "unnamed", "other"]

LABELS = word_set(
    """
    label labels target targets y y_true ytrue true truth true_label true_labels true_class
    ground_truth groundtruth gt reference references actual
    answer answers class_label class_id label_id label_ids label_idx
    onehot one_hot y_onehot soft_label soft_labels
    """
)
LOGITS = word_set(
    """
    z logit logits score scores output outputs out raw raw_score y_logit y_logits x f a
    activation activations log_prob log_probs logprob logprobs logp log_p log_softmax
    log_probability log_probabilities y_score y_scores
    """
)
PROBABILITIES = word_set(
    """
    p prob probs proba probas probability probabilities softmax y_hat yhat ŷ y_prob y_proba
    y_probs predict_proba pred_prob pred_proba confidence conf
    """
)
WEIGHTS = word_set(
    """
    weight weights w sample_weight sample_weights class_weight
    """
)
CLASSES = frozenset({"class", "classes", "category", "c"})

_ONLY_NUMBERED = frozenset("xfapc")  # alone they may as well be the names of classes
_NO_PREFIX = _ONLY_NUMBERED - {"p"}  # p_cat is a probability
_NUMBERED = re.compile(r"(?P<stem>.*?)[ _.\-\[(]*(?P<number>\d{1,6})[\])]?")
_UNNAMED = re.compile(r"(unnamed: ?\d+|index)?", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """What a name says.

    Parameters
    ----------
    kind
        "other" if it says nothing, as "cat" does.
    stem : str
        The name without its number, in plain form: "z" for "z_2".
    number : int or None
        The number at its end.
    of : str
        The class that it names, as far as it does: "cat" for "logit_cat" and for "cat".
    """

    kind: Kind
    stem: str
    number: int | None
    of: str


def read_name(text: str) -> Name:
    """Read one name."""
    text = text.strip()
    if _UNNAMED.fullmatch(text):
        return Name("unnamed", "", None, "")
    numbered = _NUMBERED.fullmatch(text)
    stem = plain_name(numbered["stem"] if numbered else text)
    number = int(numbered["number"]) if numbered else None
    kind = _kind_of(stem)
    if number is None and stem in _ONLY_NUMBERED:
        return Name("other", stem, None, text)
    if kind != "other" or number is not None:
        return Name(kind, stem, number, text)
    first, _, rest = stem.partition("_")
    before, _, last = stem.rpartition("_")
    for word, of in ((first, rest), (last, before)):
        known = _kind_of(word)
        if of and word not in _NO_PREFIX and known in ("logit", "probability", "label"):
            return Name(known, word, None, of)
    return Name("other", stem, None, text)


def _kind_of(stem: str) -> Kind:
    for known, kind in _KINDS:
        if stem in known:
            return kind
    return "other"


_KINDS: tuple[tuple[frozenset[str], Kind], ...] = (
    (LABELS, "label"),
    (LOGITS, "logit"),
    (PROBABILITIES, "probability"),
    (WEIGHTS, "weight"),
    (CLASSES, "class"),
    (NOTES, "note"),
)


def is_label(text: str) -> bool:
    """Tell whether a name is one of a column of labels, numbered or not."""
    name = read_name(text)
    return name.kind == "label" or (name.kind == "class" and name.stem != "c")
