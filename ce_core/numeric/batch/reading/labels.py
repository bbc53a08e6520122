"""Make class numbers or distributions of labels as people have them, and say what was done."""

from typing import Any

import numpy as np

from ce_core.number_format import format_number
from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.files.content import Array
from ce_core.numeric.batch.limits import check_finite, quoted
from ce_core.numeric.batch.reading import shapes
from ce_core.numeric.batch.reading.gather import Labels

_ROUNDED = 1e-3
_EXACT = 1e-5
_OTHERS = (
    " PyTorch, Keras and Optax do not check this: they compute −Σ y·log ŷ with such a label as it "
    "is. scikit-learn takes class numbers only."
)


class QuestionError(ValueError):
    """Asks for one of the `Choices`, because more than one reading fits."""

    def __init__(self, key: str, sentence: str, answers: tuple[tuple[Any, str], ...]) -> None:
        super().__init__(sentence)
        self.key, self.answers = key, answers


def fit(values: Array, labels: Labels, axis: int | None, binary: bool | None) -> shapes.Fit:
    """Find the axis of the classes and the kind of the labels.

    Raises
    ------
    QuestionError
        When the shapes fit in two ways.
    ValueError
        When they fit in none, with both shapes.
    """
    shape = values.shape
    if axis is not None and axis not in range(len(shape)):
        raise ValueError(f"The logits {shapes.shown(shape)} have no axis {axis}.")
    found = shapes.choose(shape, labels.values, axis, binary)
    if labels.words is not None:
        found = [each for each in found if not each.soft]
    if not found:
        if shapes.is_binary(shape) and np.array_equal(np.unique(labels.values), (-1, 1)):
            raise ValueError("The labels are −1 and 1; expected 0 and 1. Write 0 for −1.")
        raise ValueError(shapes.refusal(shape, labels.values.shape, axis))
    if len(found) == 1:
        return found[0]
    if any(each.axis is None for each in found):
        raise QuestionError(
            "rows",
            f"The labels fit in two ways: as one row of {shape[-1]} classes, or as "
            f"{values.size} rows with one logit each, for two classes.",
            (
                ("classes", f"one row of {shape[-1]} classes"),
                ("binary", f"{values.size} rows of one logit (binary)"),
            ),
        )
    axes = sorted({each.axis for each in found if each.axis is not None})
    if len(axes) == 1:
        return found[0]
    raise QuestionError(
        "axis",
        f"Logits {shapes.shown(shape)} and labels {shapes.shown(labels.values.shape)} fit with the "
        f"classes on axis {' or on axis '.join(map(str, axes))}. Where are the classes?",
        tuple((each, _axis_caption(each, len(shape))) for each in axes),
    )


def _axis_caption(axis: int, n_axes: int) -> str:
    caption = f"axis {axis}"
    if axis == n_axes - 1:
        return f"{caption}, the last, as in TensorFlow and JAX"
    return f"{caption}, as in PyTorch" if axis == 1 else caption


def number_texts(
    labels: Labels, classes: tuple[str, ...], n_classes: int, order: str | None, notes: list[str]
) -> Array:
    """Number labels that are texts: as the columns are called, or in an order that was chosen.

    Raises
    ------
    QuestionError
        When no column has their names and nobody has chosen an order.
    ValueError
        When they name other than K classes.
    """
    if labels.words is None:
        return labels.values
    words = labels.words
    known = {name.casefold(): at for at, name in enumerate(classes)}
    if all(word.casefold() in known for word in words):
        places = [known[word.casefold()] for word in words]
        notes.append(f"Classes by the names of their columns: {_listed(classes)}.")
    else:
        _check_number_of(words, n_classes)
        ordered = sorted(words) if order == "alphabet" else list(words)
        if order is None:
            raise QuestionError(
                "order",
                f"The labels are texts, {_shown(words)}, and no column of logits has these names. "
                "Which class is which?",
                (
                    ("alphabet", f"in alphabetical order: {_listed(sorted(words))}"),
                    ("appearance", f"in order of appearance: {_listed(words)}"),
                ),
            )
        places = [ordered.index(word) for word in words]
        notes.append(f"Classes: {_listed(ordered)}.")
    numbers: Array = np.array(places)[labels.values.astype(np.intp)]
    return numbers


def _check_number_of(words: tuple[str, ...], n_classes: int) -> None:
    if len(words) != n_classes:
        raise ValueError(
            f"The labels name {len(words)} {'class' if len(words) == 1 else 'classes'}, "
            f"{_shown(words)}, but there are {n_classes} logits a row. Name the columns of logits "
            "after the classes, or write the labels as class numbers."
        )


def _shown(words: tuple[str, ...]) -> str:
    return ", ".join(quoted(word) for word in words[:4]) + (" …" if len(words) > 4 else "")


def _listed(names: Any) -> str:
    shown = ", ".join(f"{at} = {quoted(name)}" for at, name in list(enumerate(names))[:12])
    return shown + (" …" if len(names) > 12 else "")


def indices(labels: Array) -> Array:
    """Read whole numbers, and refuse what is none.

    Raises
    ------
    ValueError
        With the row of the first label that is no whole number, or larger than any class.
    """
    flat = labels.reshape(-1)
    if flat.dtype.kind in "iu":
        large = np.iinfo(np.int64).max
        if flat.dtype == np.uint64 and (flat > large).any():
            row = int((flat > large).argmax())
            raise ValueError(f"The label of row {row} is {flat[row]}, which is no class.")
        return flat.astype(np.int64, copy=False)
    with np.errstate(invalid="ignore"):
        bad = ~((flat == np.floor(flat)) & (np.abs(flat) < 2**53))
    if bad.any():
        row = int(bad.argmax())
        raise ValueError(
            f"The label of row {row} is {float(flat[row])!r}; expected a whole number, the index "
            "of a class counted from 0."
        )
    return flat.astype(np.int64)


def count(
    target: Array,
    n_classes: int,
    count_from: int | None,
    numbered_from: int | None,
    notes: list[str],
) -> Array:
    """Let class numbers count from 0.

    Parameters
    ----------
    count_from : {0, 1} or None
        What was chosen; None asks where the labels look like numbers from 1.
    numbered_from : {0, 1} or None
        With what the names of the columns count.

    Raises
    ------
    QuestionError
        When labels look as if they counted from 1.
    """
    if n_classes == 2 and target.size and np.array_equal(np.unique(target), (-1, 1)):
        raise ValueError(
            "The labels are −1 and 1; expected 0 and 1. Write 0 for −1, or -100 where a row is to "
            "be left out."
        )
    real = target if target.size and target.min() >= 0 else target[target >= 0]
    if count_from is None and real.size:
        least, most = int(real.min()), int(real.max())
        if least >= 1 and (most == n_classes or (numbered_from == 1 and most < n_classes)):
            raise QuestionError(
                "count_from",
                f"The labels lie between {least} and {most}, and there are {n_classes} classes. "
                "Do they count from 1?",
                (
                    (1, f"from 1: label 1 is the first class, {n_classes} the last"),
                    (0, f"from 0: label 0 is the first class, {n_classes - 1} the last"),
                ),
            )
    if count_from != 1:
        return target
    if (real == 0).any():
        row = int((target == 0).argmax())
        raise ValueError(f"The label of row {row} is 0, but the labels count from 1.")
    notes.append("The labels count from 1; 1 is taken off each.")
    return np.where(target > 0, target - 1, target)


def distributions(labels: Array, notes: list[str]) -> FloatArray:
    """Read distributions (n, K); sums that are off by rounding are divided out, and said.

    Raises
    ------
    ValueError
        With the row of the first one that is not.
    """
    spread = labels if labels.dtype == np.float64 else labels.astype(np.float64)
    check_finite(spread)
    sums = spread.sum(axis=1)
    bad = (spread < 0).any(axis=1) | ~(np.abs(sums - 1) <= _ROUNDED)
    if not bad.any():
        if (np.abs(sums - 1) > _EXACT).any():
            row = int(np.abs(sums - 1).argmax())
            notes.append(
                f"The label of row {row} sums to {sums[row]:.6g}; each label is divided by its sum."
            )
            spread = spread / sums[:, None]
        return spread
    row = int(bad.argmax())
    if (spread[row] < 0).any():
        column = int((spread[row] < 0).argmax())
        raise ValueError(
            f"The label of row {row}, class {column}, is {float(spread[row, column])!r}; "
            "expected probabilities, which are not negative."
        )
    hint = ""
    if set(spread[row].tolist()) <= {0.0, 1.0} and sums[row] > 1:
        hint = (
            f" With {sums[row]:.0f} classes true at once, softmax does not apply: use one sigmoid "
            "for each class."
        )
    raise ValueError(
        f"The label of row {row} sums to {sums[row]:.6g}; expected probabilities that sum to 1."
        f"{hint or _OTHERS}"
    )


def two_classes(labels: Array, notes: list[str]) -> Array:
    """Read 0, 1 or a share of class 1 for each logit; shares become distributions (n, 2)."""
    flat = labels.reshape(-1)
    if ((flat == 0) | (flat == 1)).all():
        return flat.astype(np.int64)
    shares = flat.astype(np.float64)
    notes.append(
        f"A label between 0 and 1, such as {format_number(float(shares[0]))}, is the probability "
        "of class 1."
    )
    return np.stack([1 - shares, shares], axis=-1)
